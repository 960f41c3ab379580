"""Every page of the product that is opened with GET, and who opens it: a table over the URLconf.

`test_every_page.py` fails when a route has no row here, and visits each row in a real browser.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.http import urlencode

from agencies.actors import Actor
from cases.domain.statuses import (
    ConferenceKind,
    LegalBasis,
    Level,
    NoteAudience,
    NoteKind,
    StrategyOutcome,
)
from cases.imports import jobs
from cases.imports.uploads import receive
from cases.models import (
    Case,
    Conference,
    ConferenceChild,
    ImportBatch,
    Involvement,
    Registration,
)
from cases.services import (
    children,
    enquiries,
    imported_batches,
    notes,
    share_requests,
    visits,
)
from cases.services.emergency_officers import ask_officers
from cases.services.imported_undo import undo_loading
from cases.services.sweeps import sweep_overdue
from cases.web.door import token_for
from cpr.clock import today
from tests import scenarios as s
from tests.integration.acts_emergency import opened
from tests.integration.acts_restricting import excluded, restricted
from tests.unit.imports import returns

JOB = Actor.system("import-register")

NOT_PAGES = {
    "cases:import_progress": "JSON",
    "cases:import_report": "CSV",
    "cases:import_load": "POST only",
    "cases:import_discard": "POST only",
    "cases:emergency_end": "POST only",
    "cases:share_request_withdraw": "POST only",
    "healthz": "for machines",
    "readyz": "for machines",
    "agencies:language": "POST only",
    "closed": "answers 404 in place of those of allauth below",
    "account_email": "closed",
    "account_email_verification_sent": "closed",
    "account_confirm_email": "closed",
    "account_confirm_login_code": "closed",
    "account_set_password": "closed",
    "cases:notification": "leads on to the record",
    "api:schema": "the OpenAPI document",
    "api:children": "JSON",
    "cases:children_suggestions": "JSON",
    "api:child": "JSON",
    "api:registrations": "JSON",
    "api:registration": "JSON",
    "api:overdue": "JSON",
    "api:overdue_date": "JSON",
}


def routes(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    """This will name every route of the product."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from routes(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


@dataclass
class Scene:
    """Two families with everything a page can show."""

    w: s.World
    efa: Case
    ioan: Case
    nel: Case
    registration: Registration
    first: Conference
    held: Conference
    called: Conference
    baby: Case
    closed: Case
    returns: dict[str, ImportBatch]

    @property
    def decided(self) -> ConferenceChild:
        """Efa at the conference that registered her."""
        return self.first.children.get(case=self.efa)

    @property
    def undecided(self) -> ConferenceChild:
        """Efa at the review that is held and not decided."""
        return self.held.children.get(case=self.efa)

    @property
    def partner(self) -> Involvement:
        """The share with Chloe's team."""
        return Involvement.objects.get(case=self.efa, role="partner")

    @property
    def seren(self) -> Case:
        """Whose record is restricted to Aisha and Iris, and Ben excluded from it."""
        return Case.objects.get(child__given_names="Seren")


