"""The Wales Safeguarding Procedures as data: clocks W1 to W20, categories, quorum, words.

Rows only. Where the procedures give no figure the row says what it stands on instead.
Tags such as [W:c4-p7] are pages of the procedures; the row's ``source_url`` is that page.
"""

from __future__ import annotations

from functools import partial

from cases.domain.procedures.rows import (
    Binding,
    Category,
    Procedure,
    Quorum,
    Responsible,
    SoftTarget,
    StartEvent,
    Terms,
    Timescale,
    Unit,
    Words,
)
from cases.domain.statuses import Nation

WSP = "Wales Safeguarding Procedures, children and young people at risk"
SITE = "https://safeguarding.wales/en/chi-i"
POWYS = "https://cy.powys.gov.uk/article/16528/Pa-mor-hir-fydd-en-para"

_row = partial(Timescale, nation=Nation.WALES)

TIMESCALES = (
    _row(
        key="report_confirmed_in_writing",
        amount=24,
        unit=Unit.HOURS,
        starts_at=StartEvent.TELEPHONE_REPORT,
        binding=Binding.PROCEDURE,
        responsible=Responsible.REPORTER,
        source=f"{WSP}, section 2, after a report [W:c2-p18]",
        source_url="https://safeguarding.wales/chi/c2/c2.p18.html",
    ),
    _row(
        key="report_chased",
        amount=7,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.WRITTEN_REPORT_SENT,
        binding=Binding.PROCEDURE,
        responsible=Responsible.REPORTER,
        source=f"{WSP}, section 2, after a report [W:c2-p18]",
        source_url="https://safeguarding.wales/chi/c2/c2.p18.html",
        note="With no acknowledgement the reporter must contact social services again.",
    ),
    _row(
        key="report_decided",
        amount=1,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.REPORT_RECEIVED,
        binding=Binding.PROCEDURE,
        responsible=Responsible.SOCIAL_SERVICES,
        source=f"{WSP}, section 3 part 1, initial checks and decisions [W:c3pt1-p4]",
        source_url=f"{SITE}/chi-i-c3pt1/c3pt1-p4",
    ),
    _row(
        key="police_discussion",
        amount=0,
        unit=Unit.IMMEDIATELY,
        starts_at=StartEvent.POSSIBLE_OFFENCE_REPORTED,
        binding=Binding.PROCEDURE,
        responsible=Responsible.SOCIAL_SERVICES,
        source=f"{WSP}, section 3 part 1, initial checks and decisions [W:c3pt1-p4]",
        source_url=f"{SITE}/chi-i-c3pt1/c3pt1-p4",
    ),
    _row(
        key="strategy_discussion",
        amount=1,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.DECISION_TO_HOLD_STRATEGY_DISCUSSION,
        binding=Binding.LOCAL_PUBLICATION,
        responsible=Responsible.SOCIAL_SERVICES,
        source="Powys County Council, how long each step will take [Powys]",
        source_url=POWYS,
        note="The national page's own figure was not read. A senior manager may allow longer "
        "in exceptional cases and records why [W:c3pt1-p8].",
    ),
    _row(
        key="section_47_enquiry",
        amount=10,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.STRATEGY_DISCUSSION,
        binding=Binding.LOCAL_PUBLICATION,
        responsible=Responsible.SOCIAL_SERVICES,
        source="Powys County Council, how long each step will take [Powys]",
        source_url=POWYS,
        note="The national page's own figure was not read. A senior manager may allow longer "
        "in exceptional cases and records why [W:c3pt1-p8].",
    ),
    _row(
        key="initial_conference",
        amount=15,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.LAST_STRATEGY_DISCUSSION,
        binding=Binding.PROCEDURE,
        responsible=Responsible.SOCIAL_SERVICES,
        source=f"{WSP}, section 3 part 2, the initial conference [W:c3pt2-p4]",
        source_url=f"{SITE}/chi-i-c3pt2/c3pt2-p4",
        note="Powys tells families that it starts at the decision to undertake the enquiry; an "
        "older indicator of Conwy at the strategy discussion or referral. The chair may "
        "postpone in exceptional cases if satisfied that the child is protected.",
    ),
    _row(
        key="outline_plan_sent",
        amount=5,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.INITIAL_CONFERENCE,
        binding=Binding.PROCEDURE,
        responsible=Responsible.CHAIR,
        source=f"{WSP}, section 3 part 2, outline plan [W:c3pt2-p11], [W:c3pt2-p14]",
        source_url=f"{SITE}/chi-i-c3pt2/c3pt2-p11",
        note="With the summary of decisions and the date of the next conference. c3pt2-p14 "
        "adds: or by the first core group meeting.",
    ),
    _row(
        key="conference_record_sent",
        amount=20,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.CONFERENCE,
        binding=Binding.GOOD_PRACTICE,
        responsible=Responsible.CHAIR,
        source=f"{WSP}, section 3 part 2, post conference [W:c3pt2-p14]",
        source_url=f"{SITE}/chi-i-c3pt2/c3pt2-p14",
        note="The duty is as soon as possible; 20 working days is the good-practice ceiling.",
    ),
    _row(
        key="first_core_group",
        amount=10,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.REGISTRATION,
        binding=Binding.PROCEDURE,
        responsible=Responsible.CO_ORDINATOR,
        source=f"{WSP}, section 4, the core group [W:c4-p4]; also [W:c3pt2-p13]",
        source_url=f"{SITE}/chi-i-c4/c4-p4",
        note="From the conference at which the child was registered.",
    ),
    _row(
        key="later_core_group",
        amount=6,
        unit=Unit.WEEKS,
        starts_at=StartEvent.PREVIOUS_CORE_GROUP,
        binding=Binding.PROCEDURE,
        responsible=Responsible.CO_ORDINATOR,
        source=f"{WSP}, section 4, later core groups [W:c4-p5]; also [W:c3pt2-p13]",
        source_url=f"{SITE}/chi-i-c4/c4-p5",
        note="c4-p5: at least every six weeks; c3pt2-p13: monthly, no more than six-weekly.",
        soft_target=SoftTarget(
            1, Unit.MONTHS, f"{WSP}, section 3 part 2, other conference tasks [W:c3pt2-p13]"
        ),
    ),
    _row(
        key="seen_alone",
        amount=10,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.PREVIOUS_SEEN_ALONE,
        binding=Binding.PROCEDURE,
        responsible=Responsible.CO_ORDINATOR,
        source=f"{WSP}, section 4, seeing the child [W:c4-p7]; also [W:c4-p3]",
        source_url=f"{SITE}/chi-i-c4/c4-p7",
        note="In the co-ordinator's absence the team manager must see that it happens.",
    ),
    _row(
        key="seen_at_home",
        amount=4,
        unit=Unit.WEEKS,
        starts_at=StartEvent.PREVIOUS_SEEN_AT_HOME,
        binding=Binding.PROCEDURE,
        responsible=Responsible.CO_ORDINATOR,
        source=f"{WSP}, section 4, seeing the child [W:c4-p7]; also [W:c4-p3]",
        source_url=f"{SITE}/chi-i-c4/c4-p7",
        note="In the co-ordinator's absence the team manager must see that it happens.",
    ),
    _row(
        key="bedroom_seen",
        amount=1,
        unit=Unit.ONCE_PER_INTERVAL,
        starts_at=StartEvent.LAST_CONFERENCE,
        binding=Binding.PROCEDURE,
        responsible=Responsible.CO_ORDINATOR,
        source=f"{WSP}, section 4, the co-ordinator [W:c4-p3]",
        source_url=f"{SITE}/chi-i-c4/c4-p3",
        note="At least once in every interval between review conferences.",
    ),
    _row(
        key="assessment",
        amount=42,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.SECTION_47_STARTED,
        binding=Binding.PROCEDURE,
        responsible=Responsible.SOCIAL_SERVICES,
        source=f"{WSP}, section 3 part 2, other conference tasks [W:c3pt2-p13]",
        source_url=f"{SITE}/chi-i-c3pt2/c3pt2-p13",
        note="Performance measure PM24 counts 42 working days from the referral instead.",
    ),
    _row(
        key="first_review",
        amount=3,
        unit=Unit.MONTHS,
        starts_at=StartEvent.INITIAL_CONFERENCE,
        binding=Binding.PROCEDURE,
        responsible=Responsible.CHAIR,
        source=f"{WSP}, section 4, the review conference [W:c4-p8]; also [W:c3pt2-p13]",
        source_url=f"{SITE}/chi-i-c4/c4-p8",
    ),
    _row(
        key="later_review",
        amount=6,
        unit=Unit.MONTHS,
        starts_at=StartEvent.PREVIOUS_REVIEW,
        binding=Binding.PROCEDURE,
        responsible=Responsible.CHAIR,
        source=f"{WSP}, section 4, the review conference [W:c4-p8]; also [W:c3pt2-p13]",
        source_url=f"{SITE}/chi-i-c4/c4-p8",
        note="The Welsh text of c3pt2-p13 says six weeks: taken as a slip of translation.",
    ),
    _row(
        key="move_information_sent",
        amount=3,
        unit=Unit.DAYS,
        starts_at=StartEvent.NOTIFICATION_OF_MOVE,
        binding=Binding.PROCEDURE,
        responsible=Responsible.ORIGINATING_AUTHORITY,
        source=f"{WSP}, section 4, moves between authorities [W:c4-p10]",
        source_url=f"{SITE}/chi-i-c4/c4-p10",
        note="The text does not say which days: counted as calendar days, the stricter reading.",
    ),
    _row(
        key="transfer_in_conference",
        amount=15,
        unit=Unit.WORKING_DAYS,
        starts_at=StartEvent.PERMANENT_MOVE_NOTIFIED_AND_AGREED,
        binding=Binding.PROCEDURE,
        responsible=Responsible.RECEIVING_AUTHORITY,
        source=f"{WSP}, section 4, moves between authorities [W:c4-p10]; also [W:c4-p9]",
        source_url=f"{SITE}/chi-i-c4/c4-p10",
        note="c4-p9 starts it at being notified of the permanent move, without the agreement.",
    ),
    _row(
        key="transfer_in_conference_requested",
        amount=12,
        unit=Unit.WEEKS,
        starts_at=StartEvent.TEMPORARY_STAY_STARTED,
        binding=Binding.PROCEDURE,
        responsible=Responsible.ORIGINATING_AUTHORITY,
        source=f"{WSP}, section 4, moves between authorities [W:c4-p10]",
        source_url=f"{SITE}/chi-i-c4/c4-p10",
        note="A temporary stay of more than 12 weeks needs a transfer conference.",
    ),
    _row(
        key="practitioner_allegation_reported",
        amount=24,
        unit=Unit.HOURS,
        starts_at=StartEvent.ALLEGATION_ABOUT_PRACTITIONER,
        binding=Binding.PROCEDURE,
        responsible=Responsible.EMPLOYER,
        source="Wales Safeguarding Procedures, section 5 [W:s5-i-7]",
        source_url="https://diogelu.cymru/en/s5-i/s5-i-7/",
        note="To the authority's designated officer; out of hours, the next working day.",
    ),
)

