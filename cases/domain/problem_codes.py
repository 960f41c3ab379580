"""Every problem a rule or a service can name, and the English sentence that tells a worker of it.

The one list: a code that is not here may not be used, and tests hold the rules to that. Each
sentence stands whole, so that it can be put into Welsh whole. Names in braces are the problem's
parameters; ``cases.labels`` turns the sentences into words in both languages.
"""

from __future__ import annotations

from cases.domain.problem_codes_emergency import EMERGENCY
from cases.domain.problem_codes_restriction import RESTRICTION


def _(sentence: str) -> str:
    """This will mark a sentence for the catalogue of translations, and leave it as it is."""
    return sentence


PEOPLE: dict[str, str] = {
    "family_name_missing": _("Enter the family name"),
    "birth_or_expected_date_missing": _(
        "Enter the date of birth or, for an unborn child, the date the baby is expected"
    ),
    "born_on_in_future": _(
        "The date of birth is in the future; for an unborn child, enter the "
        "date the baby is expected instead"
    ),
    "child_is_adult": _(
        "This person has been an adult since {eighteenth_on}; the register is for children"
    ),
    "expected_on_too_far": _("The date the baby is expected must be within {weeks} weeks of today"),
    "expected_on_long_past": _(
        "The baby was expected more than {weeks} weeks ago; enter the date "
        "of birth, or check the date"
    ),
    "birth_in_future": _("The date of birth must be today or in the past"),
    "born_long_before_expected": _(
        "The birth is more than {weeks} weeks before the baby was expected, on {expected_on}; "
        "check the date"
    ),
    "born_long_after_expected": _(
        "The birth is more than {weeks} weeks after the baby was expected, on {expected_on}; "
        "check the date"
    ),
    "birth_already_recorded": _("The birth is already recorded, on {born_on}"),
    "child_has_nhs_number": _("Another NHS number is already on record for this child"),
    "died_on_in_future": _("The date of death must be today or in the past"),
    "died_on_before_birth": _("The date of death is before the child was born, on {born_on}"),
    "other_name_missing": _("Enter the name"),
    "other_name_too_long": _("A name has at most {most} letters"),
    "other_name_is_recorded": _("The child is recorded as {name} already"),
    "name_already_noted": _("This name is noted already"),
    "possible_matches_not_seen": _(
        "This child may be on record already; look at the possible matches first"
    ),
    "number_is_another_childs": _("Another child on record has this number"),
    "nhs_number_not_ten_digits": _("Enter an NHS number of 10 digits"),
    "nhs_number_check_digit": _("This is not a real NHS number; check each digit"),
    "nhs_number_placeholder": _("This NHS number is a filler, not a person’s number"),
    "upn_wrong_shape": _(
        "Enter a unique pupil number of a letter and 12 digits; a temporary one ends in a letter"
    ),
    "upn_check_letter": _("This is not a real unique pupil number; check each character"),
}

ENQUIRIES: dict[str, str] = {
    "decided_on_in_future": _("The day it was decided must be today or in the past"),
    "strategy_before_its_decision": _(
        "The discussion must be on or after the day it was decided to hold it, {decided_on}"
    ),
    "agencies_missing": _("Enter which agencies took part"),
    "reasons_missing": _("Enter the reasons for the decision"),
    "outcome_missing": _("Choose the outcome"),
    "strategy_discussion_already_recorded": _(
        "A strategy discussion is already recorded for that day"
    ),
    "started_on_in_future": _("The day the enquiries started must be today or in the past"),
    "started_on_before_birth": _("The enquiries started before the child was born, on {born_on}"),
    "started_before_strategy": _(
        "The enquiries must start on or after the strategy discussion, on {strategy_on}"
    ),
    "enquiry_ended_on_in_future": _("The day the enquiries ended must be today or in the past"),
    "enquiry_ended_before_start": _(
        "The enquiries must end on or after the day they started, {started_on}"
    ),
    "outcome_without_end": _("Enter the day the enquiries ended, as there is an outcome"),
    "end_without_outcome": _("Choose the outcome, as there is a day on which the enquiries ended"),
    "conference_needed_after_continuing_risk": _(
        "The outcome is a continuing risk of significant harm, so there must be a conference"
    ),
    "section47_already_concluded": _("The outcome of these enquiries is already recorded"),
}

