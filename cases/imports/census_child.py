"""One child's branch of the children in need census, turned into a record.

Element names and codes are DfE's; every element is either read, known and not loaded, or told
as unknown, and text between elements is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from cases.domain.procedures.returns import census_category
from cases.domain.statuses import Sex
from cases.imports import identity
from cases.imports.census_shape import at_child, look_aside, look_at_order, tell_strangers
from cases.imports.codes import GENDER_CODES, SEX_CODES
from cases.imports.enquiries import (
    RawEnquiry,
    keep_conferences,
    keep_enquiries,
    read_conference,
    read_enquiry,
)
from cases.imports.judge import Judge
from cases.imports.ledger import Ledger
from cases.imports.markup import Node
from cases.imports.plans import RawPlan, keep_plans, read_plan
from cases.imports.records import (
    Kind,
    Place,
    ReturnedChild,
    ReturnedConference,
    ReturnedEnquiry,
    ReturnedEpisode,
    ReturnedPlan,
)
from cases.imports.values import NotUnderstood, read_yes_no, shown

ENQUIRY_NAMES = {
    "started": "S47ActualStartDate",
    "conference": "DateOfInitialCPC",
    "conference_target": "InitialCPCtarget",
}
PLAN_NAMES = {"started": "CPPstartDate", "ended": "CPPendDate", "review": "CPPreviewDate"}


def read_child(
    ledger: Ledger,
    node: Node,
    *,
    today: date,
    reference_on: date | None,
    local_ids: dict[str, Place],
    upns: dict[str, Place],
) -> ReturnedChild | None:
    """This will give the child of a ``Child`` element, or None after refusing it with all parts.

    ``local_ids`` and ``upns`` remember where each number of the file was first seen.
    """
    ledger.read(Kind.CHILD)
    who = node.child("ChildIdentifiers") or Node("ChildIdentifiers", node.line)
    ledger.local_id = who.value("LAchildID")[: identity.LONGEST_ID]
    tell_strangers(ledger, node)
    judge = Judge(ledger, today=today, reference_on=reference_on)
    local_id = _identify(judge, who, local_ids, has_referral=bool(node.all("CINdetails")))
    if local_id is None:
        _refuse_all(ledger, node)
        return None
    sex = _sex(judge, who)
    upn = identity.read_upn(judge, at_child(who, "UPN"), "UPN", who.value("UPN"), upns)
    former_at, former_value = at_child(who, "FormerUPN"), who.value("FormerUPN")
    former = identity.read_upn(judge, former_at, "FormerUPN", former_value)
    if who.value("UPN") and who.child("UPNunknown"):
        ledger.warn(Kind.CHILD, at_child(who, "UPNunknown"), "upn_and_reason_for_none")
    ethnicity = _ethnicity(judge, node.child("ChildCharacteristics"))
    episodes = tuple(_episodes(judge, node))
    ledger.understood(Kind.CHILD)
    return ReturnedChild(
        source=Place(line=node.line),
        local_id=local_id,
        sex=sex,
        born_on=judge.born_on,
        expected_on=judge.expected_on,
        died_on=judge.died_on,
        upn=upn,
        former_upn=former,
        ethnicity=ethnicity,
        episodes=episodes,
    )


def _ethnicity(judge: Judge, node: Node | None) -> str:
    if node is None:
        return ""
    return identity.read_ethnicity(judge, at_child(node, "Ethnicity"), node.value("Ethnicity"))


def _identify(
    judge: Judge, who: Node, local_ids: dict[str, Place], *, has_referral: bool
) -> str | None:
    """The child's number, with birth and death set on the judge; None when refused."""
    at = at_child(who, "LAchildID")
    local_id = identity.read_local_id(judge, at, "LAchildID", who.value("LAchildID"))
    if local_id is None:
        return None
    first = local_ids.setdefault(local_id, at)
    if first is not at:
        judge.ledger.refuse(Kind.CHILD, at, "child_repeated", first=first.line)
        return None
    if not identity.read_birth(
        judge,
        at_child(who, "PersonBirthDate"),
        born=("PersonBirthDate", who.value("PersonBirthDate")),
        expected=("ExpectedPersonBirthDate", who.value("ExpectedPersonBirthDate")),
    ):
        return None
    if not has_referral:
        judge.ledger.refuse(Kind.CHILD, at, "no_referral")
        return None
    died = who.value("PersonDeathDate")
    identity.read_death(judge, at_child(who, "PersonDeathDate"), "PersonDeathDate", died)
    return local_id


def _sex(judge: Judge, who: Node) -> Sex:
    if who.child("Sex"):
        at, code = at_child(who, "Sex"), who.value("Sex").upper()
        return identity.read_sex(judge, at, code, SEX_CODES, other_list=GENDER_CODES)
    at, code = at_child(who, "GenderCurrent"), who.value("GenderCurrent").upper()
    return identity.read_sex(judge, at, code, GENDER_CODES, other_list=SEX_CODES)


