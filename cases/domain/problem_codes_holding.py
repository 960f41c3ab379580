"""The problems of holding a conference and deciding in it: a part of ``problem_codes``."""

from __future__ import annotations


def _(sentence: str) -> str:
    """This will mark a sentence for the catalogue of translations, and leave it as it is."""
    return sentence


HOLDING: dict[str, str] = {
    "harm_not_answered": _("Choose whether the child has suffered harm or is likely to"),
    "harm_evidence_missing": _("Enter what the answer on harm rests on"),
    "risk_not_answered": _("Choose whether the risk of significant harm continues"),
    "risk_evidence_missing": _("Enter what the answer on the risk rests on"),
    "threshold_not_met": _(
        "The name is placed only where harm was suffered or is likely and the risk continues"
    ),
    "threshold_is_met": _(
        "Harm was suffered or is likely and the risk continues: the name is to be placed"
    ),
    "support_missing": _("Enter what care and support is offered instead"),
    "agency_view_missing": _("Record the view of {agency} first: each agency there is asked"),
    "chairs_reason_missing": _("Not every agency is of this view: enter why the chair decided so"),
    "conference_was_cancelled": _("This conference was cancelled"),
    "conference_is_to_come": _("This conference is to come, on {planned_on}"),
    "presence_missing": _("Choose how they took part, or that they were not there"),
    "absent_with_somebody_instead": _(
        "Choose how the person took part who came instead, or leave their name out"
    ),
    "only_agencies_send_somebody": _("Add whoever came of the family as a person of their own"),
    "kept_out_was_not_there": _("The chair keeps this person out of the whole conference"),
    "only_who_came_has_a_view": _("Record first that this agency was there"),
    "opinion_missing": _("Choose the agency’s view"),
    "view_reasons_missing": _("Enter why the agency thinks so"),
    "view_stood_before_decision": _(
        "The decision was made with the view as recorded; record a dissent instead"
    ),
    "changed_meanwhile": _("Somebody else changed this meanwhile; yours was not saved"),
    "team_is_at_conference": _("This agency’s team is on the list already"),
    "team_does_not_work_with_child": _("Choose a team that works with one of the children"),
    "name_is_at_conference": _("{name} is on the list already"),
    "name_of_guest_missing": _("Enter the name of the person who came"),
    "guest_kind_missing": _("Choose who came"),
    "quorum_reason_is_the_chairs": _(
        "Only the chair of this conference goes on with too few agencies"
    ),
}
