"""The check of consistency finds nothing in the made-up Wales, and finds each kind of break."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F

from agencies import reference
from agencies.models import Membership, Team
from cases.demo import wales
from cases.models import (
    Case,
    CaseGrant,
    Child,
    ChildIdentifier,
    ChildSearch,
    Conference,
    ConferenceChild,
    CoreGroupMeeting,
    Deadline,
    DeregistrationDecision,
    Involvement,
    Note,
    OverdueFlag,
    Registration,
    RegistrationCategory,
    Restriction,
    Section47Enquiry,
    Visit,
)
from cases.services import consistency
from cases.services import consistency_sql as sql
from cpr.clock import now, today
from cpr.postgres.ownership import as_owner

pytestmark = pytest.mark.django_db
LONG = timedelta(days=4000)
Break = Callable[[], object]
SCALE = wales.Scale(40, 60, authorities=("W06000008",))


def broken() -> set[str]:
    return {checked.name for checked in consistency.check() if not checked.is_well}


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def one(model: type, **which: object) -> object:
    """This will give a queryset of the first row that is so, to change it behind all rules."""
    first = model.objects.filter(**which).order_by("pk").values_list("pk", flat=True).first()
    assert first is not None, f"no {model.__name__} is {which}"
    return model.objects.filter(pk=first)


def _overlap() -> None:
    """A second registration over the first, which only a database without its rule would hold."""
    execute(
        "ALTER TABLE cases_registration DROP CONSTRAINT registrations_of_a_child_do_not_overlap",
        "DROP INDEX IF EXISTS one_current_registration_per_child",
    )
    row = one(Registration, ended_on__isnull=False).get()
    row.pk, row.decision_id = None, None
    row.import_batch_id = Registration.objects.filter(import_batch__isnull=False)[0].import_batch_id
    row.save()
    _off = DeregistrationDecision(
        registration=row,
        import_batch_id=row.import_batch_id,
        reason="not_stated",
        ended_on=row.ended_on,
        decided_by_name="x",
    )
    _off.save()
    RegistrationCategory.objects.create(
        registration=row, category="neglect", started_on=row.registered_on, ended_on=row.ended_on
    )


def _someone_else() -> Membership:
    found = Membership.objects.exclude(team__agency__code="W06000008").first()
    assert found is not None
    return found


def _unseen_note() -> object:
    teams = Involvement.objects.filter(case__notes=one(Note).get()).values("team")
    elsewhere = Membership.objects.exclude(team__agency__code="W06000008")
    other = elsewhere.exclude(team__in=teams)[0]
    return one(Note).update(author_id=other.pk, author_team_id=other.team_id)


def _unseen_chair() -> object:
    held = Conference.objects.filter(chair__isnull=False).first()
    assert held is not None
    mine = Involvement.objects.filter(case__in=held.children.values("case"), role="chair")
    CaseGrant.objects.filter(involvement__in=mine).delete()
    return mine.delete()


BREAKS: dict[str, Break] = {
    "grants_are_as_the_involvements_say": lambda: one(CaseGrant).delete(),
    "deadlines_are_as_the_facts_say": lambda: one(Deadline, met_on__isnull=False).update(
        met_on=F("met_on") + timedelta(days=1)
    ),
    "national_numbers_are_well_formed": lambda: one(ChildIdentifier, scheme="nhs").update(
        value="9990000000"
    ),
    "categories_are_the_nations_own": lambda: one(RegistrationCategory).update(category="other"),
    "open_flags_are_of_overdue_deadlines": lambda: one(
        OverdueFlag, cleared_at__isnull=False
    ).update(cleared_at=None),
    "overdue_deadlines_have_a_flag": lambda: one(OverdueFlag, cleared_at__isnull=True).update(
        cleared_at=now()
    ),
    "a_registration_is_its_conferences_decision": lambda: one(
        Conference, kind="initial", status="held"
    ).update(held_on=F("held_on") - timedelta(days=1)),
    "a_decision_to_register_is_on_the_register": lambda: (
        one(ConferenceChild, decision="do_not_register").update(decision="register")
        if ConferenceChild.objects.filter(decision="do_not_register").exists()
        else one(ConferenceChild, decision="continue").update(decision="register")
    ),
    "a_decision_to_remove_took_the_name_off": lambda: one(
        ConferenceChild, decision="continue"
    ).update(decision="remove"),
    "a_name_comes_off_on_the_day_decided": lambda: one(Registration, ended_on__isnull=False).update(
        ended_on=F("ended_on") + timedelta(days=1)
    ),
    "registrations_of_a_child_do_not_overlap": _overlap,
    "no_name_is_on_the_register_of_a_closed_case": lambda: one(
        Case, registrations__ended_on__isnull=True, registrations__isnull=False
    ).update(closed_on=today()),
    "categories_lie_within_their_registration": lambda: one(RegistrationCategory).update(
        started_on=F("started_on") - LONG
    ),
    "an_open_case_is_led_by_one_team_of_its_authority": lambda: one(
        Case, closed_on__isnull=True
    ).update(lead_team=Team.objects.exclude(agency__code="W06000008")[0]),
    "a_co_ordinator_is_a_worker_of_the_authority": lambda: one(
        Involvement, role="co_ordinator"
    ).update(membership_id=_someone_else().pk),
    "involvements_lie_within_their_case": lambda: one(Involvement, role="lead_team").update(
        starts_at=F("starts_at") - LONG
    ),
    "a_chair_was_let_into_each_case": _unseen_chair,
    "children_at_a_conference_are_of_its_authority": lambda: one(Conference).update(
        authority_id=_someone_else().team.agency_id
    ),
    "visits_lie_within_their_case_and_after_the_birth": lambda: one(Visit).update(
        visited_on=F("visited_on") - LONG
    ),
    "core_groups_are_of_a_registration": lambda: one(CoreGroupMeeting).update(
        held_on=F("held_on") - LONG
    ),
    "what_has_happened_lies_in_the_past": lambda: one(Note).update(
        happened_on=today() + timedelta(days=3)
    ),
    "an_enquiry_follows_its_discussion": lambda: one(
        Section47Enquiry, strategy_discussion__isnull=False
    ).update(started_on=F("started_on") - timedelta(days=9)),
    "a_notes_author_worked_with_the_child": _unseen_note,
    "a_case_is_marked_as_restricted_while_it_is": lambda: one(Case).update(is_restricted=True),
    "nobody_is_named_where_nothing_is_restricted": lambda: one(
        Involvement, role="co_ordinator", ends_at=None
    ).update(is_named=True),
    "somebody_can_end_each_restriction": lambda: Restriction.objects.create(
        case=Case.objects.earliest("pk"),
        reason="Nobody is named",
        starts_at=now(),
        restricted_by=_someone_else(),
    ),
    "the_audit_tells_of_each_case": lambda: execute(
        "UPDATE audit_auditevent SET case_id = NULL, child_id = NULL WHERE action = 'child.seeded'"
    ),
    "a_child_is_found_by_what_the_facts_say": lambda: one(ChildSearch).update(known_to=[]),
}


def test_each_check_has_its_break() -> None:
    assert BREAKS.keys() == consistency.CHECKS.keys() | sql.BREAKS.keys()


@pytest.mark.django_db(transaction=True)
def test_the_made_up_wales_agrees_and_each_break_is_found() -> None:
    with as_owner():  # who alone can break a rule that the tables keep
        _agrees_and_each_break_is_found()


def _agrees_and_each_break_is_found() -> None:
    reference.load(by=wales.SEED)
    wales.load(scale=SCALE, today=today(), say=lambda _: None)
    assert broken() == set()
    out = StringIO()
    call_command("check_register", stdout=out)
    assert "broken" not in out.getvalue()
    unseen = []
    for name, make in BREAKS.items():
        with transaction.atomic():
            with pgtrigger.ignore():
                make()
            if name not in broken():
                unseen.append(name)
            transaction.set_rollback(True)
    assert unseen == []


@pytest.mark.parametrize(
    "lost",
    ["UPDATE cases_childsearch SET words = words[2:]", "DELETE FROM cases_childsearch"],
)
def test_a_child_who_lost_a_word_is_told_of(lost: str) -> None:
    Child.objects.create(given_names="Nel", family_name="Puw", born_on=today())
    assert broken() == set()
    execute(lost)
    assert broken() == {"a_child_is_found_by_what_the_facts_say"}


def test_the_command_ends_with_an_error_where_something_is_broken() -> None:
    reference.load(by=wales.SEED)
    wales.load(scale=SCALE, today=today(), say=lambda _: None)
    CaseGrant.objects.all().delete()
    out = StringIO()
    with pytest.raises(CommandError, match="1 checks"):
        call_command("check_register", most=3, stdout=out)
    assert out.getvalue().count("wanted Wanted") == 3
