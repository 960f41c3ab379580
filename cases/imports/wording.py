"""The words for everything an import can say: unreadable files, findings, kinds and places.

Codes are made in the parsers; people read these sentences in the report, the page and the CSV.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.imports.errors import UnreadableFile
from cases.imports.records import Finding, Kind, Place, Severity

KINDS: dict[Kind, Promise | str] = {
    Kind.FILE: _("File"),
    Kind.CHILD: _("Children"),
    Kind.SECTION_47: _("Section 47 enquiries"),
    Kind.CONFERENCE: _("Initial conferences"),
    Kind.PLAN: _("Registrations (child protection plans)"),
    Kind.REVIEW: _("Review conferences"),
    Kind.VISIT: _("Visits"),
}

SEVERITIES: dict[Severity, Promise | str] = {
    Severity.REFUSED: _("Not loaded"),
    Severity.WARNING: _("Please check"),
}

UNREADABLE: dict[str, Promise | str] = {
    "empty": _("The file is empty."),
    "unknown_format": _(
        "This is neither a children in need census (XML) nor an Annex A workbook (.xlsx)."
    ),
    "old_or_locked_workbook": _(
        "This workbook is in the old Excel format or protected by a password. "
        "Save it as an .xlsx workbook without a password and try again."
    ),
    "too_big": _("The file is larger than %(megabytes)s MB, the most that is accepted."),
    "not_a_workbook": _("The file cannot be opened as a workbook (%(reason)s)."),
    "unpacks_too_big": _(
        "The workbook would unpack to far more than a return can hold, so it was not opened."
    ),
    "too_many_sheets": _("The workbook has more than %(limit)s sheets."),
    "too_many_rows": _("Sheet “%(sheet)s” has more than %(limit)s rows."),
    "sheet_unreadable": _("Sheet “%(sheet)s” cannot be read (%(reason)s)."),
    "no_lists_found": _(
        "No sheet of this workbook has the headings of List 5 (section 47 enquiries) or "
        "List 7 (child protection plans)."
    ),
    "document_type": _(
        "The file contains a document type or entities (%(line)s). A return needs neither, "
        "and they can be used to do harm, so it was not read."
    ),
    "not_well_formed": _("The XML is broken at line %(line)s: %(reason)s."),
    "wrong_encoding": _("The text of the file is not in the encoding it claims (%(reason)s)."),
    "wrong_root": _(
        "The XML is not a census: it starts with “%(name)s” where “Message” is expected."
    ),
    "wrong_collection": _(
        "The XML is a return of another collection (“%(name)s”), not the children in need census."
    ),
    "too_deep": _("The XML is nested too deeply at line %(line)s."),
    "branch_too_big": _("One child of the file has too many entries, at line %(line)s."),
    "text_too_long": _("An entry of the file is too long, at line %(line)s."),
}

FAILURES: dict[str, Promise | str] = {
    "not_allowed_any_more": _(
        "Whoever asked for it may no longer load returns for this authority, so nothing was loaded."
    ),
    "file_gone": _("The uploaded file is no longer there, so nothing was loaded."),
    "lost": _(
        "The work was begun several times and never came to its end, so nothing was loaded. "
        "Upload the return again; if it happens again, tell the people who run this register."
    ),
    "not_wanted": _("It was neither loaded nor discarded in time, so the file was deleted."),
}

FINDINGS: dict[str, Promise | str] = {
    # The file as a whole
    "no_reference_date": _("The file does not give its reference date."),
    "header_date_not_understood": _("A date in the header of the file cannot be read."),
    "year_differs": _("The file says year %(value)s but its reference date is %(reference_on)s."),
    "made_before_reference": _(
        "The file was made on %(on)s, before its reference date %(reference_on)s."
    ),
    "no_children": _("The file holds no child."),
    "authority_differs": _(
        "The file names authority %(value)s; it is being loaded for %(authority)s."
    ),
    "stray_text": _("The text “%(value)s” stands between elements and belongs to none."),
    "unknown_element": _("The element “%(name)s” is not known (%(times)s times); not loaded."),
    "item_not_loaded": _("“%(name)s” (%(times)s times) has no place in this register; not loaded."),
    "sheet_not_read": _("This sheet is neither List 5 nor List 7; not read."),
    "no_section_47_list": _("No sheet has the headings of List 5 (section 47 enquiries)."),
    "no_plans_list": _("No sheet has the headings of List 7 (child protection plans)."),
    "column_not_loaded": _("The column “%(name)s” has no place in this register; not loaded."),
    "column_unknown": _("The column “%(name)s” is not known; not loaded."),
    "column_repeated": _("The column “%(name)s” stands more than once; the first is read."),
    "column_missing": _("There is no column for “%(name)s”."),
    "outside_enquiries": _(
        "%(times)s initial conferences stand outside any section 47 enquiry. The census uses that "
        "place for transfers in as well; they are loaded as initial conferences."
    ),
    # Who the child is
    "no_local_id": _("The child has no number of the authority (%(item)s)."),
    "local_id_unusable": _("The child's number “%(value)s” is too long or not plain text."),
    "child_repeated": _("The same child's number stands already at line %(first)s."),
    "nothing_left": _("Nothing in the rows of this child could be loaded."),
    "no_referral": _("The child has no referral, so there is no case to load."),
    "no_birth_date": _("Neither a date of birth nor an expected date is given."),
    "birth_not_understood": _("The date of birth “%(value)s” cannot be read."),
    "born_in_future": _("The date of birth %(on)s is in the future."),
    "born_and_expected": _(
        "Both a date of birth (%(on)s) and an expected date (%(expected_on)s) are given; "
        "the birth is kept."
    ),
    "expected_too_far": _("The expected date of birth %(on)s is further off than a pregnancy."),
    "expected_long_ago": _("The expected date of birth %(on)s is long past and no birth is given."),
    "death_before_birth": _(
        "The date of death %(on)s is before the birth on %(born_on)s; left out."
    ),
    "sex_missing": _("No sex is given; recorded as not known."),
    "sex_not_understood": _("The sex “%(value)s” is not on the code list; recorded as not known."),
    "sex_code_of_other_list": _(
        "The sex code “%(value)s” belongs to the census's other code list; read as %(read_as)s."
    ),
    "sex_of_unborn": _("The child is not yet born but has the sex “%(value)s”; left out."),
    "ethnicity_not_understood": _("The ethnicity “%(value)s” is not on the code list; left out."),
    "ethnicity_letter_differs": _(
        "In “%(value)s” the letter stands for %(other)s in the published list; read as %(read_as)s."
    ),
    "upn_wrong": _("%(item)s “%(value)s” has a wrong check letter or form; left out."),
    "upn_repeated": _("UPN %(value)s belongs already to the child at %(first)s; left out."),
    "upn_and_reason_for_none": _("A UPN is given, and a reason for having none as well."),
    "birth_differs": _(
        "This row gives the birth as “%(value)s”, but %(first)s gives %(born_on)s for the same "
        "number: it may be another child."
    ),
    "details_differ": _(
        "%(item)s is “%(value)s” here and “%(first_value)s” in the first row; the first is kept."
    ),
    "element_repeated": _("%(item)s stands more than once; the first is read."),
    "value_expected": _("%(item)s holds other elements where a value is expected."),
    # Dates and values
    "date_missing": _("%(item)s is missing."),
    "date_not_understood": _("%(item)s “%(value)s” cannot be read as a date."),
    "date_in_future": _("%(item)s is in the future (%(on)s)."),
    "date_before_pregnancy": _(
        "%(item)s %(on)s is more than 42 weeks before the birth on %(born_on)s."
    ),
    "date_after_death": _("%(item)s %(on)s is after the child's death on %(died_on)s."),
    "date_after_childhood": _(
        "%(item)s %(on)s is on or after the 18th birthday (born %(born_on)s)."
    ),
    "date_after_reference": _(
        "%(item)s %(on)s is after the return's reference date %(reference_on)s; loaded."
    ),
    "not_loaded_date_not_understood": _(
        "%(item)s “%(value)s” cannot be read as a date. This item is not loaded."
    ),
    "not_loaded_date_in_future": _("%(item)s is in the future (%(on)s). This item is not loaded."),
    "not_loaded_date_before_pregnancy": _(
        "%(item)s %(on)s is more than 42 weeks before the birth on %(born_on)s. "
        "This item is not loaded."
    ),
    "not_loaded_out_of_order": _(
        "%(item)s %(on)s is before %(other)s %(other_on)s. These items are not loaded."
    ),
    "out_of_order": _("%(item)s %(on)s is before %(other)s %(other_on)s; left out."),
    "before_referral": _("%(item)s %(on)s is before %(other)s %(other_on)s."),
    "after_closure": _("%(other)s %(other_on)s is after %(item)s %(on)s."),
    "referral_missing": _("The referral has no date."),
    "referral_after_death": _(
        "The referral of %(on)s is after the child's death on %(died_on)s; loaded."
    ),
    "answer_not_understood": _("%(item)s “%(value)s” is neither yes nor no; left out."),
    "formula_not_read": _(
        "%(item)s holds a formula or an error; nothing is calculated. Left empty."
    ),
    "repeated": _("The same entry of %(on)s stands already at %(first)s."),
    # What the register knows already
    "not_accepted": _("The register does not accept this child as returned (%(reason)s)."),
    "known_birth_differs": _(
        "The return gives the birth as %(born_on)s, the register as %(known_on)s, for the same "
        "number: it may be another child."
    ),
    "known_detail_differs": _(
        "%(item)s is “%(value)s” in the return and “%(known)s” in the register; left as it was."
    ),
    "number_of_another_child": _("The %(item)s number is another child's on record; left out."),
    "record_is_closed": _(
        "This child’s record is not open to those who load returns: nothing of it was compared or "
        "loaded. Call %(whom)s."
    ),
    "number_known_elsewhere": _(
        "Somebody knows a child by this %(item)s number: call %(whom)s. The number is left out."
    ),
    "joined_open_case": _(
        "The referral of %(on)s joins the case open since %(other_on)s: a child has one open case."
    ),
    "closed_with_open_plan": _(
        "The return closes the case on %(on)s, but the name is still on the register; kept open."
    ),
    "overlaps_known": _(
        "The plan from %(on)s overlaps a registration from %(other_on)s that is on record."
    ),
    "overlaps_elsewhere": _(
        "The plan from %(on)s overlaps a registration that is on record with another authority."
    ),
    "category_not_of_nation": _(
        "The plan from %(on)s has the category “%(value)s”, which this nation does not have."
    ),
    "category_change_undated": _(
        "The latest category is not the first; the day it changed is not given. %(on)s is taken."
    ),
    "known_end_differs": _(
        "The return ends the plan on “%(on)s”, the register on “%(known_on)s”; left as it was."
    ),
    "known_category_differs": _(
        "The return gives the category “%(value)s”; the registration was recorded here and is "
        "left as it was."
    ),
    # Enquiries and conferences
    "conference_before_enquiry": _(
        "The conference on %(on)s is before its section 47 enquiry started on %(started_on)s."
    ),
    "conference_held_but_not_required": _(
        "The conference is said not to be required, but one was held on %(on)s; it is kept."
    ),
    "plan_said_not_listed": _(
        "The conference on %(on)s is said to have led to a plan, but no such plan is in List 7."
    ),
    # Plans
    "category_missing": _("%(item)s is missing."),
    "category_not_understood": _("%(item)s “%(value)s” is not a known category; left out."),
    "no_category": _("No known category of abuse is given."),
    "plan_ends_before_start": _("The plan ends on %(on)s, before it starts on %(started_on)s."),
    "plan_past_childhood": _(
        "The plan from %(on)s goes on after the 18th birthday on %(of_age_on)s; loaded as given."
    ),
    "plans_overlap": _(
        "The plan from %(on)s overlaps the plan at %(first)s, which had not ended by then."
    ),
    "number_not_understood": _(
        "The number of previous plans “%(value)s” cannot be read; left out."
    ),
    "number_unlikely": _("The number of previous plans, %(number)s, is unlikely; loaded as given."),
    "review_before_plan": _("The review on %(on)s is before the plan's start on %(started_on)s."),
    "review_after_plan": _("The review on %(on)s is after the plan's end on %(ended_on)s."),
    "visit_before_plan": _("The visit on %(on)s is before the plan's start on %(started_on)s."),
    "visit_after_plan": _("The visit on %(on)s is after the plan's end on %(ended_on)s."),
}


def filled(words: Promise | str, params: Mapping[str, object]) -> str:
    """This will put values into a sentence; a value that is missing shows as an empty place."""
    return str(words) % _Blank({name: str(value) for name, value in params.items()})


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def unreadable_text(error: UnreadableFile) -> str:
    """This will give the sentence for a file that cannot be read."""
    return filled(UNREADABLE[error.code], error.params)


def failure_text(failure: Mapping[str, Any]) -> str:
    """This will say why a loading failed or was ended; nothing where it was not."""
    words = {**UNREADABLE, **FAILURES}.get(failure.get("code", ""))
    return filled(words, failure.get("params", {})) if words else ""


def finding_text(finding: Finding) -> str:
    """This will give the sentence for one finding, without its place."""
    return filled(FINDINGS[finding.code], finding.params)


def place_text(place: Place) -> str:
    """This will say where something stands: a line, or a sheet and row; nothing if nowhere."""
    if place.line is not None:
        return gettext("line %(line)s") % {"line": place.line}
    if place.sheet and place.row is not None:
        return gettext("%(sheet)s, row %(row)s") % {"sheet": place.sheet, "row": place.row}
    return place.sheet
