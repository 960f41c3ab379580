"""Emergency access: who may, what it opens and until when, who hears, and what it refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from agencies.services import add_member, suspend_member
from cases import access
from cases.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cases.domain.permissions import P
from cases.domain.statuses import EmergencyReason, NoteAudience, NoteKind
from cases.models import (
    Case,
    CaseGrant,
    EmergencyAccess,
    Exclusion,
    Note,
    Notice,
    Restriction,
)
from cases.models.notice import NoticeKind
from cases.services import emergencies, emergency_officers, notes
from cpr import clock
from cpr.audit.models import AuditEvent
from cpr.clock import now, today
from tests import scenarios as s

pytestmark = pytest.mark.django_db
NHS = "9990000018"
WHY = "Baby brought in unconscious, mother says there is a plan"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def w() -> s.World:
    cache.clear()
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    return s.child(w, nhs_number=NHS)


def opened(w: s.World, case: Case, name: str = "dev", hours: int = 3) -> EmergencyAccess:
    return emergencies.open_in_emergency(
        by=w.actor(name), case=case, kind=EmergencyReason.TREATMENT, reason=WHY, hours=hours
    )


def signed_in(w: s.World, name: str) -> Client:
    client = Client()
    client.force_login(w.user(name), backend=BACKEND)
    return client


def sees(w: s.World, case: Case, name: str = "dev", permission: P = P.VIEW_SUMMARY) -> bool:
    return access.can(w.actor(name), permission, case)


def excluded(w: s.World, case: Case, name: str) -> None:
    Exclusion.objects.create(
        case=case,
        user=w.user(name),
        reason="Uncle of the child.",
        starts_at=now(),
        excluded_by=w.members["huw"],
    )


def restricted(w: s.World, case: Case, *named: str) -> None:
    """Restricted by raw rows, so that this file needs nobody else's service."""
    from cases import grants
    from cases.domain.statuses import InvolvementRole, Level
    from cases.models import Involvement

    Restriction.objects.create(
        case=case, reason="A worker’s niece.", starts_at=now(), restricted_by=w.members["huw"]
    )
    for name in named:
        Involvement.objects.create(
            case=case,
            team=w.members[name].team,
            membership=w.members[name],
            role=InvolvementRole.PARTNER,
            level=Level.LEAD,
            purpose="named",
            is_named=True,
            starts_at=now(),
        )
    case.refresh_from_db()
    grants.sync([case.pk])


def test_it_opens_summary_plan_and_notes_and_no_more(w: s.World, case: Case) -> None:
    assert not sees(w, case)
    opened(w, case)
    held = access.held(w.actor("dev"), case)
    assert held == {
        P.VIEW_SUMMARY,
        P.VIEW_ACTIONS,
        P.VIEW_PLAN,
        P.VIEW_NOTES,
        P.ADD_NOTE,
    }


def test_what_ends_at_five_is_gone_at_five_without_any_job(w: s.World, case: Case) -> None:
    opening = opened(w, case, hours=1)
    ends_at = opening.involvement.ends_at
    assert ends_at is not None
    dev, client = w.actor("dev"), signed_in(w, "dev")
    moments = {timedelta(microseconds=-1): True, timedelta(0): False, timedelta(hours=1): False}
    for by, is_open in moments.items():
        with clock.at(ends_at + by):
            assert access.can(dev, P.VIEW_NOTES, case) is is_open
            assert access.visible(dev, P.VIEW_SUMMARY).exists() is is_open
            page = client.get(f"/cases/{case.pk}/")
            assert page.status_code == (200 if is_open else 404)
            found = client.get("/children/", {"q": NHS}).content.decode()
            assert (f"/cases/{case.pk}/" in found) is is_open
            assert ("Somebody already knows this child" in found) is not is_open
    assert CaseGrant.objects.filter(involvement=opening.involvement).count() == 1  # still there


@pytest.mark.parametrize("hours", [0, -1, 4, 1000])
def test_it_lasts_no_longer_than_the_default(w: s.World, case: Case, hours: int) -> None:
    with pytest.raises(RuleBroken):
        opened(w, case, hours=hours)


