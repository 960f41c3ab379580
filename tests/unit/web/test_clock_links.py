"""A clock card leads to the form whose fact meets it, for those who may record the work."""

import uuid
from datetime import date

from cases.domain.statuses import Nation
from cases.queries.child_record import Clock
from cases.web.presenters import clocks

CASE, ENQUIRY = uuid.uuid4(), uuid.uuid4()
DAY = date(2026, 11, 20)


def url(key: str, *, subject: str = "", state: str = "late", may_work: bool = True) -> str:
    clock = Clock(key, DAY, DAY, None, None, state, 1, subject=subject)
    [card] = clocks.cards([clock], Nation.WALES, DAY, work_on=CASE if may_work else None)
    return str(card["url"])


def test_each_clock_leads_where_it_is_answered() -> None:
    assert url("seen_alone") == f"/cases/{CASE}/visits/add/"
    assert url("later_core_group") == f"/cases/{CASE}/core-groups/add/"
    enquiry = url("section_47_enquiry", subject=f"section47:{ENQUIRY}")
    assert enquiry == f"/cases/{CASE}/section-47/{ENQUIRY}/conclude/"


def test_what_is_done_or_has_no_form_or_is_not_ones_work_leads_nowhere() -> None:
    assert url("bedroom_seen", state="done") == ""
    assert url("first_review") == ""
    assert url("section_47_enquiry", subject=f"strategy:{ENQUIRY}") == ""
    assert url("seen_alone", may_work=False) == ""
