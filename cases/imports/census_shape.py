"""What stands where in the children in need census, and what is told about the rest.

Every element is read, or known and not loaded, or told as unknown; text between elements is
told; dates of what is not loaded are looked at all the same.
"""

from __future__ import annotations

from datetime import date

from cases.imports.judge import Judge
from cases.imports.ledger import Ledger
from cases.imports.markup import Node
from cases.imports.records import Kind, Place

KNOWN: dict[str, frozenset[str]] = {
    "Child": frozenset({"ChildIdentifiers", "ChildCharacteristics", "CINdetails"}),
    "ChildIdentifiers": frozenset(
        {
            "LAchildID",
            "UPN",
            "FormerUPN",
            "PersonBirthDate",
            "ExpectedPersonBirthDate",
            "GenderCurrent",
            "Sex",
            "PersonDeathDate",
        }
    ),
    "ChildCharacteristics": frozenset({"Ethnicity"}),
    "CINdetails": frozenset(
        {
            "CINreferralDate",
            "CINclosureDate",
            "DateOfInitialCPC",
            "Section47",
            "ChildProtectionPlans",
        }
    ),
    "Section47": frozenset(
        {"S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"}
    ),
    "ChildProtectionPlans": frozenset(
        {
            "CPPstartDate",
            "CPPendDate",
            "InitialCategoryOfAbuse",
            "LatestCategoryOfAbuse",
            "NumberOfPreviousCPP",
            "Reviews",
        }
    ),
    "Reviews": frozenset({"CPPreviewDate"}),
}
NOT_LOADED: dict[str, frozenset[str]] = {
    "ChildIdentifiers": frozenset({"UPNunknown"}),
    "ChildCharacteristics": frozenset({"Disabilities"}),
    "CINdetails": frozenset(
        {
            "ReferralSource",
            "PrimaryNeedCode",
            "ReasonForClosure",
            "ReferralNFA",
            "Assessments",
            "CINPlanDates",
            "PreProceedingsandFGDM",
        }
    ),
}
REPEATABLE = frozenset(
    {
        "CINdetails",
        "Section47",
        "ChildProtectionPlans",
        "CPPreviewDate",
        "Assessments",
        "CINPlanDates",
        "Reviews",
        "PreProceedingsandFGDM",
    }
)
ORDERED_ASIDE = (
    ("AssessmentActualStartDate", "AssessmentAuthorisationDate"),
    ("CINPlanStartDate", "CINPlanEndDate"),
)


def at_child(parent: Node, tag: str) -> Place:
    """This will give the place of the first ``tag`` in ``parent``, or of ``parent`` itself."""
    node = parent.child(tag)
    return Place(line=node.line if node else parent.line)


def look_aside(judge: Judge, details: Node) -> None:
    """This will look at the dates of what is not loaded, so that an impossible one is told."""
    for group in details.children:
        if group.tag not in NOT_LOADED["CINdetails"]:
            continue
        dates: dict[str, date | None] = {}
        for leaf in group.walk():
            if "Date" in leaf.tag and not leaf.children:
                dates[leaf.tag] = judge.aside(Place(line=leaf.line), leaf.tag, leaf.text)
        for first, then in ORDERED_ASIDE:
            judge.in_order(
                Kind.CHILD,
                at_child(group, then),
                first=(first, dates.get(first)),
                then=(then, dates.get(then)),
                code="not_loaded_out_of_order",
            )


def look_at_order(
    judge: Judge, details: Node, opened_on: date | None, closed_on: date | None
) -> None:
    """This will tell what stands before the referral or after the closure, and is loaded."""
    tags = {
        "S47ActualStartDate": Kind.SECTION_47,
        "DateOfInitialCPC": Kind.CONFERENCE,
        "CPPstartDate": Kind.PLAN,
        "CPPendDate": Kind.PLAN,
        "AssessmentActualStartDate": Kind.CHILD,
        "AssessmentAuthorisationDate": Kind.CHILD,
        "CINPlanStartDate": Kind.CHILD,
    }
    quiet = Judge(Ledger(), today=judge.today)
    for leaf in details.walk():
        if leaf.tag not in tags or not leaf.text:
            continue
        kind, at = tags[leaf.tag], Place(line=leaf.line)
        on = quiet.closing_date(kind, at, leaf.tag, leaf.text)
        judge.in_order(
            kind,
            at,
            first=("CINreferralDate", opened_on),
            then=(leaf.tag, on),
            code="before_referral",
        )
        judge.in_order(
            kind,
            at,
            first=(leaf.tag, on),
            then=("CINclosureDate", closed_on),
            code="after_closure",
        )


def tell_strangers(ledger: Ledger, node: Node) -> None:
    """This will tell stray text, unknown elements and repeats, and count what is not loaded."""
    for line, text in node.stray:
        ledger.warn(Kind.CHILD, Place(line=line), "stray_text", value=text)
    known, aside = KNOWN.get(node.tag, frozenset()), NOT_LOADED.get(node.tag, frozenset())
    seen: set[str] = set()
    for child in node.children:
        at = Place(line=child.line)
        if child.tag in seen and child.tag not in REPEATABLE:
            ledger.warn(Kind.CHILD, at, "element_repeated", item=child.tag)
        seen.add(child.tag)
        if child.tag in aside:
            ledger.not_loaded(child.tag, at)
            _tell_stray_below(ledger, child)
        elif child.tag not in known:
            ledger.once("unknown_element", child.tag, at)
            _tell_stray_below(ledger, child)
        elif child.tag in KNOWN:
            tell_strangers(ledger, child)
        elif child.children:
            ledger.warn(Kind.CHILD, at, "value_expected", item=child.tag)


def _tell_stray_below(ledger: Ledger, node: Node) -> None:
    for part in node.walk():
        for line, text in part.stray:
            ledger.warn(Kind.CHILD, Place(line=line), "stray_text", value=text)
