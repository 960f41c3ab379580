"""Raw rows for tests of the database itself: no service, no rule, no gate stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth.models import Group
from django.utils.timezone import now

from agencies.models import Agency, Membership, Team, User
from cases.models import (
    Case,
    Child,
    Conference,
    ConferenceChild,
    Deadline,
    ImportBatch,
    Involvement,
    Note,
    OverdueFlag,
    Registration,
)

DAY = date(2026, 3, 2)


def day(after: int) -> date:
    """This will give the day so many days after the rows' own first day."""
    return DAY + timedelta(days=after)


@dataclass
class Rows:
    """Makes rows with everything they must have, and whatever else the test says."""

    def group(self) -> Group:
        return Group.objects.create(name=f"group {Group.objects.count()}")

    @cached_property
    def agency(self) -> Agency:
        return Agency.objects.create(
            kind="local_authority", code="W06000015", name_en="Cardiff", nation="wales"
        )

    @cached_property
    def other_agency(self) -> Agency:
        return Agency.objects.create(
            kind="local_authority", code="W06000022", name_en="Newport", nation="wales"
        )

    @cached_property
    def team(self) -> Team:
        return Team.objects.create(agency=self.agency, name_en="Ely", principal=self.group())

    @cached_property
    def user(self) -> User:
        return User.objects.create_user("gwen@example.invalid", "Gwen Price")

    @cached_property
    def member(self) -> Membership:
        return self.membership()

    def membership(self, **extra: Any) -> Membership:
        values = {
            "user": self.user,
            "team": self.team,
            "role": "conference_chair",
            "started_on": DAY,
            **extra,
        }
        return Membership.objects.create(principal=self.group(), **values)

    @cached_property
    def batch(self) -> ImportBatch:
        return ImportBatch.objects.create(
            authority=self.agency,
            format="census",
            file_name="a.xml",
            sha256="0" * 64,
            loaded_by_name="x",
            started_at=now(),
        )

    def child(self, **extra: Any) -> Child:
        return Child.objects.create(**{"family_name": "Lloyd", "born_on": day(-900), **extra})

    def case(self, **extra: Any) -> Case:
        values = {"authority": self.agency, "lead_team": self.team, "opened_on": DAY, **extra}
        return Case.objects.create(child=values.pop("child", None) or self.child(), **values)

    def involvement(self, **extra: Any) -> Involvement:
        values = {"team": self.team, "role": "partner", "level": "notes", **extra}
        values.setdefault("starts_at", now())
        return Involvement.objects.create(purpose="x", **values)

    def conference(self, **extra: Any) -> Conference:
        values = {
            "authority": self.agency,
            "kind": "initial",
            "status": "held",
            "planned_on": DAY,
            "held_on": DAY,
            "chair": self.member,
            **extra,
        }
        return Conference.objects.create(**values)

    def at(self, case: Case, decision: str | None = "register", **extra: Any) -> ConferenceChild:
        """A child at a conference of its own, held and decided unless told not to."""
        return ConferenceChild.objects.create(
            conference=extra.pop("conference", None) or self.conference(**extra),
            case=case,
            decision=decision,
            decided_at=now() if decision else None,
        )

    def registration(self, case: Case | None = None, **extra: Any) -> Registration:
        """A registration by a conference, or, given ``import_batch``, by a return."""
        case = case or self.case()
        values = {"child": case.child, "registered_on": DAY, **extra}
        if "decision" not in values and "import_batch" not in values:
            values["decision"] = self.at(case)
        return Registration.objects.create(case=case, **values)

    def deadline(self, **extra: Any) -> Deadline:
        values = {"clock": "seen_alone", "subject": "x", "starts_on": DAY, "due_on": DAY, **extra}
        return Deadline.objects.create(case=values.pop("case", None) or self.case(), **values)

    def flag(self, **extra: Any) -> OverdueFlag:
        return OverdueFlag.objects.create(deadline=self.deadline(), raised_at=now(), **extra)

    def note(self, **extra: Any) -> Note:
        values = {
            "author": self.member,
            "author_team": self.team,
            "audience": "everyone",
            "happened_on": DAY,
            "text": "x",
            **extra,
        }
        return Note.objects.create(case=values.pop("case", None) or self.case(), **values)
