"""What a date in a return may be, given the child: the checks that both formats share.

One ``Judge`` a child. It never mends a value: a record that cannot be true is refused, a part
that cannot be true is left out, and either is a finding with its place.
"""

from __future__ import annotations

from datetime import date, timedelta

from cases.imports.ledger import Ledger
from cases.imports.records import Kind, Place
from cases.imports.values import NotUnderstood, read_date, shown

LONGEST_PREGNANCY = timedelta(days=294)
"""42 weeks: nothing about an unborn child can be older than that (own rule, documented)."""

CHILDHOOD_YEARS = 18


class Judge:
    """Checks dates against one child's life, the day of the import and the return's own day."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        today: date,
        reference_on: date | None = None,
        is_british: bool = False,
    ) -> None:
        self.ledger = ledger
        self.today = today
        self.reference_on = reference_on
        self.is_british = is_british
        self.born_on: date | None = None
        self.expected_on: date | None = None
        self.died_on: date | None = None

    @property
    def earliest(self) -> date | None:
        """The first day on which anything can have been done for this child, born or unborn."""
        birth = self.born_on or self.expected_on
        return birth - LONGEST_PREGNANCY if birth else None

    @property
    def eighteenth(self) -> date | None:
        """The child's eighteenth birthday."""
        if self.born_on is None:
            return None
        try:
            return self.born_on.replace(year=self.born_on.year + CHILDHOOD_YEARS)
        except ValueError:  # born on 29 February: of age on 1 March
            return date(self.born_on.year + CHILDHOOD_YEARS, 3, 1)

    def key_date(self, kind: Kind, place: Place, name: str, value: object) -> date | None:
        """This will give the date a record stands on; without a possible one it is refused."""
        try:
            on = read_date(value, british=self.is_british)
        except NotUnderstood:
            self.ledger.refuse(kind, place, "date_not_understood", item=name, value=shown(value))
            return None
        if on is None:
            self.ledger.refuse(kind, place, "date_missing", item=name)
            return None
        if code := self._impossible(on):
            self.ledger.refuse(kind, place, code, item=name, on=on, **self._life(code))
            return None
        self._note_after_reference(kind, place, name, on)
        return on

    def side_date(self, kind: Kind, place: Place, name: str, value: object) -> date | None:
        """This will give a date that a record can do without; an impossible one is left out."""
        try:
            on = read_date(value, british=self.is_british)
        except NotUnderstood:
            self.ledger.warn(kind, place, "date_not_understood", item=name, value=shown(value))
            return None
        if on is None:
            return None
        if code := self._impossible(on):
            self.ledger.warn(kind, place, code, item=name, on=on, **self._life(code))
            return None
        self._note_after_reference(kind, place, name, on)
        return on

    def referral_date(self, place: Place, name: str, value: object) -> date | None:
        """This will give the date of a referral: one after a death is told, and kept.

        A family may be referred once more after their child has died; the return allows it.
        """
        on = self.closing_date(Kind.CHILD, place, name, value)
        if on is not None and self.earliest and on < self.earliest:
            code = "date_before_pregnancy"
            self.ledger.warn(Kind.CHILD, place, code, item=name, on=on, **self._life(code))
            return None
        if on is not None and self.died_on and on > self.died_on:
            self.ledger.warn(Kind.CHILD, place, "referral_after_death", on=on, died_on=self.died_on)
        return on

    def closing_date(self, kind: Kind, place: Place, name: str, value: object) -> date | None:
        """This will give the date something ended: it may follow a death or the 18th birthday."""
        try:
            on = read_date(value, british=self.is_british)
        except NotUnderstood:
            self.ledger.warn(kind, place, "date_not_understood", item=name, value=shown(value))
            return None
        if on is not None and on > self.today:
            self.ledger.warn(kind, place, "date_in_future", item=name, on=on)
            return None
        if on is not None:
            self._note_after_reference(kind, place, name, on)
        return on

    def aside(self, place: Place, name: str, value: object) -> date | None:
        """This will look at a date that is not loaded, so that an odd one is told all the same."""
        try:
            on = read_date(value, british=self.is_british)
        except NotUnderstood:
            code = "not_loaded_date_not_understood"
            self.ledger.warn(Kind.CHILD, place, code, item=name, value=shown(value))
            return None
        if on is not None and on > self.today:
            self.ledger.warn(Kind.CHILD, place, "not_loaded_date_in_future", item=name, on=on)
        elif on is not None and self.earliest and on < self.earliest:
            code = "not_loaded_date_before_pregnancy"
            self.ledger.warn(Kind.CHILD, place, code, item=name, on=on, **self._life(code))
        return on

    def in_order(
        self,
        kind: Kind,
        place: Place,
        *,
        first: tuple[str, date | None],
        then: tuple[str, date | None],
        code: str = "out_of_order",
    ) -> bool:
        """This will note two dates that stand in the wrong order; equal days are in order."""
        (first_name, first_on), (then_name, then_on) = first, then
        if first_on is None or then_on is None or first_on <= then_on:
            return True
        self.ledger.warn(
            kind,
            place,
            code,
            item=then_name,
            on=then_on,
            other=first_name,
            other_on=first_on,
        )
        return False

    def _impossible(self, on: date) -> str | None:
        if on > self.today:
            return "date_in_future"
        if self.earliest and on < self.earliest:
            return "date_before_pregnancy"
        if self.died_on and on > self.died_on:
            return "date_after_death"
        if self.eighteenth and on >= self.eighteenth:
            return "date_after_childhood"
        return None

    def _life(self, code: str) -> dict[str, date]:
        if code == "date_after_death" and self.died_on:
            return {"died_on": self.died_on}
        birth = self.born_on or self.expected_on
        if code != "date_in_future" and birth:
            return {"born_on": birth}
        return {}

    def _note_after_reference(self, kind: Kind, place: Place, name: str, on: date) -> None:
        if self.reference_on and on > self.reference_on:
            reference_on = self.reference_on
            self.ledger.warn(
                kind, place, "date_after_reference", item=name, on=on, reference_on=reference_on
            )
