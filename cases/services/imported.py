"""Loading what a published return says of one child: who it is, which case, which team.

The facts of the case (enquiries, conferences, registrations, visits) are in ``imported_facts``.
Nothing is invented: what a return does not say stays empty, and what was here stays as it was.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction

from agencies import services as agency_services
from agencies.actors import Actor
from agencies.models import Agency, Membership, Team
from agencies.roles import Duty
from cases import access
from cases.domain.errors import NotAllowed, Problem
from cases.domain.returned import (
    Finding,
    Kind,
    Place,
    ReturnedChild,
    ReturnedEpisode,
    Severity,
)
from cases.domain.statuses import InvolvementRole, Level, Nation
from cases.models import Case, Child, ImportBatch, Registration
from cases.services import deadlines, imported_facts
from cases.services.cases import involve
from cases.services.imported_people import find_or_add_child
from cpr.audit import writer as audit
from cpr.clock import now

LOADING_JOBS = frozenset({"import-register", "seed"})
NOT_ALLOCATED = "Not allocated in the return"
NOT_ALLOCATED_CY = "Heb ei ddyrannu yn y ffurflen"
CO_ORDINATING_ROLES = ("social_worker", "team_manager")


@dataclass(slots=True)
class Loading:
    """One loading under way: for which authority, as of which day, and the teams already met."""

    batch: ImportBatch
    authority: Agency
    today: date
    known_on: date
    """The day the return speaks of; what it does not date was so on this day at the latest."""
    teams: dict[str, Team] = field(default_factory=dict)

    @property
    def nation(self) -> Nation:
        """The nation whose procedure judges these children."""
        return Nation(self.authority.nation)


@dataclass(slots=True)
class Written:
    """What became of each record of one child; ``remarks`` say why where that is not plain."""

    local_id: str = ""
    created: Counter[Kind] = field(default_factory=Counter)
    changed: Counter[Kind] = field(default_factory=Counter)
    unchanged: Counter[Kind] = field(default_factory=Counter)
    refused: Counter[Kind] = field(default_factory=Counter)
    cases_opened: int = 0
    teams_opened: int = 0
    remarks: list[Finding] = field(default_factory=list)

    def child_changed(self) -> None:
        """This will count a child that was known, and unchanged so far, as changed."""
        if self.unchanged[Kind.CHILD]:
            self.unchanged[Kind.CHILD] -= 1
            self.changed[Kind.CHILD] += 1

    def refuse(self, kind: Kind, place: Place, code: str, **params: Any) -> None:
        """This will count one record as refused and say why."""
        self.refused[kind] += 1
        self._remark(Severity.REFUSED, kind, place, code, params)

    def warn(self, kind: Kind, place: Place, code: str, **params: Any) -> None:
        """This will remark on a record that was loaded all the same."""
        self._remark(Severity.WARNING, kind, place, code, params)

    def _remark(
        self, severity: Severity, kind: Kind, place: Place, code: str, params: dict[str, Any]
    ) -> None:
        values = {name: str(value) for name, value in params.items()}
        self.remarks.append(Finding(place, severity, kind, code, values, self.local_id))


def require_loader(by: Actor, authority: Agency) -> None:
    """This will do nothing if ``by`` may load returns into the register of this authority.

    Raises: NotAllowed.
    """
    if by.is_system and by.name in LOADING_JOBS:
        return
    access.require_duty(by, Duty.IMPORT_REGISTER)
    if by.agency_id != authority.pk:
        raise NotAllowed(Problem("not_allowed", params={"permission": Duty.IMPORT_REGISTER.value}))


@transaction.atomic
def begin_loading(
    *,
    by: Actor,
    authority: Agency,
    format: str,  # noqa: A002 (the column's own name)
    file_name: str,
    sha256: str,
    today: date,
    known_on: date | None,
) -> Loading:
    """This will open a batch; a second loading for the same authority waits for this one.

    Raises: NotAllowed.
    """
    require_loader(by, authority)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"import-register:{authority.pk}"],
        )
    batch = ImportBatch.objects.create(
        authority=authority,
        format=format,
        file_name=file_name[:300],
        sha256=sha256,
        loaded_by_id=by.membership_id,
        loaded_by_name=by.name,
        started_at=now(),
    )
    return Loading(batch, authority, today, min(known_on or today, today))


@transaction.atomic
def finish_loading(*, by: Actor, loading: Loading, report: dict[str, Any]) -> ImportBatch:
    """This will keep the report with the batch and record the loading as one event.

    Raises: NotAllowed.
    """
    require_loader(by, loading.authority)
    batch = loading.batch
    batch.finished_at, batch.report = now(), report
    batch.save(update_fields=["finished_at", "report"])
    audit.record(
        by=by,
        action="return.loaded",
        subject=batch,
        authority=loading.authority.code,
        format=batch.format,
        sha256=batch.sha256,
        counts=report.get("counts", {}),
    )
    return batch


@transaction.atomic
def load_child(*, by: Actor, loading: Loading, returned: ReturnedChild) -> Written:
    """This will bring the register up to what a return says of one child, all of it or nothing.

    Doing it again changes nothing. Deadlines follow, and one event tells of it if anything was
    written.

    Raises: NotAllowed; IntegrityError where the database refuses what is left to it.
    """
    require_loader(by, loading.authority)
    written = Written(local_id=returned.local_id)
    child = find_or_add_child(loading, returned, written)
    if child is None:
        imported_facts.refuse_all(returned, written)
        return written
    cases: dict[Any, Case] = {}
    for episode in sorted(returned.episodes, key=lambda one: _opened_on(one, loading)):
        case = _case_for(by, loading, child, episode, written)
        cases[case.pk] = case
        imported_facts.write(by, loading, case, episode, written)
        _close(case, episode, written)
        _co_ordinate(loading, case, episode, written)
    deadlines.recompute(list(cases))
    if written.created or written.changed:
        first = next(iter(cases), None)
        audit.record(
            by=by,
            action="child.loaded",
            subject=child,
            case_id=first,
            child_id=child.pk,
            batch=str(loading.batch.pk),
            file=loading.batch.file_name,
            line=returned.source.line or returned.source.row,
            created={kind.value: n for kind, n in written.created.items()},
            changed={kind.value: n for kind, n in written.changed.items()},
        )
    return written


def _opened_on(episode: ReturnedEpisode, loading: Loading) -> date:
    """The referral, or where a return gives none, the first thing that happened."""
    if episode.referred_on:
        return episode.referred_on
    days = [
        *(enquiry.started_on for enquiry in episode.enquiries),
        *(conference.held_on for conference in episode.conferences),
        *(plan.started_on for plan in episode.plans),
    ]
    return min(days, default=loading.known_on)


def _case_for(
    by: Actor, loading: Loading, child: Child, episode: ReturnedEpisode, written: Written
) -> Case:
    """The case of this referral, of the authority's open case, or a new one."""
    opened_on = _opened_on(episode, loading)
    known = list(
        Case.objects.select_for_update(of=("self",))
        .filter(child=child, authority=loading.authority)
        .order_by("opened_on")
    )
    same = next((case for case in known if case.opened_on == opened_on), None)
    current = next((case for case in known if case.closed_on is None), None)
    if same is not None:
        return same
    if current is not None and episode.referred_on is None:
        return current
    if current is not None and episode.closed_on is None:
        written.warn(
            Kind.CHILD, episode.place, "joined_open_case", on=opened_on, other_on=current.opened_on
        )
        return current
    team = _team(by, loading, _allocated(episode, "team"), written)
    has_open_plan = any(plan.ended_on is None for plan in episode.plans)
    is_closed = episode.closed_on is not None and not has_open_plan
    case = Case.objects.create(
        child=child,
        authority=loading.authority,
        lead_team=team,
        opened_on=opened_on,
        closed_on=episode.closed_on if is_closed else None,
        worker_in_return=_allocated(episode, "worker")[:200],
    )
    involve(
        case=case, team=team, role=InvolvementRole.LEAD_TEAM, level=Level.LEAD, purpose="lead team"
    )
    written.cases_opened += 1
    written.child_changed()
    return case


