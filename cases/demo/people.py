"""The agencies' teams and the personas that the demonstration signs in as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agencies import reference
from agencies.actors import Actor
from agencies.models import Agency, Membership, Team, User
from agencies.services import add_member, open_agency, open_team, suspend_member

SEED = Actor.system("seed")
PASSWORD = "register-demo-2026"  # noqa: S105 (known to everybody; production has no such account)
STARTED = date(2024, 1, 8)


@dataclass(frozen=True)
class Persona:
    """Somebody to sign in as: what they are for, in one line."""

    key: str
    name: str
    team: str
    role: str
    what: str
    language: str = "en"

    @property
    def email(self) -> str:
        """The address they sign in with."""
        return f"{self.key}@register.example"


PERSONAS: tuple[Persona, ...] = (
    Persona("aisha", "Aisha Rahman", "ely", "social_worker", "social worker, plan co-ordinator"),
    Persona("ben", "Ben Carter", "ely", "support_worker", "same team, reads only"),
    Persona(
        "chloe",
        "Chloe Puw",
        "visitors",
        "partner_practitioner",
        "health visitor; the Lloyd family is shared with her team",
    ),
    Persona(
        "dev",
        "Dev Anand",
        "midwives",
        "partner_practitioner",
        "same health board; nothing is shared with him",
    ),
    Persona("efua", "Efua Mensah", "register", "register_custodian", "keeps Cardiff's register"),
    Persona("farid", "Farid Aziz", "ely", "social_worker", "suspended: signs in and sees nothing"),
    Persona(
        "gwen", "Gwen Price", "chairs", "conference_chair", "independent conference chair", "cy"
    ),
    Persona("huw", "Huw Morgan", "service", "team_manager", "manager: the overdue board"),
    Persona(
        "iris",
        "Iris Bevan",
        "service",
        "senior_manager",
        "senior safeguarding manager: restricts, and authorises emergency access",
    ),
    Persona(
        "jan",
        "Jan Pugh",
        "register",
        "privacy_officer",
        "privacy officer: counts emergency access, sees no child",
    ),
)

COLLEAGUES: tuple[Persona, ...] = (
    Persona("sian.evans", "Siân Evans", "ely", "social_worker", ""),
    Persona("tomos.bevan", "Tomos Bevan", "canton", "social_worker", ""),
    Persona("bethan.price", "Bethan Price", "chairs", "conference_chair", ""),
    Persona("dafydd.owen", "Dafydd Owen", "school", "partner_practitioner", ""),
    Persona("rhys.parry", "Rhys Parry", "police", "partner_practitioner", ""),
    Persona("nia.bowen", "Nia Bowen", "newport", "social_worker", ""),
    Persona("morfydd.edt", "Morfydd Rees", "duty", "emergency_duty", ""),
)


@dataclass(frozen=True)
class Cast:
    """Teams and memberships by their short names."""

    teams: dict[str, Team]
    members: dict[str, Membership]

    def actor(self, key: str) -> Actor:
        """This will give the actor of somebody in the cast."""
        return Actor.of(self.members[key])


def build() -> Cast:
    """This will make the agencies, teams and people."""
    reference.load(by=SEED)
    agencies = {a.code: a for a in Agency.objects.all()}
    cardiff, newport = agencies["W06000015"], agencies["W06000022"]
    Agency.objects.filter(pk=cardiff.pk).update(
        phone="029 2000 0000", phone_out_of_hours="029 2000 0999"
    )
    Agency.objects.filter(pk=newport.pk).update(
        phone="01633 000 000", phone_out_of_hours="01633 000 999"
    )
    school = open_agency(
        by=SEED,
        kind="education",
        code="SCH-YSGOL-Y-GRAIG",
        name_en="Ysgol y Graig",
        name_cy="Ysgol y Graig",
        nation="wales",
    )
    probation = open_agency(
        by=SEED,
        kind="probation",
        code="PROBATION-WALES",
        name_en="Probation Service in Wales",
        name_cy="Y Gwasanaeth Prawf yng Nghymru",
        nation="wales",
    )
    health, police = agencies["W11000029"], agencies["W15000003"]
    teams: dict[str, Team] = {}
    for key, agency, name_en, name_cy, parent, phone in (
        ("service", cardiff, "Children’s services", "Gwasanaethau plant", None, "029 2000 0000"),
        ("ely", cardiff, "Ely team", "Tîm Trelái", "service", "029 2000 0001"),
        ("canton", cardiff, "Canton team", "Tîm Treganna", "service", "029 2000 0002"),
        ("duty", cardiff, "Emergency duty team", "Tîm dyletswydd brys", None, "029 2000 0999"),
        ("chairs", cardiff, "Independent chairs", "Cadeiryddion annibynnol", None, ""),
        ("register", cardiff, "Custodian of the register", "Ceidwad y gofrestr", None, ""),
        ("newport", newport, "Pill team", "Tîm Pilgwenlli", None, "01633 000 001"),
        ("visitors", health, "Health visitors, Ely", "Ymwelwyr iechyd, Trelái", None, ""),
        ("midwives", health, "Midwives, Llandough", "Bydwragedd, Llandochau", None, ""),
        (
            "emergency",
            health,
            "Emergency department, University Hospital",
            "Adran achosion brys, Ysbyty Athrofaol",
            None,
            "",
        ),
        ("school", school, "Safeguarding", "Diogelu", None, ""),
        ("police", police, "Public protection unit", "Uned diogelu’r cyhoedd", None, ""),
        ("probation", probation, "Cardiff office", "Swyddfa Caerdydd", None, ""),
    ):
        teams[key] = open_team(
            by=SEED,
            agency=agency,
            name_en=name_en,
            name_cy=name_cy,
            parent=teams.get(parent or ""),
            phone=phone,
        )
    members = {}
    for person in (*PERSONAS, *COLLEAGUES):
        user = User.objects.create_user(
            person.email, person.name, PASSWORD, language=person.language
        )
        members[person.key] = add_member(
            by=SEED, user=user, team=teams[person.team], role=person.role, on=STARTED
        )
    suspend_member(by=SEED, membership=members["farid"])
    User.objects.create_superuser("superuser@register.example", "Sam Superuser", PASSWORD)
    return Cast(teams, members)
