"""Words for what a conference weighed: the threshold limb by limb, support, the words heard."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cases.domain.taking_part import Harm
from cases.labels import label
from cases.models import ConferenceChild


def rows(at: ConferenceChild) -> list[dict[str, Any]]:
    """This will show what a decision rests on; nothing for what was not asked or was loaded."""
    found: list[dict[str, Any]] = [{"label": _("The parents’ views"), "value": at.parents_views}]
    if at.harm:
        found += [
            {"label": _("Harm"), "value": label(Harm(at.harm))},
            {"label": _("What harm rests on"), "value": at.harm_evidence},
        ]
    if at.is_risk_continuing is not None:
        goes_on = _("The risk of significant harm continues")
        ends = _("No continuing risk of significant harm")
        found += [
            {"label": _("Risk"), "value": goes_on if at.is_risk_continuing else ends},
            {"label": _("What the risk rests on"), "value": at.risk_evidence},
        ]
    if at.support:
        found.append({"label": _("Care and support offered"), "value": at.support})
    if at.chairs_reason:
        found.append({"label": _("Why the chair decided so"), "value": at.chairs_reason})
    return found


def words_rows(at: ConferenceChild) -> list[dict[str, Any]]:
    """This will show the words heard as they are recorded now."""
    return [
        {"label": _("The child’s views"), "value": at.childs_views},
        {"label": _("The parents’ views"), "value": at.parents_views},
    ]
