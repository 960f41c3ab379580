"""What the made-up Wales is drawn from: each share with the table it comes from.

``source`` names the table of DOMAIN section 4 and its publication; ``NAMED_DEFAULT`` marks what no
table there gives. Data only; drawing is in ``drawing``.
"""

from __future__ import annotations

from dataclasses import dataclass

NAMED_DEFAULT = "no figure established; a named default of this demonstration"
WALES = "DOMAIN 4.1, table of 31 March"
ENGLAND = "DOMAIN 4.2, published England distributions, year to 31 March 2024"


@dataclass(frozen=True)
class Share:
    """One share or number, and where it comes from."""

    value: float
    source: str = NAMED_DEFAULT


@dataclass(frozen=True)
class Spread:
    """How a whole divides: (from, to, weight) each, and where that comes from."""

    bands: tuple[tuple[float, float, float], ...]
    source: str = NAMED_DEFAULT

    def shares(self) -> tuple[float, ...]:
        """The weights as parts of one."""
        whole = sum(weight for _, _, weight in self.bands)
        return tuple(weight / whole for _, _, weight in self.bands)


ON_REGISTER = Share(3000, f"{WALES}: 2,936 in 2015, 3,059 in 2016; sizing guide about 3,000 [WG15]")
PAST_EPISODES = Share(10_000, "issue 3 of this register")
REMOVED_A_YEAR = Share(4455, f"{WALES}: 4,635 removed in 2015, 4,275 in 2016 [WG15] [CiW16]")

MONTHS_ON_REGISTER = Spread(
    ((0.4, 3, 29.7), (3, 6, 24.7), (6, 12, 27.1), (12, 24, 16.0), (24, 33, 2.6)),
    f"{ENGLAND}: open plans by age. Wales 2014 agrees: 32% under 3 months, 17% over 12 [WG14]",
)
MONTHS_WHEN_ENDED = Spread(
    ((1.2, 3, 16.3), (3, 6, 11.7), (6, 12, 43.3), (12, 24, 24.9), (24, 36, 3.8)),
    f"{ENGLAND}: ended plans by length",
)

UNDER_FIVE = Share(0.41, f"{WALES}: 41% under 5 in 2015 [WG15]; 45% in 2010 [CC10]")
UNBORN = Share(15 / 2936, f"{WALES}: 15 unborn of 2,936 in 2015 [WG15]")
BOYS = Share(0.5, f"{WALES}: 1,460 boys and 1,460 girls in 2015 [WG15]")
YEARS_FROM_FIVE = Spread(((5, 10, 32), (10, 16, 25), (16, 17.2, 2)))

CATEGORIES = {
    "neglect": Share(0.48, f"{WALES}: neglect 48% in 2016 [CiW16]; 43% in 2015"),
    "sexual": Share(0.05, f"{WALES}: sexual 5% in 2016 [CiW16]; 8% in 2015"),
    "emotional": Share(
        0.47 * 19_790 / (19_790 + 2_920), f"what {WALES} leaves, divided as in {ENGLAND}"
    ),
    "physical": Share(
        0.47 * 2_920 / (19_790 + 2_920), f"what {WALES} leaves, divided as in {ENGLAND}"
    ),
}
SECOND_CATEGORY = Share(0.06)

REPEAT = Share(0.247, f"{ENGLAND}: 24.7% of starts were repeat plans")
CONFERENCE_IN_TIME = Share(
    57_580 / 72_250, f"{ENGLAND}: 57,580 of 72,250 initial conferences in 15 working days"
)
CONFERENCE_WORKING_DAYS = Share(14, f"{ENGLAND}: median 14 working days")
REVIEW_IN_TIME = Share(0.898, f"{ENGLAND}: 31,500 of 35,090 (89.8%) reviewed in time")

STRATEGY_IN_TIME = Share(0.94)
ENQUIRY_IN_TIME = Share(0.86)
OUTLINE_IN_TIME = Share(0.91)
RECORD_IN_TIME = Share(0.87)
CORE_GROUP_IN_TIME = Share(0.92)
VISIT_IN_TIME = Share(0.95)
SEEN = Share(0.975)
SEEN_ALONE = Share(0.975)
AT_HOME = Share(0.88)
BEDROOM_SEEN = Share(0.4)
WITHOUT_CO_ORDINATOR = Share(0.015)
CO_ORDINATOR_CHANGED = Share(0.15)
WELSH_AT_HOME = Share(0.18)
NHS_NUMBER_KNOWN = Share(0.96)
UPN_KNOWN = Share(0.9)

CHILDREN_IN_FAMILY = Spread(((1, 1, 48), (2, 2, 30), (3, 3, 15), (4, 4, 7)))
MONTHS_BETWEEN_EPISODES = Spread(((2, 12, 45), (12, 30, 40), (30, 54, 15)))
HOW_TEAMS_DIFFER = (0.45, 0.7, 0.8, 1.0, 1.0, 1.2, 1.5, 2.1)
"""What a team's part of late work is multiplied by: some teams are worse than others."""

CASELOAD = Share(9)
"""Children on the register to one social worker."""

THOUSANDS_OF_PEOPLE = {
    "W06000001": 69, "W06000002": 117, "W06000003": 115, "W06000004": 96, "W06000005": 155,
    "W06000006": 135, "W06000008": 71, "W06000009": 123, "W06000010": 188, "W06000011": 238,
    "W06000012": 142, "W06000013": 146, "W06000014": 132, "W06000015": 362, "W06000016": 238,
    "W06000018": 176, "W06000019": 67, "W06000020": 92, "W06000021": 93, "W06000022": 160,
    "W06000023": 133, "W06000024": 59,
}  # fmt: skip
"""How Wales is divided among its authorities: by people, roughly; DOMAIN 4.1 has no newer table
by authority. A named default."""
