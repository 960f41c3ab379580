"""Every problem a rule can name, and the English sentence that tells a worker of it.

The one list: a rule may use no code that is not here, and a test holds it to that. Names in
braces are the problem's parameters. ``cases.labels`` turns sentences and field names into words
in both languages; dates arrive there as dates.
"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # Dates in general
    "date_in_future": "{field_name} must be today or in the past",
    "date_before_birth": "{field_name} is before the child was born, on {born_on}",
    "date_before_pregnancy": "{field_name} is more than {weeks} weeks before the birth",
    "date_before_other": "{field_name} must be on or after {other_name}, {other}",
    "date_after_death": "{field_name} is after the child died, on {died_on}",
    # People
    "name_missing": "Enter the child's name; for an unborn child, the family name",
    "birth_or_expected_date_missing": "Enter the date of birth, or the date the baby is expected",
    "birth_date_in_future": "The date of birth is in the future; for an unborn child, give the "
    "date the baby is expected",
    "child_is_adult": "Aged 18 or over since {eighteenth_on}; the register is for children",
    "expected_date_too_far": "The date the baby is expected must be within {weeks} weeks of today",
    "expected_date_long_past": "The baby was expected more than {weeks} weeks ago; record the "
    "birth or check the date",
    # Identifiers
    "nhs_number_not_ten_digits": "An NHS number has 10 digits",
    "nhs_number_check_digit": "This is not a real NHS number; check each digit",
    "nhs_number_placeholder": "This NHS number is a filler, not a person's number",
    "upn_wrong_shape": "A unique pupil number is a letter and 12 digits; a temporary one ends in "
    "a letter",
    "upn_check_letter": "This is not a real unique pupil number; check each character",
    # Strategy discussions and section 47 enquiries
    "outcome_missing": "Choose what was decided",
    "reasons_missing": "Write the reasons for the decision",
    "section_47_outcome_without_end": "Enter the day the enquiries ended, as an outcome is given",
    "section_47_end_without_outcome": "Choose the outcome, as an end date is given",
    "conference_needed_after_continuing_risk": "The outcome is a continuing risk of significant "
    "harm, so a conference is required",
    # Conferences
    "no_children_at_conference": "Choose at least one child",
    "conference_planned_in_past": "The conference must be planned for today or later",
    "already_registered": "This child is already on the register, since {registered_on}",
    "review_needs_registration": "A review is only for a child on the register",
    "review_not_after_registration": "A review must be held after the child was registered, on "
    "{registered_on}",
    "review_not_after_conference": "A review must be held after the conference that registered "
    "the child, on {conference_on}",
    "decision_missing": "Choose the decision for this child",
    "decision_not_for_this_kind": "This kind of conference cannot make that decision",
    "categories_missing": "Choose at least one category",
    "categories_not_wanted": "Choose a category only when the child is registered or the "
    "categories change",
    "only_one_category": "Choose one category only",
    "category_unknown": "{category} is not a category of this nation's procedures",
    "categories_unchanged": "These are the categories the child is already registered in",
    "later_review_recorded": "A later review, on {review_on}, has already been recorded",
    "conference_not_quorate": "Too few agencies were present ({others} of {needed} besides "
    "children's services); the chair must write why the conference went ahead",
    "childrens_services_absent": "Children's services were not present; the chair must write why "
    "the conference went ahead",
    # Registration and coming off the register
    "registered_not_on_conference_day": "A child is registered on the day of the conference, "
    "{conference_on}",
    "registration_overlaps": "The child was already on the register from {registered_on}",
    "not_registered": "This child is not on the register",
    "deregistration_reason_missing": "Choose the reason the name comes off the register",
    "deregistration_needs_review": "Only a review conference can take a name off for this reason",
    "moved_before_transfer_conference": "A child who moved comes off only after the transfer "
    "conference in the new area",
    "evidence_missing": "Write what has changed for the child and how you know",
    "evidence_too_short": "Write more: at least {words} words on what has changed for the child",
    "birth_date_needed_for_eighteenth": "Record the date of birth before using this reason",
    "not_yet_eighteen": "The child is 18 on {eighteenth_on}, not before",
    "death_not_recorded": "Record the date of death before using this reason",
    "removed_off_conference_day": "The name comes off on the day of the review conference, "
    "{conference_on}",
    "first_review": "Names do not normally come off at the first review; write why this one does",
    # Visits
    "seen_alone_but_not_seen": "The child cannot have been seen alone without being seen",
    "visit_to_unborn_child": "An unborn child cannot be visited; write a note instead",
}

FIELD_NAMES: dict[str, str] = {
    "born_on": "The date of birth",
    "died_on": "The date of death",
    "expected_on": "The date the baby is expected",
    "decided_on": "The day of the decision",
    "held_on": "The day it was held",
    "planned_on": "The planned day",
    "started_on": "The day the enquiries started",
    "ended_on": "The last day",
    "strategy_held_on": "the strategy discussion",
    "registered_on": "The day of registration",
    "deregistered_on": "The day the name comes off",
    "conference_on": "the conference",
    "outline_sent_on": "The day the outline plan was sent",
    "record_sent_on": "The day the record was sent",
    "visited_on": "The day of the visit",
    "happened_on": "The day it happened",
}
"""What a date is called in a sentence; ``field_name`` and ``other_name`` are keys of this."""


def sentence(code: str) -> str:
    """Give the English sentence of a code.

    Raises:
        KeyError: for a code that is not in the list.

    """
    return SENTENCES[code]
