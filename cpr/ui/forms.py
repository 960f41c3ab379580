"""The form every page uses, with its fields in one import: `from cpr.ui import forms as ui`.

What lives here: the behaviour of a whole form. Single fields are in fields.py.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from cpr.ui import problems, rendering
from cpr.ui.choices import Choices, ChoicesMixin
from cpr.ui.fields import (
    CheckboxesField,
    CheckboxField,
    Choice,
    DateField,
    EmailField,
    FileField,
    HiddenField,
    IntegerField,
    RadiosField,
    SelectField,
    TextareaField,
    TextField,
    TimeField,
)


class GovukBoundField(BoundField):
    """`{{ form.name }}` gives the whole component: label, hint, error and input."""

    def __str__(self) -> SafeString:
        return rendering.field(self)


class Form(forms.Form):
    """A form of GOV.UK components, checked by the server alone, working without JavaScript."""

    bound_field_class = GovukBoundField
    use_required_attribute = False
    field_aliases: ClassVar[Mapping[str, str]] = {}
    """A service's name of a fact -> the name of the field that asks for it."""

    def clean(self) -> dict[str, Any]:
        """This will forget answers to questions that the chosen answers did not open."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.closed_fields():
            self.errors.pop(name, None)
            cleaned[name] = getattr(self.fields[name], "empty_value", None)
        return cleaned

    def add_domain_error(self, error: Exception, fields: Mapping[str, str] | None = None) -> None:
        """This will show a service's refusal beside the fields it is about.

        A fact that this form does not ask for goes to the top of the page, so nothing is lost.
        `fields` maps facts to fields, and adds to `field_aliases`.
        """
        aliases = {**self.field_aliases, **(fields or {})}
        self.errors  # noqa: B018 - Django makes cleaned_data on first access
        for name, message in problems.messages(error) or [(None, str(error))]:
            target = aliases.get(name, name) if name else None
            self.add_error(target if target in self.fields else None, message)

    def set_choices(self, name: str, choices: Choices) -> None:
        """This will give a choice field the answers that depend on the record or the person."""
        field = self.fields[name]
        if not isinstance(field, ChoicesMixin):
            raise TypeError(f"{name} is not a choice field")
        field.choices = choices

    def revealed_fields(self) -> set[str]:
        """This will name the fields that stand inside the answer that opens them."""
        return {
            inner
            for field in self.fields.values()
            for _value, names in _reveals(field)
            for inner in names
        }

    def closed_fields(self) -> set[str]:
        """This will name the revealed fields whose opening answer was not given."""
        opened: set[str] = set()
        revealed: set[str] = set()
        for name, field in self.fields.items():
            answer = self[name].value()
            given = {str(item) for item in (answer if isinstance(answer, list) else [answer])}
            for value, inner in _reveals(field):
                revealed.update(inner)
                # What stands inside a closed question is closed too; fields are in page order.
                if value in given and (name not in revealed or name in opened):
                    opened.update(inner)
        return revealed - opened


def _reveals(field: forms.Field) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(field, ChoicesMixin):
        for value, choice in field.details.items():
            yield value, tuple(choice.reveals)
    elif isinstance(field, CheckboxField) and field.reveals:
        yield "True", field.reveals


__all__ = [
    "CheckboxField",
    "CheckboxesField",
    "Choice",
    "DateField",
    "EmailField",
    "FileField",
    "Form",
    "HiddenField",
    "IntegerField",
    "RadiosField",
    "SelectField",
    "TextField",
    "TextareaField",
    "TimeField",
]
