"""Which case a referral of a return belongs to, which team leads it, and when it closes.

The caller has the gate, the lock on the child, the grants and the audit; see ``imported``.
"""

from __future__ import annotations

from datetime import date

from agencies import services as agency_services
from agencies.actors import Actor
from agencies.models import Membership, Team
from cases.domain.returned import Kind, ReturnedEpisode
from cases.domain.statuses import InvolvementRole, Level
from cases.models import Case, Child, Involvement, Registration
from cases.services.imported_loading import Loading, Written
from cpr.clock import now

NOT_ALLOCATED = "Not allocated in the return"
NOT_ALLOCATED_CY = "Heb ei ddyrannu yn y ffurflen"
CO_ORDINATING_ROLES = ("social_worker", "team_manager")


def opened_on(episode: ReturnedEpisode, loading: Loading) -> date:
    """This will give the day of the referral, or where none is given of the first fact."""
    if episode.referred_on:
        return episode.referred_on
    days = [
        *(enquiry.started_on for enquiry in episode.enquiries),
        *(conference.held_on for conference in episode.conferences),
        *(plan.started_on for plan in episode.plans),
    ]
    if episode.closed_on:
        days.append(episode.closed_on)
    return min(days, default=loading.known_on)


def case_for(
    by: Actor, loading: Loading, child: Child, episode: ReturnedEpisode, written: Written
) -> Case:
    """This will give the case of this referral, the authority's open case, or a new one."""
    of_child = (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .filter(child=child, authority=loading.authority)
        .order_by("opened_on")
    )
    is_first = bool(written.created[Kind.CHILD]) and not loading.opened_cases
    known = [] if is_first else list(of_child)
    case = _known_case(loading, known, episode, written)
    if case is None:
        return _open_case(by, loading, child, episode, written)
    if case.closed_on is not None and _brings_open_plan(case, episode):
        return _open_again(case, known, written)
    return case


def _brings_open_plan(case: Case, episode: ReturnedEpisode) -> bool:
    """Whether a return tells of a name on the register that the case does not know of."""
    started = {plan.started_on for plan in episode.plans if plan.ended_on is None}
    known = Registration.objects.filter(case=case, registered_on__in=started)
    return bool(started - set(known.values_list("registered_on", flat=True)))


def _open_again(case: Case, known: list[Case], written: Written) -> Case:
    """No name is on the register of a closed case: the open case takes it, or this one opens."""
    current = next((each for each in known if each.closed_on is None), None)
    if current is not None:
        return current
    case.closed_on = None
    case.version += 1
    case.save(update_fields=["closed_on", "version"])
    written.child_changed()
    return case


def _known_case(
    loading: Loading, known: list[Case], episode: ReturnedEpisode, written: Written
) -> Case | None:
    """By the day of the referral; without one, by the day of the first fact; or the open case."""
    opened = opened_on(episode, loading)
    same = next((case for case in known if case.opened_on == opened), None)
    current = next((case for case in known if case.closed_on is None), None)
    if same is not None:
        return same
    if episode.referred_on is None:
        covering = (case for case in known if case.closed_on and case.opened_on <= opened)
        return next((case for case in covering if opened <= (case.closed_on or opened)), current)
    if current is not None and not _is_closed(episode):
        written.warn(
            Kind.CHILD, episode.place, "joined_open_case", on=opened, other_on=current.opened_on
        )
        return current
    return None


def _is_closed(episode: ReturnedEpisode) -> bool:
    """A case stays open over a plan that has not ended, whatever the return says."""
    has_open_plan = any(plan.ended_on is None for plan in episode.plans)
    return episode.closed_on is not None and not has_open_plan


def _open_case(
    by: Actor, loading: Loading, child: Child, episode: ReturnedEpisode, written: Written
) -> Case:
    team = _team(by, loading, _allocated(episode, "team"), written)
    case = Case.objects.create(
        child=child,
        authority=loading.authority,
        lead_team=team,
        opened_on=opened_on(episode, loading),
        closed_on=episode.closed_on if _is_closed(episode) else None,
        worker_in_return=_allocated(episode, "worker")[:200],
    )
    Involvement.objects.create(
        case=case,
        team=team,
        role=InvolvementRole.LEAD_TEAM,
        level=Level.LEAD,
        purpose="lead team",
        starts_at=now(),
    )
    loading.opened_cases.add(case.pk)
    written.cases_opened += 1
    written.child_changed()
    return case


def _allocated(episode: ReturnedEpisode, what: str) -> str:
    """The team or worker of the latest plan, or else of the latest enquiry."""
    for parts in (episode.plans, episode.enquiries):
        dated = sorted(parts, key=lambda one: one.started_on)
        names = [str(getattr(one, what)) for one in dated if getattr(one, what)]
        if names:
            return names[-1]
    return ""


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
        loading.opened.add(team.pk)
    loading.teams[plain] = team
    return team


def close(case: Case, episode: ReturnedEpisode, written: Written) -> None:
    """This will close the case when the return says so, never with a name on the register."""
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


def co_ordinate(loading: Loading, case: Case, episode: ReturnedEpisode, written: Written) -> None:
    """This will make an open plan's worker co-ordinator, if the lead team has one such person."""
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
    Involvement.objects.create(
        case=case,
        team=case.lead_team,
        membership=found[0],
        role=InvolvementRole.CO_ORDINATOR,
        level=Level.LEAD,
        purpose="plan co-ordinator",
        starts_at=now(),
    )
    written.child_changed()
