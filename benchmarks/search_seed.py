"""A million children with names as they are in Wales, by plain SQL, and questions with slips.

Needs the agencies and people of ``crowd``. Every name here is common or made of syllables; no
child is anybody. What the search reads is written by the register's own SQL functions.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from django.db import connection, transaction

CHUNK = 50_000


def _names(text: str) -> list[str]:
    return text.split()


FAMILY = _names(
    "Jones Williams Davies Evans Thomas Roberts Lewis Hughes Morgan Griffiths Edwards Smith Owen "
    "James Rees Price Morris Phillips Richards Lloyd Harris Parry Powell Jenkins Llewellyn Pugh "
    "Bevan Bowen Vaughan Howells Prys Rhys Gruffudd Puw Huws Llwyd Prosser Watkins Probert Mathias "
    "Ali Khan Ahmed Hussain Kowalski Nowak Brown Taylor Wilson Walker"
)
GIVEN = _names(
    "Olivia Oliver Amelia Noah Isla Arthur Ffion Osian Carys Harri Mali Macsen Efa Ioan Cadi Elis "
    "Seren Jac Alys Tomos Erin Rhys Megan Dylan Nia Owain Siân Siôn Mair Huw Gwen Dafydd Catrin "
    "Ifan Lowri Gruffudd Bethan Iestyn Eleri Emrys Angharad Llŷr Gwenllian Macsen Heledd Deio Lili "
    "Twm Beca Guto Anwen Rhodri Mirain Steffan Elin Gethin Cerys Aled Rhiannon Lleu Sophie Jack "
    "Mohammed Aisha Jakub Zofia Grace Leo Ava Freddie Poppy Theo Ella Luca Evie Charlie Freya Max"
)
TOWNS = _names(
    "Caerdydd Abertawe Casnewydd Wrecsam Bangor Llanelli Penarth Aberystwyth Caernarfon Pontypridd "
    "Merthyr Barry Neath Bridgend Cwmbran Rhyl Conwy Dolgellau Tywyn Cardigan Brecon Newtown"
)
STREETS = _names("Heol Stryd Road Street Lane Close Avenue Terrace Ffordd Rhodfa")

POOLS = """
CREATE TEMP TABLE pool_family AS
SELECT n - 1 AS place, word FROM unnest(%(family)s::text[]) WITH ORDINALITY AS t(word, n)
UNION ALL
SELECT %(families)s + n, initcap((ARRAY['ab','bre','car','den','el','fa','gar','hen','ker','lan',
    'mor','ne','or','pen','ras','sel','tre','ul','wes','yor'])[1 + n %% 20]
    || (ARRAY['a','bin','cot','der','fel','gan','ham','ing','ko','lis','mon','nor','o','per','ring',
    'sham','ter','vel','wick','zar'])[1 + (n / 20) %% 20]
    || (ARRAY['','ley','son','ton','ford','man','well','worth','by','ski','dale','er','es','ard',
    'more','field','stone','way','bury','an','os','iak','ova','el','in','on','us','ric','land',
    'hurst','combe','den','ett','ini','ez','aran','ullah','deen','wicz','ell'])[1 + n / 400 %% 40])
FROM generate_series(0, 15999) AS n;
CREATE TEMP TABLE pool_given AS
SELECT n - 1 AS place, word FROM unnest(%(given)s::text[]) WITH ORDINALITY AS t(word, n)
UNION ALL
SELECT %(givens)s + n, initcap((ARRAY['al','be','cai','da','el','fi','gwe','hu','il','jo','ka',
    'li','ma','ne','os','pa','ro','sa','ti','ze'])[1 + n %% 20]
    || (ARRAY['ra','lin','dan','mi','son','ta','wyn','na','ris','fa','len','ko','ya','bel','ric',
    'mon','sha','ven','lo','dri'])[1 + (n / 20) %% 20]
    || (ARRAY['','a','n','th','el','o','s','ie'])[1 + (n / 400) %% 8])
FROM generate_series(0, 3199) AS n;
CREATE INDEX ON pool_family (place); CREATE INDEX ON pool_given (place);
ANALYZE pool_family; ANALYZE pool_given;
CREATE TEMP TABLE pool_team AS
SELECT id, agency_id, row_number() OVER (ORDER BY id) - 1 AS place
FROM agencies_team WHERE agency_id IN
    (SELECT id FROM agencies_agency WHERE kind = 'local_authority');
"""
# The first fifty family names are borne by half the children, the first by three in a hundred.
CHILDREN = """
CREATE TEMP TABLE new_child ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, n, gen_random_uuid() AS case_id, gen_random_uuid() AS part_id,
    CASE WHEN random() < 0.5 THEN floor(%(families)s * power(random(), 1.5))
         ELSE %(families)s + floor(16000 * power(random(), 2)) END::int AS family,
    CASE WHEN random() < 0.6 THEN floor(%(givens)s * power(random(), 1.3))
         ELSE %(givens)s + floor(3200 * power(random(), 2)) END::int AS given,
    CASE WHEN random() < 0.4 THEN floor(%(givens)s * random())::int END AS middle,
    date '2026-11-01' - floor(random() * 6500)::int AS born_on,
    floor(random() * 200)::int AS house, floor(random() * %(families)s)::int AS street,
    floor(random() * %(towns)s)::int AS town, floor(random() * 60000)::int AS code
