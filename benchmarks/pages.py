"""Server time of the main pages on the demonstration's data, and on ten times the register.

Drives the whole stack below the web server (middleware, gate, audit, templates) in this process,
so that the network and a busy machine's other work are left out as far as can be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies.models import User
from benchmarks.databases import size, use
from benchmarks.measure import Timed, rows_of, table, timed
from benchmarks.multiply import ten_times
from cases.models import Case, Conference

WALES = "bench_wales"


@dataclass(frozen=True)
class Page:
    """A page, who opens it and where it is."""

    name: str
    who: str
    address: str


def run(_rows: int, times: int) -> None:
    """This will print the table for the demonstration's data."""
    use(WALES, _seed)
    found = measured(times)
    table(
        f"Server time of the pages on the demonstration’s data ({register_size()})",
        ["page", "queries", "median ms", "p95 ms"],
        [[page.name, queries, t.median, t.p95] for page, queries, t in found],
    )


def run_tenfold(_rows: int, times: int) -> None:
    """This will print the same pages on ten times the register, in both ways of growing."""
    use(WALES, _seed)
    small = measured(times)
    said = [register_size()]
    grown = []
    for name, in_place in (("bench_ten_countries", False), ("bench_ten_caseloads", True)):
        use(name, lambda p=in_place: ten_times(in_place=p), pattern=WALES)  # type: ignore[misc]
        grown.append(measured(times))
        said.append(register_size())
    headings = ["page", "as it is ms", "ten countries ms", "ratio", "ten caseloads ms", "ratio"]
    rows: list[list[object]] = []
    for (page, _, once), (_, _, countries), (_, _, caseloads) in zip(small, *grown, strict=True):
        rows.append(
            [
                page.name,
                once.median,
                countries.median,
                f"{countries.median / once.median:.2f}",
                caseloads.median,
                f"{caseloads.median / once.median:.2f}",
            ]
        )
    table(f"The same pages on ten times the register ({'; '.join(said)})", headings, rows)


def measured(times: int) -> list[tuple[Page, int, Timed]]:
    """This will time every page, and count its queries.

    Nobody asks for a page 200 times a minute: what was counted against it is forgotten before each
    call, so that every answer is the whole page and none a refusal.
    """
    found = []
    for page in pages():
        client = client_of(page.who)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            _ask(client, page)
        asked = len(queries)
        ask = partial(_ask, client, page)
        found.append((page, asked, timed(ask, times, before=cache.clear)))
    return found


def _ask(client: Client, page: Page) -> None:
    status = client.get(page.address).status_code
    if status != 200:
        raise RuntimeError(f"{page.name} answered {status}")


def register_size() -> str:
    """This will say how large the register of this database is."""
    (children,) = rows_of("SELECT count(*) FROM cases_child")[0]
    (names,) = rows_of("SELECT count(*) FROM cases_registration WHERE ended_on IS NULL")[0]
    (deadlines,) = rows_of("SELECT count(*) FROM cases_deadline")[0]
    return f"{children:,} children, {names:,} on the register, {deadlines:,} dates, {size()}"


def pages() -> list[Page]:
    """This will name each page."""
    case = Case.objects.filter(child__given_names="Efa", child__family_name="Lloyd").earliest("pk")
    conference = Conference.objects.filter(children__case=case).latest("planned_on", "pk").pk
    record = f"/cases/{case.pk}/"
    return [
        Page("My work, social worker", "aisha", "/"),
        Page("My work, health visitor", "chloe", "/"),
        Page("My work, manager", "huw", "/"),
        Page("My work, custodian", "efua", "/"),
        Page("Children, social worker", "aisha", "/children/"),
        Page("Children, custodian", "efua", "/children/"),
        Page("Search, slip in the name, social worker", "aisha", "/children/?q=Efa+Loyd"),
        Page("Search, slip in the name, custodian", "efua", "/children/?q=Efa+Loyd"),
        Page("Search, date of birth, custodian", "efua", "/children/?q=14+March+2019"),
        Page("Child’s record", "aisha", record),
        Page("Child’s record, health visitor", "chloe", record),
        Page("Notes", "aisha", f"{record}notes/"),
        Page("Visits", "aisha", f"{record}visits/"),
        Page("Record a visit (form)", "aisha", f"{record}visits/add/"),
        Page("Conferences, chair", "gwen", "/conferences/"),
        Page("Conference, chair", "gwen", f"/conferences/{conference}/"),
        Page("Notifications, manager", "huw", "/notifications/"),
        Page("Overdue board, manager", "huw", "/overdue/"),
        Page("Overdue board, custodian", "efua", "/overdue/"),
        Page("Overdue list, custodian", "efua", "/overdue/list/"),
        Page("The register, custodian", "efua", "/overdue/list/?show=register"),
        Page("API: children", "aisha", "/api/children/"),
        Page("API: overdue, custodian", "efua", "/api/overdue/"),
    ]


def client_of(key: str) -> Client:
    """This will sign somebody in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=f"{key}@register.example"))
    return client


def _seed() -> None:
    call_command("seed_demo")
