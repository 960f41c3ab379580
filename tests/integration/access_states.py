"""One world with a child in each state that a case can be in, and what the plain model knows of it.

Beside each act through the services the same is written down in the model (``gate_model``): what
anybody gets of any page is worked out from there, and listed nowhere by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_current_timezone

from agencies.models import Membership
from agencies.services import add_member, end_membership, open_team, suspend_member
from cases.domain.statuses import ConferenceKind, EmergencyReason, LegalBasis, Level
from cases.models import Case, Deadline, EmergencyAccess, Exclusion, Involvement, Notice
from cases.models.notice import NoticeKind
from cases.services import emergencies, shares
from cpr import clock
from tests import scenarios as s
from tests.integration import gate_model
from tests.integration.acts_restricting import excluded, restricted
from tests.integration.gate_model import KnownCase, Part, Person
from tests.integration.surfaces import Ids, request_of

GIVEN = "Cyfri"
"""What every child here is called first, so that one search finds all whom somebody may see."""
HOURS = 4
"""How long after the acts the questions are asked: what ran out meanwhile, no job has ended."""
HELD = Level.FULL


@dataclass
class Subject:
    """A child in one state: the case, what the model knows of it, the ids of its pages."""

    state: str
    case: Case
    known: KnownCase
    ids: Ids = field(default_factory=dict)
    shows_name: bool = False
    is_on_register: bool = True

    @property
    def family(self) -> str:
        """A name that nothing else on a page contains."""
        return family_of(self.state)

    def part(self, role: str, level: str, who: Person, start: datetime, **more: object) -> Part:
        """This will write down a part of somebody's whole team in the model."""
        part = Part(role, str(level), who.team, None, start, **more)  # type: ignore[arg-type]
        self.known.parts.append(part)
        return part


@dataclass
class Scene:
    """The world, who is in it as the model sees them, and a child in each state."""

    w: s.World
    began: datetime
    people: dict[str, Person] = field(default_factory=dict)
    subjects: list[Subject] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """The moment at which the questions are asked."""
        return self.began + timedelta(hours=HOURS)

    def after(self, hours: float) -> datetime:
        """This will give the moment so many hours after everything began."""
        return self.began + timedelta(hours=hours)

    def seen(self, name: str, permission: str) -> set[str]:
        """This will list the states of the children on whom the model says somebody may do this."""
        who = self.people[name]
        return {
            each.state
            for each in self.subjects
            if gate_model.may(who, permission, each.known, self.now)
        }


def family_of(state: str) -> str:
    """This will give the family name of the child in a state."""
    return f"Zz{state.replace('_', '')}zz"


def scene() -> Scene:
    """This will tell it all, from noon of yesterday on, whatever time it is."""
    noon = datetime.combine(s.before(1), time(12), tzinfo=get_current_timezone())
    with clock.at(noon):
        return _told(noon)


def _told(began: datetime) -> Scene:
    w = s.world()
    _more_people(w)
    told = Scene(w, began, {name: person_of(w, name, m) for name, m in w.members.items()})
    told.people["farid"].is_shut = True
    for state, happens in STATES.items():
        subject = _elsewhere(told) if state == "elsewhere" else _child(told, state)
        told.subjects.append(subject)
        happens(told, subject)
    for subject in told.subjects:
        _with_pages(told, subject)
    _people_move(told)
    return told


def person_of(w: s.World, name: str, member: Membership) -> Person:
    """This will give a membership as the model sees it."""
    below = {w.service.pk, w.ely.pk} if member.role == "team_manager" else set()
    return Person(
        name=name,
        role=member.role,
        team=str(member.team_id),
        authority=str(member.team.agency_id),
        teams_below=frozenset(str(pk) for pk in below),
    )


def _more_people(w: s.World) -> None:
    """An emergency duty worker, an administrator, and those to whom something will happen."""
    for name, beside, full_name, role in (
        ("emyr", "efua", "Emyr Night", "emergency_duty"),
        ("adam", "efua", "Adam Admin", "system_administrator"),
        ("mo", "aisha", "Mo Moved", None),
        ("pip", "dev", "Pip Moved", None),
        ("sue", "chloe", "Sue Suspended", None),
        ("tom", "chloe", "Tom Left", None),
    ):
        w.members[name] = s.colleague(w, beside, full_name, role)


