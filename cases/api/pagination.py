"""How API lists are paged: by cursor, so that page 1,000 costs what page 1 costs."""

from rest_framework.pagination import CursorPagination


class ByTimePagination(CursorPagination):
    """Newest first; the identifier is time-ordered."""

    ordering: str | tuple[str, ...] = "-id"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


class ByDueDatePagination(ByTimePagination):
    """Longest overdue first."""

    ordering = ("due_on", "id")