_CATEGORY_SOURCE = f"{WSP}, section 3 part 2, the register [W:c3pt2-p10]; list from [NSPCC-W]"
_category = partial(Category, nation=Nation.WALES, source=_CATEGORY_SOURCE)

CATEGORIES = (
    _category(key="physical", words=Words("Physical abuse", "Camdriniaeth gorfforol", "L")),
    _category(
        key="emotional",
        words=Words(
            "Emotional or psychological abuse", "Camdriniaeth emosiynol neu seicolegol", "L, O"
        ),
    ),
    _category(key="sexual", words=Words("Sexual abuse", "Camdriniaeth rywiol", "L")),
    _category(
        key="financial",
        words=Words("Financial abuse", "Camdriniaeth ariannol", "O"),
        note="Not among the four forms of the register's definition in the Safeguarding Boards "
        "(Functions and Procedures) (Wales) Regulations 2015, regulation 2 [SI2015/1466]; "
        "national counts may fold it into another.",
    ),
    _category(key="neglect", words=Words("Neglect", "Esgeulustod", "D, L")),
)

QUORUM = Quorum(
    is_childrens_services_required=True,
    other_agencies=2,
    may_chair_proceed_without=True,
    binding=Binding.NAMED_DEFAULT,
    source="No Welsh number established; default after Swindon's conference quorum [Swindon]",
)

