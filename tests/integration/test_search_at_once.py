"""Two who write what children are found by, at once: neither loses what the other wrote."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from time import monotonic, sleep

import pytest
from django.db import connection, transaction

from cases import access
from cases.domain.permissions import P
from cases.domain.statuses import NameKind
from cases.models import Case, Child, ChildName, ChildSearch, NameWord
from cpr import acting
from tests import scenarios as s

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30.0  # seconds, of a busy machine; who waited for the first would wait for ever
NAME = "Zebulon Ynysddu"


class Another:
    """Somebody else, on a connection of their own."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.failed: list[Exception] = []
        self.thread = Thread(target=self._run, args=[act])
        self.thread.start()

    def _run(self, act: Callable[[], object]) -> None:
        try:
            with acting.as_job("test"):  # a thread of its own knows nothing of the test
                act()
        except Exception as error:  # noqa: BLE001 (told to the test, which fails on it)
            self.failed.append(error)
        finally:
            connection.close()

    def ends(self) -> None:
        """This will wait until it is done."""
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()
        assert self.failed == []

    def waits_or_ends(self) -> None:
        """This will go on once the other waits for a lock that we hold, or is done."""
        until = monotonic() + PATIENCE
        with connection.cursor() as cursor:
            while self.thread.is_alive() and monotonic() < until:
                cursor.execute(
                    "SELECT 1 FROM pg_stat_activity"
                    " WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
                )
                if cursor.fetchone():
                    return
                sleep(0.02)


def test_a_new_word_is_written_twice_rather_than_waited_for() -> None:
    def add() -> None:
        Child.objects.create(given_names="Mali", family_name=NAME, born_on=s.before(9))

    with transaction.atomic():
        Child.objects.create(given_names="Nel", family_name=NAME, born_on=s.before(9))
        Another(add).ends()
    assert ChildSearch.objects.filter(words__contains=["zebulon"]).count() == 2
    assert NameWord.objects.filter(word="zebulon").count() == 2


def note_name(w: s.World, case: Case, names: str) -> None:
    ChildName.objects.create(
        child_id=case.child_id,
        names=names,
        kind=NameKind.FORMER,
        noted_by_id=w.members["nia"].pk,
    )


def test_a_share_is_kept_while_somebody_else_notes_a_name() -> None:
    w = s.world()
    case = s.child(w)
    chloe = w.actor("chloe")
    with transaction.atomic():
        s.shared(w, case)
        other = Another(lambda: note_name(w, case, "Nel"))
        other.waits_or_ends()
    other.ends()
    found = access.visible(chloe, P.VIEW_SUMMARY).filter(
        child__search__known_to__overlap=access.known_by(chloe)
    )
    assert list(found) == [case]
    assert "nel" in ChildSearch.objects.get(child=case.child).words


def test_two_names_noted_at_once_are_both_found() -> None:
    w = s.world()
    case = s.child(w)
    with transaction.atomic():
        note_name(w, case, "Nel")
        other = Another(lambda: note_name(w, case, "Lili"))
        other.waits_or_ends()
    other.ends()
    assert {"nel", "lili"} <= set(ChildSearch.objects.get(child=case.child).words)
