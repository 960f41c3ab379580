"""A list as its page needs it: ordered, narrowed, cut into pages, remembered, taken as a file.

How a page becomes such a list, with its orders in the query layer (``ORDERS = {"day":
("happened_on", "pk"), …}``: each ends in something unique, and an index carries the first ones):

    class NoteFilters(ui.Form):                 # every answer may be left open
        kind = ui.SelectField(label=_("Kind"), choices=…, empty_label=_("All kinds"))

    NOTES = ListOf(
        name="notes",                           # under which the choice is remembered
        columns=(Column(_("Child"), "child"), Column(_("Day"), "day"), Column(_("What"))),
        orders=queries.ORDERS, default="-day", filters=NoteFilters)

    def get(self, request):
        asked = NOTES.read(request, self.actor, choices={"kind": pairs})
        rows = queries.notes(self.actor, kind=asked.chosen["kind"])     # narrowed by the query
        if asked.wants_file:
            found = list(asked.ordered(rows).values_list("pk", "case_id"))
            reading.record_export(by=self.actor, action="notes.exported", asked=asked.question(),
                                  rows=len(found), cases=[case for _pk, case in found])
            return asked.file([pk for pk, _case in found], cells_of_some_keys)
        page = asked.page(rows)
        # reading.record_listing(asked=asked.question(page), …)
        context = {"table": {"columns": asked.headings(), "rows": …}, **asked.context(page)}

and in the template ``{% include "cases/_list_line.html" %}`` (how many, the file),
``components/filters.html``, the table, ``components/pagination.html``.

- An order or a page that there is not is passed over; a filter's wrong answer is shown as the
  form's error (``form``), and narrows nothing.
- The form has the order too, for a telephone, where rows stack and have no headings to press;
  ``more_orders`` gives it what no column shows.
- What is asked for in the address is remembered for the membership; an address that asks for
  nothing shows what is remembered; ``?clear=1`` forgets. A list of one child's record passes
  ``remembers_filters=False``: what hides a note of one child must not hide another's.
- ``kept`` are parts of the address that belong to the list itself (a figure of the board): they
  stay in every link and are never remembered; ``initial`` is what a filter begins with.
- Rows are counted as far as ``count_up_to`` and pages end there ("more than 1,000"), so that the
  first page and the last cost the same whatever stands behind; None counts to the end.
- The file holds the rows of the list, all pages, in its order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _

from agencies.actors import Actor
from cases.exports import lists as files
from cases.queries.list_choices import remembered
from cases.services import list_choices
from cases.web.counted_pages import CountedPages
from cases.web.list_columns import Column
from cpr import acting
from cpr.clock import today
from cpr.ui import forms as ui

SORT, PAGE, CLEAR, FORMAT = "sort", "page", "clear", "format"


@dataclass(frozen=True)
class ListOf:
    """A kind of list: what it can be ordered and narrowed by, and how it begins."""

    name: str
    columns: tuple[Column, ...]
    orders: Mapping[str, Sequence[str]]
    default: str
    filters: type[ui.Form] = ui.Form
    page_size: int = 25
    count_up_to: int | None = 1000
    remembers_filters: bool = True
    more_orders: tuple[tuple[str, str | Promise], ...] = ()

    def read(
        self,
        request: HttpRequest,
        actor: Actor,
        *,
        kept: Mapping[str, str] | None = None,
        choices: Mapping[str, Iterable[tuple[Any, Any]]] | None = None,
        initial: Mapping[str, str] | None = None,
    ) -> Asked:
        """This will read what is asked of the list, or what was last asked, and remember it."""
        form = self._form(choices or {})
        given = self._given(request.GET, form)
        stored = remembered(actor, self.name)
        if request.GET.get(CLEAR):
            list_choices.forget(by=actor, name=self.name)
            stored = ""
        elif given:
            wanted = self._to_remember(given)
            if wanted != stored:
                list_choices.remember(by=actor, name=self.name, query=wanted)
        else:
            given = self._given(QueryDict(stored), form)
        for name, value in (initial or {}).items():
            given.setdefault(name, value)
        return self._asked(request, form, given, dict(kept or {}), dict(initial or {}))

    def _form(self, choices: Mapping[str, Iterable[tuple[Any, Any]]]) -> ui.Form:
        form = self.filters()
        for name, pairs in choices.items():
            form.set_choices(name, list(pairs))
        for each in form.fields.values():
            each.required = False
            look = getattr(each, "look", None)
            if look is not None:
                each.look = replace(look, mark_optional=False, label_size="")  # type: ignore[attr-defined]
        return form

    def _order_field(self) -> ui.SelectField:
        """On a telephone the rows stack and no heading is there to be pressed."""
        keyed = [(column.key, column.label) for column in self.columns if column.key]
        keyed += [(key, words) for key, words in self.more_orders]
        up, down = _("%(column)s, first to last"), _("%(column)s, last to first")
        choices = [
            (f"{sign}{key}", words % {"column": label})
            for key, label in keyed
            for sign, words in (("", up), ("-", down))
        ]
        look: dict[str, Any] = {"mark_optional": False, "label_size": ""}
        return ui.SelectField(
            label=_("Order"), choices=choices, empty_label=None, required=False, **look
        )

    def _given(self, query: QueryDict, form: ui.Form) -> QueryDict:
        """The parts of an address that are about this list; an answer left open counts."""
        found = QueryDict(mutable=True)
        for name, values in query.lists():
            clean = [value for value in values if "\0" not in value]
            if name == SORT or name in form.fields or name.rpartition("-")[0] in form.fields:
                found.setlist(name, clean)
        return found

    def _to_remember(self, given: QueryDict) -> str:
        kept = QueryDict(mutable=True)
        for name, values in given.lists():
            chosen = [value for value in values if value]
            if chosen and (name == SORT or self.remembers_filters):
                kept.setlist(name, chosen)
        return kept.urlencode()

    def _asked(
        self,
        request: HttpRequest,
        form: ui.Form,
        given: QueryDict,
        kept: dict[str, str],
        initial: dict[str, str],
    ) -> Asked:
        sort = given.get(SORT, "")
        if sort.removeprefix("-") not in self.orders:
            sort = self.default
        data = given.copy()
        data[SORT] = sort
        form.fields[SORT] = self._order_field()
        for name, value in kept.items():
            form.fields[name] = ui.HiddenField(required=False)
            data[name] = value
        form.data, form.is_bound = data, True
        return Asked(
            list_of=self,
            sort=sort,
            number=request.GET.get(PAGE, ""),
            asks_for_file=request.GET.get(FORMAT) == "csv",
            form=form,
            data=data,
            kept=kept,
            initial=initial,
        )


@dataclass
class Asked:
    """What is asked of a list now: its order, its filters, its page."""

    list_of: ListOf
    sort: str
    number: str
    asks_for_file: bool
    form: ui.Form
    data: QueryDict
    kept: dict[str, str]
    initial: dict[str, str]

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The filters' answers, each under its field's name; None where open or wrong."""
        self.form.is_valid()
        return {
            name: self.form.cleaned_data.get(name) or None
            for name in self.list_of.filters.base_fields
        }

    @property
    def wants_file(self) -> bool:
        """Whether to send the file; with a wrong filter it would hold more than was asked for."""
        return self.asks_for_file and not self.form.errors

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is chosen that the list does not begin with."""
        return any(
            value and str(value) != self.initial.get(name) for name, value in self.chosen.items()
        )

    def ordered(self, rows: Any) -> Any:
        """This will put rows in the order asked for."""
        fields = self.list_of.orders[self.sort.removeprefix("-")]
        if self.sort.startswith("-"):
            fields = [name[1:] if name.startswith("-") else f"-{name}" for name in fields]
        return rows.order_by(*fields)

    def page(self, rows: Any) -> Page[Any]:
        """This will order the rows and cut the page; beyond the last page is the last page."""
        pages = CountedPages(self.ordered(rows), self.list_of.page_size, self.list_of.count_up_to)
        return pages.get_page(self.number)

    def query(self, **more: str) -> str:
        """This will give the query string of this list as it is, without its page."""
        parts = QueryDict(mutable=True)
        for name, values in self.data.lists():
            chosen = [value for value in values if value]
            if chosen and not (name == SORT and self.sort == self.list_of.default):
                parts.setlist(name, chosen)
        for name, value in more.items():
            parts[name] = value
        return parts.urlencode()

    def question(self, page: Page[Any] | None = None) -> dict[str, object]:
        """This will say what was asked, for the audit: filters, order, page."""
        chosen = {name: value for name, value in self.chosen.items() if value}
        sort = self.sort if self.sort != self.list_of.default else ""
        number = {"page": page.number} if page is not None else {}
        return {**self.kept, **chosen, "sort": sort, **number}

    def headings(self) -> list[dict[str, Any]]:
        """This will give the columns of ``components/table.html``."""
        return [
            column.heading(self.sort, lambda sort: f"?{self.query(sort=sort)}")
            for column in self.list_of.columns
        ]

    def context(self, page: Page[Any]) -> dict[str, Any]:
        """This will give what the templates of a list need."""
        pages: Any = page.paginator
        wrong = {"form": self.form} if self.form.errors else {}
        is_changed = self.is_narrowed or self.sort != self.list_of.default or bool(wrong)
        clear = QueryDict(mutable=True)
        clear.update({**self.kept, CLEAR: "1"})
        return {
            "page_obj": page,
            "query": self.query(),
            "filter_form": self.form,
            "filter_clear_url": f"?{clear.urlencode()}" if is_changed else "",
            "list_total": _("%(n)s in all") % {"n": pages.total},
            "list_is_cut": pages.is_more,
            "list_file_url": f"?{self.query(format='csv')}" if pages.count else "",
            **wrong,
        }

    def file(
        self,
        keys: Sequence[Any],
        cells: Callable[[Sequence[Any]], files.Cells],
        *,
        headings: Sequence[object] | None = None,
        name: str = "",
    ) -> StreamingHttpResponse:
        """This will send the list as a file. The caller has recorded that it is taken away.

        ``keys`` are its rows in order; ``cells`` gives the rows of some of them. Without
        ``headings`` the file has the table's.
        """
        titles = headings or [column.label for column in self.list_of.columns]
        response = StreamingHttpResponse(
            acting.carried(files.lines(titles, keys, cells)), content_type="text/csv; charset=utf-8"
        )
        called = slugify(name or self.list_of.name)
        response["Content-Disposition"] = f'attachment; filename="{called}-{today()}.csv"'
        return response


__all__ = ["Asked", "Column", "CountedPages", "ListOf"]
