"""An authority whose lists all have as many rows as a test says, to see what a list costs.

One child has that many visits, notes, readings, brothers and sisters, and so on; every list of the
authority has that many children. Rows are made directly; grants are the real ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import now

from agencies.models import Membership
from cases.domain.imports import ImportState
from cases.domain.permissions import P
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    ConferenceStatus,
    InvolvementRole,
    Level,
)
from cases.models import (
    Case,
    Conference,
    ConferenceChild,
    CoreGroupMeeting,
    ImportBatch,
    Note,
    Notice,
    OverdueFlag,
    Registration,
    RegistrationCategory,
    SiblingGroup,
    Visit,
)
from cases.models.notice import NoticeKind
from cases.services import reading
from cpr.clock import today
from tests import board_setup as make


@dataclass
class Crowd:
    """An authority and a nurse of another agency with whom every child is shared."""

    place: make.Authority
    nurse: Membership
    cases: list[Case]
    meeting: Conference

    @property
    def people(self) -> dict[str, Membership]:
        """Who reads the lists, by what they are."""
        return {
            "worker": self.place.workers[0],
            "manager": self.place.manager,
            "custodian": self.place.custodian,
            "chair": self.place.chair,
            "nurse": self.nurse,
        }


def crowd(many: int) -> Crowd:
    """This will build an authority with so many rows in each of its lists."""
    place = make.authority()
    board = make.authority(kind="health_board", teams=1)
    nurse = make.person(board.teams[0], "partner_practitioner", "Chloe Bevan")
    cases = [_case(place, nurse, number) for number in range(many)]
    meeting = _meeting(place, cases, ConferenceStatus.CALLED, None)
    _fill_record(place, cases[0], many)
    for number in range(many):
        ImportBatch.objects.create(
            authority=place.agency,
            state=ImportState.LOADED,
            format="census",
            file_name=f"Return {number}.xml",
            sha256="0" * 64,
            loaded_by=place.custodian,
            loaded_by_name=place.custodian.user.full_name,
            started_at=now(),
            report={"counts": {"child": {"read": number}}},
        )
    return Crowd(place, nurse, cases, meeting)


def _case(place: make.Authority, nurse: Membership, number: int) -> Case:
    """A registered child with dates late and soon, shared, with conferences of every kind."""
    row = make.case(
        place,
        given=f"Child {number}",
        family=f"Of {place.agency.pk}",
        registered_on=today() - timedelta(days=200),
        co_ordinator=place.workers[0],
    )
    make.involve(row, nurse.team, InvolvementRole.PARTNER, Level.NOTES)
    make.involve(row, place.chair.team, InvolvementRole.CHAIR, Level.FULL, place.chair)
    RegistrationCategory.objects.create(
        registration=Registration.objects.get(case=row),
        category="neglect",
        started_on=today() - timedelta(days=200),
    )
    late = make.deadline(row, "seen_alone", today() - timedelta(days=4 + number))
    flag = OverdueFlag.objects.create(deadline=late, raised_at=now())
    make.deadline(row, "later_core_group", today() + timedelta(days=1))
    make.deadline(row, "seen_alone", today() - timedelta(days=90), met_on=today())
    called = _meeting(place, [row], ConferenceStatus.CALLED, None)
    make.deadline(row, "later_review", today() + timedelta(days=3), meeting=called.pk)
    for decision in (None, ConferenceDecision.CONTINUE):
        _meeting(place, [row], ConferenceStatus.HELD, decision)
    for member in (place.workers[0], place.manager, nurse):
        Notice.objects.create(
            membership=member, case=row, kind=NoticeKind.OVERDUE, flag=flag, created_at=now()
        )
    _note(row, nurse)
    return row


def _meeting(
    place: make.Authority,
    cases: list[Case],
    status: ConferenceStatus,
    decision: ConferenceDecision | None,
) -> Conference:
    is_held = status is ConferenceStatus.HELD
    row = Conference.objects.create(
        authority=place.agency,
        kind=ConferenceKind.REVIEW,
        status=status,
        planned_on=today() - timedelta(days=2 if is_held else -2),
        held_on=today() - timedelta(days=2) if is_held else None,
        chair=place.chair,
    )
    for case in cases:
        ConferenceChild.objects.create(
            conference=row,
            case=case,
            decision=decision,
            decided_at=now() if decision else None,
            decided_by=place.chair if decision else None,
        )
    return row


def _note(row: Case, author: Membership) -> None:
    Note.objects.create(
        case=row,
        author=author,
        author_team=author.team,
        audience="everyone",
        happened_on=today(),
        text="Seen at the clinic.",
    )


def _fill_record(place: make.Authority, case: Case, many: int) -> None:
    """So many of everything that one child's record lists; one note stands there already."""
    case.child.sibling_group = SiblingGroup.objects.create(name="Of many")
    case.child.save(update_fields=["sibling_group"])
    worker = place.workers[0]
    for number in range(many):
        day = today() - timedelta(days=number + 1)
        Visit.objects.create(
            case=case, visited_on=day, was_seen=True, account="Seen.", recorded_by=worker
        )
        CoreGroupMeeting.objects.create(
            case=case, held_on=day, account="The plan.", recorded_by=worker
        )
        reading.open_record(
            by=make.actor(worker), case_id=case.pk, permission=P.VIEW_SUMMARY, part="notes"
        )
        if number:
            _note(case, worker)
            _meeting(place, [case], ConferenceStatus.HELD, None)
        make.case(  # of another team, so that the worker's own lists stay as long as was said
            place,
            team=1,
            given=f"Sibling {number}",
            siblings=case.child.sibling_group,
            registered_on=today() - timedelta(days=9),
        )
