"""The teams and people of every agency of the made-up Wales, and which partners work where.

In bulk, for about a thousand people; each new row is in the audit as the services would have it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from agencies import reference
from agencies.models import Agency, Membership, Team, User
from cases.demo import distributions as drawn_from
from cases.demo.drawing import LOADED, Chance, moment
from cases.demo.name_words import AREAS, SCHOOLS, WORKERS_FAMILY, WORKERS_GIVEN
from cases.demo.people import PASSWORD, SEED
from cases.demo.told import Crew, Office, Worker
from cases.models import ImportBatch
from cpr.audit import writer as audit

IN_A_CREW = 5
WORKED_SINCE = timedelta(days=2000)
"""Before the register went live: nobody of the made-up Wales is new to what is told of them."""
PARTNER_PEOPLE = 3
FORMAT = "Earlier register"


@dataclass
class Rows:
    """The rows to be written at once."""

    groups: list[Group] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    users: list[User] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)


class Builder:
    """Builds teams and people; nothing is written before ``save``."""

    def __init__(self, chance: Chance, on: date) -> None:
        self.chance = chance
        self.on = on
        self.rows = Rows()
        self.hashed = make_password(PASSWORD)
        self.taken: dict[str, set[str]] = {}

    def team(self, agency: Agency, name: tuple[str, str], parent: Team | None = None) -> Team:
        """This will make a team, with the group that grants will name."""
        team = Team(agency=agency, name_en=name[0], name_cy=name[1], parent=parent)
        team.principal = self._group(f"team:{team.pk}")
        self.rows.teams.append(team)
        return team

    def person(self, team: Team, role: str) -> Membership:
        """This will make a person of a team in a role; everybody's password is the same."""
        name = self._name(team.agency)
        number = len(self.rows.users) + 1
        user = User(
            email=f"person{number:04d}@register.example", full_name=name, password=self.hashed
        )
        user.language = "cy" if self.chance.happens(drawn_from.WELSH_AT_HOME) else "en"
        member = Membership(user=user, team=team, role=role, started_on=self.on)
        member.principal = self._group(f"membership:{member.pk}")
        self.rows.users.append(user)
        self.rows.memberships.append(member)
        return member

    def school(self, name: tuple[str, str], place: Agency, number: int) -> Agency:
        """This will make a school, an agency of its own."""
        school = Agency(
            kind="education",
            code=f"SCH-{place.code[-2:]}-{number}",
            name_en=f"{name[0]}, {place.name_en}",
            name_cy=f"{name[1]}, {place.name_cy}",
            nation="wales",
        )
        self.rows.agencies.append(school)
        return school

    def _name(self, agency: Agency) -> str:
        """A name that nobody of the agency has: two workers of one name are hard to tell apart."""
        taken = self.taken.setdefault(str(agency.pk), set())
        name = f"{self.chance.choice(WORKERS_GIVEN)} {self.chance.choice(WORKERS_FAMILY)}"
        while name in taken and len(taken) < len(WORKERS_GIVEN) * len(WORKERS_FAMILY):
            name = f"{self.chance.choice(WORKERS_GIVEN)} {self.chance.choice(WORKERS_FAMILY)}"
        taken.add(name)
        return name

    def _group(self, name: str) -> Group:
        group = Group(name=name)
        self.rows.groups.append(group)
        return group

    def save(self) -> None:
        """This will write everything, and the audit of it; the caller has the transaction."""
        rows = self.rows
        Agency.objects.bulk_create(rows.agencies)
        Group.objects.bulk_create(rows.groups)
        for team in rows.teams:
            team.principal_id = team.principal.pk
        for member in rows.memberships:
            member.principal_id = member.principal.pk
        Team.objects.bulk_create(rows.teams)
        User.objects.bulk_create(rows.users)
        Membership.objects.bulk_create(rows.memberships)
        actions = (
            ("agency.opened", rows.agencies),
            ("team.opened", rows.teams),
            ("membership.started", rows.memberships),
        )
        audit.record_many(
            by=SEED,
            entries=[audit.Entry(action, row) for action, made in actions for row in made],
        )


@dataclass
class Place:
    """One authority with its rows, before the groups have their numbers."""

    agency: Agency
    row: reference.Authority
    number: int
    crews: list[tuple[Team, list[Membership], float]]
    manager: Membership
    chairs: list[Membership]
    partners: dict[str, list[tuple[Team, list[Membership]]]]
    batch: ImportBatch


