"""Public functions of the service modules that take an actor and are no act of their own: why not.

Beside ``acts``: what is in neither is noticed by ``test_audit``.
"""

from __future__ import annotations

from tests.integration import acts_calling, acts_reports

NO_ACTS = {
    "cases.services.holding.settle": "a part of hold_conference, which records it",
    "cases.services.letters.send_letters": "letters to several, each an act of its own",
    "cases.services.conference_letters.make_letters": "several, each an act of its own",
    "cases.services.calendar_entries.send_calendars": "letters to several, each an act of its own",
    "cases.services.notices.send_notices": "letters to several, each an act of its own",
    "cases.services.emergency_limits.tell_officers": "letters to several, each an act of its own",
    "cases.services.notices.tell_involved": "a part of the acts that tell, which record themselves",
    "cases.services.notices.settle": "a part of what the actor did, which records itself",
    "cases.services.notices.tell_of_naming": "a part of naming somebody, which records itself",
    "cases.services.shares.record": "a part of the acts on shares, which it records",
    "cases.services.cases.lock": "the gate and the lock of the services; writes nothing",
    "cases.services.cases.lock_all": "the gate and the lock of the services; writes nothing",
    "cases.services.restrictions.still_open": "the same, and the gate again; writes nothing",
    "cases.services.taking_part.lock_called": "the gate and the lock; writes nothing",
    "cases.services.taking_part.lock_invitation": "the same; writes nothing",
    "cases.services.invited.tell": "a part of the acts that invite, which record themselves",
    "cases.services.invited.tell_invited": "a part of what becomes of a conference, recorded there",
    "cases.services.invited.ask_again": "a part of postponing, which records itself",
    "cases.services.taking_part.record": "a part of the acts on invitations, which it records",
    **acts_calling.NO_ACTS,
    "cases.services.children.open_case": "a part of add_child, which records it",
    "cases.services.drafts.sent": "forgets what the act beside it has said",
    "cases.services.list_choices.remember": "how somebody likes a list; the list's reading is told",
    "cases.services.list_choices.forget": "how somebody likes a list; the list's reading is told",
    "cases.services.api_reading.record_listing": "writes its event in the caller's transaction",
    **acts_reports.NO_ACTS,
}
