"""The models of what: one module a noun. Reached through ``cases.access`` only."""

from cases.models.calendar_entry import CalendarEntry
from cases.models.case import Case, Involvement
from cases.models.child import Child, ChildIdentifier, ChildName, SiblingGroup
from cases.models.conference import Conference, ConferenceChild
from cases.models.conference_letter import ConferenceLetter
from cases.models.conference_report import (
    ConferenceReport,
    ReportAttachment,
    ReportSharing,
)
from cases.models.deadline import Deadline, OverdueFlag, SweepRun
from cases.models.draft import Draft
from cases.models.emergency import EmergencyAccess
from cases.models.enquiry import Section47Enquiry, StrategyDiscussion
from cases.models.grant import CaseGrant
from cases.models.import_manifest import WRITTEN_BY_A_LOADING
from cases.models.imports import ImportBatch, ImportChange, ImportedChild
from cases.models.invitation import AgencyView, Invitation
from cases.models.list_choice import ListChoice
from cases.models.note import Note
from cases.models.notice import Notice
from cases.models.postponement import ChildLeftOut, Postponement
from cases.models.registration import (
    DeregistrationDecision,
    Registration,
    RegistrationCategory,
)
from cases.models.restriction import Exclusion, Restriction
from cases.models.search import ChildSearch, NameWord
from cases.models.share_request import ShareRequest
from cases.models.visit import CoreGroupMeeting, Visit

__all__ = [
    "WRITTEN_BY_A_LOADING",
    "AgencyView",
    "CalendarEntry",
    "Case",
    "CaseGrant",
    "Child",
    "ChildIdentifier",
    "ChildLeftOut",
    "ChildName",
    "ChildSearch",
    "Conference",
    "ConferenceChild",
    "ConferenceLetter",
    "ConferenceReport",
    "CoreGroupMeeting",
    "Deadline",
    "DeregistrationDecision",
    "Draft",
    "EmergencyAccess",
    "Exclusion",
    "ImportBatch",
    "ImportChange",
    "ImportedChild",
    "Invitation",
    "Involvement",
    "ListChoice",
    "NameWord",
    "Note",
    "Notice",
    "OverdueFlag",
    "Postponement",
    "Registration",
    "RegistrationCategory",
    "ReportAttachment",
    "ReportSharing",
    "Restriction",
    "Section47Enquiry",
    "ShareRequest",
    "SiblingGroup",
    "StrategyDiscussion",
    "SweepRun",
    "Visit",
]
