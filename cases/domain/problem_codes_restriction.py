"""The problems of restricting a record and excluding a person: a part of ``problem_codes``."""

from __future__ import annotations


def _(sentence: str) -> str:
    """This will mark a sentence for the catalogue of translations, and leave it as it is."""
    return sentence


RESTRICTION: dict[str, str] = {
    "nobody_named": _("Choose who may open the record"),
    "no_worker_named": _(
        "Name at least one person of the authority, besides the senior safeguarding manager, "
        "who records work with this child"
    ),
    "no_senior_named": _(
        "Name a senior safeguarding manager of the authority, who can end the restriction and "
        "authorise emergency access"
    ),
    "must_be_named": _(
        "{name} co-ordinates the plan or chairs a conference that is called: name them too, "
        "or put somebody else in their place first"
    ),
    "named_person_has_left": _("{name} does not work there any more"),
    "role_opens_no_record": _("{name} works in a role that opens no record"),
    "person_is_excluded": _("{name} is excluded from this record"),
    "restricted_to_named_people": _(
        "This record is restricted to named people: choose one person, not a whole team"
    ),
    "already_restricted": _("Somebody else has already restricted this record"),
    "not_restricted": _("This record is not restricted any more"),
    "named_people_changed": _(
        "Somebody else has changed the named people since you opened this page; "
        "look at them again. Nothing was saved"
    ),
    "nobody_could_end_exclusion": _(
        "Without {name} nobody could end this; let somebody else into the record first"
    ),
    "replace_before_excluding": _(
        "{name} co-ordinates the plan or chairs a conference that is called; "
        "put somebody else in their place first"
    ),
    "named_without": _(
        "The record is restricted, and without {name} nobody would be named who works with the "
        "child, or no senior safeguarding manager; name somebody else first"
    ),
    "excluding_oneself": _("Confirm that you exclude yourself, or choose somebody else"),
    "person_missing": _("Choose a person"),
    "already_excluded": _("{name} is already excluded from this record"),
    "exclusion_already_ended": _("This exclusion has already ended"),
}
