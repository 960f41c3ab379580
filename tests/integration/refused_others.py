"""What the database must refuse of conferences, enquiries, cases, children, work and people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import now

from agencies.models import Team, User
from cases.models import (
    ChildIdentifier,
    ChildName,
    Conference,
    ConferenceChild,
    CoreGroupMeeting,
    ListChoice,
    Notice,
    OverdueFlag,
    Section47Enquiry,
    StrategyDiscussion,
    Visit,
)
from cpr.audit.models import AuditEvent
from tests.integration.refused_register import Attempt, twice
from tests.integration.rows import DAY, Rows, day


def other_name(r: Rows, **extra: Any) -> ChildName:
    values = {"names": "Nel", "kind": "former", "noted_by": r.member, **extra}
    return ChildName.objects.create(**{"child": values.pop("child", None) or r.child(), **values})


def number(r: Rows, **extra: Any) -> ChildIdentifier:
    values = {"scheme": "nhs", "value": "9990000018", **extra}
    return ChildIdentifier.objects.create(child=values.pop("child", None) or r.child(), **values)


def discussion(r: Rows, **extra: Any) -> StrategyDiscussion:
    values = {"held_on": DAY, "outcome": "no_section_47", **extra}
    return StrategyDiscussion.objects.create(case=values.pop("case", None) or r.case(), **values)


def enquiry(r: Rows, **extra: Any) -> Section47Enquiry:
    values = {"started_on": DAY, **extra}
    return Section47Enquiry.objects.create(case=values.pop("case", None) or r.case(), **values)


def told_twice(r: Rows, **of: Any) -> None:
    case = r.case()
    twice(
        Notice.objects.create,
        membership=r.member,
        case=case,
        kind="overdue",
        created_at=now(),
        **of,
    )


def overlapping(r: Rows, role: str, **extra: Any) -> None:
    case = r.case()
    r.involvement(case=case, role=role, **extra)
    r.involvement(case=case, role=role, starts_at=now() + timedelta(days=3), **extra)


OTHERS: list[tuple[str, str, Attempt]] = [
    # Conferences
    ("conference_kind_is_known", "a made-up kind", lambda r: r.conference(kind="tea")),
    (
        "conference_status_is_known",
        "a made-up status",
        lambda r: r.conference(status="maybe", held_on=None),
    ),
    ("a_held_conference_has_its_day", "held, no day", lambda r: r.conference(held_on=None)),
    ("a_held_conference_has_its_day", "a day, not held", lambda r: r.conference(status="called")),
    ("a_conference_has_a_chair_or_a_return", "neither", lambda r: r.conference(chair=None)),
    ("conference_decision_is_known", "a made-up one", lambda r: r.at(r.case(), "perhaps")),
    (
        "a_child_is_at_a_conference_once",
        "the same child twice",
        lambda r: twice(r.at, r.case(), conference=r.conference()),
    ),
    (
        "a_decision_has_its_time",
        "a decision without a time",
        lambda r: r.at(r.case(), None).__class__.objects.update(decision="register"),
    ),
    (
        "a_closed_conference_stays_closed",
        "held, then only called",
        lambda r: Conference.objects.filter(pk=r.conference().pk).update(
            status="called", held_on=None
        ),
    ),
    (
        "a_closed_conference_stays_closed",
        "held, then of another kind",
        lambda r: Conference.objects.filter(pk=r.conference().pk).update(kind="review"),
    ),
    (
        "a_recorded_decision_stays",
        "another decision put in its place",
        lambda r: ConferenceChild.objects.filter(pk=r.at(r.case()).pk).update(
            decision="do_not_register"
        ),
    ),
    (
        "a_recorded_decision_stays",
        "taken to another child",
        lambda r: ConferenceChild.objects.filter(pk=r.at(r.case()).pk).update(case=r.case()),
    ),
    # Enquiries
    ("strategy_outcome_is_known", "a made-up outcome", lambda r: discussion(r, outcome="tea")),
    (
        "one_strategy_discussion_per_case_and_day",
        "two on a day",
        lambda r: twice(discussion, r, case=r.case()),
    ),
    (
        "strategy_discussion_follows_its_decision",
        "held before it was decided on",
        lambda r: discussion(r, decided_on=day(1)),
    ),
    (
        "section47_outcome_is_known",
        "a made-up outcome",
        lambda r: enquiry(r, ended_on=DAY, outcome="tea"),
    ),
    (
        "one_section47_enquiry_per_case_and_start",
        "two from one day",
        lambda r: twice(enquiry, r, case=r.case()),
    ),
    ("section47_ends_after_it_starts", "backwards", lambda r: enquiry(r, ended_on=day(-1))),
    (
        "section47_outcome_comes_with_its_end",
        "an outcome of an enquiry that goes on",
        lambda r: enquiry(r, outcome="continuing_risk"),
    ),
    # Cases and who works with them
    (
        "one_open_case_per_child_and_authority",
        "two open cases",
        lambda r: twice(r.case, child=r.child()),
    ),
    ("a_case_closes_after_it_opens", "backwards", lambda r: r.case(closed_on=day(-1))),
    ("involvement_role_is_known", "made up", lambda r: r.involvement(case=r.case(), role="pal")),
    ("involvement_level_is_known", "made up", lambda r: r.involvement(case=r.case(), level="all")),
    (
        "involvement_ends_after_it_starts",
        "backwards",
        lambda r: r.involvement(case=r.case(), ends_at=now() - timedelta(days=1)),
    ),
    (
        "a_co_ordinator_is_a_person",
        "a whole team",
        lambda r: r.involvement(case=r.case(), role="co_ordinator"),
    ),
    (
        "one_co_ordinator_at_a_time",
        "two at once",
        lambda r: overlapping(r, "co_ordinator", membership=r.member),
    ),
    ("one_lead_team_at_a_time", "two at once", lambda r: overlapping(r, "lead_team")),
    # Children
    ("a_child_is_born_or_expected", "neither", lambda r: r.child(born_on=None)),
    ("a_child_dies_after_birth", "before birth", lambda r: r.child(died_on=day(-901))),
    ("sex_is_known_value", "a made-up value", lambda r: r.child(sex="blue")),
    ("name_kind_is_known", "made up", lambda r: other_name(r, kind="pen name")),
    ("another_name_says_something", "nothing", lambda r: other_name(r, names="")),
    (
        "one_row_per_other_name_of_a_child",
        "the same twice",
        lambda r: twice(other_name, r, child=r.child()),
    ),
    ("identifier_scheme_is_known", "made up", lambda r: number(r, scheme="loyalty card")),
    ("one_child_per_national_number", "one number, two children", lambda r: twice(number, r)),
    (
        "one_child_per_local_number",
        "one number of an authority, two children",
        lambda r: twice(number, r, scheme="local", authority=r.agency),
    ),
    ("local_number_has_its_authority", "whose is it", lambda r: number(r, scheme="local")),
    (
        "local_number_has_its_authority",
        "a national number is nobody's own",
        lambda r: number(r, authority=r.agency),
    ),
    (
        "one_nhs_number_per_child",
        "two numbers",
        lambda r: (number(r, child=(c := r.child())), number(r, child=c, value="9990000026")),
    ),
    # Work, clocks and notices
    (
        "seen_alone_means_seen",
        "alone, not seen",
        lambda r: Visit.objects.create(
            case=r.case(), visited_on=DAY, was_seen=False, was_seen_alone=True
        ),
    ),
    (
        "a_refused_visit_saw_nobody",
        "refused, seen",
        lambda r: Visit.objects.create(
            case=r.case(), visited_on=DAY, was_seen=True, was_refused=True
        ),
    ),
    (
        "one_core_group_per_case_and_day",
        "two on a day",
        lambda r: twice(CoreGroupMeeting.objects.create, case=r.case(), held_on=DAY),
    ),
    ("one_deadline_per_reading", "twice", lambda r: twice(r.deadline, case=r.case())),
    ("a_deadline_is_due_after_it_starts", "backwards", lambda r: r.deadline(due_on=day(-1))),
    (
        "a_flag_clears_after_it_is_raised",
        "backwards",
        lambda r: r.flag(cleared_at=now() - timedelta(days=1)),
    ),
    (
        "cases_overdueflag_deadline_id_key",
        "a deadline flagged twice",
        lambda r: OverdueFlag.objects.create(deadline=r.flag().deadline, raised_at=now()),
    ),
    ("note_kind_is_known", "made up", lambda r: r.note(kind="gossip")),
    ("note_audience_is_known", "made up", lambda r: r.note(audience="press")),
    ("a_note_says_something", "nothing", lambda r: r.note(text="")),
    (
        "notice_kind_is_known",
        "made up",
        lambda r: Notice.objects.create(
            membership=r.member, case=r.case(), kind="gossip", created_at=now()
        ),
    ),
    ("a_person_is_told_of_a_flag_once", "twice", lambda r: told_twice(r, flag=r.flag())),
    ("a_person_is_told_of_a_note_once", "twice", lambda r: told_twice(r, note=r.note())),
    (
        "one_choice_per_person_and_list",
        "twice",
        lambda r: [
            ListChoice.objects.create(membership=r.member, name="notices") for _ in range(2)
        ],
    ),
    # Who
    (
        "one_team_per_name_and_agency",
        "two of a name",
        lambda r: Team.objects.create(
            agency=r.team.agency, name_en=r.team.name_en, principal=r.group()
        ),
    ),
    (
        "a_team_is_not_its_own_parent",
        "its own parent",
        lambda r: Team.objects.filter(pk=r.team.pk).update(parent=r.team),
    ),
    (
        "one_account_per_email",
        "another case of letters",
        lambda r: User.objects.create(email=r.user.email.upper(), full_name="x"),
    ),
    (
        "membership_ends_after_it_starts",
        "backwards",
        lambda r: r.membership(ended_on=DAY),
    ),
    (
        "one_membership_per_person_team_and_role_at_a_time",
        "twice",
        lambda r: (r.membership(ended_on=day(30)), r.membership(started_on=day(29))),
    ),
    (
        "a_person_acts_as_a_user",
        "a person who is nobody",
        lambda _: AuditEvent.objects.create(action="x.y", actor_kind="person", actor_name="x"),
    ),
    (
        "a_person_acts_as_a_user",
        "the system as somebody",
        lambda r: AuditEvent.objects.create(
            action="x.y", actor_kind="system", actor_name="x", user=r.user
        ),
    ),
]
