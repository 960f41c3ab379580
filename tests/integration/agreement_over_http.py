"""What the state machine of ``test_agreement`` asks over HTTP, beside the gate and raw SQL."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from agencies.roles import ROLES, Duty
from cases.domain.permissions import P
from cases.models import Case
from cpr import clock
from tests import scenarios as s
from tests.integration.gate_model import KnownCase, Person, may
from tests.integration.test_access_matrix import ask


class OverHttp:
    """The list, one record, a search and the API, as one person's browser gets them."""

    now: Any
    w: s.World
    cases: list[tuple[Case, KnownCase]]
    people: dict[str, Person]

    def __init__(self) -> None:
        super().__init__()
        self.clients: dict[str, Client] = {}

    def pages_agree(self, name: str, number: int) -> None:
        """This will see that somebody's pages show whom the model says, and nobody else."""
        with clock.at(self.now):
            who = self.people[name]
            case = self.cases[number % len(self.cases)][0]
            seen = {c.pk for c, k in self.cases if may(who, P.VIEW_SUMMARY, k, self.now)}
            searches = Duty.SEARCH in ROLES[who.role].duties and who.is_live(self.now)
            children, found = reverse("cases:children"), f"?q={case.child.family_name}"
            assert self._shown(name, f"{children}?closed=too") == (seen if searches else set())
            assert self._shown(name, reverse("api:children")) == seen
            hits = self._shown(name, children + found)
            assert hits <= seen, (name, hits)
            assert (case.pk in hits) is (searches and case.pk in seen), (name, found)
            status = self._ask(name, reverse("cases:case", args=[case.pk])).status_code
            if who.is_live(self.now):
                assert status == (200 if case.pk in seen else 404), name
            else:  # suspended, or signed out with the account
                assert status in {302, 403}, name

    def _shown(self, name: str, url: str) -> set[Any]:
        """The cases whose id stands in an answer."""
        page = self._ask(name, url).content.decode()
        return {case.pk for case, _known in self.cases if str(case.pk) in page}

    def _ask(self, name: str, url: str) -> Any:
        client = self.clients.get(name)
        if client is None:
            client = self.clients[name] = Client()
            client.force_login(self.w.user(name))
        return ask(client, "get", url)
