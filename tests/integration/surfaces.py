"""Every address of the product with what it needs, and a story in which each leads somewhere.

A row says what a page needs in the words of the rules, not of the view; ``test_access_matrix``
asks every persona for every row and fails when an address has none.
"""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

from agencies.actors import Actor
from agencies.models import Agency, Membership
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceKind, EmergencyReason, LegalBasis, Level
from cases.imports.load import load_register
from cases.models import (
    Case,
    ConferenceChild,
    Deadline,
    EmergencyAccess,
    Exclusion,
    ImportBatch,
    Notice,
    Registration,
    ShareRequest,
)
from cases.models.notice import NoticeKind
from cases.services import emergencies
from cpr.clock import now, today
from tests import scenarios as s
from tests.unit.imports.returns import census

Ids = dict[str, uuid.UUID]


@dataclass
class Story:
    """A child on the register, co-ordinated, shared with Chloe, with a review called."""

    w: s.World
    case: Case
    registration: Registration
    review: ConferenceChild
    ids: Ids = field(default_factory=dict)


def story(w: s.World, by: str = "aisha", chair: str = "gwen") -> Story:
    """This will tell it, through the services."""
    case = s.child(w, by, given="Efa" if by == "aisha" else "Gwil", family=f"Of {by}")
    if by == "aisha":
        [registration] = s.registered(w, [case], days_ago=60)
        s.shared(w, case)
        s.co_ordinated(w, case)
        s.enquired_again(w, case, on=s.before(5))
        review = s.conference(w, [case], on=s.before(0), kind=ConferenceKind.REVIEW, hold=False)
    else:
        registration, review = s.registered_elsewhere(w, case)
    at = review.children.get()
    late = Deadline.objects.filter(case=case, met_on=None, stopped_on=None).earliest("due_on")
    told = Notice.objects.create(
        membership=w.members["chloe" if by == "aisha" else by],
        case=case,
        kind=NoticeKind.CASE_SHARED,
        created_at=now(),
    )
    share = case.involvements.filter(role="partner").first()
    asked = request_of(w.members["dev" if by == "aisha" else "ola"], case)
    barred = Exclusion.objects.create(
        case=case,
        user=s.colleague(w, by, "Cari Cousin" if by == "aisha" else "Carys Cousin").user,
        reason="A cousin of the child",
        starts_at=now(),
        excluded_by=w.members[by],
    )
    opening = opened_and_ended(w, case, "dev" if by == "aisha" else "ola")
    return Story(
        w,
        case,
        registration,
        at,
        {
            "case_id": case.pk,
            "child": case.child_id,
            "enquiry_id": case.section47_enquiries.latest("started_on").pk,
            "involvement_id": share.pk if share else uuid.uuid4(),
            "conference_id": at.conference_id,
            "at_id": at.pk,
            "registration_id": registration.pk,
            "deadline": late.pk,
            "exclusion_id": barred.pk,
            "notice": told.pk,
            "request_id": asked.pk,
            "opening_id": opening.pk,
            "opened_part": opening.involvement_id,
            "batch_id": loading(w.cardiff if by == "aisha" else w.gwent).pk,
        },
    )


def request_of(member: Membership, case: Case) -> ShareRequest:
    """This will let somebody ask for a case, without telling anybody."""
    return ShareRequest.objects.create(
        case=case,
        membership=member,
        team=member.team,
        level=Level.PLAN,
        purpose="Midwife of the mother",
        legal_basis=LegalBasis.SAFEGUARDING,
        asked_at=now(),
    )


def opened_and_ended(w: s.World, case: Case, name: str) -> EmergencyAccess:
    """This will open a case in an emergency and end that, so that a review waits."""
    opening = emergencies.open_in_emergency(
        by=w.actor(name),
        case=case,
        kind=EmergencyReason.TREATMENT,
        reason="Brought in with a fever, the mother speaks of a plan",
        hours=1,
    )
    emergencies.end_own(by=w.actor(name), involvement_id=opening.involvement_id)
    return opening


def loading(authority: Agency) -> ImportBatch:
    """This will load a return that holds nobody, so that there is a loading and nothing else."""
    load_register(
        by=Actor.system("import-register"),
        authority=authority,
        file=io.BytesIO(census()),
        name="nobody.xml",
        today=today(),
    )
    return ImportBatch.objects.get(authority=authority, file_name="nobody.xml")


