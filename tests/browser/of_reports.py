"""The reports of the scene's held review: one in and shared, one being written by partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cases.domain.reports import FamilyShare, ShareWay
from cases.models import Conference, Invitation
from cases.services import reports
from cpr.clock import today
from tests import scenarios as s
from tests.integration.acts_reports import asked, drafted, reported

if TYPE_CHECKING:
    from tests.browser.pages import Scene


def report(w: s.World, held: Conference) -> None:
    """This will let Ely submit its report, with a file, and Chloe begin hers."""
    reports.record_sharing(
        by=w.aisha,
        report=reported(w, asked(w, held, "aisha"), "aisha"),
        extent=FamilyShare.PART,
        way=ShareWay.IN_PERSON,
        with_whom="Her mother, with the advocate",
        withheld="What a neighbour said",
        shared_on=today(),
        today=today(),
    )
    drafted(w, asked(w, held, "chloe"))


def of_report(scene: Scene) -> dict[str, Any]:
    """The social worker's, which is in."""
    return _of(scene, "aisha")


def of_draft(scene: Scene) -> dict[str, Any]:
    """The health visitors', which is a draft."""
    return _of(scene, "chloe")


def of_file(scene: Scene) -> dict[str, Any]:
    """The file of the social worker's."""
    invitation = Invitation.objects.get(conference=scene.held, team=scene.w.members["aisha"].team)
    file = invitation.reports.get().attachments.get()
    return {**_of(scene, "aisha"), "attachment_id": file.pk}


def _of(scene: Scene, name: str) -> dict[str, Any]:
    invitation = Invitation.objects.get(conference=scene.held, team=scene.w.members[name].team)
    return {"conference_id": scene.held.pk, "invitation_id": invitation.pk}
