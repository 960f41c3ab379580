"""Agencies' reports for a conference: which are due when, in, late, shared; and one of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from agencies.actors import Actor
from cases import access, access_whole
from cases.bank_holidays import calendar_of
from cases.domain import procedures
from cases.domain.permissions import P
from cases.domain.reports import FamilyShare, ReportStage, due_on
from cases.domain.statuses import ConferenceKind, ConferenceStatus, Nation
from cases.domain.taking_part import Invitee
from cases.models import Conference, ConferenceReport, Invitation, ReportSharing


@dataclass(frozen=True)
class ReportState:
    """Where one agency's report for a conference stands.

    ``due_on`` is None where none is wanted any more. ``submitted_on`` is the day of the first
    version, which decides on lateness; ``number`` is the newest one in. ``is_mine``: the reader's
    team was asked; ``is_drafted``: the reader's team has a draft.
    """

    invitation_id: uuid.UUID
    nation: Nation
    due_on: date | None
    submitted_on: date | None = None
    number: int = 0
    is_mine: bool = False
    is_drafted: bool = False
    shared: FamilyShare | None = None
    shared_on: date | None = None
    is_newest_shared: bool = False

    def working_days_late(self, today: date) -> int:
        """This will count the working days by which it is late, or came late; 0 in time."""
        if self.due_on is None:
            return 0
        upto = self.submitted_on or today
        return calendar_of(self.nation).working_days_after(self.due_on, upto)


def reports_of(actor: Actor, conference: Conference) -> dict[uuid.UUID, ReportState]:
    """This will give the state of each invited agency's report, in constant queries.

    For a conference that the caller has opened, by invitation; the family has none.
    """
    nation = Nation(conference.authority.nation)
    due = due_day(conference, nation)
    asked = access.visible(actor, P.VIEW_PLAN, Invitation).filter(
        conference=conference, kind=Invitee.PRACTITIONER, withdrawn_at=None
    )
    drafted = set(
        access.visible(actor, P.VIEW_PLAN, ConferenceReport)
        .filter(conference=conference, state=ReportStage.DRAFT)
        .values_list("invitation_id", flat=True)
    )
    first: dict[uuid.UUID, date] = {}
    newest: dict[uuid.UUID, int] = {}
    for key, number, at in access_whole.reports_in(conference):
        if at is not None:
            first.setdefault(key, localdate(at))
        newest[key] = number
    shared = {row[0]: row[1:] for row in access_whole.reports_shared(conference)}
    found = {}
    for key, team in asked.values_list("pk", "team_id"):
        number, extent, on = shared.get(key, (0, None, None))
        found[key] = ReportState(
            invitation_id=key,
            nation=nation,
            due_on=due,
            submitted_on=first.get(key),
            number=newest.get(key, 0),
            is_mine=team == actor.team_id,
            is_drafted=key in drafted,
            shared=FamilyShare(extent) if extent else None,
            shared_on=on,
            is_newest_shared=bool(number) and number == newest.get(key),
        )
    return found


def due_day(conference: Conference, nation: Nation) -> date | None:
    """This will give the day reports are due, None for a cancelled conference; no query."""
    if conference.status == ConferenceStatus.CANCELLED:
        return None
    return due_on(
        procedures.reports_due(nation),
        ConferenceKind(conference.kind),
        conference.held_on or conference.planned_on,
        calendar_of(nation),
    )


def asked_of(actor: Actor, conference: Conference) -> list[Invitation]:
    """This will list the practitioners invited to a conference, for its list of reports."""
    rows = access.visible(actor, P.VIEW_PLAN, Invitation).filter(
        conference=conference, kind=Invitee.PRACTITIONER, withdrawn_at=None
    )
    return list(rows.select_related("team__agency", "membership__user").order_by("created_at"))


def open_to(actor: Actor, conference: Conference) -> list[uuid.UUID]:
    """This will list the invitations to a conference whose report the actor may read."""
    rows = access.visible(actor, P.VIEW_RECORD, ConferenceReport).filter(conference=conference)
    return list(rows.values_list("invitation_id", flat=True).distinct())


def versions(actor: Actor, invitation: Invitation) -> list[ConferenceReport]:
    """This will give the versions of a report that the actor may read, the newest first.

    With each its files; a draft is among them for the team that writes it.
    """
    rows = access.visible(actor, P.VIEW_RECORD, ConferenceReport).filter(invitation=invitation)
    return list(
        rows.select_related("submitted_by__user", "saved_by__user", "team__agency")
        .prefetch_related("attachments")
        .order_by("-number")
    )


def sharings(actor: Actor, invitation: Invitation) -> list[ReportSharing]:
    """This will list how the versions of a report were shared with the family, newest first."""
    rows = access.visible(actor, P.VIEW_RECORD, ReportSharing).filter(report__invitation=invitation)
    return list(rows.select_related("report", "recorded_by__user").order_by("-recorded_at"))
