"""``make bench``: every measurement that docs/performance.md keeps, on databases of its own.

    python -m benchmarks [--only gate,sweep] [--rows 1000000] [--requests 200]

The first run fills the databases (a quarter of an hour on 2 cores); a later one uses them.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from benchmarks import gate, pages, search, sweep  # noqa: E402
from cpr import acting  # noqa: E402

Section = Callable[[int, int], None]
SECTIONS: dict[str, Section] = {
    "pages": pages.run,
    "tenfold": pages.run_tenfold,
    "search": search.run,
    "gate": gate.run,
    "sweep": sweep.run,
}


def main() -> None:
    """This will run the sections asked for and print their tables."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks")
    asked.add_argument("--only", default=",".join(SECTIONS), help="sections, by comma")
    asked.add_argument("--rows", type=int, default=1_000_000, help="rows of the large tables")
    asked.add_argument("--requests", type=int, default=200, help="calls of each kind")
    chosen = asked.parse_args()
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    for name in chosen.only.split(","):
        print(f"\n## {name}")
        with acting.as_job("bench"):  # to choose what is measured; a page acts as its reader
            SECTIONS[name](chosen.rows, chosen.requests)


if __name__ == "__main__":
    main()
