"""Agencies' reports for conferences: drafted, submitted, corrected, shared with the family.

A submitted version is frozen; a correction is the next one. Attachments are in
``report_attachments``.
"""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localdate

from agencies.actors import Actor
from cases import access, access_whole
from cases.domain.errors import Conflict, NotAllowed, NotFound, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.reports import PARTS, Content, FamilyShare, ReportStage, ShareWay
from cases.domain.rules import reports as rules
from cases.domain.statuses import ConferenceStatus
from cases.domain.taking_part import Invitee
from cases.models import (
    Case,
    ConferenceReport,
    Invitation,
    ReportAttachment,
    ReportSharing,
)
from cases.services.act import act
from cpr.audit import writer as audit
from cpr.clock import now


def lock_asked(by: Actor, invitation: Invitation) -> Invitation:
    """This will pass the gate and lock an invitation, on which a report is written.

    By a contributor of the invited team, or a lead worker of every child at the conference.

    Raises: NotFound, NotAllowed; RuleBroken where no report is wanted.
    """
    require_writer(by, invitation)
    found = (
        Invitation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("conference", "team")
        .get(pk=invitation.pk)
    )
    RuleBroken.raise_if(
        rules.asking_problems(
            invitee=Invitee(found.kind),
            is_withdrawn=found.withdrawn_at is not None,
            status=ConferenceStatus(found.conference.status),
        )
    )
    return found


def require_writer(by: Actor, invitation: Invitation) -> None:
    """This will do nothing if the actor may write and share the report on an invitation.

    Raises: NotFound, NotAllowed.
    """
    if invitation.team_id == by.team_id and access.can(by, P.CONTRIBUTE, invitation):
        return
    access.require(by, P.RECORD_WORK, invitation)
    at = Case.objects.filter(at_conferences__conference_id=invitation.conference_id)
    led = access.visible(by, P.RECORD_WORK).filter(pk__in=at.values("pk")).count()
    if led != access_whole.children_at(invitation.conference):
        raise NotAllowed(Problem("not_allowed"))


def may_write(by: Actor, invitation: Invitation) -> bool:
    """This will say whether the actor may write and share the report on an invitation."""
    try:
        require_writer(by, invitation)
    except (NotFound, NotAllowed):
        return False
    return True


@act
def save_draft(
    *, by: Actor, invitation: Invitation, content: Content, version: int
) -> ConferenceReport:
    """This will keep what was written of a report; the first time, it begins the report.

    ``version`` is that of the draft as it was opened, 0 where there was none.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict where somebody else saved or submitted it.
    """
    return _saved(by, lock_asked(by, invitation), content.stripped(), version)


@act
def submit(
    *, by: Actor, invitation: Invitation, content: Content, version: int
) -> ConferenceReport:
    """This will save a report and submit it: from now on it does not change.

    Raises: NotFound, NotAllowed; RuleBroken with everything it lacks; Conflict as ``save_draft``.
    """
    locked, content = lock_asked(by, invitation), content.stripped()
    RuleBroken.raise_if(rules.submitting_problems(content, is_lead=is_of_lead(locked)))
    draft = _saved(by, locked, content, version, is_recorded=False)
    draft.state, draft.submitted_at = ReportStage.SUBMITTED, now()
    draft.submitted_by_id = by.acting_membership
    draft.save(update_fields=["state", "submitted_at", "submitted_by"])
    record(by, draft, "report.submitted", agency=str(locked.team), number=str(draft.number))
    return draft


@act
def correct(*, by: Actor, invitation: Invitation, reason: str) -> ConferenceReport:
    """This will begin the next version of a submitted report, as a draft with all it held.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict where a correction is begun already.
    """
    locked = lock_asked(by, invitation)
    if not reason.strip():
        raise RuleBroken(Problem("report_correction_reason_missing", "correction"))
    _require_no_draft(locked, "report_is_corrected_already")
    last = ConferenceReport.objects.filter(invitation=locked).order_by("-number").first()
    if last is None:
        raise RuleBroken(Problem("report_not_submitted"))
    draft = ConferenceReport.objects.create(
        **_by_whom(by, locked),
        **{part: getattr(last, part) for part in PARTS if part != "view" or not is_of_lead(locked)},
        number=last.number + 1,
        replaces=last,
        correction=reason.strip(),
    )
    ReportAttachment.objects.bulk_create(
        ReportAttachment(
            report=draft,
            **{name: getattr(file, name) for name in ("name", "kind", "size", "sha256")},
            stored_as=file.stored_as,
            attached_by_id=file.attached_by_id,
        )
        for file in last.attachments.all()
    )
    record(by, draft, "report.correction_begun", agency=str(locked.team), reason=reason.strip())
    return draft