def scene(w: s.World) -> Scene:
    """This will build the families through the services."""
    efa = s.child(w)
    ioan = s.child(w, given="Ioan", age_days=2500, sibling=efa)
    nel = s.child(w, given="Nel", family="Price", age_days=900)
    registration, _other = s.registered(w, [efa, ioan], days_ago=80, categories=("neglect",))
    s.shared(w, efa)
    s.co_ordinated(w, efa)
    share_requests.ask(
        by=w.actor("dev"),
        case=efa,
        level=Level.PLAN,
        purpose="Midwife of the mother",
        legal_basis=LegalBasis.SAFEGUARDING,
        is_sought=True,
    )
    for days_ago in (72, 60, 35):
        visits.record_visit(
            by=w.aisha,
            case=efa,
            visited_on=s.before(days_ago),
            seen=visits.Seen(was_seen=True, was_seen_alone=days_ago != 60, was_at_home=True),
            account="At home, with her grandmother.",
            childs_words="I like my school.",
            today=today(),
        )
    visits.record_core_group(
        by=w.aisha, cases=[efa, ioan], held_on=s.before(70), account="The plan.", today=today()
    )
    notes.add_note(
        by=w.aisha,
        case=efa,
        kind=NoteKind.INJURY,
        audience=NoteAudience.EVERYONE,
        happened_on=s.before(12),
        text="Emergency department, bruised arm.",
        is_significant=True,
        today=today(),
    )
    enquiries.record_strategy_discussion(
        by=w.aisha,
        cases=[nel],
        held_on=s.before(3),
        outcome=StrategyOutcome.SECTION_47_SINGLE,
        agencies_present="Children’s services, police",
        reasons="A bruise.",
        today=today(),
    )
    held = s.conference(w, [efa], on=s.before(4), kind=ConferenceKind.REVIEW)
    called = s.conference(w, [ioan], on=s.before(-1), kind=ConferenceKind.REVIEW, hold=False)
    sweep_overdue(by=s.SEED, today=today())
    first = registration.decision.conference
    expected = children.NewChild(family_name="Morgan", expected_on=s.before(6))
    baby = children.add_child(by=w.aisha, child=expected, today=today())
    closed = s.child(w, given="Osian", family="Vaughan", age_days=2000)
    Case.objects.filter(pk=closed.pk).update(closed_on=today())
    seren = s.child(w, given="Seren", family="Howells", age_days=1200)
    restricted(w, seren)
    opened(w, nel)
    ask_officers(by=w.actor("dev"), case=seren)
    excluded(w, seren, "ben")
    return Scene(w, efa, ioan, nel, registration, first, held, called, baby, closed, loadings(w))


RETURN = returns.census(
    returns.child(returns.enquiry() + returns.plan(latest="ZZZ"), number="R1"),
    returns.child(number="R2", born="2999-01-01"),
)


def loadings(w: s.World) -> dict[str, ImportBatch]:
    """This will bring one return to each state in which a page shows it."""
    found = {}
    for state in ("uploaded", "discarded", "failed", "previewed", "undone", "loaded"):
        content = RETURN[:-12] if state == "failed" else RETURN
        batch = receive(
            by=w.actor("efua"), file=io.BytesIO(content), name=f"{state}.xml", today=today()
        )
        found[state] = batch
        if state != "uploaded":
            jobs.preview(by=JOB, batch_id=batch.pk)
        if state == "discarded":
            imported_batches.discard(by=w.actor("efua"), batch_id=batch.pk)
        if state in ("undone", "loaded"):
            imported_batches.ask_to_load(by=w.actor("efua"), batch_id=batch.pk)
            jobs.load(by=JOB, batch_id=batch.pk)
        if state == "undone":
            undo_loading(by=w.actor("efua"), batch_id=batch.pk, reason="The wrong return.")
    return found


@dataclass(frozen=True)
class Visit:
    """One page opened by one person; ``of`` gives the address's identifiers."""

    route: str
    of: Callable[[Scene], dict[str, Any]] = lambda _scene: {}
    query: str = ""
    status: int = 200

    def url(self, scene: Scene) -> str:
        """This will make the address."""
        return reverse(self.route, kwargs=self.of(scene)) + self.query


@dataclass(frozen=True)
class AtDoor(Visit):
    """Dev at the door of a case that a search found; ``query`` only names it."""

    def url(self, scene: Scene) -> str:
        """This will make the address, with a token of its own."""
        token = token_for(scene.w.actor("dev"), self.of(scene)["case_id"])
        return f"{reverse(self.route)}?{urlencode({'door': token})}"


def of_efa(scene: Scene) -> dict[str, Any]:
    return {"case_id": scene.efa.pk}


def of_first(scene: Scene) -> dict[str, Any]:
    return {"conference_id": scene.first.pk}


def of_held(scene: Scene) -> dict[str, Any]:
    return {"conference_id": scene.held.pk}


def of_called(scene: Scene) -> dict[str, Any]:
    return {"conference_id": scene.called.pk}


def of_registration(scene: Scene) -> dict[str, Any]:
    return {"registration_id": scene.registration.pk}


