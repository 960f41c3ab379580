"""Two children with one new word in their names, written at once: neither waits for the other."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection, transaction

from cases.models import Child, ChildSearch, NameWord
from tests import scenarios as s

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30.0  # seconds, of a busy machine; who waited for the first would wait for ever
NAME = "Zebulon Ynysddu"


def add(failed: list[Exception]) -> None:
    try:
        Child.objects.create(given_names="Mali", family_name=NAME, born_on=s.before(9))
    except Exception as error:  # noqa: BLE001 (told to the test, which fails on it)
        failed.append(error)
    finally:
        connection.close()


def test_a_new_word_is_written_twice_rather_than_waited_for() -> None:
    failed: list[Exception] = []
    with transaction.atomic():
        Child.objects.create(given_names="Nel", family_name=NAME, born_on=s.before(9))
        other = Thread(target=add, args=[failed])
        other.start()
        other.join(PATIENCE)
        assert not other.is_alive()
    assert failed == []
    assert ChildSearch.objects.filter(words__contains=["zebulon"]).count() == 2
    assert NameWord.objects.filter(word="zebulon").count() == 2
