"""What the database must refuse of restrictions, exclusions, emergencies and requests to share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import now

from agencies.models import Membership, User
from cases.models import EmergencyAccess, Exclusion, Restriction, ShareRequest
from tests.integration.refused_register import Attempt, twice
from tests.integration.rows import Rows


def restriction(r: Rows, **extra: Any) -> Restriction:
    values = {"reason": "x", "starts_at": now(), "restricted_by": r.member, **extra}
    return Restriction.objects.create(case=values.pop("case", None) or r.case(), **values)


def exclusion(r: Rows, **extra: Any) -> Exclusion:
    values = {"reason": "x", "starts_at": now(), "excluded_by": r.member, "user": r.user, **extra}
    return Exclusion.objects.create(case=values.pop("case", None) or r.case(), **values)


def emergency(r: Rows, **extra: Any) -> EmergencyAccess:
    case = r.case()
    involvement = r.involvement(
        case=case, membership=r.member, role="emergency", ends_at=now() + timedelta(hours=3)
    )
    values = {
        "membership": r.member,
        "involvement": involvement,
        "reason_kind": "missing",
        "reason": "x",
        "opened_at": now(),
        **extra,
    }
    return EmergencyAccess.objects.create(case=case, **values)


def somebody(r: Rows) -> Membership:
    return r.membership(user=User.objects.create_user("ola@example.invalid", "Ola Chair"))


def reviewed(r: Rows) -> EmergencyAccess:
    return emergency(r, reviewed_at=now(), reviewed_by=somebody(r), finding="justified")


def request(r: Rows, **extra: Any) -> ShareRequest:
    values = {
        "membership": r.member,
        "team": r.team,
        "level": "notes",
        "purpose": "x",
        "legal_basis": "enquiry",
        "asked_at": now(),
        **extra,
    }
    return ShareRequest.objects.create(case=values.pop("case", None) or r.case(), **values)


def refused(r: Rows) -> ShareRequest:
    return request(r, status="refused", decided_at=now(), decided_by=r.member)


NEED_TO_KNOW: list[tuple[str, str, Attempt]] = [
    # Shares
    (
        "involvement_legal_basis_is_known",
        "a made-up law",
        lambda r: r.involvement(case=r.case(), legal_basis="tea"),
    ),
    (
        "only_a_person_is_named",
        "a team named",
        lambda r: r.involvement(case=r.case(), is_named=True),
    ),
    (
        "emergency_access_is_a_persons_and_ends",
        "without an end",
        lambda r: r.involvement(case=r.case(), role="emergency", membership=r.member),
    ),
    (
        "emergency_access_is_a_persons_and_ends",
        "of a team",
        lambda r: r.involvement(
            case=r.case(), role="emergency", ends_at=now() + timedelta(hours=1)
        ),
    ),
    # Restrictions and exclusions
    (
        "one_restriction_at_a_time",
        "two in force",
        lambda r: twice(restriction, r, case=r.case()),
    ),
    (
        "a_restriction_ends_by_somebody",
        "by nobody",
        lambda r: restriction(r, ends_at=now() + timedelta(hours=1)),
    ),
    (
        "a_restriction_ends_by_somebody",
        "before it began",
        lambda r: restriction(r, ends_at=now() - timedelta(hours=1), ended_by=r.member),
    ),
    ("a_restriction_stays", "deleted", lambda r: restriction(r).delete()),
    (
        "a_person_is_excluded_once",
        "two in force",
        lambda r: twice(exclusion, r, case=r.case()),
    ),
    (
        "an_exclusion_ends_by_somebody",
        "by nobody",
        lambda r: exclusion(r, ends_at=now() + timedelta(hours=1)),
    ),
    ("an_exclusion_stays", "deleted", lambda r: exclusion(r).delete()),
    # Emergencies
    ("emergency_reason_is_known", "a made-up reason", lambda r: emergency(r, reason_kind="tea")),
    (
        "emergency_finding_is_known",
        "a made-up finding",
        lambda r: emergency(r, reviewed_at=now(), reviewed_by=somebody(r), finding="tea"),
    ),
    ("a_review_is_whole", "a day, no finding", lambda r: emergency(r, reviewed_at=now())),
    (
        "nobody_reviews_their_own_emergency",
        "the one who opened it",
        lambda r: emergency(r, reviewed_at=now(), reviewed_by=r.member, finding="justified"),
    ),
    (
        "a_closed_review_stays",
        "another finding put in its place",
        lambda r: EmergencyAccess.objects.filter(pk=reviewed(r).pk).update(finding="not_justified"),
    ),
    ("an_emergency_stays", "deleted", lambda r: emergency(r).delete()),
    # Requests
    ("requested_level_is_known", "a made-up level", lambda r: request(r, level="tea")),
    ("requested_legal_basis_is_known", "a made-up law", lambda r: request(r, legal_basis="tea")),
    (
        "request_status_is_known",
        "a made-up status",
        lambda r: request(r, status="tea", decided_at=now(), decided_by=r.member),
    ),
    (
        "a_request_is_decided_by_somebody",
        "refused by nobody",
        lambda r: request(r, status="refused"),
    ),
    (
        "a_granted_request_has_its_share",
        "granted, no share",
        lambda r: request(r, status="granted", decided_at=now(), decided_by=r.member),
    ),
    (
        "one_open_request_of_a_person",
        "two open",
        lambda r: twice(request, r, case=r.case()),
    ),
    (
        "a_decided_request_stays",
        "asked again in its place",
        lambda r: ShareRequest.objects.filter(pk=refused(r).pk).update(
            status="asked", decided_at=None, decided_by=None
        ),
    ),
    ("a_request_stays", "deleted", lambda r: request(r).delete()),
]