def of_decided(scene: Scene) -> dict[str, Any]:
    return {"conference_id": scene.first.pk, "at_id": scene.decided.pk}


def of_undecided(scene: Scene) -> dict[str, Any]:
    return {"conference_id": scene.held.pk, "at_id": scene.undecided.pk}


def of_not_held(scene: Scene) -> dict[str, Any]:
    return {"conference_id": scene.called.pk, "at_id": scene.called.children.get().pk}


def of_baby(scene: Scene) -> dict[str, Any]:
    """The record of an unborn child who was expected by now."""
    return {"case_id": scene.baby.pk}


def of_nel(scene: Scene) -> dict[str, Any]:
    """The record that Dev opened in an emergency."""
    return {"case_id": scene.nel.pk}


def of_opening(scene: Scene) -> dict[str, Any]:
    return {"opening_id": scene.nel.emergency_accesses.get().pk}


def of_closed(scene: Scene) -> dict[str, Any]:
    """The record of a closed case."""
    return {"case_id": scene.closed.pk}


def of_share(scene: Scene) -> dict[str, Any]:
    return {"case_id": scene.efa.pk, "involvement_id": scene.partner.pk}


def of_seren(scene: Scene) -> dict[str, Any]:
    return {"case_id": scene.seren.pk}


def of_exclusion(scene: Scene) -> dict[str, Any]:
    return {"case_id": scene.seren.pk, "exclusion_id": scene.seren.exclusions.get().pk}


def of_request(scene: Scene) -> dict[str, Any]:
    """What Dev asks for."""
    return {"request_id": scene.efa.share_requests.get().pk}


def of_open_enquiry(scene: Scene) -> dict[str, Any]:
    return {"case_id": scene.nel.pk, "enquiry_id": scene.nel.section47_enquiries.get().pk}


def of_ended_enquiry(scene: Scene) -> dict[str, Any]:
    return {"case_id": scene.efa.pk, "enquiry_id": scene.efa.section47_enquiries.get().pk}


def of_uploaded(scene: Scene) -> dict[str, Any]:
    return {"batch_id": scene.returns["uploaded"].pk}


def of_discarded(scene: Scene) -> dict[str, Any]:
    return {"batch_id": scene.returns["discarded"].pk}


def of_failed(scene: Scene) -> dict[str, Any]:
    return {"batch_id": scene.returns["failed"].pk}


def of_previewed(scene: Scene) -> dict[str, Any]:
    return {"batch_id": scene.returns["previewed"].pk}


def of_undone(scene: Scene) -> dict[str, Any]:
    return {"batch_id": scene.returns["undone"].pk}


def of_loaded(scene: Scene) -> dict[str, Any]:
    return {"batch_id": scene.returns["loaded"].pk}


def of_reset_key(scene: Scene) -> dict[str, Any]:
    user = scene.w.user("ben")
    return {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}