@pytest.mark.parametrize("reason", ["", "   ", "Child at risk", "- - - - - - -", "a b c d e"])
def test_a_reason_is_more_than_a_few_words(w: s.World, case: Case, reason: str) -> None:
    with pytest.raises(RuleBroken):
        emergencies.open_in_emergency(
            by=w.actor("dev"), case=case, kind=EmergencyReason.OTHER, reason=reason, hours=1
        )
    assert not sees(w, case)


def test_the_worker_and_the_reviewer_hear_at_once(w: s.World, case: Case) -> None:
    s.co_ordinated(w, case)
    Notice.objects.all().delete()
    opening = opened(w, case)
    told = dict(Notice.objects.values_list("membership__user__full_name", "kind"))
    assert told == {
        "Aisha Rahman": NoticeKind.EMERGENCY_OPENED,
        "Huw Morgan": NoticeKind.EMERGENCY_TO_REVIEW,
    }
    assert opening.reviewer == w.members["huw"]


def test_without_a_co_ordinator_the_lead_managers_hear(w: s.World, case: Case) -> None:
    Notice.objects.all().delete()
    opened(w, case)
    [notice] = Notice.objects.all()
    assert notice.membership == w.members["huw"]
    assert notice.kind == NoticeKind.EMERGENCY_TO_REVIEW


def test_the_nearest_manager_reviews_and_never_who_opened(w: s.World, case: Case) -> None:
    near = s.colleague(w, "aisha", "Nerys Near", "team_manager")
    assert opened(w, case).reviewer == near
    other = s.child(w, "nia", given="Gwil")
    w.members["near"] = near
    assert opened(w, other, "near").reviewer is None  # Newport has neither manager nor custodian


def test_without_a_manager_a_senior_manager_reviews_else_the_custodian(
    w: s.World, case: Case
) -> None:
    suspend_member(by=s.SEED, membership=w.member("huw"))
    if "iris" in w.members:
        assert opened(w, case).reviewer == w.members["iris"]
        suspend_member(by=s.SEED, membership=w.member("iris"))
    assert opened(w, case, "chloe").reviewer == w.members["efua"]


def test_with_nobody_to_review_it_opens_all_the_same(w: s.World) -> None:
    case = s.child(w, "nia")
    opening = opened(w, case)
    assert opening.reviewer is None
    assert sees(w, case)


def test_a_second_opening_makes_nothing_longer(w: s.World, case: Case) -> None:
    first = opened(w, case, hours=1)
    until = first.involvement.ends_at
    with pytest.raises(Conflict, match="emergency_is_open"):
        opened(w, case, hours=3)
    first.involvement.refresh_from_db()
    assert first.involvement.ends_at == until
    assert EmergencyAccess.objects.count() == 1


def test_after_it_ended_it_can_be_opened_anew(w: s.World, case: Case) -> None:
    first = opened(w, case)
    emergencies.end_own(by=w.actor("dev"), involvement_id=first.involvement_id)
    assert not sees(w, case)
    with pytest.raises(Conflict, match="emergency_has_ended"):
        emergencies.end_own(by=w.actor("dev"), involvement_id=first.involvement_id)
    opened(w, case)
    assert sees(w, case)


def test_nobody_ends_somebody_elses(w: s.World, case: Case) -> None:
    first = opened(w, case)
    for name in ("chloe", "huw", "aisha"):
        with pytest.raises(NotFound):
            emergencies.end_own(by=w.actor(name), involvement_id=first.involvement_id)
    assert sees(w, case)


def test_who_sees_the_record_needs_no_emergency(w: s.World, case: Case) -> None:
    s.shared(w, case)
    for name in ("aisha", "huw", "efua", "chloe"):
        with pytest.raises(Conflict, match="record_open_to_you"):
            opened(w, case, name)


@pytest.mark.parametrize("name", ["ben", "farid"])
def test_only_live_people_with_the_duty_open(w: s.World, case: Case, name: str) -> None:
    with pytest.raises(NotAllowed):
        opened(w, case, name)


