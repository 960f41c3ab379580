"""The services of agencies' reports for conferences, ready to be done, and what they need."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from agencies.actors import Actor
from cases.domain.reports import Content, FamilyShare, ShareWay
from cases.domain.statuses import Level
from cases.models import Conference, ConferenceReport, Invitation
from cases.services import report_attachments, report_reading, reports
from cpr.clock import today
from tests import scenarios as s

Act = Callable[[], Any]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
FILLED = Content(
    facts="Seen at the clinic on three days.",
    chronology="2 March: bruised arm.",
    strengths="Her grandmother is there each day.",
    risks="Left alone overnight.",
    lived_experience="She is hungry when she comes.",
    view="Her name should go on the register.",
)
OF_LEAD = Content(**{**vars(FILLED), "view": ""})


def asked(w: s.World, conference: Conference | None = None, name: str = "chloe") -> Invitation:
    """This will invite a persona's team to a conference, one that is called unless given."""
    if conference is None:
        case = s.child(w)
        s.enquired(w, [case], on=s.before(8))
        s.shared(w, case, level=Level.PLAN)
        conference = s.conference(w, [case], on=s.before(-6), hold=False)
    return Invitation.objects.create(
        conference=conference, kind="practitioner", team=w.members[name].team
    )


def asked_of(w: s.World, conference: Conference, name: str) -> Invitation:
    """This will give the invitation of a persona's team, or invite it."""
    team = w.members[name].team
    held = Invitation.objects.filter(conference=conference, team=team, withdrawn_at=None).first()
    return held or asked(w, conference, name)


def drafted(w: s.World, invitation: Invitation, name: str = "chloe") -> ConferenceReport:
    """This will begin the report on an invitation."""
    content = OF_LEAD if name in ("aisha", "nia") else FILLED
    return reports.save_draft(by=w.actor(name), invitation=invitation, content=content, version=0)


def reported(w: s.World, invitation: Invitation, name: str = "chloe") -> ConferenceReport:
    """This will draft, attach a file and submit."""
    draft = drafted(w, invitation, name)
    report_attachments.attach(
        by=w.actor(name), invitation=invitation, file=io.BytesIO(PDF), name="letter.pdf"
    )
    content = Content(**{part: getattr(draft, part) for part in vars(FILLED)})
    return reports.submit(
        by=w.actor(name), invitation=invitation, content=content, version=draft.version
    )


def _save(w: s.World) -> tuple[Actor, Act]:
    invitation, by = asked(w), w.actor("chloe")
    return by, lambda: reports.save_draft(by=by, invitation=invitation, content=FILLED, version=0)


def _submit(w: s.World) -> tuple[Actor, Act]:
    invitation, by = asked(w), w.actor("chloe")
    return by, lambda: reports.submit(by=by, invitation=invitation, content=FILLED, version=0)


def _correct(w: s.World) -> tuple[Actor, Act]:
    invitation, by = asked(w), w.actor("chloe")
    reported(w, invitation)
    return by, lambda: reports.correct(by=by, invitation=invitation, reason="A wrong day")


def _share(w: s.World) -> tuple[Actor, Act]:
    report = reported(w, asked(w))
    return w.aisha, lambda: reports.record_sharing(
        by=w.aisha,
        report=report,
        extent=FamilyShare.PART,
        way=ShareWay.IN_PERSON,
        with_whom="Her mother",
        withheld="What her aunt said: third party",
        shared_on=today(),
        today=today(),
    )


def _attach(w: s.World) -> tuple[Actor, Act]:
    invitation, by = asked(w), w.actor("chloe")
    drafted(w, invitation)
    return by, lambda: report_attachments.attach(
        by=by, invitation=invitation, file=io.BytesIO(PDF), name="letter.pdf"
    )


def _remove(w: s.World) -> tuple[Actor, Act]:
    by, act = _attach(w)
    file = act()
    return by, lambda: report_attachments.remove(
        by=by, invitation=file.report.invitation, attachment_id=file.pk
    )


def _open_attachment(w: s.World) -> tuple[Actor, Act]:
    report = reported(w, asked(w))
    file = report.attachments.get()
    return w.aisha, lambda: report_attachments.open_attachment(
        by=w.aisha,
        conference_id=report.conference_id,
        invitation_id=report.invitation_id,
        attachment_id=file.pk,
    )


def _open_report(w: s.World) -> tuple[Actor, Act]:
    invitation, by = asked(w), w.actor("chloe")
    return by, lambda: report_reading.open_report(
        by=by,
        conference_id=invitation.conference_id,
        invitation_id=invitation.pk,
        part="report",
        to_write=False,
    )


ACTS: dict[str, Callable[[s.World], tuple[Actor, Act]]] = {
    "cases.services.reports.save_draft": _save,
    "cases.services.reports.submit": _submit,
    "cases.services.reports.correct": _correct,
    "cases.services.reports.record_sharing": _share,
    "cases.services.report_attachments.attach": _attach,
    "cases.services.report_attachments.remove": _remove,
    "cases.services.report_attachments.open_attachment": _open_attachment,
    "cases.services.report_reading.open_report": _open_report,
}
NO_ACTS = {
    "cases.services.reports.lock_asked": "the gate and the lock; writes nothing",
    "cases.services.reports.require_writer": "the gate; writes nothing",
    "cases.services.reports.may_write": "the gate; writes nothing",
    "cases.services.reports.open_draft": "reads, inside an act",
    "cases.services.reports.record": "the event of the acts on reports",
}
