"""What the database must refuse of invitations, agencies' views, postponements and the like."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now

from cases.models import (
    AgencyView,
    CalendarEntry,
    ChildLeftOut,
    Conference,
    ConferenceLetter,
    Invitation,
    Postponement,
)
from tests.integration.refused_register import Attempt, twice
from tests.integration.rows import DAY, Rows, day


def invited(r: Rows, **extra: Any) -> Invitation:
    values = {"kind": "practitioner", "team": r.team, **extra}
    conference = values.pop("conference", None) or r.conference()
    return Invitation.objects.create(conference=conference, **values)


def mother(r: Rows, **extra: Any) -> Invitation:
    return invited(r, **{"kind": "parent", "team": None, "name": "Sioned Lloyd", **extra})


def view(r: Rows, **extra: Any) -> AgencyView:
    at = extra.pop("at", None) or r.at(r.case(), None)
    values = {"opinion": "on", "reasons": "x", "recorded_by": r.member, **extra}
    values.setdefault("invitation", None)
    values["invitation"] = values["invitation"] or invited(r, conference=at.conference)
    return AgencyView.objects.create(case=at.case, at=at, **values)


def postponed(r: Rows, **extra: Any) -> Postponement:
    values = {"from_on": DAY, "to_on": day(1), "reason": "Snow", "protection": "With the aunt"}
    values |= {"authorised_by": r.member, "recorded_by": r.member, **extra}
    return Postponement.objects.create(conference=r.conference(), **values)


def view_twice(r: Rows) -> None:
    at = r.at(r.case(), None)
    twice(view, r, at=at, invitation=invited(r, conference=at.conference))


def letter(r: Rows, **extra: Any) -> ConferenceLetter:
    to = extra.pop("invitation", None) or mother(r)
    values = {"language": "both", "asked_by": r.member, **extra}
    return ConferenceLetter.objects.create(invitation=to, **values)


MADE: dict[str, Any] = {"state": "made", "made_at": now(), "stored_as": "a.pdf"}


KEPT_OUT: dict[str, Any] = {"kept_out_of": "whole", "kept_out_reason": "x"}

CONFERENCES: list[tuple[str, str, Attempt]] = [
    ("conference_language_is_known", "a made-up one", lambda r: r.conference(language="latin")),
    (
        "the_minute_taker_does_not_chair",
        "one person as both",
        lambda r: r.conference(minute_taker=r.member),
    ),
    (
        "interpretation_is_named_before_it_is_booked",
        "booked for nobody",
        lambda r: r.conference(interpreter_booked_on=DAY),
    ),
    (
        "advocate_answer_is_known",
        "a made-up one",
        lambda r: r.at(r.case(), None).__class__.objects.update(
            advocate_offered_on=DAY, advocate_answer="perhaps"
        ),
    ),
    (
        "harm_is_known",
        "a made-up one",
        lambda r: r.at(r.case(), None).__class__.objects.update(harm="some"),
    ),
    (
        "an_advocate_is_offered_before_it_is_answered",
        "answered, never offered",
        lambda r: r.at(r.case(), None).__class__.objects.update(advocate_answer="declined"),
    ),
    ("invitee_is_known", "a made-up one", lambda r: mother(r, kind="neighbour")),
    ("invitation_language_is_known", "a made-up one", lambda r: mother(r, language="latin")),
    ("reply_is_known", "a made-up one", lambda r: mother(r, reply="maybe", replied_on=DAY)),
    (
        "kept_out_of_is_known",
        "a made-up part",
        lambda r: mother(
            r, **{**KEPT_OUT, "kept_out_of": "tea"}, kept_out_at=now(), kept_out_by=r.member
        ),
    ),
    ("presence_is_known", "a made-up one", lambda r: mother(r, presence="in spirit")),
    (
        "a_practitioner_has_a_team_and_others_a_name",
        "a practitioner of no team",
        lambda r: invited(r, team=None, name="Dr Ahmed"),
    ),
    (
        "a_practitioner_has_a_team_and_others_a_name",
        "a mother without a name",
        lambda r: mother(r, name=""),
    ),
    (
        "an_invited_member_has_their_team",
        "a member beside a team",
        lambda r: mother(r, membership=r.member),
    ),
    ("a_reply_has_its_day", "a reply of no day", lambda r: mother(r, reply="coming")),
    ("a_reply_has_its_day", "a day of no reply", lambda r: mother(r, replied_on=DAY)),
    ("keeping_out_is_the_chairs_with_a_reason", "by nobody", lambda r: mother(r, **KEPT_OUT)),
    (
        "keeping_out_is_the_chairs_with_a_reason",
        "without a reason",
        lambda r: mother(r, kept_out_of="part", kept_out_at=now(), kept_out_by=r.member),
    ),
    (
        "a_person_is_invited_once",
        "the same twice",
        lambda r: twice(invited, r, conference=r.conference(), membership=r.member),
    ),
    (
        "a_team_is_invited_once",
        "the same twice",
        lambda r: twice(invited, r, conference=r.conference()),
    ),
    ("an_invitation_stays", "taken away", lambda r: invited(r).delete()),
    ("opinion_is_known", "a made-up one", lambda r: view(r, opinion="undecided")),
    ("an_agency_has_one_view_on_a_child", "two", view_twice),
    ("a_view_has_its_reasons", "a view of no reason", lambda r: view(r, reasons="")),
    ("a_view_stays", "taken away", lambda r: view(r).delete()),
    ("a_postponement_moves_the_day", "to the same day", lambda r: postponed(r, to_on=DAY)),
    (
        "a_postponement_says_why_and_what_protects",
        "no word of the child",
        lambda r: postponed(r, protection=""),
    ),
    (
        "a_postponement_stays",
        "written again",
        lambda r: Postponement.objects.filter(pk=postponed(r).pk).update(reason="Other"),
    ),
    ("letter_language_is_known", "a made-up one", lambda r: letter(r, language="latin")),
    ("letter_state_is_known", "a made-up one", lambda r: letter(r, state="lost")),
    ("a_made_letter_has_its_file", "made of no file", lambda r: letter(r, state="made")),
    ("a_made_letter_has_its_file", "a file too early", lambda r: letter(r, stored_as="a.pdf")),
    (
        "a_letter_is_asked_for_once",
        "twice",
        lambda r: twice(letter, r, invitation=mother(r)),
    ),
    ("a_letter_stays", "taken away", lambda r: letter(r).delete()),
    (
        "a_made_letter_is_not_written_again",
        "another file",
        lambda r: ConferenceLetter.objects.filter(pk=letter(r, **MADE).pk).update(stored_as="b"),
    ),
    (
        "a_calendar_has_a_conference_once",
        "twice",
        lambda r: twice(
            CalendarEntry.objects.create,
            conference=r.conference(),
            membership=r.member,
            version=1,
            sequence=1,
            sent_at=now(),
        ),
    ),
    (
        "a_child_is_left_out_once",
        "twice",
        lambda r: twice(
            ChildLeftOut.objects.create, conference=r.conference(), case=r.case(), reason="x"
        ),
    ),
    (
        "leaving_out_has_its_reason",
        "without one",
        lambda r: ChildLeftOut.objects.create(conference=r.conference(), case=r.case(), reason=""),
    ),
    (
        "cases_conference_follows_id_key",
        "two that follow one",
        lambda r: twice(r.conference, follows=Conference.objects.get(pk=r.conference().pk)),
    ),
]