VISITS: dict[str, list[Visit]] = {
    "": [
        Visit("account_login"),
        Visit("account_signup"),
        Visit("account_inactive"),
        Visit("account_reset_password"),
        Visit("account_reset_password_done"),
        Visit("account_reset_password_from_key", of_reset_key),
        Visit("account_reset_password_from_key_done"),
    ],
    "aisha": [
        Visit("cases:home"),
        Visit("cases:children"),
        Visit("cases:children", query="?q=lloid"),
        Visit("cases:children", query="?q=nobody+at+all"),
        Visit("cases:children", query="?show=register&closed=too&sort=-born"),
        Visit("cases:child_add"),
        Visit("cases:case", of_efa),
        Visit("cases:case_conferences", of_efa),
        Visit("cases:case_visits", of_efa),
        Visit("cases:case_notes", of_efa),
        Visit("cases:case_family", of_efa),
        Visit("cases:name_add", of_efa),
        Visit("cases:note_add", of_efa),
        Visit("cases:visit_add", of_efa),
        Visit("cases:core_group_add", of_efa),
        Visit("cases:case", of_baby),
        Visit("cases:child_birth", of_baby),
        Visit("cases:case", of_closed),
        Visit("cases:case_new_episode", of_closed),
        Visit("cases:case_share", of_efa),
        Visit("cases:case_sharing", of_efa),
        Visit("cases:share_change", of_share),
        Visit("cases:case_ask", of_efa),
        Visit("cases:share_requests"),
        Visit("cases:share_request", of_request),
        Visit("cases:share_end", of_share),
        Visit("cases:strategy_add", of_efa),
        Visit("cases:section47_conclude", of_open_enquiry),
        Visit("cases:section47_conclude", of_ended_enquiry),
        Visit("cases:conference_call", of_efa),
        Visit("cases:conference_cancel", of_called),
        Visit("cases:notifications"),
        Visit("api:reference"),
    ],
    "gwen": [
        Visit("cases:home"),
        Visit("cases:conferences"),
        Visit("cases:conferences", query="?stage=undecided"),
        Visit("cases:conferences", query="?stage=recent"),
        Visit("cases:conference", of_first),
        Visit("cases:conference", of_held),
        Visit("cases:conference", of_called),
        Visit("cases:conference_hold", of_called),
        Visit("cases:conference_papers", of_first),
        Visit("cases:decision", of_decided),
        Visit("cases:decision", of_undecided),
        Visit("cases:decision", of_undecided, query="?decision=remove"),
        Visit("cases:decision", of_not_held),
        Visit("cases:registration_end", of_registration),
    ],
    "huw": [
        Visit("cases:home"),
        Visit("cases:overdue"),
        Visit("cases:overdue_list", query="?count=dates"),
        Visit("cases:overdue_list", query="?count=families"),
        Visit("cases:overdue_list", query="?clock=nonsense", status=400),
        Visit("cases:case_access", of_efa),
        Visit("cases:case_access", of_nel),
        Visit("cases:emergency_reviews"),
        Visit("cases:emergency_review", of_opening),
        Visit("cases:co_ordinator", of_efa),
        Visit("agencies:membership"),
        Visit("account_change_password"),
        Visit("account_reauthenticate"),
        Visit("account_logout"),
    ],
    "efua": [
        Visit("cases:imports"),
        Visit("cases:import", of_uploaded),
        Visit("cases:import", of_discarded),
        Visit("cases:import", of_failed),
        Visit("cases:import", of_previewed),
        Visit("cases:import", of_undone),
        Visit("cases:import", of_loaded),
        Visit("cases:import_undo", of_loaded),
        Visit("cases:import_undo", of_undone),
    ],
    "iris": [
        Visit("cases:emergency_reviews"),
        Visit("cases:emergency_review", of_opening),
        Visit("cases:emergency_for", of_seren),
        Visit("cases:emergency_for", of_seren, query="?choose=team"),
        Visit("cases:case_restriction", of_efa),
        Visit("cases:restrict", of_efa),
        Visit("cases:exclude", of_efa),
        Visit("cases:case", of_seren),
        Visit("cases:case_restriction", of_seren),
        Visit("cases:restriction_people", of_seren),
        Visit("cases:restriction_end", of_seren),
        Visit("cases:exclusion_end", of_exclusion),
    ],
    "jan": [
        Visit("cases:home"),
        Visit("cases:emergency_counts"),
        Visit("cases:emergency_counts", query="?review=not_justified"),
    ],
    "chloe": [
        Visit("cases:home"),
        Visit("cases:case", of_efa),
        Visit("cases:case_notes", of_efa),
        Visit("cases:case_ask", of_efa),
        Visit("cases:share_requests"),
    ],
    "dev": [
        Visit("account_email", status=404),
        Visit("cases:home"),
        Visit("cases:children"),
        Visit("cases:case", of_efa, status=404),
        Visit("cases:case", of_nel),
        Visit("cases:emergency"),
        AtDoor("cases:emergency", of_baby, query="?door"),
        AtDoor("cases:emergency", of_seren, query="?door"),
        AtDoor("cases:share_ask", of_baby, query="?door"),
        Visit("cases:overdue", status=403),
    ],
}
