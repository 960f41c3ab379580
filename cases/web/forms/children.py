"""The form that adds a child. What is right or wrong is for the rules; here is what is asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import labels
from cases.domain.statuses import NameKind, Sex
from cases.services.children import NewChild
from cpr import clock
from cpr.ui import forms as ui


class ChildForm(ui.Form):
    """What is known of a child who is to be added."""

    given_names = ui.TextField(
        label=_("Given names"),
        max_length=200,
        required=False,
        width="20",
        spellcheck=False,
        mark_optional=False,
        hint=_("Leave empty if they are not known, or for an unborn child"),
    )
    family_name = ui.TextField(
        label=_("Family name"),
        max_length=200,
        width="20",
        spellcheck=False,
    )
    known_as = ui.TextField(
        label=_("Known as"),
        max_length=200,
        required=False,
        width="20",
        spellcheck=False,
        hint=_("Another name the child uses or is called by"),
    )
    is_born = ui.RadiosField(
        label=_("Has the child been born?"),
        choices=[
            ui.Choice("yes", _("Yes"), reveals=["born_on"]),
            ui.Choice("no", _("No, the baby is expected"), reveals=["expected_on"]),
        ],
    )
    born_on = ui.DateField(label=_("Date of birth"), hint=_("For example, 3 5 2022"))
    expected_on = ui.DateField(
        label=_("Date the baby is expected"), hint=_("For example, 3 5 2027")
    )
    sex = ui.RadiosField(label=_("Sex"), choices=labels.choices(Sex), initial=Sex.NOT_KNOWN)
    nhs_number = ui.TextField(
        label=_("NHS number"),
        max_length=20,
        required=False,
        width="10",
        inputmode="numeric",
        spellcheck=False,
        hint=_("10 digits, like 999 123 4567"),
    )
    upn = ui.TextField(
        label=_("Unique pupil number"),
        max_length=20,
        required=False,
        width="20",
        spellcheck=False,
        hint=_("13 letters and digits, from the school"),
    )
    home_language = ui.TextField(
        label=_("Language spoken at home"),
        max_length=60,
        required=False,
        width="20",
    )
    address = ui.TextareaField(label=_("Address"), max_length=300, required=False, rows=3)
    sibling = ui.HiddenField(required=False)

    def new_child(self) -> NewChild:
        """This will give what was typed as the service takes it."""
        typed = self.cleaned_data
        return NewChild(
            family_name=typed["family_name"],
            given_names=typed["given_names"],
            known_as=typed["known_as"],
            sex=Sex(typed["sex"]),
            born_on=typed.get("born_on"),
            expected_on=typed.get("expected_on"),
            nhs_number=typed["nhs_number"],
            upn=typed["upn"],
            home_language=typed["home_language"],
            address=typed["address"],
        )


class NameForm(ui.Form):
    """Another name of a child who is on record."""

    names = ui.TextField(
        label=_("The other name"),
        max_length=200,
        width="20",
        spellcheck=False,
        hint=_("As far as it is known: given names, family name or both"),
    )
    kind = ui.RadiosField(
        label=_("What it is"), choices=labels.choices(NameKind), initial=NameKind.ALSO_KNOWN_AS
    )


class ChildFilters(ui.Form):
    """Which children, and whether those whose case is closed are listed too."""

    show = ui.SelectField(
        label=_("Children"),
        empty_label=_("Everyone"),
        choices=[("mine", _("My children")), ("register", _("On the register only"))],
    )
    closed = ui.SelectField(
        label=_("Cases"),
        empty_label=pgettext_lazy("cases", "Open"),
        choices=[("too", _("Open and closed"))],
    )


class BirthForm(ui.Form):
    """What is known once an unborn child is born."""

    born_on = ui.DateField(label=_("Date of birth"), latest=clock.today)
    given_names = ui.TextField(
        label=_("Given names"),
        max_length=200,
        required=False,
        width="20",
        spellcheck=False,
        hint=_("Leave empty if the baby has no name yet"),
    )
    sex = ui.RadiosField(label=_("Sex"), choices=labels.choices(Sex), initial=Sex.NOT_KNOWN)
    nhs_number = ui.TextField(
        label=_("NHS number"),
        max_length=20,
        required=False,
        width="10",
        inputmode="numeric",
        spellcheck=False,
        hint=_("10 digits, like 999 123 4567"),
    )