def test_suspension_ends_it_at_once(w: s.World, case: Case) -> None:
    opened(w, case)
    suspend_member(by=s.SEED, membership=w.member("dev"))
    assert not sees(w, case)
    assert signed_in(w, "dev").get(f"/cases/{case.pk}/").status_code == 403


def test_it_is_a_memberships_and_no_other_of_the_same_person(w: s.World, case: Case) -> None:
    opened(w, case)
    w.members["dev elsewhere"] = add_member(
        by=s.SEED, user=w.user("dev"), team=w.newport, role="social_worker", on=today()
    )
    assert sees(w, case)
    assert not sees(w, case, "dev elsewhere")
    assert not sees(w, case, "chloe")  # nor a colleague of the same agency


def test_an_excluded_person_is_refused_as_for_an_unknown_child(w: s.World, case: Case) -> None:
    excluded(w, case, "dev")
    with pytest.raises(NotFound):
        opened(w, case)
    with pytest.raises(NotFound):
        emergency_officers.ask_officers(by=w.actor("dev"), case=case)
    assert not AuditEvent.objects.filter(action__startswith="emergency.").exists()


def test_an_exclusion_overrides_what_is_open(w: s.World, case: Case) -> None:
    opened(w, case)
    excluded(w, case, "dev")
    assert not sees(w, case)
    assert signed_in(w, "dev").get(f"/cases/{case.pk}/").status_code == 404


def test_an_excluded_manager_neither_hears_nor_reviews(w: s.World, case: Case) -> None:
    excluded(w, case, "huw")
    Notice.objects.all().delete()
    opening = opened(w, case)
    assert opening.reviewer != w.members["huw"]
    assert not Notice.objects.filter(membership=w.members["huw"]).exists()


def test_a_restriction_ends_it_at_once(w: s.World, case: Case) -> None:
    opened(w, case)
    restricted(w, case, "huw")
    assert not sees(w, case)


def test_a_restricted_case_is_refused_and_the_officer_told_once(w: s.World, case: Case) -> None:
    senior = s.colleague(w, "huw", "Sioned Senior", "senior_manager")
    other = s.colleague(w, "huw", "Olwen Other", "senior_manager")
    w.members |= {"senior": senior, "other": other}
    restricted(w, case, "aisha", "senior")
    Notice.objects.all().delete()
    with pytest.raises(emergencies.CaseIsRestricted):
        opened(w, case)
    assert emergency_officers.ask_officers(by=w.actor("dev"), case=case) == [senior]
    assert emergency_officers.ask_officers(by=w.actor("dev"), case=case) == [senior]
    assert list(Notice.objects.values_list("membership_id", flat=True)) == [senior.pk]
    asked = AuditEvent.objects.filter(action="emergency.refused", case_id=case.pk)
    assert asked.count() == 2
    assert not sees(w, case)


def test_the_senior_officer_opens_a_restricted_case_to_one_person(w: s.World, case: Case) -> None:
    w.members["senior"] = s.colleague(w, "huw", "Sioned Senior", "senior_manager")
    restricted(w, case, "aisha", "senior")
    opening = emergencies.open_for(
        by=w.actor("senior"),
        case=case,
        membership=w.member("dev"),
        kind=EmergencyReason.TREATMENT,
        reason=WHY,
        hours=1,
    )
    assert sees(w, case, permission=P.VIEW_NOTES)
    assert not sees(w, case, "chloe")
    assert opening.authorised_by == w.members["senior"]
    assert opening.involvement.is_named
    assert opening.reviewer == w.members["senior"]  # nobody else named could
    with clock.at(now() + timedelta(hours=1)):
        assert not sees(w, case)


def open_for(w: s.World, case: Case, by: str, to: str) -> EmergencyAccess:
    return emergencies.open_for(
        by=w.actor(by),
        case=case,
        membership=w.member(to),
        kind=EmergencyReason.TREATMENT,
        reason=WHY,
        hours=1,
    )


def test_only_the_named_senior_officer_authorises(w: s.World, case: Case) -> None:
    w.members["senior"] = s.colleague(w, "huw", "Sioned Senior", "senior_manager")
    restricted(w, case, "aisha", "huw")
    with pytest.raises(NotFound):  # senior, and not named
        open_for(w, case, "senior", "dev")
    with pytest.raises(NotAllowed):  # named, and no senior
        open_for(w, case, "huw", "dev")