FROM generate_series(%(first)s, %(last)s) AS n;
ANALYZE new_child;
INSERT INTO cases_child (id, given_names, family_name, known_as, sex, born_on, home_language,
                         address, version, created_at)
SELECT c.id, concat_ws(' ', g.word, m.word), f.word, '', 'not_known', c.born_on, '',
    c.house + 1 || ' ' || (%(street_names)s::text[])[1 + c.n %% 10] || ' ' || s.word || ', '
    || (%(town_names)s::text[])[1 + c.town] || ', CF' || 1 + c.code %% 48 || ' '
    || c.code / 48 %% 10 || chr(65 + c.code / 480 %% 20) || chr(65 + c.code / 9600 %% 20),
    1, now()
FROM new_child AS c
JOIN pool_family AS f ON f.place = c.family JOIN pool_given AS g ON g.place = c.given
LEFT JOIN pool_given AS m ON m.place = c.middle
JOIN pool_family AS s ON s.place = c.street;
INSERT INTO cases_case (id, child_id, authority_id, lead_team_id, opened_on, worker_in_return,
                        version)
SELECT c.case_id, c.id, t.agency_id, t.id, date '2026-11-01', '', 1 FROM new_child AS c
JOIN pool_team AS t ON t.place = c.n %% (SELECT count(*) FROM pool_team);
INSERT INTO cases_involvement (id, case_id, team_id, role, level, purpose, starts_at, created_at)
SELECT c.part_id, c.case_id, t.id, 'lead_team', 'lead', 'Benchmark', '2026-11-01', now()
FROM new_child AS c JOIN pool_team AS t ON t.place = c.n %% (SELECT count(*) FROM pool_team);
INSERT INTO cases_casegrant (group_id, permission_id, content_object_id, involvement_id, starts_at)
SELECT team.principal_id, permission.id, c.case_id, c.part_id, '2026-11-01'
FROM new_child AS c JOIN cases_involvement AS i ON i.id = c.part_id
JOIN agencies_team AS team ON team.id = i.team_id
JOIN auth_permission AS permission ON permission.codename = 'case_lead';
SELECT cases_index_children(ARRAY(SELECT id FROM new_child));
"""
TRIGGERS = {
    "cases_child": ("child_is_found",),
    "cases_case": ("child_is_known_by_case",),
    "cases_involvement": ("child_is_known_by_involvement",),
}
INDEXES = {
    "child_by_words": "CREATE INDEX child_by_words ON cases_childsearch USING gin (words, known_to)"
}


@dataclass(frozen=True)
class Question:
    """What somebody types, and the child they mean."""

    text: str
    name: str


def seed_children(number: int) -> None:
    """This will add so many children, each with a case of a team, and what they are found by."""
    names = {
        "family": FAMILY,
        "families": len(FAMILY),
        "given": GIVEN,
        "givens": len(GIVEN),
        "towns": len(TOWNS),
        "town_names": TOWNS,
        "street_names": STREETS,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        cursor.execute(POOLS, names)
        _triggers("DISABLE")
        for index in INDEXES:
            cursor.execute(f"DROP INDEX {index}")
        for first in range(0, number, CHUNK):
            last = min(first + CHUNK, number) - 1
            with transaction.atomic():
                cursor.execute(CHILDREN, {**names, "first": first, "last": last})
        for build in INDEXES.values():
            cursor.execute(build)
        _triggers("ENABLE")
        cursor.execute("ANALYZE")


def sample_queries(number: int = 200, seed: int = 1) -> list[Question]:
    """This will make questions of children who are there, each with one slip in a name."""
    chance = random.Random(seed)  # noqa: S311
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT split_part(given_names, ' ', 1), family_name FROM cases_child"
            " TABLESAMPLE SYSTEM (0.5) REPEATABLE (%s) ORDER BY id LIMIT %s",
            [seed, number * 20],
        )
        found = cursor.fetchall()
    asked = []
    for given, family in chance.sample(found, min(number, len(found))):
        words = [given, family]
        place = chance.choice([0, 1])
        words[place] = slip(words[place], chance)
        asked.append(Question(" ".join(words), f"{given} {family}"))
    return asked


def slip(word: str, chance: random.Random) -> str:
    """This will leave out, double, exchange or mistake one letter."""
    at = chance.randrange(len(word) - 1)
    return chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + chance.choice("aeioulnrst") + word[at + 1 :],
        ]
    )


def _triggers(verb: str) -> None:
    with connection.cursor() as cursor:
        for table, names in TRIGGERS.items():
            for name in names:
                cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER {name}")
