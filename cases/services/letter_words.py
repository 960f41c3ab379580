"""What a letter of invitation to a conference says, in the language of the moment.

Words of our own after the Wales Safeguarding Procedures (c3pt2-p5, p6, p8, p9; c4-p7): a spoken and
a written invitation, what a conference is, whom one may bring, advocacy, language, complaints.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.domain.taking_part import ConferenceLanguage, Invitee
from cases.labels import label


@dataclass(frozen=True)
class Block:
    """A heading, what is said under it, and facts by their names."""

    heading: str = ""
    said: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Part:
    """A letter in one language."""

    language: str
    title: str
    source: tuple[str, ...]
    written: str
    greeting: str
    blocks: tuple[Block, ...]
    closing: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What a letter is made of."""

    to: str
    invitee: Invitee
    children: tuple[str, ...]
    day: date
    starts: time | None
    place: str
    link: str
    language: ConferenceLanguage | None
    interpretation: str
    chair: str
    authority: tuple[str, str]
    writer: str
    telephone: str
    written_on: date


def part(facts: Facts) -> Part:
    """This will write the letter in the language of the moment."""
    language = get_language() or "en"
    authority = facts.authority[1 if language == "cy" else 0]
    return Part(
        language=language,
        title=_("Invitation to a child protection conference"),
        source=tuple(filter(None, [authority, facts.telephone])),
        written=date_format(facts.written_on, "j F Y"),
        greeting=_("Dear %(name)s,") % {"name": facts.to},
        blocks=tuple(_blocks(facts)),
        closing=tuple(filter(None, [_("Yours sincerely,"), facts.writer, authority])),
    )


def _blocks(facts: Facts) -> list[Block]:
    return [
        Block(said=(_about(facts),), facts=_when_and_where(facts)),
        Block(_("What a conference is"), _what_it_is()),
        Block(_("Taking part"), _taking_part(facts)),
        Block(_("Who can be with you"), _with_you()),
        Block(
            _("Your language, and other help"),
            (
                _("You may speak Welsh or English at the conference, as you choose."),
                _(
                    "Tell us if you need an interpreter, or help with seeing, hearing, reading or "
                    "getting there. We arrange it."
                ),
            ),
        ),
        Block(
            _("If you are not content"),
            (
                _(
                    "You have the right to complain about how you are treated. Ask us for the "
                    "leaflet that says how."
                ),
            ),
        ),
        Block(_("Questions"), _questions(facts)),
    ]


def _about(facts: Facts) -> str:
    if facts.invitee is Invitee.CHILD:
        return _(
            "We invite you to a meeting about you. It is called a child protection conference."
        )
    return _("We invite you to a child protection conference about %(names)s.") % {
        "names": ", ".join(facts.children)
    }


def _when_and_where(facts: Facts) -> tuple[tuple[str, str], ...]:
    at = f", {time_format(facts.starts, 'H:i')}" if facts.starts else ""
    found = (
        (_("Day"), date_format(facts.day, "l j F Y") + at),
        (_("Place"), facts.place),
        (_("By video"), facts.link),
        (_("Chair"), facts.chair),
        (_("Language"), label(facts.language) if facts.language else ""),
        (_("Interpretation"), facts.interpretation),
    )
    return tuple((name, fact) for name, fact in found if fact)


def _what_it_is() -> tuple[str, ...]:
    return (
        _(
            "A conference is a meeting of your family and of the people from different agencies "
            "who work with it. They share what they know, say what goes well and what worries "
            "them, and listen to you."
        ),
        _(
            "For each child, the practitioners decide whether there is a continuing risk of "
            "significant harm. If there is, the child’s name is on the child protection register, "
            "and there is a plan that protects the child."
        ),
    )


def _taking_part(facts: Facts) -> tuple[str, ...]:
    if facts.invitee in (Invitee.ADVOCATE, Invitee.SUPPORTER):
        return (_("Please tell us whether you are coming."),)
    return (
        _("Your views matter, and they are written down. The chair will meet you beforehand."),
        _("You will be shown the reports beforehand, with time to read them and to ask."),
        _(
            "If you do not come, you can write down what you think, or tell it to somebody who "
            "passes it on. Please tell us either way."
        ),
    )


def _with_you() -> tuple[str, ...]:
    return (
        _(
            "You may bring a friend, a relative, an advocate or a solicitor to support you. They "
            "do not give an opinion of their own or take part in the decision."
        ),
        _(
            "A child is entitled to an independent advocate, who helps the child to say what the "
            "child wants, with the child or in the child’s place. Ask us if none was offered."
        ),
    )


def _questions(facts: Facts) -> tuple[str, ...]:
    if not facts.telephone:
        return (_("Please ask %(name)s.") % {"name": facts.writer},)
    return (
        _("Please ask %(name)s, telephone %(number)s.")
        % {"name": facts.writer, "number": facts.telephone},
    )
