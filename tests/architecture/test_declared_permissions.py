"""A routed page declares what it needs; the system check that says so does fire."""

from __future__ import annotations

import sys
import types
from typing import Any

import pytest
from django.core.checks import run_checks
from django.http import HttpResponse
from django.test import override_settings
from django.urls import URLPattern, clear_url_caches, include, path
from django.views.generic import View

from agencies.roles import ROLES, Duty, Role
from cases import checks
from cases.domain.permissions import P
from cases.web.views.base import ActorView, CaseView


def view(base: type[View] = ActorView, **body: Any) -> Any:
    made: Any = type("MadeUp", (base,), {"__module__": "cases.web.views.made_up", **body})
    return made.as_view()


def found(monkeypatch: pytest.MonkeyPatch, *routes: URLPattern) -> list[str]:
    urls = types.ModuleType("made_up_urls")
    urls.urlpatterns = [path("pages/", include((list(routes), "made_up")))]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "made_up_urls", urls)
    with override_settings(ROOT_URLCONF="made_up_urls"):
        clear_url_caches()
        messages = checks.routed_views_declare_their_permission()
    clear_url_caches()
    return [str(message.id) for message in messages]


def test_the_product_as_routed_passes_every_check() -> None:
    assert [m for m in run_checks() if str(m.id).startswith("cases.")] == []


@pytest.mark.parametrize("base", [ActorView, CaseView, View])
def test_a_page_that_declares_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, base: type[View]
) -> None:
    assert found(monkeypatch, path("x/", view(base))) == ["cases.E002"]


@pytest.mark.parametrize("permission", ["view_record", True, ["share"]])
def test_a_word_that_the_gate_does_not_know_is_refused(
    monkeypatch: pytest.MonkeyPatch, permission: Any
) -> None:
    assert found(monkeypatch, path("x/", view(permission=permission))) == ["cases.E002"]


def test_a_page_that_is_a_function_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def made_up(request: Any) -> HttpResponse:
        return HttpResponse()

    made_up.__module__ = "cases.web.views.made_up"
    assert found(monkeypatch, path("x/", made_up)) == ["cases.E002"]


@pytest.mark.parametrize("permission", [P.VIEW_RECORD, Duty.SEARCH, None])
def test_a_page_that_declares_is_routed(monkeypatch: pytest.MonkeyPatch, permission: Any) -> None:
    assert found(monkeypatch, path("x/", view(permission=permission))) == []


def test_a_role_with_a_made_up_permission_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Role("Wrong", frozenset({"view_everything"}), frozenset())
    monkeypatch.setitem(ROLES, "wrong", wrong)
    [message] = checks.roles_name_known_permissions()
    assert message.id == "cases.E001"
