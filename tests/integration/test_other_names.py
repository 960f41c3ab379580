"""Other names of a child: noted through the gate, shown on the record, told of in the audit."""

from __future__ import annotations

import pytest
from django.test import Client

from cases.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cases.domain.statuses import NameKind
from cases.models import Case, ChildName
from cases.services.names import add_name
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import scenarios as s

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> s.World:
    return s.world()


def test_a_name_is_noted_and_shown_with_who_noted_it(w: s.World) -> None:
    case = s.child(w)
    client = Client()
    client.force_login(
        w.user("aisha"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    sent = client.post(
        f"/cases/{case.pk}/names/add/", {"names": " Nel  Price ", "kind": "former"}, follow=True
    )
    page = sent.content.decode()
    assert "Former name" in page
    assert "Nel Price, noted by Aisha Rahman on" in page
    event = AuditEvent.objects.get(action="child.named")
    assert event.details == {"names": "Nel Price", "kind": "former"}
    assert (event.case_id, event.child_id) == (case.pk, case.child_id)
    again = client.post(f"/cases/{case.pk}/names/add/", {"names": "Nel Price", "kind": "former"})
    assert again.status_code == 409
    assert "noted already" in again.content.decode()
    wrong = client.post(f"/cases/{case.pk}/names/add/", {"names": "Efa Lloyd", "kind": "other"})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("name", "error"),
    [("chloe", NotAllowed), ("ben", NotAllowed), ("dev", NotFound), ("nia", NotFound)],
)
def test_only_those_who_record_work_note_a_name(
    w: s.World, name: str, error: type[Exception]
) -> None:
    case = s.child(w)
    s.shared(w, case)
    with pytest.raises(error):
        add_name(by=w.actor(name), case=case, names="Nel", kind=NameKind.FORMER)
    assert not ChildName.objects.exists()


def test_the_same_name_twice_is_refused_and_as_another_kind_taken(w: s.World) -> None:
    case = s.child(w)
    add_name(by=w.aisha, case=case, names="Nel", kind=NameKind.FORMER)
    with pytest.raises(Conflict):
        add_name(by=w.aisha, case=case, names="Nel", kind=NameKind.FORMER)
    with pytest.raises(RuleBroken):
        add_name(by=w.aisha, case=case, names="efa lloyd", kind=NameKind.FORMER)
    add_name(by=w.aisha, case=case, names="Nel", kind=NameKind.ALSO_KNOWN_AS)
    Case.objects.filter(pk=case.pk).update(closed_on=today())
    add_name(by=w.aisha, case=case, names="Lili", kind=NameKind.FORMER)
    assert ChildName.objects.count() == 3
