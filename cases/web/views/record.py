"""Reading a child's record: chronology, conferences, family; its lists are in ``record_lists``.

Every page here is recorded as a reading. Writing to the record is in ``record_forms`` and
``record_sharing``.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from agencies.roles import Duty
from cases.access_opened import Opened
from cases.domain.permissions import P
from cases.models import Case
from cases.queries import child_record, chronology, names
from cases.queries.child_record import Sibling
from cases.services import reading
from cases.web.presenters import chronology as chronology_words
from cases.web.presenters import parts, steps
from cases.web.presenters import record as presenter
from cases.web.views import record_forms, record_sharing
from cases.web.views.base import CaseView, answer
from cpr.clock import today

PAGE = chronology.PAGE


class RecordView(CaseView):
    """A part of the record under its banner, clocks and tabs; ``tab`` is its audited name too."""

    template: ClassVar[str]

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        self.load()
        return self.shown(request)

    def shown(self, request: HttpRequest) -> HttpResponse:
        """This will show the page of a record that was loaded."""
        case, day = self.case, today()
        self.record = child_record.child_record(self.actor, case, day)
        context = {
            **presenter.head(self.record, self.part, day),
            "case_id": case.pk,
            "people": presenter.working_with(self.record, day),
            "people_actions": presenter.side_actions(self.record),
            "more_actions": steps.more_actions(
                self.record,
                may_open=self.actor.has_duty(Duty.ADD_CHILD),
                may_authorise=self.actor.has_duty(Duty.AUTHORISE_EMERGENCY),
            ),
            **self.own(request),
        }
        return answer(request, self.template, context)

    def own(self, request: HttpRequest) -> dict[str, Any]:
        """This will give what this part shows."""
        raise NotImplementedError

    def page_of(self, request: HttpRequest, rows: Any) -> Any:
        """This will cut the page asked for; a number beyond the end is the last page."""
        return Paginator(rows, PAGE).get_page(request.GET.get("page"))


class WithSiblings(RecordView):
    """A part of the record that names brothers and sisters: the reading says whom it named."""

    siblings: list[Sibling]

    def load(self) -> Case:
        self.case, self.siblings = reading.open_record_naming_siblings(
            by=self.actor,
            case_id=self.kwargs["case_id"],
            permission=self.permission,
            part=self.part,
        )
        return self.case


class CaseOverview(WithSiblings):
    """The chronology of all agencies, newest first, beside those who work with the child."""

    permission = P.VIEW_SUMMARY
    part = "chronology"
    template = "cases/record/chronology.html"

    def own(self, request: HttpRequest) -> dict[str, Any]:
        opened = Opened(self.actor, self.case, self.record.held)
        held, agencies = opened.held, chronology.agencies(opened)
        asked = (request.GET.get("kind", ""), request.GET.get("agency", ""))
        wanted = chronology_words.asked(*asked, held, agencies)
        keys = chronology.Keys(opened, wanted, number=request.GET.get("page", ""))
        page = self.page_of(request, keys)
        found = chronology.entries(opened, list(page.object_list))
        base_url = reverse("cases:case", args=[self.case.pk])
        return {
            "entries": chronology_words.entries(found, self.record),
            "filters": chronology_words.filters(base_url, wanted, held, agencies),
            "all_url": base_url if any(asked) else "",
            "page_obj": page,
            "query": chronology_words.query(wanted),
            "siblings": parts.siblings(self.siblings, today()),
            "family_action": link(
                _("Family and home"),
                reverse("cases:case_family", args=[self.case.pk]),
                is_shown=P.VIEW_PLAN in held,
            ),
        }


class CaseConferences(RecordView):
    """The conferences about the child."""

    permission = P.VIEW_RECORD
    part = "conferences"
    template = "cases/record/conferences.html"

    def own(self, request: HttpRequest) -> dict[str, Any]:
        rows = child_record.conferences(self.actor, self.case)
        url = reverse("cases:conference_call", args=[self.case.pk])
        return {
            "table": parts.conferences(rows),
            "call_url": url
            if P.CALL_CONFERENCE in self.record.held and not self.case.closed_on
            else "",
        }


class CaseFamily(WithSiblings):
    """Home, numbers, brothers and sisters."""

    permission = P.VIEW_PLAN
    part = "family"
    template = "cases/record/family.html"

    def own(self, request: HttpRequest) -> dict[str, Any]:
        may_add = P.RECORD_WORK in self.record.held and self.actor.has_duty(Duty.ADD_CHILD)
        add_url = f"{reverse('cases:child_add')}?sibling={self.case.child_id}"
        return {
            "rows": parts.family(
                self.case, child_record.numbers(self.case), names.other_names(self.case)
            ),
            "name_url": reverse("cases:name_add", args=[self.case.pk])
            if P.RECORD_WORK in self.record.held
            else "",
            "siblings": parts.siblings(self.siblings, today()),
            "add_sibling": link(_("Add a brother or sister"), add_url, is_shown=may_add),
        }


def link(label: str, url: str, *, is_shown: bool) -> dict[str, str]:
    """This will make a link for those who may follow it."""
    return {"label": label, "url": url} if is_shown else {}


urlpatterns = [
    path("cases/<uuid:case_id>/", CaseOverview.as_view(), name="case"),
    path("cases/<uuid:case_id>/conferences/", CaseConferences.as_view(), name="case_conferences"),
    path("cases/<uuid:case_id>/family/", CaseFamily.as_view(), name="case_family"),
    *record_forms.urlpatterns,
    *record_sharing.urlpatterns,
]
