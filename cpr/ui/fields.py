"""Form fields that render as GOV.UK components and speak plainly when an answer is wrong.

Each takes `label` and the keywords of `Look`. Colours and markup are not here: see rendering.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeAlias

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from cpr.ui import dates, words
from cpr.ui.choices import Choice, Choices, ChoicesMixin, Words
from cpr.ui.widgets import DateInput

Day: TypeAlias = date | Callable[[], date] | None

CHOOSE_ONE = _("Choose one")

_lazy_enter = lazy(words.enter, str)
_lazy_select = lazy(words.select, str)
_lazy_tick = lazy(words.tick, str)
_lazy_choose_file = lazy(words.choose_file, str)
_lazy_too_long = lazy(words.too_long, str)


@dataclass(frozen=True)
class Look:
    """How one field is shown."""

    width: str = ""  # "2", "3", "4", "5", "10", "20", "30", "one-half", "two-thirds"
    label_size: str = "s"  # "l" for the only question of a page, "" for regular weight
    hide_label: bool = False  # for screen readers only; a heading nearby must say it
    mark_optional: bool = True  # add "(optional)" to the label of a field that may be empty
    autocomplete: str = ""
    inputmode: str = ""
    spellcheck: bool | None = None
    prefix: Words = ""
    suffix: Words = ""
    rows: int = 5
    count: bool = False  # count characters while typing; needs max_length
    inline: bool = False  # radios side by side
    small: bool = True  # radios and checkboxes; False for the large ones


class LookMixin(forms.Field):
    """Keywords that every field here takes: `hint`, `required_message`, and those of `Look`."""

    ask = staticmethod(_lazy_enter)

    def __init__(
        self, *, label: Words, hint: Words = "", required_message: Words = "", **options: Any
    ) -> None:
        look = {key: options.pop(key) for key in tuple(options) if key in Look.__annotations__}
        self.look = Look(**look)
        messages = {"required": required_message or self.ask(label)}
        if options.get("max_length"):
            messages["max_length"] = _lazy_too_long(label, options["max_length"])
        messages.update(options.pop("error_messages", None) or {})
        super().__init__(label=label, help_text=hint, error_messages=messages, **options)


class TextField(LookMixin, forms.CharField):
    """One line of text."""


class TextareaField(LookMixin, forms.CharField):
    """Several lines. A line break counts as one character, as it does while typing."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """This will clean the text with plain line breaks."""
        return super().to_python(value.replace("\r\n", "\n") if value else value)


class EmailField(LookMixin, forms.EmailField):
    """An e-mail address."""

    default_error_messages = {
        "invalid": _("Enter an email address in the correct format, like name@example.com"),
    }


class IntegerField(LookMixin, forms.IntegerField):
    """A whole number, typed as text."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Enter a whole number, like 5")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"inputmode": "numeric", "width": "3"} | options)


