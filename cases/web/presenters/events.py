"""What the audit says was done, in words: one for each action that the code writes.

A test collects those actions from the services and fails when one has no words here.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "agency.opened": _("Opened an agency"),
    "api.listed": _("Read a list through the API"),
    "case.opened": _("Opened a new episode"),
    "case.restricted": _("Restricted the record to named people"),
    "case.shared": _("Shared the record"),
    "child.added": _("Added the child"),
    "child.born": _("Recorded the birth"),
    "child.loaded": _("Loaded the child from a return"),
    "child.seeded": _("Put the made-up child into the demonstration"),
    "child.named": _("Noted another name of the child"),
    "child.sought": _("Asked who knows this child"),
    "children.exported": _("Took away the list of children as a file"),
    "children.listed": _("Read the list of children"),
    "children.suggested": _("Was shown children while typing a name"),
    "child.unloaded": _("Undid what a return had loaded of the child"),
    "co_ordinator.assigned": _("Named the plan co-ordinator"),
    "conference.called": _("Called a conference"),
    "conference.cancelled": _("Cancelled a conference"),
    "conference.held": _("Recorded that a conference was held"),
    "conference.papers_sent": _("Recorded that papers of a conference were sent"),
    "conferences.listed": _("Read the list of conferences"),
    "conferences.exported": _("Took away the list of conferences as a file"),
    "core_group.recorded": _("Recorded a core group"),
    "decision.recorded": _("Recorded the decision of a conference"),
    "exclusion.ended": _("Ended the exclusion of a person from the record"),
    "emergencies.counted": _("Read how often records were opened in an emergency"),
    "emergencies.listed": _("Read what waits for review after an emergency"),
    "emergencies.own_listed": _("Read what they opened in an emergency"),
    "emergency.authorised": _("Opened the restricted record to somebody in an emergency"),
    "emergency.ended": _("Ended emergency access"),
    "emergency.opened": _("Opened the record in an emergency"),
    "emergency.officers_read": _("Looked up whom to call for the restricted record"),
    "emergency.read": _("Looked at emergency access to be reviewed"),
    "emergency.reason_added": _("Gave a further reason for emergency access"),
    "emergency.refused": _("Asked for the restricted record in an emergency"),
    "emergency.reviewed": _("Closed the review of emergency access"),
    "emergency.stop_told": _("Told a privacy officer of somebody who was stopped"),
    "emergency.stopped": _("Was stopped before one more record in a day"),
    "emergency.taken_over": _("Took over the review of emergency access"),
    "grants.rebuilt": _("Put right who may open which record"),
    "language.chosen": _("Chose a language"),
    "membership.chosen": _("Chose a team to act for"),
    "membership.ended": _("Ended somebody’s place in a team"),
    "membership.started": _("Gave somebody a place in a team"),
    "membership.suspended": _("Suspended somebody’s place in a team"),
    "note.added": _("Added a note"),
    "notice.read": _("Marked the notifications as read"),
    "notice.sent": _("Was sent a letter about notifications"),
    "notices.exported": _("Took away the notifications as a file"),
    "notices.listed": _("Read the notifications"),
    "overdue.exported": _("Took away a list of the overdue board as a file"),
    "overdue.listed": _("Read the overdue board or a list of it"),
    "overdue.swept": _("Checked what has become overdue"),
    "person.excluded": _("Excluded a person from the record"),
    "record.exported": _("Took away a part of the record as a file"),
    "record.read": _("Opened the record"),
    "registration.categories_changed": _("Changed the categories of a registration"),
    "registration.ended": _("Took the child’s name off the register"),
    "registration.placed": _("Placed the child’s name on the register"),
    "restriction.ended": _("Ended the restriction of the record"),
    "restriction.people_changed": _("Changed who is named on the restricted record"),
    "return.discarded": _("Discarded an uploaded return"),
    "return.failed": _("Could not load a return"),
    "return.loaded": _("Loaded a return"),
    "return.loading_asked": _("Asked for a return to be loaded"),
    "return.previewed": _("Checked an uploaded return"),
    "return.read": _("Read what a return would do or did"),
    "return.undone": _("Undid the loading of a return"),
    "return.uploaded": _("Uploaded a return"),
    "section47.concluded": _("Recorded the outcome of a section 47 enquiry"),
    "section47.started": _("Started a section 47 enquiry"),
    "session.ended": _("Signed out"),
    "session.refused": _("Was refused at sign-in"),
    "session.started": _("Signed in"),
    "share_request.asked": _("Asked for the record to be shared"),
    "share_request.granted": _("Granted a request to share"),
    "share_request.refused": _("Refused a request to share"),
    "share_request.withdrawn": _("Withdrew a request to share"),
    "share_requests.listed": _("Read the requests to share"),
    "shares.warned": _("Told of shares that end soon"),
    "share.changed": _("Changed what is shared"),
    "share.ended": _("Ended a share"),
    "strategy_discussion.recorded": _("Recorded a strategy discussion"),
    "team.opened": _("Opened a team"),
    "team.withdrawn": _("Withdrew a team that nobody used"),
    "visit.recorded": _("Recorded a visit"),
    "work.listed": _("Opened the page of own work"),
}


def words(action: str) -> str:
    """This will say what was done; an action of an earlier version is shown as it was written."""
    found = ACTIONS.get(action)
    return (
        str(found)
        if found is not None
        else gettext("Another event: %(action)s") % {"action": action}
    )
