"""The people and families the tests tell of. Built through the services, as the product would.

Aisha (co-ordinator), Ben (same team, reads only), Chloe (health visitor, shared), Dev (same health
board, not shared), Efua (custodian), Farid (suspended), Gwen (chair), Huw (team manager),
Iris (senior safeguarding manager), Jan (privacy officer).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from agencies.actors import Actor
from agencies.models import Agency, Membership, Team, User
from agencies.services import add_member, open_agency, open_team, suspend_member
from cases.bank_holidays import calendar_of
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    LegalBasis,
    Level,
    Nation,
    Section47Outcome,
    StrategyOutcome,
)
from cases.models import Case, Conference, Registration
from cases.services import cases as case_services
from cases.services import children, conferences, enquiries, registrations, shares
from cpr.clock import today

SEED = Actor.system("seed")
PASSWORD = "correct horse battery staple"
CALENDAR = calendar_of(Nation.WALES)


def before(days: int) -> date:
    """This will give the day so many calendar days before today."""
    return today() - timedelta(days=days)


@dataclass
class World:
    """Two authorities, a health board, their teams and everybody who works there."""

    cardiff: Agency
    gwent: Agency
    health: Agency
    service: Team
    ely: Team
    chairs: Team
    register: Team
    visitors: Team
    midwives: Team
    newport: Team
    members: dict[str, Membership]

    def member(self, name: str) -> Membership:
        """This will give a persona's membership as it is stored now."""
        return Membership.objects.select_related("user", "team__agency").get(
            pk=self.members[name].pk
        )

    def actor(self, name: str) -> Actor:
        """This will give the actor of a persona."""
        return Actor.of(self.member(name))

    def user(self, name: str) -> User:
        """This will give a persona's account."""
        return self.members[name].user

    @cached_property
    def aisha(self) -> Actor:
        return self.actor("aisha")

    @cached_property
    def gwen(self) -> Actor:
        return self.actor("gwen")

    @cached_property
    def huw(self) -> Actor:
        return self.actor("huw")

    @cached_property
    def iris(self) -> Actor:
        return self.actor("iris")


def world() -> World:
    """This will build the agencies and the personas."""
    cardiff = open_agency(
        by=SEED,
        kind="local_authority",
        code="W06000015",
        name_en="Cardiff",
        name_cy="Caerdydd",
        nation="wales",
        phone="029 2018 0000",
    )
    gwent = open_agency(
        by=SEED,
        kind="local_authority",
        code="W06000022",
        name_en="Newport",
        name_cy="Casnewydd",
        nation="wales",
        phone="01633 000000",
    )
    health = open_agency(
        by=SEED,
        kind="health_board",
        code="W11000029",
        name_en="Cardiff and Vale University Health Board",
        name_cy="Bwrdd Iechyd Prifysgol Caerdydd a’r Fro",
        nation="wales",
    )
    service = open_team(by=SEED, agency=cardiff, name_en="Children’s services")
    ely = open_team(by=SEED, agency=cardiff, name_en="Ely team", parent=service)
    chairs = open_team(by=SEED, agency=cardiff, name_en="Independent chairs")
    register = open_team(by=SEED, agency=cardiff, name_en="Register")
    visitors = open_team(by=SEED, agency=health, name_en="Health visitors, Ely")
    midwives = open_team(by=SEED, agency=health, name_en="Midwives, Llandough")
    newport = open_team(by=SEED, agency=gwent, name_en="Pill team")
    people = {
        "aisha": ("Aisha Rahman", ely, "social_worker"),
        "ben": ("Ben Carter", ely, "support_worker"),
        "chloe": ("Chloe Puw", visitors, "partner_practitioner"),
        "dev": ("Dev Anand", midwives, "partner_practitioner"),
        "efua": ("Efua Mensah", register, "register_custodian"),
        "farid": ("Farid Aziz", ely, "social_worker"),
        "gwen": ("Gwen Price", chairs, "conference_chair"),
        "huw": ("Huw Morgan", service, "team_manager"),
        "iris": ("Iris Bevan", service, "senior_manager"),
        "jan": ("Jan Pugh", register, "privacy_officer"),
        "nia": ("Nia Bowen", newport, "social_worker"),
        "ola": ("Ola Chair", chairs, "conference_chair"),
    }
    members = {}
    for key, (name, team, role) in people.items():
        user = User.objects.create_user(f"{key}@example.invalid", name, PASSWORD)
        members[key] = add_member(by=SEED, user=user, team=team, role=role, on=before(900))
    suspend_member(by=SEED, membership=members["farid"])
    return World(
        cardiff, gwent, health, service, ely, chairs, register, visitors, midwives, newport, members
    )


def child(
    w: World,
    by: str = "aisha",
    *,
    given: str = "Efa",
    family: str = "Lloyd",
    age_days: int = 1600,
    sibling: Case | None = None,
    **extra: object,
) -> Case:
    """This will add a child with a case led by the team of ``by``."""
    found: tuple[object, ...] = ()
    new = children.NewChild(
        family_name=family, given_names=given, born_on=before(age_days), **extra
    )  # type: ignore[arg-type]
    actor = w.actor(by)
    try:
        return children.add_child(
            by=actor,
            child=new,
            today=today(),
            matches_seen=found,  # type: ignore[arg-type]
            sibling=sibling.child if sibling else None,
        )
    except children.PossibleMatchesNotSeen as error:
        return children.add_child(
            by=actor,
            child=new,
            today=today(),
            matches_seen=[m.child_id for m in error.found.visible],
            hidden_matches_seen=error.found.hidden_count,
            sibling=sibling.child if sibling else None,
        )