def _people_move(told: Scene) -> None:
    """Mo goes to another team of the authority, Pip to the visitors; Sue is suspended, Tom left."""
    w = told.w
    splott = open_team(by=s.SEED, agency=w.cardiff, name_en="Splott team")
    for name, team in (("mo", splott), ("pip", w.visitors)):
        before = w.members[name]
        end_membership(by=s.SEED, membership=before, on=clock.today())
        now = add_member(by=s.SEED, user=before.user, team=team, role=before.role, on=clock.today())
        w.members[name] = now
        told.people[name] = person_of(w, name, now)
        for subject in told.subjects:  # what was their own was that membership's
            for part in subject.known.parts:
                part.person = f"{name} before" if part.person == name else part.person
    suspend_member(by=s.SEED, membership=w.members["sue"])
    told.people["sue"].is_shut = True
    end_membership(by=s.SEED, membership=w.members["tom"], on=clock.today())
    told.people["tom"].ended_on = clock.today()


def _child(told: Scene, state: str) -> Subject:
    """On the register, co-ordinated by Aisha, chaired by Gwen, with a review called."""
    w, people, at = told.w, told.people, told.began
    case = s.child(w, given=GIVEN, family=family_of(state))
    aisha = people["aisha"]
    subject = Subject(state, case, KnownCase(aisha.authority, aisha.team))
    subject.part("lead_team", "lead", aisha, at)
    if state == "closed":
        subject.is_on_register = False
        return subject
    s.registered(w, [case], days_ago=60)
    subject.part("chair", "full", people["gwen"], at).person = "gwen"
    holder = "mo" if state == "of_one_who_moved" else "aisha"
    s.co_ordinated(w, case, name=holder)
    subject.part("co_ordinator", "lead", people[holder], at).person = holder
    s.enquired_again(w, case, on=s.before(5))
    s.conference(w, [case], on=s.before(0), kind=ConferenceKind.REVIEW, hold=False)
    return subject


def _elsewhere(told: Scene) -> Subject:
    """A child of another authority."""
    w, nia = told.w, told.people["nia"]
    case = s.child(w, "nia", given=GIVEN, family=family_of("elsewhere"))
    s.registered_elsewhere(w, case)
    subject = Subject("elsewhere", case, KnownCase(nia.authority, nia.team))
    subject.part("lead_team", "lead", nia, told.began)
    told.people["pat"] = person_of(w, "pat", w.members["pat"])
    subject.part("chair", "full", told.people["pat"], told.began).person = "pat"
    subject.part("partner", "notes", told.people["pat"], told.began)
    return subject


def _with_pages(told: Scene, subject: Subject) -> None:
    """The ids of every page that the child's record has; a notice to Chloe, a request of Dev."""
    w, case = told.w, subject.case
    notice = Notice.objects.create(
        membership=w.members["chloe"],
        case=case,
        kind=NoticeKind.CASE_SHARED,
        created_at=told.began,
    )
    subject.ids |= {
        "case_id": case.pk,
        "child": case.child_id,
        "notice": notice.pk,
        "request_id": request_of(w.members["dev"], case).pk,
    }
    if subject.is_on_register:
        called = case.at_conferences.get(conference__status="called")
        late = Deadline.objects.filter(
            case=case, met_on=None, stopped_on=None, due_on__lt=clock.today()
        )
        subject.ids |= {
            "at_id": called.pk,
            "conference_id": called.conference_id,
            "registration_id": case.registrations.get().pk,
            "enquiry_id": case.section47_enquiries.latest("started_on").pk,
            "deadline": late.earliest("due_on").pk,
        }
    for key, rows in (
        ("involvement_id", Involvement.objects.filter(role="partner")),
        ("exclusion_id", Exclusion.objects.all()),
        ("opening_id", EmergencyAccess.objects.all()),
    ):
        found = rows.filter(case=case).order_by("pk").first()
        if found is not None:
            subject.ids[key] = found.pk


# What happens to the child of each state


def _shared(
    told: Scene,
    subject: Subject,
    level: Level = HELD,
    *,
    to: str = "chloe",
    by: str = "aisha",
    by_name: bool = False,
    start: float | None = None,
    end: float | None = None,
) -> tuple[Involvement, Part]:
    member = told.w.members[to]
    starts_at = told.began if start is None else told.after(start)
    ends_at = None if end is None else told.after(end)
    row = shares.share(
        by=told.w.actor(by),
        case=subject.case,
        team=member.team,
        membership=member if by_name else None,
        level=level,
        purpose="They know the family",
        legal_basis=LegalBasis.SAFEGUARDING,
        starts_at=None if start is None else starts_at,
        ends_at=ends_at,
    )
    part = subject.part("partner", level, told.people[to], starts_at, ends_at=ends_at)
    part.person = to if by_name else None
    part.is_named = by_name and subject.known.is_restricted
    return row, part


