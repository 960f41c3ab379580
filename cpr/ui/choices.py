"""One answer of a list: its value, its words, a hint, and the questions it opens."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words: TypeAlias = str | _StrPromise
else:
    Words = str | Promise
"""Text, translated now or when it is shown."""


@dataclass(frozen=True)
class Choice:
    """`reveals` names fields of the same form that are asked only when this answer is chosen."""

    value: Any
    label: Words
    hint: Words = ""
    reveals: Sequence[str] = ()


Choices: TypeAlias = Iterable[Choice | tuple[Any, Any]] | Callable[[], Iterable[tuple[Any, Any]]]


class ChoicesMixin(forms.ChoiceField):
    """Lets a choice field take `Choice` objects, plain pairs, or a callable giving pairs."""

    details: dict[str, Choice]

    @property
    def choices(self) -> Any:
        """The (value, label) pairs, as Django keeps them."""
        return super().choices

    @choices.setter
    def choices(self, value: Choices) -> None:
        self.details = {}
        if callable(value):
            pairs: Any = value
        else:
            entries = [entry if isinstance(entry, Choice) else Choice(*entry) for entry in value]
            self.details = {str(entry.value): entry for entry in entries}
            pairs = [(entry.value, entry.label) for entry in entries]
        forms.ChoiceField.choices.fset(self, pairs)  # type: ignore[union-attr]

    def __deepcopy__(self, memo: dict[int, Any]) -> "ChoicesMixin":
        result = super().__deepcopy__(memo)
        result.details = dict(self.details)
        return result