class TimeField(LookMixin, forms.TimeField):
    """A time of day: 14:30, 2.30pm and 2pm all work."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Enter a time, like 10:00 or 2.30pm")}

    def __init__(self, **options: Any) -> None:
        formats = ("%H:%M", "%H.%M", "%H:%M:%S", "%I:%M%p", "%I.%M%p", "%I%p")
        super().__init__(**{"width": "5", "input_formats": formats} | options)

    def to_python(self, value: Any) -> time | None:
        """This will read a time, forgiving spaces and capitals."""
        if isinstance(value, str):
            value = value.replace(" ", "").upper()
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """This will show a time to the minute."""
        return value.strftime("%H:%M") if isinstance(value, time) else value


class SelectField(LookMixin, ChoicesMixin, forms.TypedChoiceField):
    """A drop-down list. `empty_label` is the first, empty line; None leaves it out."""

    ask = staticmethod(_lazy_select)

    def __init__(
        self, *, choices: Choices = (), empty_label: Words | None = CHOOSE_ONE, **options: Any
    ) -> None:
        self.empty_label = empty_label
        super().__init__(choices=choices, **{"error_messages": _not_offered()} | options)


class RadiosField(LookMixin, ChoicesMixin, forms.TypedChoiceField):
    """One answer of a few, all in sight."""

    widget = forms.RadioSelect
    ask = staticmethod(_lazy_select)

    def __init__(self, *, choices: Choices = (), **options: Any) -> None:
        super().__init__(choices=choices, **{"error_messages": _not_offered()} | options)


class CheckboxesField(LookMixin, ChoicesMixin, forms.TypedMultipleChoiceField):
    """Any number of answers; the value is a list."""

    widget = forms.CheckboxSelectMultiple
    ask = staticmethod(_lazy_select)

    def __init__(self, *, choices: Choices = (), **options: Any) -> None:
        super().__init__(choices=choices, **{"error_messages": _not_offered()} | options)


class CheckboxField(LookMixin, forms.BooleanField):
    """One box to tick; `required` means that it must be ticked."""

    ask = staticmethod(_lazy_tick)

    def __init__(self, *, reveals: tuple[str, ...] = (), **options: Any) -> None:
        self.reveals = reveals
        super().__init__(**options)


class FileField(LookMixin, forms.FileField):
    """A file. `accept` lists endings, ".xml,.xlsx"; the service must still check the content."""

    ask = staticmethod(_lazy_choose_file)

    def __init__(self, *, accept: str = "", **options: Any) -> None:
        super().__init__(**options)
        if accept:
            self.widget.attrs["accept"] = accept


class HiddenField(forms.CharField):
    """A value carried along unseen. Never trust it: check it again in the service."""

    widget = forms.HiddenInput


class DateField(LookMixin, forms.Field):
    """A day in three parts. `earliest` and `latest` are dates or callables such as clock.today."""

    widget = DateInput

    def __init__(self, *, earliest: Day = None, latest: Day = None, **options: Any) -> None:
        self.earliest = earliest
        self.latest = latest
        super().__init__(**options)

    def clean(self, value: Any) -> date | None:
        """This will give the day, or say which part is wrong (`params["parts"]`)."""
        try:
            day = dates.read_parts(value or ("", "", ""))
        except dates.DateProblem as problem:
            raise self._invalid(
                words.date_problem(str(self.label), problem.code, problem.parts),
                problem.code,
                problem.parts,
            ) from problem
        if day is None:
            if self.required:
                raise self._invalid(self.error_messages["required"], "required", dates.PARTS)
            return None
        self._check_limits(day)
        self.run_validators(day)
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        """This will compare what was typed with what was shown."""
        return DateInput.split(initial) != DateInput.split(data)

    def _check_limits(self, day: date) -> None:
        label = str(self.label)
        latest, earliest = _resolve(self.latest), _resolve(self.earliest)
        if latest and day > latest:
            message = words.date_too_late(label, latest, latest if callable(self.latest) else None)
            raise self._invalid(message, "too_late", dates.PARTS)
        if earliest and day < earliest:
            today = earliest if callable(self.earliest) else None
            message = words.date_too_early(label, earliest, today)
            raise self._invalid(message, "too_early", dates.PARTS)

    @staticmethod
    def _invalid(message: Words, code: str, parts: tuple[str, ...]) -> ValidationError:
        return ValidationError(message, code=code, params={"parts": parts})


def _resolve(limit: Day) -> date | None:
    return limit() if callable(limit) else limit


def _not_offered() -> dict[str, Words]:
    message = _("Choose one of the answers on the page")
    return {"invalid_choice": message}


__all__ = [
    "CheckboxField",
    "CheckboxesField",
    "Choice",
    "DateField",
    "EmailField",
    "FileField",
    "HiddenField",
    "IntegerField",
    "RadiosField",
    "SelectField",
    "TextField",
    "TextareaField",
    "TimeField",
]