@dataclass(frozen=True)
class Page:
    """One address: what it needs, and what somebody who has that gets.

    ``needs``: a permission on the case; ``duty``: the roles that hold the duty; both: both;
    neither: any live membership. ``post`` is the answer to a form sent empty. ``own``: whose alone
    the row is.
    """

    needs: P | None = None
    duty: frozenset[str] | None = None
    get: int = 200
    post: int = 405
    ids: dict[str, str] = field(default_factory=dict)
    own: str = ""


def of_case(needs: P, post: int = 405, *more: str, get: int = 200) -> Page:
    return Page(needs, post=post, get=get, ids={name: name for name in ("case_id", *more)})


def of(needs: P, post: int = 405, *, get: int = 200, ids: dict[str, str]) -> Page:
    return Page(needs, post=post, get=get, ids=ids)


SEARCHERS = frozenset(["aisha", "ben", "chloe", "dev", "efua", "gwen", "huw", "iris", "nia", "ola"])
ADDERS = frozenset(["aisha", "efua", "huw", "nia"])
BOARD = frozenset(["aisha", "efua", "huw", "iris", "nia"])
CUSTODIANS = frozenset(["efua"])
HELPERS = SEARCHERS - {"ben"}
"""Who may open a record in an emergency."""
REVIEWERS = frozenset(["efua", "huw", "iris"])
A_CONFERENCE = {"conference_id": "conference_id"}

A_LOADING = {"batch_id": "batch_id"}


def of_loading(post: int = 405, *, get: int = 200) -> Page:
    return Page(duty=CUSTODIANS, get=get, post=post, ids=A_LOADING)


PAGES: dict[str, Page] = {
    "cases:home": Page(),
    "cases:children": Page(duty=SEARCHERS),
    "cases:children_suggestions": Page(duty=SEARCHERS),
    "cases:child_add": Page(duty=ADDERS, post=422),
    "cases:case": of_case(P.VIEW_SUMMARY),
    "cases:case_notes": of_case(P.VIEW_SUMMARY),
    "cases:case_family": of_case(P.VIEW_PLAN),
    "cases:case_visits": of_case(P.VIEW_RECORD),
    "cases:case_conferences": of_case(P.VIEW_RECORD),
    "cases:case_access": of_case(P.VIEW_ACCESS_LOG),
    "cases:name_add": of_case(P.RECORD_WORK, 422),
    "cases:note_add": of_case(P.ADD_NOTE, 422),
    "cases:child_birth": of_case(P.RECORD_WORK, 422, get=302),  # this child is born
    "cases:case_new_episode": Page(  # this case is open
        P.RECORD_WORK, duty=ADDERS, get=302, post=409, ids={"case_id": "case_id"}
    ),
    "cases:visit_add": of_case(P.RECORD_WORK, 422),
    "cases:core_group_add": of_case(P.RECORD_WORK, 422),
    "cases:case_share": of_case(P.SHARE, 422),
    "cases:case_sharing": of_case(P.VIEW_SHARING),
    "cases:case_ask": of_case(P.VIEW_SUMMARY, 422),
    "cases:share_ask": Page(duty=SEARCHERS, get=404, post=404),  # without a door there is nobody
    "cases:share_requests": Page(),
    "cases:share_request": of(P.SHARE, 422, ids={"request_id": "request_id"}),
    "cases:share_request_withdraw": Page(
        get=405, post=302, ids={"request_id": "request_id"}, own="dev"
    ),
    "cases:share_change": of_case(P.SHARE, 422, "involvement_id"),
    "cases:share_end": of_case(P.SHARE, 422, "involvement_id"),
    "cases:co_ordinator": of_case(P.ASSIGN, 422),
    "cases:case_restriction": of_case(P.RESTRICT),
    "cases:restrict": of_case(P.RESTRICT, 422),
    "cases:restriction_people": of_case(P.RESTRICT, 422, get=302),  # this record is not restricted
    "cases:restriction_end": of_case(P.RESTRICT, 422, get=302),
    "cases:exclude": of_case(P.RESTRICT, 422),
    "cases:exclusion_end": of_case(P.RESTRICT, 422, "exclusion_id"),
    "cases:strategy_add": of_case(P.RECORD_WORK, 422),
    "cases:section47_conclude": of_case(P.RECORD_WORK, 422, "enquiry_id"),
    "cases:conferences": Page(P.VIEW_RECORD),
    "cases:conference_call": of_case(P.CALL_CONFERENCE, 422),
    "cases:conference": of(P.VIEW_RECORD, ids=A_CONFERENCE),
    "cases:conference_hold": of(P.RECORD_DECISION, 422, ids=A_CONFERENCE),
    "cases:conference_cancel": of(P.CALL_CONFERENCE, 422, ids=A_CONFERENCE),
    "cases:conference_papers": of(
        P.RECORD_DECISION, 422, get=302, ids=A_CONFERENCE
    ),  # not held yet
    "cases:decision": of(P.RECORD_DECISION, 422, ids={"at_id": "at_id", **A_CONFERENCE}),
    "cases:registration_end": of(
        P.RECORD_DECISION, 422, ids={"registration_id": "registration_id"}
    ),
    "cases:overdue": Page(duty=BOARD),
    "cases:overdue_list": Page(duty=BOARD),
    "cases:imports": Page(duty=CUSTODIANS, post=422),
    "cases:import": of_loading(),
    "cases:import_progress": of_loading(),
    "cases:import_report": of_loading(),
    "cases:import_load": of_loading(409, get=405),  # it is loaded already
    "cases:import_discard": of_loading(409, get=405),
    "cases:import_undo": of_loading(422),
    "cases:emergency": Page(duty=HELPERS, post=404),  # a form sent empty comes from no door
    "cases:emergency_end": Page(
        duty=HELPERS, get=405, post=302, ids={"involvement_id": "opened_part"}, own="dev"
    ),
    "cases:emergency_for": Page(  # this record is not restricted
        P.RESTRICT, duty=frozenset(["iris"]), get=302, post=302, ids={"case_id": "case_id"}
    ),
    "cases:emergency_reviews": Page(duty=REVIEWERS),
    "cases:emergency_review": Page(
        P.VIEW_ACCESS_LOG, duty=REVIEWERS, post=422, ids={"opening_id": "opening_id"}
    ),
    "cases:emergency_counts": Page(duty=frozenset(["jan"])),
    "cases:notifications": Page(post=302),
    "cases:notification": Page(P.VIEW_SUMMARY, get=302, ids={"notice_id": "notice"}, own="chloe"),
    "api:children": Page(),
    "api:child": of(P.VIEW_SUMMARY, ids={"pk": "child"}),
    "api:registrations": Page(),
    "api:registration": of(P.VIEW_SUMMARY, ids={"pk": "registration_id"}),
    "api:overdue": Page(),
    "api:overdue_date": of(P.VIEW_OVERDUE, ids={"pk": "deadline"}),
}

