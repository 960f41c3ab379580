"""Files of an agency's report: attached and removed while it is a draft, given to its readers."""

from __future__ import annotations

import uuid
from typing import BinaryIO

from agencies.actors import Actor
from cases import access
from cases.domain.errors import Conflict, NotFound, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.reports import FileKind
from cases.domain.rules import reports as rules
from cases.models import Conference, ConferenceReport, Invitation, ReportAttachment
from cases.services import report_files
from cases.services.act import act
from cases.services.reports import lock_asked, open_draft, record


@act
def attach(*, by: Actor, invitation: Invitation, file: BinaryIO, name: str) -> ReportAttachment:
    """This will attach a file to a draft; what it is, its bytes say and not its name.

    Raises: NotFound, NotAllowed; RuleBroken for a file that is not taken; Conflict where there is
    no draft of the actor's team.
    """
    locked = lock_asked(by, invitation)
    draft = _draft(by, locked)
    sha256, size = report_files.weighed(file)
    RuleBroken.raise_if(
        rules.attaching_problems(
            held=draft.attachments.count(),
            is_known_already=draft.attachments.filter(sha256=sha256).exists(),
        )
    )
    kind = report_files.kind_of(file)
    stored_as = report_files.keep(file)
    try:
        row = ReportAttachment.objects.create(
            report=draft,
            name=rules.shown_name(name, kind),
            kind=kind,
            size=size,
            sha256=sha256,
            stored_as=stored_as,
            attached_by_id=by.acting_membership,
        )
        record(by, draft, "report.file_attached", agency=str(locked.team), file=row.name)
    except BaseException:
        report_files.drop(stored_as)
        raise
    return row


@act
def remove(*, by: Actor, invitation: Invitation, attachment_id: uuid.UUID) -> None:
    """This will take a file off a draft; it is deleted unless an earlier version holds it too.

    Raises: NotFound, NotAllowed; Conflict where there is no draft of the actor's team.
    """
    locked = lock_asked(by, invitation)
    draft = _draft(by, locked)
    row = draft.attachments.filter(pk=attachment_id).first()
    if row is None:
        raise NotFound(Problem("not_found"))
    stored_as, name = row.stored_as, row.name
    row.delete()
    if not ReportAttachment.objects.filter(stored_as=stored_as, report__invitation=locked).exists():
        report_files.drop_once_committed(stored_as)
    record(by, draft, "report.file_removed", agency=str(locked.team), file=name)


@act
def open_attachment(
    *, by: Actor, conference_id: uuid.UUID, invitation_id: uuid.UUID, attachment_id: uuid.UUID
) -> tuple[str, str, bytes]:
    """This will give a file of a report to one of its readers, and record that it was read.

    As its name, its content type, and its bytes.

    Raises: NotFound, NotAllowed.
    """
    rows = access.visible(by, P.VIEW_RECORD, ReportAttachment).filter(
        pk=attachment_id,
        report__invitation_id=invitation_id,
        report__conference_id=conference_id,
    )
    row = rows.select_related("report__invitation__team").first()
    if row is None:
        access.get_for(by, P.VIEW_RECORD, conference_id, Conference)
        raise NotFound(Problem("not_found"))
    content = report_files.content_of(row.stored_as, row.sha256)
    record(
        by,
        row.report,
        "report.file_read",
        agency=str(row.report.invitation.team),
        file=row.name,
    )
    return row.name, report_files.CONTENT_TYPES[FileKind(row.kind)], content


def _draft(by: Actor, locked: Invitation) -> ConferenceReport:
    draft = open_draft(by, locked)
    if draft is None:
        raise Conflict(Problem("report_submitted_meanwhile"))
    return draft
