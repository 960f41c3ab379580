"""One child of an Annex A workbook: the rows of both lists that carry the same number.

The first row says who the child is; a later row that says otherwise is refused, since it may be
about somebody else.
"""

from __future__ import annotations

from datetime import date

from cases.domain.procedures.returns import annex_a_category, census_category
from cases.domain.statuses import Sex
from cases.imports import identity
from cases.imports.codes import ETHNICITY_LETTERS, GENDER_WORDS, without_letter
from cases.imports.columns import Sheet
from cases.imports.enquiries import RawEnquiry, keep_conferences, keep_enquiries, read_enquiry
from cases.imports.judge import Judge
from cases.imports.ledger import Ledger
from cases.imports.plans import RawPlan, RawVisit, keep_plans, read_plan
from cases.imports.records import (
    Kind,
    Place,
    ReturnedChild,
    ReturnedConference,
    ReturnedEnquiry,
    ReturnedEpisode,
    ReturnedPlan,
)
from cases.imports.values import NotUnderstood, read_date, read_yes_no, shown
from cases.imports.workbook import Formula


class Row:
    """One row of one list, its cells as plain values; a formula is told and counts as empty."""

    def __init__(
        self, ledger: Ledger, sheet: Sheet, number: int, values: tuple[object, ...], kind: Kind
    ) -> None:
        self.ledger = ledger
        self.sheet = sheet
        self.values = values
        self.kind = kind
        self.place = Place(sheet=sheet.name, row=number)
        self._told: set[str] = set()
        self.local_id = self.text("local_id")

    def cell(self, item: str) -> object:
        """The value of ``item``; text is stripped, and nothing is None."""
        value = self.sheet.value(self.values, item)
        if isinstance(value, Formula):
            if item not in self._told:
                self._told.add(item)
                self.ledger.warn(self.kind, self.place, "formula_not_read", item=self.name(item))
            return None
        if isinstance(value, str):
            return " ".join(value.split()) or None
        return value

    def text(self, item: str) -> str:
        """The value of ``item`` as text; a whole number is written without a fraction."""
        value = self.cell(item)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()

    def name(self, item: str) -> str:
        """The heading of ``item`` in this sheet."""
        return self.sheet.name_of(item)

    def answer(self, item: str) -> bool | None:
        """Yes or no, with or without a list letter; anything else is told and is None."""
        words = without_letter(self.text(item))[1]
        try:
            return read_yes_no(words)
        except NotUnderstood:
            self.ledger.warn(
                self.kind,
                self.place,
                "answer_not_understood",
                item=self.name(item),
                value=shown(words),
            )
            return None


def read_child(
    ledger: Ledger, rows: list[Row], *, today: date, upns: dict[str, Place], has_plans: bool
) -> ReturnedChild | None:
    """This will give the child of some rows with one number, or None after refusing it."""
    first = rows[0]
    if not first.local_id:
        _refuse_nobody(ledger, rows)
        return None
    ledger.read(Kind.CHILD)
    ledger.local_id = first.local_id[: identity.LONGEST_ID]
    judge = Judge(ledger, today=today, is_british=True)
    local_id = identity.read_local_id(judge, first.place, first.name("local_id"), first.local_id)
    if local_id is None or not _birth(judge, first):
        for row in rows:
            _refuse_row(row)
        return None
    identity.read_death(judge, first.place, first.name("died"), first.cell("died"))
    sex, ethnicity = _sex(judge, first), _ethnicity(judge, first)
    upn = identity.read_upn(judge, first.place, first.name("upn"), first.text("upn"), upns)
    kept = [first, *(row for row in rows[1:] if _same_child(judge, first, row))]
    episode = _episode(judge, kept)
    if not (episode.enquiries or episode.conferences or episode.plans):
        ledger.refuse(Kind.CHILD, first.place, "nothing_left")
        return None
    ledger.understood(Kind.CHILD)
    if has_plans:
        _tell_missing_plan(ledger, episode)
    return ReturnedChild(
        source=first.place,
        local_id=local_id,
        sex=sex,
        born_on=judge.born_on,
        expected_on=judge.expected_on,
        died_on=judge.died_on,
        upn=upn,
        ethnicity=ethnicity,
        episodes=(episode,),
    )


def _refuse_nobody(ledger: Ledger, rows: list[Row]) -> None:
    """Rows without a number are about nobody that could be found again: each is refused alone."""
    for row in rows:
        ledger.local_id = ""
        ledger.read(Kind.CHILD)
        ledger.refuse(Kind.CHILD, row.place, "no_local_id", item=row.name("local_id"))
        _refuse_row(row)


def _birth(judge: Judge, row: Row) -> bool:
    return identity.read_birth(
        judge,
        row.place,
        born=(row.name("born"), row.cell("born")),
        expected=(row.name("expected"), row.cell("expected")),
    )