CONFERENCES: dict[str, str] = {
    "no_children_at_conference": _("Choose at least one child"),
    "conference_already_called": _(
        "A conference for {child} is already called, for {planned_on}; "
        "hold or cancel that one first"
    ),
    "children_of_several_authorities": _("Choose children of one authority"),
    "not_a_chair_of_authority": _("Choose a conference chair of this authority"),
    "planned_before_strategy": _(
        "The conference for {child} must be planned for on or after the "
        "strategy discussion, on {strategy_on}"
    ),
    "held_before_strategy": _(
        "The conference for {child} must be on or after the strategy discussion, on {strategy_on}"
    ),
    "child_already_registered": _(
        "{child} is already on the register, since {registered_on}; call a review conference"
    ),
    "review_needs_registration": _("{child} is not on the register, so there is nothing to review"),
    "review_not_after_registration": _(
        "The review for {child} must be after the day of registration, {registered_on}"
    ),
    "review_not_after_conference": _(
        "The review for {child} must be after the conference that "
        "registered the child, on {conference_on}"
    ),
    "pre_birth_only_for_unborn": _("{child} has been born; call an initial conference"),
    "held_on_in_future": _("The day it was held must be today or in the past"),
    "held_on_before_birth": _("It was held before the child was born, on {born_on}"),
    "before_pregnancy": _(
        "The day is more than {weeks} weeks before the child was born, on {born_on}"
    ),
    "reason_missing": _("Enter the reason"),
    "conference_already_closed": _("This conference has already been held or cancelled"),
    "conference_not_held": _("Record first that the conference was held"),
    "decision_already_recorded": _("The decision for this child is already recorded"),
    "decision_missing": _("Choose the decision for this child"),
    "decision_not_for_this_kind": _("This kind of conference cannot make that decision"),
    "categories_missing": _("Choose at least one category"),
    "categories_not_wanted": _(
        "Choose categories only when the child is registered or the categories change"
    ),
    "only_one_category": _("Choose one category only"),
    "category_unknown": _("“{category}” is not a category of this nation’s procedures"),
    "categories_unchanged": _("The child is already registered in these categories"),
    "categories_changed_since": _(
        "The categories changed after this conference, on {category_on}; "
        "record the decisions in their order"
    ),
    "later_review_recorded": _("A later review, on {review_on}, is already recorded"),
    "outline_sent_on_in_future": _(
        "The day the outline plan was sent must be today or in the past"
    ),
    "record_sent_on_in_future": _("The day the record was sent must be today or in the past"),
    "outline_sent_before_conference": _(
        "The outline plan must be sent on or after the day of the conference, {held_on}"
    ),
    "record_sent_before_conference": _(
        "The record must be sent on or after the day of the conference, {held_on}"
    ),
    "childrens_services_absent": _(
        "Children’s services were not there; the chair must enter why the conference went ahead"
    ),
    "conference_not_quorate": _(
        "Only {others} of the {needed} other agencies needed were there; "
        "the chair must enter why the conference went ahead"
    ),
}

REGISTRATION: dict[str, str] = {
    "registered_on_in_future": _("The day of registration must be today or in the past"),
    "registered_on_before_birth": _(
        "The day of registration is before the child was born, on {born_on}"
    ),
    "registered_not_on_conference_day": _(
        "The day of registration must be the day of the conference, {conference_on}"
    ),
    "registration_overlaps": _("The child was already on the register from {registered_on}"),
    "already_off_the_register": _("The name has already come off the register"),
    "deregistration_reason_missing": _("Choose the reason for the name to come off the register"),
    "deregistration_needs_review": _(
        "Only a review conference can take a name off for this reason"
    ),
    "moved_before_transfer_conference": _(
        "A child who moves comes off only after the transfer conference in the new area"
    ),
    "evidence_missing": _("Enter what has changed for the child and how you know"),
    "evidence_too_short": _(
        "Enter at least {words} words on what has changed for the child and how you know"
    ),
    "birth_date_needed_for_eighteenth": _("There is no date of birth on record; enter it first"),
    "not_yet_eighteen": _(
        "The child turns 18 on {eighteenth_on}; the name cannot come off for "
        "this reason before then"
    ),
    "death_date_missing": _("Enter the date of death"),
    "off_before_category_change": _(
        "The name cannot come off before the day its categories began, {category_on}"
    ),
    "off_before_review": _(
        "The name cannot come off before the last review conference, on {review_on}"
    ),
    "record_does_not_fit": _(
        "This does not fit what is on record by now; look at the record again first"
    ),
    "off_before_death": _("The name cannot come off before the day the child died, {died_on}"),
    "deregistered_on_in_future": _("The day the name comes off must be today or in the past"),
    "deregistered_before_registration": _(
        "The day the name comes off must be on or after the day of registration, {registered_on}"
    ),
    "first_review": _(
        "Names do not normally come off at the first review; enter why this one does"
    ),
}

