"""Forms: what was typed stays, what is wrong is said in words and linked to its place."""

from __future__ import annotations

from datetime import date, time
from types import SimpleNamespace

import pytest
from django.utils.datastructures import MultiValueDict

from cpr.ui import forms as ui
from cpr.ui import rendering
from tests.unit.ui.gallery import VisitForm

GOOD = {
    "seen_on-day": "9",
    "seen_on-month": "Tachwedd",
    "seen_on-year": "2026",
    "purpose": "planned",
    "seen_alone": "yes",
    "told": "True",
}


class Refusal(Exception):
    """What a service raises: either words or problems."""

    messages: list[tuple[str | None, str]]
    problems: tuple[SimpleNamespace, ...]


NO_DATE = {"seen_on-day": "", "seen_on-month": "", "seen_on-year": ""}


def visit(**changes) -> VisitForm:
    """A visit form sent with the good answers and these changes."""
    data = MultiValueDict({key: [value] for key, value in {**GOOD, **changes}.items()})
    return VisitForm(data, MultiValueDict())


def errors(form: ui.Form) -> dict[str, list[str]]:
    """The words of each field's errors."""
    return {name: [str(text) for text in found] for name, found in form.errors.items()}


def test_good_answers_come_out_as_values():
    form = visit(started_at="2.30 pm", miles="7")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["seen_on"] == date(2026, 11, 9)
    assert form.cleaned_data["started_at"] == time(14, 30)
    assert form.cleaned_data["miles"] == 7
    assert form.cleaned_data["present"] == []


@pytest.mark.parametrize(
    ("changes", "message", "wrong"),
    [
        ({"seen_on-year": ""}, "Date of the visit must include a year", "year"),
        (
            {"seen_on-day": "", "seen_on-month": ""},
            "Date of the visit must include a day and a month",
            "day",
        ),
        ({"seen_on-day": "31"}, "Date of the visit must be a real date", "day"),
        ({"seen_on-year": "26"}, "Date of the visit: the year must have 4 numbers", "year"),
        ({"seen_on-day": "23"}, "Date of the visit must be today or in the past", "day"),
        (
            {"seen_on-day": "", "seen_on-month": "", "seen_on-year": ""},
            "Enter date of the visit",
            "day",
        ),
    ],
)
def test_a_wrong_date_is_said_in_words_kept_as_typed_and_linked(changes, message, wrong):
    form = visit(**changes)
    assert errors(form) == {"seen_on": [message]}
    summary = rendering.error_summary(form)
    assert f'href="#id_seen_on-{wrong}"' in summary
    html = str(form["seen_on"])
    assert 'value="Tachwedd"' in html or not changes.get("seen_on-month", "x")
    marked = html.split(f'id="id_seen_on-{wrong}"', maxsplit=1)[0].rsplit("<input", 1)[1]
    assert "govuk-input--error" in marked


def test_an_iso_date_in_a_link_is_read():
    assert visit(
        seen_on="2026-11-08", **{f"seen_on-{p}": "" for p in ("day", "month", "year")}
    ).is_valid()


def test_a_revealed_question_counts_only_when_it_is_asked():
    unasked = visit(why_not_alone="kept from before")
    assert unasked.is_valid()
    assert unasked.cleaned_data["why_not_alone"] == ""
    form = visit(seen_alone="no")
    assert errors(form) == {"why_not_alone": ["Answer the question “Why not?”"]}
    assert str(rendering.fields(form)).count('name="why_not_alone"') == 1


class Nested(ui.Form):
    """A question inside a question inside a box to tick."""

    moved = ui.CheckboxField(label="Moved", required=False, reveals=("where",))
    where = ui.RadiosField(label="Where", choices=[ui.Choice("out", "Abroad", reveals=["land"])])
    land = ui.TextField(label="Country")


@pytest.mark.parametrize(
    ("data", "asked"),
    [
        ({}, set()),
        ({"where": "out"}, set()),
        ({"moved": "True"}, {"where"}),
        ({"moved": "True", "where": "out"}, {"land"}),
    ],
)
def test_a_question_inside_a_closed_question_is_closed(data, asked):
    form = Nested(data)
    assert set(form.errors) == asked
    assert str(rendering.fields(form)).count('name="land"') == 1


def test_a_tampered_choice_is_refused_without_repeating_it():
    assert errors(visit(purpose="<b>")) == {"purpose": ["Choose one of the answers on the page"]}


def test_a_line_break_counts_once():
    assert visit(seen_alone="no", why_not_alone="a\r\n" * 100).is_valid()
    long = errors(visit(seen_alone="no", why_not_alone="a" * 201))
    assert long == {"why_not_alone": ["Why not? must be 200 characters or fewer"]}


def test_a_services_refusal_lands_on_its_field_or_on_top():
    form = visit()
    refusal = Refusal()
    refusal.messages = [("visited_on", "It was a Sunday"), ("unknown", "No plan yet"), (None, "No")]
    form.add_domain_error(refusal, {"visited_on": "seen_on"})
    assert errors(form) == {"seen_on": ["It was a Sunday"], "__all__": ["No plan yet", "No"]}
    assert str(rendering.error_summary(form)).index("No plan yet") < str(
        rendering.error_summary(form)
    ).index("It was a Sunday")


def test_problems_are_put_into_words_by_the_named_function(settings):
    settings.UI_PROBLEM_TEXT = "tests.unit.ui.test_forms.spoken"
    form = visit()
    refusal = Refusal()
    refusal.problems = (SimpleNamespace(code="late", field="seen_on"),)
    form.add_domain_error(refusal)
    assert errors(form) == {"seen_on": ["In words: late"]}


def spoken(problem) -> str:
    """The words that the test's app gives."""
    return f"In words: {problem.code}"


def test_what_was_typed_is_shown_again_escaped():
    html = str(rendering.fields(visit(words="<script>", miles="many")))
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert 'value="many"' in html


def test_optional_fields_say_so_and_required_ones_do_not():
    form = VisitForm()
    assert "Time (optional)" in str(form["started_at"])
    assert "(optional)" not in str(form["seen_on"])
    assert 'value="2026"' in str(VisitForm(initial={"seen_on": date(2026, 11, 9)})["seen_on"])


def test_choices_can_be_given_late_and_keep_their_reveals():
    form = VisitForm()
    form.set_choices("purpose", [ui.Choice("x", "Late one")])
    assert "Late one" in str(form["purpose"])
    assert "Late one" not in str(VisitForm()["purpose"])
    assert "Planned" in str(VisitForm()["purpose"])
