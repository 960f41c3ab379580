"""Pages over a list that is counted only so far: the first pages of a long list stay cheap."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.web.presenters.numbers import grouped

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
else:
    _Paginator = Paginator


class CountedPages(_Paginator):
    """Pages over as many rows as are counted; ``is_more`` where there are others behind."""

    is_more = False

    def __init__(self, rows: Any, size: int, up_to: int | None) -> None:
        super().__init__(rows, size)
        self.up_to = up_to

    @cached_property
    def count(self) -> int:
        """How many rows there are, at most ``up_to``."""
        if self.up_to is None or not isinstance(self.object_list, QuerySet):
            return int(super().count)
        found = self.object_list.order_by().values("pk")[: self.up_to + 1].count()
        self.is_more = found > self.up_to
        return min(found, self.up_to)

    @property
    def total(self) -> str:
        """How many, in words: "217", "more than 1,000"."""
        if self.count and self.is_more:
            return _("more than %(n)s") % {"n": grouped(self.count)}
        return grouped(self.count)