def _allocated(episode: ReturnedEpisode, what: str) -> str:
    """The team or worker of the latest plan, or else of the latest enquiry."""
    dated = sorted(
        [*episode.plans, *episode.enquiries],
        key=lambda one: (hasattr(one, "reviews"), one.started_on),
    )
    names = [str(getattr(one, what)) for one in dated if getattr(one, what)]
    return names[-1] if names else ""


def _team(by: Actor, loading: Loading, name: str, written: Written) -> Team:
    """The authority's team of that name, opened under its one top team if it is new."""
    plain = name[:200] or NOT_ALLOCATED
    if plain in loading.teams:
        return loading.teams[plain]
    teams = Team.objects.filter(agency=loading.authority)
    team = teams.filter(name_en__iexact=plain).order_by("pk").first()
    if team is None:
        tops = list(teams.filter(parent__isnull=True, closed_on__isnull=True)[:2])
        parent = tops[0] if len(tops) == 1 else None
        welsh = NOT_ALLOCATED_CY if plain == NOT_ALLOCATED else ""
        team = agency_services.open_team(
            by=by, agency=loading.authority, name_en=plain, name_cy=welsh, parent=parent
        )
        written.teams_opened += 1
    loading.teams[plain] = team
    return team


def _close(case: Case, episode: ReturnedEpisode, written: Written) -> None:
    """The case closes when the return says so, but never while a name is on the register."""
    if episode.closed_on is None or case.closed_on is not None:
        return
    if Registration.objects.filter(case=case, ended_on__isnull=True).exists():
        written.warn(Kind.CHILD, episode.place, "closed_with_open_plan", on=episode.closed_on)
        return
    if case.opened_on <= episode.closed_on:
        case.closed_on = episode.closed_on
        case.version += 1
        case.save(update_fields=["closed_on", "version"])
        written.child_changed()


def _co_ordinate(loading: Loading, case: Case, episode: ReturnedEpisode, written: Written) -> None:
    """The worker named for an open plan co-ordinates it, if the lead team has one such person."""
    worker = _allocated(episode, "worker")
    is_open = any(plan.ended_on is None for plan in episode.plans)
    if not worker or not is_open or case.involvements.filter(role="co_ordinator").exists():
        return
    live = Membership.objects.live(loading.today).filter(
        team=case.lead_team, role__in=CO_ORDINATING_ROLES, user__full_name__iexact=worker
    )
    found = list(live[:2])
    if len(found) != 1:
        return
    involve(
        case=case,
        team=case.lead_team,
        membership=found[0],
        role=InvolvementRole.CO_ORDINATOR,
        level=Level.LEAD,
        purpose="plan co-ordinator",
    )