PLAN: dict[str, str] = {
    "visited_on_in_future": _("The day of the visit must be today or in the past"),
    "visited_on_before_birth": _("The visit is before the child was born, on {born_on}"),
    "visit_to_unborn_child": _("The child is not born yet; add a note instead of a visit"),
    "account_missing": _("Enter what happened"),
    "seen_alone_but_not_seen": _("The child cannot have been seen alone without being seen"),
    "bedroom_seen_away_from_home": _("The bedroom can be seen only at a visit to the home"),
    "refused_but_seen": _("The visit cannot have been refused if the child was seen"),
    "refused_but_bedroom_seen": _(
        "The visit cannot have been refused if the bedroom was seen. Change one of the two"
    ),
    "core_group_already_recorded": _("A core group is already recorded for that day"),
    "core_group_before_registration": _(
        "The core group must meet on or after the day {child} was placed on the register, "
        "{registered_on}"
    ),
    "core_group_child_not_registered": _("{child} was not on the register on that day"),
    "happened_on_in_future": _("The day it happened must be today or in the past"),
    "note_missing": _("Enter the note"),
}

EPISODES: dict[str, str] = {
    "case_is_closed": _("This case closed on {closed_on}; open a new episode first"),
    "case_is_open": _("This case is still open"),
    "episode_already_open": _("Another case of this child is open already"),
}

ACCESS: dict[str, str] = {
    "not_found": _("There is no such record, or you do not work with it"),
    "not_allowed": _("Your role or your part in this case does not allow this"),
    "no_teams_named": _("Choose the teams the note is for"),
    "team_not_involved": _("Choose teams that work with this child"),
    "team_reads_no_notes": _("Choose teams with whom notes of this child are shared"),
    "already_shared": _("This team or person already works with this case"),
    "not_a_share": _("Only a share with another team can be ended here"),
    "share_already_ended": _("This share has already ended"),
    "share_changed_meanwhile": _(
        "This share has been changed or ended meanwhile; look at who can see the record now"
    ),
    "nothing_changed": _("Nothing would change; change something or go back"),
    "share_starts_in_past": _("The share must start today or later"),
    "share_ends_before_start": _("The share must end after it starts"),
    "share_too_far_ahead": _("Choose a day within {years} years from now"),
    "seen_already": _("You can see this much of the record already"),
    "more_than_asked": _("Nobody is given more than they asked for"),
    "request_is_open": _("You have asked already; the answer is still to come"),
    "request_is_answered": _("This request has already been answered or withdrawn"),
    "asker_has_left": _("The person who asked no longer works in that team"),
    "purpose_missing": _("Enter why it is shared"),
    "level_not_for_partners": _("Another agency cannot be given this much of the record"),
    "share_ends_in_past": _("The share must end after today"),
    "person_not_in_team": _("Choose a person of that team"),
    "not_a_worker_of_authority": _("Choose a worker of this authority"),
    "somebody_is_saving": _(
        "Somebody else is saving this record, or a return is being checked. "
        "Nothing was saved; try again"
    ),
    "bad_filter": _("This address asks for a list that there is not"),
}

IMPORTS: dict[str, str] = {
    "import_is_uploaded": _("This return is still waiting for its preview"),
    "import_is_previewing": _("The preview of this return is still being made"),
    "import_is_previewed": _("This return is not loaded"),
    "import_is_loading": _("{by} has already asked for this return to be loaded"),
    "import_is_loaded": _("This return is already loaded"),
    "import_is_undone": _("The loading of this return has already been undone"),
    "import_is_failed": _("This return could not be loaded; upload it again"),
    "import_is_discarded": _("This return was discarded; upload it again to load it"),
    "import_undo_reason_missing": _("Enter why the loading is to be undone"),
    "import_added_to": _("Something has been added to these children since the loading"),
    "import_form_changed": _(
        "The register’s form has changed since; this loading can no longer be undone"
    ),
    "import_nothing_to_undo": _(
        "There is nothing to undo: this loading wrote nothing to the register, "
        "or it was made before loadings could be undone"
    ),
}

PROBLEM_CODES: dict[str, str] = {
    **PEOPLE,
    **ENQUIRIES,
    **CONFERENCES,
    **REGISTRATION,
    **PLAN,
    **EPISODES,
    **ACCESS,
    **RESTRICTION,
    **EMERGENCY,
    **IMPORTS,
}