def test_what_the_senior_officer_may_not_do(w: s.World, case: Case) -> None:
    w.members["senior"] = s.colleague(w, "huw", "Sioned Senior", "senior_manager")
    with pytest.raises(RuleBroken, match="emergency_not_restricted"):
        open_for(w, case, "senior", "dev")
    restricted(w, case, "aisha", "senior")
    for name in ("senior", "ben", "farid"):  # oneself, without the duty, suspended
        with pytest.raises(RuleBroken, match="emergency_not_for_them"):
            open_for(w, case, "senior", name)
    excluded(w, case, "dev")
    with pytest.raises(RuleBroken, match="emergency_person_excluded"):
        open_for(w, case, "senior", "dev")


def marks(**which: Any) -> list[bool]:
    rows = AuditEvent.objects.filter(**which).order_by("at", "pk")
    return ["emergency" in row.details or "emergencies" in row.details for row in rows]


def test_everything_done_under_it_is_marked_and_nothing_else(w: s.World, case: Case) -> None:
    other = s.child(w, given="Gwil")
    s.shared(w, other, name="dev")
    opening = opened(w, case)
    dev = w.actor("dev")
    client = signed_in(w, "dev")
    client.get(f"/cases/{case.pk}/")
    client.get(f"/cases/{case.pk}/notes/")
    client.get(f"/cases/{other.pk}/")
    client.get("/")
    notes.add_note(
        by=dev,
        case=case,
        kind=NoteKind.OBSERVATION,
        happened_on=today(),
        text="Asleep, warm.",
        audience=NoteAudience.EVERYONE,
        today=today(),
    )
    signed_in(w, "aisha").get(f"/cases/{case.pk}/")
    mine = {"membership_id": dev.membership_id}
    assert marks(action="record.read", case_id=case.pk, **mine) == [True, True]
    assert marks(action="record.read", case_id=other.pk, **mine) == [False]
    assert marks(action="note.added", **mine) == [True]
    assert marks(action="emergency.opened", **mine) == [True]
    assert marks(action="work.listed", **mine) == [True]
    assert marks(action="record.read", case_id=case.pk, membership_id=w.aisha.membership_id) == [
        False
    ]
    marked = AuditEvent.objects.get(action="note.added")
    assert marked.details["emergency"] == str(opening.pk)
    emergencies.end_own(by=dev, involvement_id=opening.involvement_id)
    assert marks(action="emergency.ended", **mine) == [True]
    client.get("/")
    assert marks(action="work.listed", **mine) == [True, False]


def test_a_file_and_the_api_are_marked_too(w: s.World, case: Case) -> None:
    opened(w, case)
    client = signed_in(w, "dev")
    before = AuditEvent.objects.count()
    assert client.get(f"/api/children/{case.child_id}/").status_code == 200
    assert client.get("/api/children/").status_code == 200
    assert client.get("/children/?format=csv").status_code == 200
    assert client.get("/children/", {"q": NHS}).status_code == 200
    written = AuditEvent.objects.order_by("at", "pk")[before:]
    naming = [e for e in written if e.case_id or e.details.get("cases")]
    assert len(naming) >= 4
    for event in naming:
        assert "emergency" in event.details or "emergencies" in event.details, event.action


def test_the_record_says_it_and_what_was_written_shows_it(w: s.World, case: Case) -> None:
    opened(w, case)
    client = signed_in(w, "dev")
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "You opened this in an emergency, until" in page
    assert "End it now" in page
    Note.objects.all().delete()
    notes.add_note(
        by=w.actor("dev"),
        case=case,
        kind=NoteKind.OBSERVATION,
        happened_on=today(),
        text="Asleep, warm.",
        audience=NoteAudience.EVERYONE,
        today=today(),
    )
    aisha = signed_in(w, "aisha")
    for part in ("", "notes/", "access/"):
        said = aisha.get(f"/cases/{case.pk}/{part}").content.decode()
        assert "In an emergency" in said, part
        assert "You opened this in an emergency" not in said