def build(
    shares: dict[str, int], seed: int, went_live_on: date, tops: dict[str, Team]
) -> list[Office]:
    """This will make the teams and people of the authorities in ``shares``, by children on them.

    ``tops`` are the top teams that are there already.
    """
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    builder = Builder(Chance(f"{seed}:places"), went_live_on - WORKED_SINCE)
    places = [
        _place(builder, agencies, row, number, shares[row.code], went_live_on, tops)
        for number, row in enumerate(reference.AUTHORITIES)
        if row.code in shares
    ]
    builder.save()
    ImportBatch.objects.bulk_create([place.batch for place in places])
    return [_office(place) for place in places]


def _place(
    builder: Builder,
    agencies: dict[str, Agency],
    row: reference.Authority,
    number: int,
    children: int,
    went_live_on: date,
    tops: dict[str, Team],
) -> Place:
    agency = agencies[row.code]
    top = tops.get(row.code) or builder.team(agency, ("Children’s services", "Gwasanaethau plant"))
    workers = max(2, ceil(children / drawn_from.CASELOAD.value))
    crews = []
    for index in range(max(1, ceil(workers / IN_A_CREW))):
        name_en, name_cy = AREAS[index % len(AREAS)]
        team = builder.team(agency, (f"{name_en} team", f"Tîm {name_cy}"), top)
        builder.person(team, "team_manager")
        people = [
            builder.person(team, "social_worker") for _ in range(min(IN_A_CREW, max(2, workers)))
        ]
        crews.append((team, people, builder.chance.choice(drawn_from.HOW_TEAMS_DIFFER)))
    chairs = builder.team(
        agency, ("Conference and review service", "Gwasanaeth cynadleddau ac adolygu")
    )
    register = builder.team(agency, ("Register office", "Swyddfa’r gofrestr"))
    builder.person(register, "register_custodian")
    duty = builder.team(agency, ("Out-of-hours team", "Tîm y tu allan i oriau"))
    builder.person(duty, "emergency_duty")
    began = moment(went_live_on, LOADED)
    return Place(
        agency=agency,
        row=row,
        number=number,
        crews=crews,
        manager=builder.person(top, "team_manager"),
        chairs=[builder.person(chairs, "conference_chair") for _ in range(2 + children // 90)],
        partners=_partners(builder, agencies, row, number),
        batch=ImportBatch(
            authority=agency,
            format=FORMAT,
            file_name=f"register-before-{went_live_on:%Y-%m-%d}.csv",
            sha256="0" * 64,
            loaded_by_name=SEED.name,
            started_at=began,
            finished_at=began,
        ),
    )


def _partners(
    builder: Builder, agencies: dict[str, Agency], row: reference.Authority, number: int
) -> dict[str, list[tuple[Team, list[Membership]]]]:
    place = agencies[row.code]
    health, police = agencies[row.health_board], agencies[row.police]
    support = agencies["SUPPORT-PONT"]

    def made(agency: Agency, name: tuple[str, str], people: int = PARTNER_PEOPLE) -> Made:
        team = builder.team(agency, name)
        return team, [builder.person(team, "partner_practitioner") for _ in range(people)]

    def of_place(words: tuple[str, str]) -> tuple[str, str]:
        return f"{words[0]}, {place.name_en}", f"{words[1]}, {place.name_cy}"

    return {
        "visitors": [
            made(health, of_place(name))
            for name in (
                ("Health visitors, first team", "Ymwelwyr iechyd, y tîm cyntaf"),
                ("Health visitors, second team", "Ymwelwyr iechyd, yr ail dîm"),
            )
        ],
        "school": [
            made(builder.school(name, place, index), ("Safeguarding", "Diogelu"), 1)
            for index, name in enumerate(SCHOOLS)
        ],
        "police": [made(police, of_place(("Public protection unit", "Uned diogelu’r cyhoedd")), 2)],
        "support": [made(support, of_place(("Family support", "Cymorth i deuluoedd")), 2)],
    }


Made = tuple[Team, list[Membership]]


def _office(place: Place) -> Office:
    def worker(member: Membership) -> Worker:
        return Worker(
            str(member.pk), member.user.full_name, str(member.team_id), member.principal_id
        )

    def crew(team: Team, people: list[Membership], lateness: float = 1.0) -> Crew:
        return Crew(
            str(team.pk), team.name_en, team.principal_id, tuple(map(worker, people)), lateness
        )

    return Office(
        id=str(place.agency.pk),
        code=place.row.code,
        education_code=place.row.education_code,
        place=place.agency.name_en,
        number=place.number,
        batch=str(place.batch.pk),
        crews=tuple(crew(*made) for made in place.crews),
        manager=worker(place.manager),
        chairs=tuple(map(worker, place.chairs)),
        partners={
            kind: tuple(crew(*made) for made in teams) for kind, teams in place.partners.items()
        },
    )
