"""Widgets: how an answer leaves the browser and comes back. How it looks is in rendering.py."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import Widget
from django.utils.dateparse import parse_date

from cpr.ui.dates import PARTS


class DateInput(Widget):
    """Three text inputs. Its value is what was typed, (day, month, year), so nothing is lost."""

    needs_multipart_form = False

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> tuple[str, str, str]:
        """This will read the three parts; a single `name` in ISO form (a link) also counts."""
        parts = tuple(str(data.get(f"{name}-{part}", "")) for part in PARTS)
        if not any(parts) and data.get(name):
            return self.split(data.get(name))
        return parts[0], parts[1], parts[2]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """This will tell whether none of the parts was sent."""
        return name not in data and not any(f"{name}-{part}" in data for part in PARTS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """This will name the first input; the legend stands for the whole."""
        return f"{id_}-day" if id_ else ""

    @staticmethod
    def split(value: Any) -> tuple[str, str, str]:
        """This will give the three parts to show for a date, ISO text, typed parts or nothing."""
        if isinstance(value, list | tuple):
            day, month, year = (str(part) for part in value)
            return day, month, year
        if isinstance(value, str):
            try:
                value = parse_date(value.strip()) or value
            except ValueError:
                return value, "", ""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        return (str(value), "", "") if value else ("", "", "")
