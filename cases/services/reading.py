"""Reading a child's record is an event: written before the answer, in the same transaction.

So is a page of a list that names children: one event, with what was asked and the cases shown.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agencies.actors import Actor
from agencies.models import Agency
from cases import access, access_sought, access_whole
from cases.domain.permissions import P
from cases.models import Case, Child, Conference
from cases.queries import child_record, matches
from cases.queries.child_record import Sibling
from cases.queries.matches import Matches, Sought
from cases.services.act import act
from cpr.audit import writer as audit


@act
def open_record(*, by: Actor, case_id: uuid.UUID, permission: P, part: str) -> Case:
    """This will give a case to be read and record that it was; ``part`` names the page.

    Raises: NotFound, NotAllowed.
    """
    case = _opened(by, case_id, permission)
    audit.record_many(by=by, entries=[_entry(case, part)])
    return case


@act
def open_record_naming_siblings(
    *, by: Actor, case_id: uuid.UUID, permission: P, part: str, siblings_with: P = P.VIEW_SUMMARY
) -> tuple[Case, list[Sibling]]:
    """This will give a case and the brothers and sisters its page names, in one recorded reading.

    Those on which the actor has ``siblings_with``.

    Raises: NotFound, NotAllowed.
    """
    case = _opened(by, case_id, permission)
    siblings = child_record.siblings(by, case, siblings_with)
    named = {"siblings": [str(sibling.case_id) for sibling in siblings]} if siblings else {}
    audit.record_many(by=by, entries=[_entry(case, part, **named)])
    return case, siblings


@act
def record_listing(
    *, by: Actor, action: str, asked: Mapping[str, object], cases: Iterable[uuid.UUID]
) -> None:
    """This will record that a page of a list named children: one event, whatever their number.

    ``asked`` is the question and the filters; ``cases`` are those shown, in their order.
    """
    agency = Agency(pk=by.agency_id, name_en=by.agency_name)
    audit.record(
        by=by,
        action=action,
        subject=agency,
        asked={name: str(value) for name, value in asked.items() if value},
        cases=[str(case_id) for case_id in dict.fromkeys(cases)],
    )


@act
def record_export(
    *,
    by: Actor,
    action: str,
    asked: Mapping[str, object],
    rows: int,
    cases: Iterable[uuid.UUID],
) -> None:
    """This will record that a list was taken away as a file: how many rows, and which cases.

    Written before the first line of the file leaves; the file holds no other rows.
    """
    audit.record(
        by=by,
        action=action,
        subject=Agency(pk=by.agency_id, name_en=by.agency_name),
        asked={name: str(value) for name, value in asked.items() if value},
        rows=rows,
        cases=[str(case_id) for case_id in dict.fromkeys(cases)],
    )


@act
def record_export_of(*, by: Actor, case: Case, part: str, rows: int) -> None:
    """This will record that a part of a record, which the caller has opened, was taken away."""
    audit.record_many(
        by=by,
        entries=[
            audit.Entry(
                "record.exported", case, case.pk, case.child_id, {"part": part, "rows": rows}
            )
        ],
    )


@act
def open_child(*, by: Actor, child_id: uuid.UUID, permission: P, part: str) -> Child:
    """This will give a child whose facts a form begins with; read in each case the actor sees.

    Raises: NotFound, NotAllowed.
    """
    child = access.get_for(by, permission, child_id, Child)
    cases = access.visible(by, permission).filter(child=child).select_related("child")
    audit.record_many(by=by, entries=[_entry(case, part) for case in cases])
    return child


@act
def open_siblings(*, by: Actor, case: Case, permission: P, part: str) -> list[Case]:
    """This will give the open cases of a case's brothers and sisters in its authority.

    Only those on which the actor has ``permission``, the case itself first; the reading of each of
    the others is recorded. The caller has opened the case.
    """
    group = case.child.sibling_group_id
    if group is None:
        return [case]
    others = list(
        access.visible(by, permission)
        .filter(
            child__sibling_group_id=group, authority_id=case.authority_id, closed_on__isnull=True
        )
        .exclude(pk=case.pk)
        .select_related("child", "authority")
        .order_by("child__born_on", "child__expected_on", "pk")
    )
    audit.record_many(by=by, entries=[_entry(other, part) for other in others])
    return [case, *others]


@dataclass(frozen=True)
class OpenConference:
    """A conference, and the cases at it that its reader may see; ``hidden`` counts the others."""

    conference: Conference
    cases: tuple[Case, ...]
    hidden: int


@act
def open_conference(
    *, by: Actor, conference_id: uuid.UUID, permission: P, part: str
) -> OpenConference:
    """This will give a conference to be read and record the reading for each child shown.

    Raises: NotFound, NotAllowed.
    """
    access.get_for(by, permission, conference_id, Conference)
    conference = Conference.objects.select_related("authority", "chair__user", "chair__team").get(
        pk=conference_id
    )
    cases = list(
        access.visible(by, permission)
        .filter(at_conferences__conference=conference)
        .select_related("child__sibling_group", "authority")
        .order_by("child__born_on", "child__expected_on", "pk")
    )
    audit.record_many(by=by, entries=[_entry(case, part) for case in cases])
    total = access_whole.children_at(conference)
    return OpenConference(conference, tuple(cases), total - len(cases))


def _opened(by: Actor, case_id: uuid.UUID, permission: P) -> Case:
    related = ("child__sibling_group", "authority", "lead_team")
    return access.get_for(by, permission, case_id, related=related)


def _entry(case: Case, part: str, **more: object) -> audit.Entry:
    return audit.Entry("record.read", case, case.pk, case.child_id, {"part": part, **more})


@act
def ask_for_matches(*, by: Actor, sought: Sought) -> Matches:
    """This will find the possible matches of a child, and record that they were asked for.

    One event for each case of each child found: it stands among the readings of that case,
    whether or not the asker may see it.

    Raises: NotAllowed.
    """
    found = matches.possible_matches(by, sought)
    cases = access_sought.cases_found(found.all_ids)
    audit.record_many(
        by=by,
        entries=[
            audit.Entry("child.sought", case.child, case.pk, case.child_id, {"sought": sought.name})
            for case in cases
        ],
    )
    return found


@act
def ask_elsewhere(*, by: Actor, sought: Sought) -> Matches | None:
    """This will say whether somebody else knows the child sought; recorded only if somebody does.

    Raises: NotAllowed.
    """
    if not matches.possible_matches(by, sought).hidden_count:
        return None
    return ask_for_matches(by=by, sought=sought)
