"""The benchmarks' settings: the product as the demonstration runs it, on servers of their own."""

from cpr.embedded import ensure

ensure("bench")

from cpr.settings.demo import *  # noqa: E402, F403

DEMO_FIRST_TASKS: list[str] = []