@act
def record_sharing(
    *,
    by: Actor,
    report: ConferenceReport,
    extent: FamilyShare,
    way: ShareWay,
    with_whom: str,
    shared_on: date,
    today: date,
    withheld: str = "",
) -> ReportSharing:
    """This will record how a submitted report was shared with the family, or what of it was not.

    Raises: NotFound, NotAllowed; RuleBroken.
    """
    locked = lock_asked(by, report.invitation)
    access.require(by, P.CONTRIBUTE, report)
    if report.submitted_at is None:
        raise RuleBroken(Problem("report_not_submitted"))
    RuleBroken.raise_if(
        rules.sharing_problems(
            extent=extent,
            withheld=withheld,
            with_whom=with_whom,
            shared_on=shared_on,
            submitted_on=localdate(report.submitted_at),
            today=today,
        )
    )
    sharing = ReportSharing.objects.create(
        report=report,
        extent=extent,
        way=way,
        with_whom=with_whom.strip(),
        withheld=withheld.strip() if extent is FamilyShare.PART else "",
        shared_on=shared_on,
        recorded_by_id=by.acting_membership,
    )
    record(
        by,
        report,
        "report.shared_with_family",
        agency=str(locked.team),
        extent=extent.value,
        shared_on=shared_on.isoformat(),
    )
    return sharing


def is_of_lead(invitation: Invitation) -> bool:
    """This will say whether a report is the lead social work team's own."""
    return Case.objects.filter(
        at_conferences__conference_id=invitation.conference_id, lead_team_id=invitation.team_id
    ).exists()


def _saved(
    by: Actor, locked: Invitation, content: Content, version: int, *, is_recorded: bool = True
) -> ConferenceReport:
    RuleBroken.raise_if(rules.content_problems(content, is_lead=is_of_lead(locked)))
    draft = open_draft(by, locked)
    if draft is None:
        if version or ConferenceReport.objects.filter(invitation=locked).exists():
            raise Conflict(Problem("report_submitted_meanwhile"))
        if not any(vars(content).values()):
            raise RuleBroken(Problem("report_is_empty"))
        draft = ConferenceReport.objects.create(**_by_whom(by, locked), **vars(content))
    elif draft.version != version:
        name = draft.saved_by.user.full_name
        raise Conflict(Problem("report_changed_meanwhile", None, {"name": name}))
    else:
        for part, text in vars(content).items():
            setattr(draft, part, text)
        draft.version, draft.saved_at = draft.version + 1, now()
        draft.saved_by_id, draft.is_lead = by.acting_membership, is_of_lead(locked)
        draft.save(update_fields=[*PARTS, "version", "saved_at", "saved_by", "is_lead"])
    if is_recorded:
        record(by, draft, "report.saved", agency=str(locked.team), number=str(draft.number))
    return draft


def open_draft(by: Actor, locked: Invitation) -> ConferenceReport | None:
    """This will give the draft on an invitation, if the actor's own team writes it.

    Raises: Conflict where another team does.
    """
    mine = ConferenceReport.objects.filter(
        invitation=locked, state=ReportStage.DRAFT, team_id=by.acting_team
    )
    draft = mine.select_related("saved_by__user").first()
    if draft is None:
        _require_no_draft(locked, "report_written_elsewhere")
    return draft


def _require_no_draft(locked: Invitation, code: str) -> None:
    """Whosever: one that another team writes is hidden from the actor."""
    if access_whole.is_report_drafted(locked.pk):
        raise Conflict(Problem(code))


def _by_whom(by: Actor, locked: Invitation) -> dict[str, object]:
    return {
        "conference_id": locked.conference_id,
        "invitation": locked,
        "team_id": by.acting_team,
        "is_lead": is_of_lead(locked),
        "saved_by_id": by.acting_membership,
    }


def record(by: Actor, report: ConferenceReport, action: str, **details: str) -> None:
    """This will write the event of an act on a report, for each child that the actor sees."""
    cases = Case.objects.filter(at_conferences__conference_id=report.conference_id)
    audit.record_many(
        by=by,
        entries=[
            audit.Entry(
                action,
                report,
                case.pk,
                case.child_id,
                {**details, "child": case.child.full_name},
            )
            for case in cases.select_related("child").order_by("pk")
        ],
    )