def _episodes(judge: Judge, node: Node) -> list[ReturnedEpisode]:
    """The referrals of a child; what repeats or overlaps is refused across all of them."""
    read = [_read_details(judge, details) for details in node.all("CINdetails")]
    enquiries = keep_enquiries(judge, [found for one in read for found in one.enquiries])
    conferences = keep_conferences(judge, [found for one in read for found in one.conferences])
    plans = keep_plans(judge, [found for one in read for found in one.plans])
    kept = {id(found) for found in (*enquiries, *conferences, *plans)}
    return [
        replace(
            one,
            enquiries=tuple(found for found in one.enquiries if id(found) in kept),
            conferences=tuple(found for found in one.conferences if id(found) in kept),
            plans=tuple(found for found in one.plans if id(found) in kept),
        )
        for one in read
    ]


def _read_details(judge: Judge, details: Node) -> ReturnedEpisode:
    """One referral with all that was read of it, before repeats are looked for."""
    enquiries: list[ReturnedEnquiry] = []
    conferences: list[ReturnedConference] = []
    plans: list[ReturnedPlan] = []
    opened_on, closed_on = _referral(judge, details)
    for part in details.all("Section47"):
        enquiry, conference = read_enquiry(judge, _raw_enquiry(judge, part))
        enquiries += [enquiry] if enquiry else []
        conferences += [conference] if conference else []
    at, value = at_child(details, "DateOfInitialCPC"), details.value("DateOfInitialCPC")
    if value:
        judge.ledger.once("outside_enquiries", "DateOfInitialCPC", at)
        lone = read_conference(judge, at, "DateOfInitialCPC", value, is_outside_enquiry=True)
        conferences += [lone] if lone else []
    for part in details.all("ChildProtectionPlans"):
        plan = read_plan(judge, _raw_plan(judge, part))
        plans += [plan] if plan else []
    look_aside(judge, details)
    look_at_order(judge, details, opened_on, closed_on)
    return ReturnedEpisode(
        place=Place(line=details.line),
        referred_on=opened_on,
        closed_on=closed_on,
        enquiries=tuple(enquiries),
        conferences=tuple(conferences),
        plans=tuple(plans),
    )


def _referral(judge: Judge, details: Node) -> tuple[date | None, date | None]:
    place = at_child(details, "CINreferralDate")
    name, value = "CINreferralDate", details.value("CINreferralDate")
    if not value:
        judge.ledger.warn(Kind.CHILD, place, "referral_missing")
    opened_on = judge.referral_date(place, name, value)
    at = at_child(details, "CINclosureDate")
    name, value = "CINclosureDate", details.value("CINclosureDate")
    closed_on = judge.closing_date(Kind.CHILD, at, name, value)
    if not judge.in_order(
        Kind.CHILD, at, first=("CINreferralDate", opened_on), then=("CINclosureDate", closed_on)
    ):
        closed_on = None
    return opened_on, closed_on


def _raw_enquiry(judge: Judge, part: Node) -> RawEnquiry:
    not_required: bool | None = None
    try:
        not_required = read_yes_no(part.value("ICPCnotRequired"))
    except NotUnderstood:
        at, value = at_child(part, "ICPCnotRequired"), shown(part.value("ICPCnotRequired"))
        judge.ledger.warn(
            Kind.SECTION_47, at, "answer_not_understood", item="ICPCnotRequired", value=value
        )
    return RawEnquiry(
        place=Place(line=part.line),
        started=part.value("S47ActualStartDate"),
        conference=part.value("DateOfInitialCPC"),
        conference_target=part.value("InitialCPCtarget"),
        is_conference_not_required=not_required,
        names=ENQUIRY_NAMES,
    )


def _raw_plan(judge: Judge, part: Node) -> RawPlan:
    reviews = [
        (Place(line=review.line), review.text)
        for group in part.all("Reviews")
        for review in group.all("CPPreviewDate")
    ]
    return RawPlan(
        place=Place(line=part.line),
        started=part.value("CPPstartDate"),
        ended=part.value("CPPendDate"),
        initial_category=_category(judge, part, "InitialCategoryOfAbuse"),
        latest_category=_category(judge, part, "LatestCategoryOfAbuse"),
        number_of_previous=part.value("NumberOfPreviousCPP"),
        reviews=reviews,
        names=PLAN_NAMES,
    )


def _category(judge: Judge, part: Node, tag: str) -> str | None:
    value = part.value(tag)
    category = census_category(value)
    if category is None:
        at, code = at_child(part, tag), "category_not_understood" if value else "category_missing"
        judge.ledger.warn(Kind.PLAN, at, code, item=tag, value=shown(value))
    return category


def _refuse_all(ledger: Ledger, node: Node) -> None:
    """A refused child takes everything with it; the counts still say what was there."""
    for kind in _parts(node):
        ledger.read(kind)
        ledger.refuse_part(kind)


def _parts(node: Node) -> Iterator[Kind]:
    for part in node.walk():
        if part.tag == "Section47":
            yield Kind.SECTION_47
        elif part.tag == "ChildProtectionPlans":
            yield Kind.PLAN
        elif part.tag == "CPPreviewDate":
            yield Kind.REVIEW
        elif part.tag == "DateOfInitialCPC" and part.text:
            yield Kind.CONFERENCE
