"""Whom to invite to a conference, what they answered, whom the chair keeps out; preparing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases import labels
from cases.domain.rules.taking_part import LET_IN_DAYS
from cases.domain.taking_part import (
    AdvocateAnswer,
    ConferenceLanguage,
    Invitee,
    KeptOut,
    Reply,
)
from cpr import clock
from cpr.ui import forms as ui

NOBODY_OUT = "nothing"


class VersionedForm(ui.Form):
    """A form about a row as it was last seen: whoever saves second is told."""

    version = ui.HiddenField()

    @property
    def seen_version(self) -> int:
        """The version that was seen; none that ever was for what is no number."""
        given = str(self.cleaned_data.get("version", ""))
        return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1

    def take_version(self, version: int) -> None:
        """This will give the form, with all that was typed, the version that is stored now."""
        typed: Any = self.data
        data = typed.copy()
        data["version"] = str(version)
        self.data = data


class InviteForm(ui.Form):
    """Who of those that work with the children is invited."""

    guests = ui.CheckboxesField(
        label=_("Who is invited?"), required_message=_("Choose whom to invite")
    )

    def __init__(self, *args: Any, guests: Sequence[ui.Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guests"].choices = guests  # type: ignore[attr-defined]


class InviteTeamForm(ui.Form):
    """Whom of a team, and whose plans they may see that they do not see yet."""

    membership = ui.RadiosField(label=_("The whole team, or one person of it?"), choices=[])
    opens = ui.CheckboxesField(
        label=_("Whose plans may they see?"),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]],
        children: Sequence[tuple[str, str]],
        is_restricted: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["membership"]
        if is_restricted:
            chosen.label = _("Which person of it?")
            chosen.choices = list(people)  # type: ignore[attr-defined]
        else:
            everybody = [("team", _("The whole team")), *people]
            chosen.choices = everybody  # type: ignore[attr-defined]
            chosen.initial = "team"
        if children:
            self.fields["opens"].choices = list(children)  # type: ignore[attr-defined]
            self.fields["opens"].help_text = _(
                "They do not work with these children yet. It ends by itself %(days)d days after "
                "the conference."
            ) % {"days": LET_IN_DAYS}
            self.fields["opens"].initial = [value for value, _words in children]
        else:
            del self.fields["opens"]


class AskedForm(ui.Form):
    """How one of the family is invited: spoken and written (c3pt2-p6), in which language."""

    language = ui.SelectField(
        label=_("Language"),
        required=False,
        choices=labels.choices(ConferenceLanguage),
        empty_label=_("Not known yet"),
    )
    told_on = ui.DateField(label=_("Told on"), required=False, latest=clock.today)
    written_on = ui.DateField(label=_("Letter sent on"), required=False, latest=clock.today)


class RelativeForm(AskedForm):
    """One of the family, an advocate or a supporter, by name."""

    kind = ui.RadiosField(
        label=_("Who is invited?"),
        choices=[
            ui.Choice(
                Invitee.SUPPORTER.value,
                labels.LABELS[Invitee.SUPPORTER],
                hint=_("A friend, relative or solicitor beside them, without a view of their own"),
            )
            if each is Invitee.SUPPORTER
            else ui.Choice(each.value, labels.LABELS[each])
            for each in Invitee
            if each is not Invitee.PRACTITIONER
        ],
        required_message=_("Choose who is invited"),
    )
    name = ui.TextField(
        label=_("Name"),
        required=False,
        mark_optional=False,
        max_length=200,
        hint=_("Not needed for the child"),
    )
    relation = ui.TextField(
        label=_("Who are they to the child?"),
        required=False,
        max_length=100,
        hint=_("For example mother, stepfather, grandmother"),
    )
    child = ui.SelectField(
        label=_("Which child?"),
        required=False,
        mark_optional=False,
        choices=[],
        empty_label=_("The family"),
        hint=_("Only for a child or an advocate"),
    )
    field_order = ("kind", "name", "relation", "child", "language", "told_on", "written_on")

    def __init__(self, *args: Any, children: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = children  # type: ignore[attr-defined]


class ReplyForm(VersionedForm):
    """What somebody who is invited answers."""

    reply = ui.RadiosField(
        label=_("Will you come?"),
        choices=labels.choices(Reply),
        required_message=_("Choose an answer"),
    )
    note = ui.TextField(
        label=_("Who comes instead, or why not"),
        required=False,
        mark_optional=False,
        max_length=300,
        hint=_("Everybody who prepares the conference reads this."),
    )


class RecordReplyForm(ReplyForm):
    """What somebody answered, as others record it; no answer yet is one, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].label = _("What did they answer?")
        self.fields["reply"].choices = [  # type: ignore[attr-defined]
            ("none", _("No reply yet")),
            *labels.choices(Reply),
        ]


class RelativeReplyForm(RecordReplyForm, AskedForm):
    """The same of one of the family, with the days on which they were told and written to."""

    field_order = ("version", "language", "told_on", "written_on", "reply", "note")


class WithdrawForm(VersionedForm):
    """That an invitation is withdrawn: nothing to type."""


class KeepOutForm(VersionedForm):
    """Of how much of the conference its chair keeps somebody out, and why."""

    of = ui.RadiosField(
        label=_("Of how much of the conference?"),
        choices=[
            (NOBODY_OUT, _("Nothing: they take part")),
            *labels.choices(KeptOut),
        ],
        required_message=_("Choose of how much"),
    )
    reason = ui.TextareaField(
        label=_("Why?"),
        required=False,
        mark_optional=False,
        rows=3,
        max_length=2000,
        hint=_("It stays with the conference. A person who is kept out is asked for their views."),
    )


class PreparationForm(VersionedForm):
    """When what comes before the day was done."""

    interpreter_booked_on = ui.DateField(
        label=_("Interpreter booked on"), required=False, latest=clock.today
    )
    family_met_on = ui.DateField(
        label=_("The chair met the family on"), required=False, latest=clock.today
    )


class AdvocateForm(VersionedForm):
    """The active offer of an advocate to one child, and its answer (c4-p7)."""

    offered_on = ui.DateField(label=_("Offered on"), required=False, latest=clock.today)
    answer = ui.RadiosField(
        label=_("What was the answer?"),
        choices=labels.choices(AdvocateAnswer),
        required=False,
    )