# Pages about oneself or about nobody: (GET, POST sent empty) for a visitor, for somebody signed in
# without a live membership, and for a member.
OPEN: dict[str, tuple[tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    "agencies:membership": ((302, 302), (200, 404), (200, 404)),
    "agencies:language": ((405, 404), (405, 404), (405, 404)),
    # What the API is, without anybody's data: for whoever can sign in.
    "api:reference": ((302, 302), (200, 405), (200, 405)),
    "api:schema": ((403, 403), (200, 405), (200, 405)),
    "healthz": ((200, 405), (200, 405), (200, 405)),
    "readyz": ((503, 405), (503, 405), (503, 405)),  # no sweep has run in the test
    "closed": ((404, 404), (404, 404), (404, 404)),
    "account_login": ((200, 200), (302, 302), (302, 302)),
    "account_logout": ((302, 302), (200, 302), (200, 302)),
    "account_inactive": ((200, 405), (200, 405), (200, 405)),
    "account_signup": ((200, 200), (200, 200), (200, 200)),  # says that it is closed
    "account_reauthenticate": ((302, 302), (302, 302), (302, 302)),
    "account_change_password": ((302, 302), (302, 302), (302, 302)),  # the password once more
    "account_reset_password": ((200, 200), (200, 200), (200, 200)),
    "account_reset_password_done": ((200, 405), (200, 405), (200, 405)),
    "account_reset_password_from_key_done": ((200, 405), (200, 405), (200, 405)),
    "account_reset_password_from_key": ((200, 200), (200, 200), (200, 200)),
}
SHADOWED = {
    "account_email": "account_email",
    "account_email_verification_sent": "confirm-email/",
    "account_confirm_email": "confirm-email/<key>/",
    "account_set_password": "password/set/",
    "account_confirm_login_code": "login/code/confirm/",
}
"""allauth's own addresses that ``closed`` stands before: 404 for everybody."""

KEYS: dict[str, dict[str, str]] = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "none"},
    "account_confirm_email": {"key": "none"},
}


def routes(resolver: URLResolver | None = None, space: str = "") -> set[str]:
    """This will name every address of the URLconf."""
    found: set[str] = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(space + (pattern.name or str(pattern.pattern)))
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= routes(pattern, inner)
    return found
