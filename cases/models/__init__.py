"""The models of what: one module a noun. Reached through ``cases.access`` only."""

from cases.models.case import Case, Involvement
from cases.models.child import Child, ChildIdentifier, ChildName, SiblingGroup
from cases.models.conference import Conference, ConferenceChild
from cases.models.deadline import Deadline, OverdueFlag, SweepRun
from cases.models.emergency import EmergencyAccess
from cases.models.enquiry import Section47Enquiry, StrategyDiscussion
from cases.models.grant import CaseGrant
from cases.models.import_manifest import WRITTEN_BY_A_LOADING
from cases.models.imports import ImportBatch, ImportChange, ImportedChild
from cases.models.list_choice import ListChoice
from cases.models.note import Note
from cases.models.notice import Notice
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
    "Case",
    "CaseGrant",
    "Child",
    "ChildIdentifier",
    "ChildName",
    "ChildSearch",
    "Conference",
    "ConferenceChild",
    "CoreGroupMeeting",
    "Deadline",
    "DeregistrationDecision",
    "EmergencyAccess",
    "Exclusion",
    "ImportBatch",
    "ImportChange",
    "ImportedChild",
    "Involvement",
    "ListChoice",
    "NameWord",
    "Note",
    "Notice",
    "OverdueFlag",
    "Registration",
    "RegistrationCategory",
    "Restriction",
    "Section47Enquiry",
    "ShareRequest",
    "SiblingGroup",
    "StrategyDiscussion",
    "SweepRun",
    "Visit",
]