def enquired(w: World, cases: list[Case], *, on: date, by: str = "aisha") -> None:
    """This will record a strategy discussion and an enquiry that found continuing risk."""
    actor = w.actor(by)
    enquiries.record_strategy_discussion(
        by=actor,
        cases=cases,
        held_on=on,
        outcome=StrategyOutcome.SECTION_47_JOINT,
        agencies_present="Children’s services, South Wales Police",
        today=today(),
        reasons="Bruising that nobody can explain, seen at school.",
    )
    for case in cases:
        enquiries.conclude_section47(
            by=actor,
            enquiry=case.section47_enquiries.get(),
            ended_on=min(on + timedelta(days=7), today()),
            outcome=Section47Outcome.CONTINUING_RISK,
            today=today(),
            reasons="Substantiated, and the risk goes on.",
        )


def conference(
    w: World,
    cases: list[Case],
    *,
    on: date,
    kind: ConferenceKind = ConferenceKind.INITIAL,
    by: str = "aisha",
    chair: str = "gwen",
    hold: bool = True,
) -> Conference:
    """This will call a conference and, unless told not to, record that it was held."""
    row = conferences.call_conference(
        by=w.actor(by), cases=cases, kind=kind, planned_on=on, chair=w.member(chair)
    )
    if hold:
        row = conferences.hold_conference(
            by=w.actor(chair), conference=row, held_on=on, today=today()
        )
    return row


def registered(
    w: World,
    cases: list[Case] | None = None,
    *,
    days_ago: int = 60,
    categories: tuple[str, ...] = ("neglect",),
) -> list[Registration]:
    """This will take children all the way onto the register, ``days_ago`` days ago."""
    cases = cases or [child(w)]
    on = before(days_ago)
    enquired(w, cases, on=on - timedelta(days=14))
    held = conference(w, cases, on=on)
    for at in held.children.all():
        registrations.record_decision(
            by=w.gwen,
            at=at,
            decision=ConferenceDecision.REGISTER,
            categories=categories,
            reasons="Left alone overnight; frightened at home.",
            today=today(),
        )
    return list(Registration.objects.filter(case__in=cases).order_by("pk"))


def shared(w: World, case: Case, *, name: str = "chloe", level: Level = Level.NOTES) -> None:
    """This will share a case with a persona's team."""
    shares.share(
        by=w.aisha,
        case=case,
        team=w.members[name].team,
        level=level,
        purpose="Health visitor of the family",
        legal_basis=LegalBasis.SAFEGUARDING,
    )


def co_ordinated(w: World, case: Case, *, name: str = "aisha") -> None:
    """This will name a co-ordinator."""
    case_services.assign_co_ordinator(by=w.huw, case=case, membership=w.member(name))


def colleague(w: World, name: str, full_name: str, role: str | None = None) -> Membership:
    """This will add somebody to a persona's team, in the persona's role unless told otherwise."""
    member = w.members[name]
    email = f"{full_name.split(maxsplit=1)[0].lower()}@example.invalid"
    user = User.objects.create_user(email, full_name, PASSWORD)
    return add_member(
        by=SEED, user=user, team=member.team, role=role or member.role, on=before(900)
    )


def enquired_again(w: World, case: Case, *, on: date, by: str = "aisha") -> None:
    """This will record a strategy discussion whose section 47 enquiry is still under way."""
    enquiries.record_strategy_discussion(
        by=w.actor(by),
        cases=[case],
        held_on=on,
        outcome=StrategyOutcome.SECTION_47_JOINT,
        agencies_present="Children’s services, police",
        reasons="A new bruise.",
        today=today(),
    )


def registered_elsewhere(w: World, case: Case) -> tuple[Registration, Conference]:
    """This will register a child of Newport, call the review and start another enquiry there."""
    chairs = open_team(by=SEED, agency=w.gwent, name_en="Newport chairs")
    user = User.objects.create_user("newport.chair@example.invalid", "Pat Chair", PASSWORD)
    w.members["pat"] = add_member(
        by=SEED, user=user, team=chairs, role="conference_chair", on=before(900)
    )
    enquired(w, [case], on=before(74), by="nia")
    held = conference(w, [case], on=before(60), by="nia", chair="pat")
    registrations.record_decision(
        by=w.actor("pat"),
        at=held.children.get(),
        decision=ConferenceDecision.REGISTER,
        categories=("neglect",),
        reasons="Left alone overnight.",
        today=today(),
    )
    enquired_again(w, case, on=before(5), by="nia")
    shares.share(
        by=w.actor("nia"),
        case=case,
        team=chairs,
        level=Level.NOTES,
        purpose="Chairs of the authority",
        legal_basis=LegalBasis.CO_OPERATION,
    )
    review = conference(
        w, [case], on=today(), kind=ConferenceKind.REVIEW, by="nia", chair="pat", hold=False
    )
    return case.registrations.get(), review
