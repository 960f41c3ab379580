"""The titles of the documents that time limits come from, as a page names them in both languages.

The titles are data of the procedures; a test holds this list to those whose clocks have words.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from cases.domain.procedures import Timescale

TITLES: tuple[str, ...] = (
    _("Powys County Council, how long each step will take"),
    _(
        "Wales Safeguarding Procedures, children and young people at risk, section 3 part 2, "
        "the initial conference"
    ),
    _(
        "Wales Safeguarding Procedures, children and young people at risk, section 3 part 2, "
        "outline plan"
    ),
    _(
        "Wales Safeguarding Procedures, children and young people at risk, section 3 part 2, "
        "post conference"
    ),
    _(
        "Wales Safeguarding Procedures, children and young people at risk, section 4, "
        "the core group"
    ),
    _(
        "Wales Safeguarding Procedures, children and young people at risk, section 4, "
        "later core groups"
    ),
    _(
        "Wales Safeguarding Procedures, children and young people at risk, section 4, "
        "seeing the child"
    ),
    _(
        "Wales Safeguarding Procedures, children and young people at risk, section 4, "
        "the co-ordinator"
    ),
    _(
        "Wales Safeguarding Procedures, children and young people at risk, section 4, "
        "the review conference"
    ),
    _("Working Together to Safeguard Children, read through Norfolk procedures 3.6"),
    _("Working Together to Safeguard Children, read through Norfolk procedures 3.10"),
    _("Central Bedfordshire, monitoring visits to children with a plan"),
)


def title(row: Timescale) -> str:
    """This will name the document a time limit comes from, without the tag of its page."""
    return gettext(title_in_english(row))


def title_in_english(row: Timescale) -> str:
    """This will give the title as the procedures hold it."""
    return row.source.partition(" [")[0]