def _share_ended(told: Scene, subject: Subject) -> None:
    row, part = _shared(told, subject)
    with clock.at(told.after(1)):
        shares.end_share(by=told.w.aisha, involvement=row, reason="No longer needed")
    part.ends_at = told.after(1)


def _restricted(told: Scene, subject: Subject, *names: str, hides_name: bool = True) -> None:
    """Shared with the visitors in full before: a team's right that falls away."""
    _shared(told, subject)
    named = ("aisha", "gwen", "iris", *names)
    with clock.at(told.after(1)):
        restricted(told.w, subject.case, *named, hides_name=hides_name)
    for name in named:
        gate_model.name(told.people[name], subject.known, told.after(1))
    subject.known.is_restricted = True
    subject.shows_name = not hides_name


def _excluded(told: Scene, subject: Subject, *names: str) -> None:
    for name in names:
        excluded(told.w, subject.case, name)
        subject.known.excluded.add(name)


def _opened(told: Scene, subject: Subject, name: str, start: float) -> None:
    with clock.at(told.after(start)):
        emergencies.open_in_emergency(
            by=told.w.actor(name),
            case=subject.case,
            kind=EmergencyReason.TREATMENT,
            reason="Brought in with a fever, the mother speaks of a plan",
            hours=3,
        )
    part = subject.part("emergency", "notes", told.people[name], told.after(start))
    part.person, part.ends_at = name, told.after(start + 3)


def _opened_for(told: Scene, subject: Subject) -> None:
    """Restricted, and opened to Dev by the senior officer who is named."""
    _restricted(told, subject)
    with clock.at(told.after(3)):
        emergencies.open_for(
            by=told.w.iris,
            case=subject.case,
            membership=told.w.member("dev"),
            kind=EmergencyReason.TREATMENT,
            reason="Brought in with a fever, the mother speaks of a plan",
            hours=3,
        )
    part = subject.part("emergency", "notes", told.people["dev"], told.after(3), is_named=True)
    part.person, part.ends_at = "dev", told.after(6)


def _of_one_who_moved(told: Scene, subject: Subject) -> None:
    """Mo's own, and shared with Pip by name as a midwife, and with Pip's later team not at all."""
    _shared(told, subject, to="pip", by_name=True)


def _of_those_gone(told: Scene, subject: Subject) -> None:
    for name in ("sue", "tom"):
        _shared(told, subject, to=name, by_name=True)


def _closed(told: Scene, subject: Subject) -> None:
    _shared(told, subject, Level.NOTES)
    Case.objects.filter(pk=subject.case.pk).update(closed_on=clock.today())


def _elsewhere_shared(told: Scene, subject: Subject) -> None:
    """With Ely in full: no level of sharing gives the acts of the other authority."""
    _shared(told, subject, to="aisha", by="nia")


def _shared_like(**terms: Any) -> Callable[[Scene, Subject], object]:
    return lambda told, subject: _shared(told, subject, **terms)


def _restricted_like(*names: str, **terms: bool) -> Callable[[Scene, Subject], object]:
    return lambda told, subject: _restricted(told, subject, *names, **terms)


def _opened_by(*names: str, start: float) -> Callable[[Scene, Subject], object]:
    return lambda told, subject: [_opened(told, subject, name, start) for name in names]


def _excluded_though_shared(told: Scene, subject: Subject) -> None:
    _shared(told, subject)
    _excluded(told, subject, "ben", "chloe", "efua", "huw", "pip")


def _excluded_though_opened(told: Scene, subject: Subject) -> None:
    _opened(told, subject, "dev", 3)
    _excluded(told, subject, "dev")


STATES: dict[str, Callable[[Scene, Subject], object]] = {
    "plain": lambda *_: None,
    **{f"shared_{v}": _shared_like(level=v) for v in Level if v is not Level.LEAD},
    "shared_by_name": _shared_like(to="dev", by_name=True),
    "share_ended": _share_ended,
    "share_ran_out": _shared_like(end=2),
    "share_from_tomorrow": _shared_like(start=30),
    "restricted_name_shown": _restricted_like(hides_name=False),
    "restricted_name_hidden": _restricted_like(),
    "restricted_and_named": _restricted_like("chloe", "huw", "dev"),
    "excluded": _excluded_though_shared,
    "opened_in_an_emergency": _opened_by("dev", "nia", start=3),
    "emergency_ran_out": _opened_by("dev", "nia", start=0),
    "excluded_in_an_emergency": _excluded_though_opened,
    "opened_by_the_officer": _opened_for,
    "of_one_who_moved": _of_one_who_moved,
    "of_those_gone": _of_those_gone,
    "closed": _closed,
    "elsewhere": _elsewhere_shared,
}
"""What happens to the child of each state; the questions are asked ``HOURS`` later."""