def _same_child(judge: Judge, first: Row, row: Row) -> bool:
    """Whether a later row of the same number has the same birth; if not it is refused."""
    try:
        born_on = read_date(row.cell("born"), british=True)
    except NotUnderstood:
        born_on = None
    if born_on != judge.born_on:
        judge.ledger.read(row.kind)
        judge.ledger.refuse(
            row.kind,
            row.place,
            "birth_differs",
            value=shown(row.text("born")),
            born_on=judge.born_on or "",
            first=f"{first.place.sheet}, {first.place.row}",
        )
        _refuse_row(row, is_counted=True)
        return False
    for item in ("sex", "ethnicity"):
        if row.text(item) != first.text(item):
            judge.ledger.warn(
                Kind.CHILD,
                row.place,
                "details_differ",
                item=row.name(item),
                value=shown(row.text(item)),
                first_value=shown(first.text(item)),
            )
    return True


def _sex(judge: Judge, row: Row) -> Sex:
    words = without_letter(row.text("sex"))[1].lower()
    letters = {"m": Sex.MALE, "f": Sex.FEMALE, "u": Sex.NOT_KNOWN}
    return identity.read_sex(judge, row.place, words, GENDER_WORDS | letters)


def _ethnicity(judge: Judge, row: Row) -> str:
    """The code decides; a letter of Ofsted's list that stands for another code is told."""
    letter, words = without_letter(row.text("ethnicity"))
    code = identity.read_ethnicity(judge, row.place, words)
    expected = ETHNICITY_LETTERS.get(letter)
    if code and letter and expected != code:
        judge.ledger.warn(
            Kind.CHILD,
            row.place,
            "ethnicity_letter_differs",
            value=row.text("ethnicity"),
            read_as=code,
            other=expected or "",
        )
    return code


def _episode(judge: Judge, rows: list[Row]) -> ReturnedEpisode:
    enquiries: list[ReturnedEnquiry] = []
    conferences: list[ReturnedConference] = []
    plans: list[ReturnedPlan] = []
    for row in rows:
        if row.kind is Kind.PLAN:
            plan = read_plan(judge, _raw_plan(row))
            plans += [plan] if plan else []
        else:
            enquiry, conference = read_enquiry(judge, _raw_enquiry(row))
            enquiries += [enquiry] if enquiry else []
            conferences += [conference] if conference else []
    return ReturnedEpisode(
        place=rows[0].place,
        enquiries=tuple(keep_enquiries(judge, enquiries)),
        conferences=tuple(keep_conferences(judge, conferences)),
        plans=tuple(keep_plans(judge, plans)),
    )


def _raw_enquiry(row: Row) -> RawEnquiry:
    return RawEnquiry(
        place=row.place,
        started=row.cell("started"),
        conference=row.cell("conference"),
        is_conference_not_required=row.answer("not_required"),
        has_plan=row.answer("has_plan"),
        team=row.text("team"),
        worker=row.text("worker"),
        names=row.sheet.headings,
    )


def _raw_plan(row: Row) -> RawPlan:
    visit, review = row.cell("visit"), row.cell("review")
    seen_alone = row.answer("seen_alone")
    return RawPlan(
        place=row.place,
        started=row.cell("started"),
        ended=row.cell("ended"),
        initial_category=_category(row, "initial_category"),
        latest_category=_category(row, "latest_category"),
        number_of_previous=row.cell("number_of_previous"),
        reviews=[(row.place, review)] if review is not None else [],
        visit=RawVisit(visit, seen_alone) if visit is not None else None,
        team=row.text("team"),
        worker=row.text("worker"),
        names=row.sheet.headings,
    )


def _category(row: Row, item: str) -> str | None:
    words = row.text(item)
    category = annex_a_category(words) or census_category(words)
    if category is None:
        code = "category_not_understood" if words else "category_missing"
        row.ledger.warn(Kind.PLAN, row.place, code, item=row.name(item), value=shown(words))
    return category


def _refuse_row(row: Row, *, is_counted: bool = False) -> None:
    """A refused row takes its conference, review and visit with it; the counts still say so."""
    kinds = [] if is_counted else [row.kind]
    if row.kind is Kind.SECTION_47 and row.cell("conference") is not None:
        kinds.append(Kind.CONFERENCE)
    if row.kind is Kind.PLAN:
        kinds += [Kind.REVIEW] if row.cell("review") is not None else []
        kinds += [Kind.VISIT] if row.cell("visit") is not None else []
    for kind in kinds:
        row.ledger.read(kind)
        row.ledger.refuse_part(kind)


def _tell_missing_plan(ledger: Ledger, episode: ReturnedEpisode) -> None:
    """A conference that is said to have led to a plan, with no such plan in the other list."""
    for conference in episode.conferences:
        if conference.resulted_in_plan and not any(
            plan.started_on >= conference.held_on for plan in episode.plans
        ):
            ledger.warn(
                Kind.CONFERENCE, conference.place, "plan_said_not_listed", on=conference.held_on
            )