TERMS = Terms(
    register=Words("child protection register", "cofrestr amddiffyn plant", "D, L"),
    plan=Words("care and support protection plan", "cynllun gofal, cymorth ac amddiffyn", "D"),
    on_register=Words("On the register", "Ar y gofrestr", "D"),
    not_on_register=Words("Not on the register", "Ddim ar y gofrestr", "O"),
    registration=Words("registration", "cofrestriad", "D"),
    deregistration=Words("de-registration", "dad-gofrestru", "D"),
    co_ordinator=Words("plan co-ordinator", "cydlynydd y cynllun", "D"),
    strategy_discussion=Words("strategy discussion", "trafodaeth strategaeth", "P"),
    section_47_enquiry=Words("section 47 enquiries", "ymholiadau adran 47", "D, P"),
    initial_conference=Words(
        "initial child protection conference", "cynhadledd amddiffyn plant gychwynnol", "D"
    ),
    review_conference=Words("review conference", "cynhadledd adolygu", "D"),
    transfer_in_conference=Words("transfer-in conference", "cynhadledd drosglwyddo", "D"),
    core_group=Words("core group", "grŵp craidd", "D"),
)

WALES = Procedure(
    nation=Nation.WALES,
    title="Wales Safeguarding Procedures",
    timescales=TIMESCALES,
    categories=CATEGORIES,
    are_several_categories_allowed=True,
    quorum=QUORUM,
    terms=TERMS,
)
