"""Server time of the main pages on the demonstration's data.

    .venv/bin/python -m benchmarks.pages [requests]

Drives the whole stack below the web server (middleware, gate, audit, templates) in this process,
so that the network and a busy machine's other work are left out as far as can be.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpr.settings.demo")
django.setup()

from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from agencies.models import User  # noqa: E402
from cases.models import Case, Conference  # noqa: E402


def pages() -> list[tuple[str, str, str]]:
    """This will name each page: what it is, who opens it, its address."""
    case = Case.objects.get(child__given_names="Efa", child__family_name="Lloyd").pk
    conference = Conference.objects.filter(children__case=case).latest("planned_on").pk
    return [
        ("My work", "aisha", "/"),
        ("Children", "aisha", "/children/"),
        ("Search with a slip in the name", "aisha", "/children/?q=Efa+Loyd"),
        ("Child’s record", "aisha", f"/cases/{case}/"),
        ("Child’s record, partner", "chloe", f"/cases/{case}/"),
        ("Notes", "aisha", f"/cases/{case}/notes/"),
        ("Record a visit (form)", "aisha", f"/cases/{case}/visits/add/"),
        ("Conferences", "gwen", "/conferences/"),
        ("Conference", "gwen", f"/conferences/{conference}/"),
        ("Overdue board", "huw", "/overdue/"),
        ("Overdue list", "huw", "/overdue/list/"),
        ("API, children", "aisha", "/api/children/"),
    ]


def client_of(key: str) -> Client:
    """This will sign somebody in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=f"{key}@register.example"))
    return client


def milliseconds(call: Callable[[], object], times: int) -> list[float]:
    """This will time a call so many times, after two that warm it up."""
    call()
    call()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        found.append((time.perf_counter() - began) * 1000)
    return sorted(found)


def main() -> None:
    """This will print the table."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"{times} requests a page, {os.cpu_count()} cores; milliseconds")  # noqa: T201
    print(f"{'page':<34}{'median':>8}{'p95':>8}{'queries':>9}")  # noqa: T201
    for name, who, address in pages():
        client = client_of(who)
        reset_queries()
        with CaptureQueriesContext(connection) as queries:
            status = client.get(address).status_code
        asked = len(queries)  # now: a later request empties the log
        found = milliseconds(lambda c=client, a=address: c.get(a), times)  # type: ignore[misc]
        p95 = found[int(len(found) * 0.95) - 1]
        line = f"{name:<34}{statistics.median(found):>8.1f}{p95:>8.1f}{asked:>9}"
        print(line if status == 200 else f"{line}  status {status}")  # noqa: T201


if __name__ == "__main__":
    main()
