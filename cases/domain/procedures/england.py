"""England as data: Working Together 2023 as local procedures quote it, and local minima.

Rows only. England keeps no register: a child is the subject of a child protection plan.
A figure that only one authority or partnership publishes is marked so and named.
"""

from __future__ import annotations

from functools import partial

from cases.domain.procedures.rows import (
    Binding,
    Category,
    Procedure,
    Quorum,
    Responsible,
    StartEvent,
    Terms,
    Timescale,
    Unit,
    Words,
)
from cases.domain.statuses import Nation

NORFOLK = (
    "http://www.norfolklscb.org/about/policies-procedures/"
    "managing-individual-cases-where-there-are-concerns-about-a-childs-safety-and-welfare"
)
WORKING_TOGETHER = "Working Together to Safeguard Children, read through"
CENTRAL_BEDFORDSHIRE = (
    "https://centralbedfordshirechildcare.proceduresonline.com/p_monitor_visits.html"
)

_row = partial(Timescale, nation=Nation.ENGLAND)

TIMESCALES = (
    _row(
        key="assessment",
        amount=45,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.REPORT_RECEIVED,
        binding=Binding.NAMED_DEFAULT,
        responsible=Responsible.SOCIAL_SERVICES,
        source="General knowledge of the field, not checked against a source",
        source_url="",
    ),
    _row(
        key="initial_conference",
        amount=15,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.STRATEGY_DISCUSSION_STARTING_SECTION_47,
        binding=Binding.PROCEDURE,
        responsible=Responsible.SOCIAL_SERVICES,
        source=f"{WORKING_TOGETHER} Norfolk procedures 3.6 [Norfolk] and East Riding [E-Riding]",
        source_url=f"{NORFOLK}/36-initial-child-protection-conferences",
        note="From the discussion at which the section 47 enquiry was started, not the last one.",
    ),
    _row(
        key="reconvened_conference",
        amount=10,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.INQUORATE_CONFERENCE,
        binding=Binding.LOCAL_PUBLICATION,
        responsible=Responsible.CHAIR,
        source="Swindon, quorate conferences [Swindon]",
        source_url="https://swindonchildcare.proceduresonline.com/p_quorate_conf.html",
        note="Local: an inquorate conference makes an interim plan and sets a new date.",
    ),
    _row(
        key="first_core_group",
        amount=10,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.REGISTRATION,
        binding=Binding.PROCEDURE,
        responsible=Responsible.CO_ORDINATOR,
        source=f"{WORKING_TOGETHER} Norfolk procedures 3.6 [Norfolk]",
        source_url=f"{NORFOLK}/36-initial-child-protection-conferences",
    ),
    _row(
        key="seen",
        amount=10,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.PREVIOUS_SEEN,
        binding=Binding.LOCAL_PUBLICATION,
        responsible=Responsible.CO_ORDINATOR,
        source="Central Bedfordshire, monitoring visits to children with a plan [CBeds]",
        source_url=CENTRAL_BEDFORDSHIRE,
        note="Nationally each plan sets its own visits. Local minima differ: Central "
        "Bedfordshire 10 working days, Southwark 4 weeks [Southwark].",
    ),
    _row(
        key="first_review",
        amount=3,
        unit=Unit.MONTHS,
        starts_at=StartEvent.INITIAL_CONFERENCE,
        binding=Binding.PROCEDURE,
        responsible=Responsible.CHAIR,
        source=f"{WORKING_TOGETHER} Norfolk procedures 3.10 [Norfolk]",
        source_url=f"{NORFOLK}/310-child-protection-review-conferences",
    ),
    _row(
        key="later_review",
        amount=6,
        unit=Unit.MONTHS,
        starts_at=StartEvent.PREVIOUS_REVIEW,
        binding=Binding.PROCEDURE,
        responsible=Responsible.CHAIR,
        source=f"{WORKING_TOGETHER} Norfolk procedures 3.10 [Norfolk]",
        source_url=f"{NORFOLK}/310-child-protection-review-conferences",
    ),
    _row(
        key="transfer_in_conference",
        amount=15,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.NOTIFICATION_OF_MOVE,
        binding=Binding.LOCAL_PUBLICATION,
        responsible=Responsible.RECEIVING_AUTHORITY,
        source="Teesside procedures, transfer in and out [Tees]",
        source_url="http://www.teescpp.org.uk/transfer-in-out",
    ),
    _row(
        key="dissent_raised",
        amount=72,
        unit=Unit.HOURS,
        starts_at=StartEvent.CONFERENCE,
        binding=Binding.LOCAL_PUBLICATION,
        responsible=Responsible.DISSENTING_PROFESSIONAL,
        source="Sussex procedures, challenges by professionals and parents [Sussex]",
        source_url="https://sussexchildprotection.procedures.org.uk/hkypzs/"
        "child-protection-conferences/challenges-by-professionals-and-parents/",
        note="Local: a professional raises dissent within 72 hours.",
    ),
)

_CATEGORY_SOURCE = "Four categories of the national return, DOMAIN section 3 and 4.2"
_category = partial(Category, nation=Nation.ENGLAND, source=_CATEGORY_SOURCE)

CATEGORIES = (
    _category(key="neglect", words=Words("Neglect", "Esgeulustod", "D, L")),
    _category(key="physical", words=Words("Physical abuse", "Camdriniaeth gorfforol", "L")),
    _category(key="sexual", words=Words("Sexual abuse", "Camdriniaeth rywiol", "L")),
    _category(key="emotional", words=Words("Emotional abuse", "Camdriniaeth emosiynol", "L")),
)

QUORUM = Quorum(
    is_childrens_services_required=True,
    other_agencies=2,
    may_chair_proceed_without=True,
    binding=Binding.NAMED_DEFAULT,
    source="No national number established; default after Swindon's conference quorum [Swindon]",
)

TERMS = Terms(
    register=Words(
        "list of children with a child protection plan", "rhestr plant â chynllun amddiffyn", "O"
    ),
    plan=Words("child protection plan", "cynllun amddiffyn plant", "O"),
    on_register=Words("Has a child protection plan", "Mae ganddo gynllun amddiffyn plant", "O"),
    not_on_register=Words("No child protection plan", "Dim cynllun amddiffyn plant", "O"),
    registration=Words("start of the plan", "dechrau'r cynllun", "O"),
    deregistration=Words("end of the plan", "diwedd y cynllun", "O"),
    co_ordinator=Words("lead practitioner", "ymarferydd arweiniol", "O"),
    strategy_discussion=Words("strategy discussion", "trafodaeth strategaeth", "P"),
    section_47_enquiry=Words("section 47 enquiries", "ymholiadau adran 47", "D, P"),
    initial_conference=Words(
        "initial child protection conference", "cynhadledd amddiffyn plant gychwynnol", "D"
    ),
    review_conference=Words("review conference", "cynhadledd adolygu", "D"),
    transfer_in_conference=Words("transfer-in conference", "cynhadledd drosglwyddo", "D"),
    core_group=Words("core group", "grŵp craidd", "D"),
)

ENGLAND = Procedure(
    nation=Nation.ENGLAND,
    title="Working Together to Safeguard Children",
    timescales=TIMESCALES,
    categories=CATEGORIES,
    are_several_categories_allowed=True,
    quorum=QUORUM,
    terms=TERMS,
)
