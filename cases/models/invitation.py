"""Invitation: who is invited to a conference, what they answered, whether they came.

AgencyView: what an invited agency thinks about one child's name on the register.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from agencies.models import Membership, Team
from cases.domain.taking_part import ConferenceLanguage, Invitee, KeptOut, Opinion, Presence, Reply
from cases.models.case import Case
from cases.models.conference import Conference, ConferenceChild
from cases.models.fields import key, known_value, one_of
from cpr import clock


class Invitation(models.Model):
    """Somebody invited to a conference: a team, or one membership of it; or one of the family.

    Of the family and beside it there is a name, and ``relation`` to the child ("Mother"); a child
    and an advocate say whose by ``case``. ``told_on`` is the spoken invitation, ``written_on`` the
    written one (c3pt2-p6). Only the chair keeps somebody out, with the reason (c3pt2-p8).
    """

    id = key()
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="invitations")
    kind = one_of(Invitee)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)
    relation = models.CharField(max_length=100, blank=True)
    language = one_of(ConferenceLanguage, null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    written_on = models.DateField(null=True, blank=True)
    reply = one_of(Reply, null=True, blank=True)
    replied_on = models.DateField(null=True, blank=True)
    reply_note = models.CharField(max_length=300, blank=True)
    kept_out_of = one_of(KeptOut, null=True, blank=True)
    kept_out_reason = models.TextField(blank=True)
    kept_out_at = models.DateTimeField(null=True, blank=True)
    kept_out_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    presence = one_of(Presence, null=True, blank=True)
    came_instead = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            known_value("kind", Invitee, "invitee_is_known"),
            known_value("language", ConferenceLanguage, "invitation_language_is_known"),
            known_value("reply", Reply, "reply_is_known"),
            known_value("kept_out_of", KeptOut, "kept_out_of_is_known"),
            known_value("presence", Presence, "presence_is_known"),
            models.CheckConstraint(
                name="a_practitioner_has_a_team_and_others_a_name",
                condition=Q(kind="practitioner", team__isnull=False)
                | (~Q(kind="practitioner") & Q(team__isnull=True) & ~Q(name="")),
            ),
            models.CheckConstraint(
                name="an_invited_member_has_their_team",
                condition=Q(membership__isnull=True) | Q(team__isnull=False),
            ),
            models.CheckConstraint(
                name="a_reply_has_its_day",
                condition=Q(reply__isnull=True, replied_on__isnull=True)
                | Q(reply__isnull=False, replied_on__isnull=False),
            ),
            models.CheckConstraint(
                name="keeping_out_is_the_chairs_with_a_reason",
                condition=Q(kept_out_of__isnull=True, kept_out_at__isnull=True, kept_out_by=None)
                | (
                    Q(kept_out_of__isnull=False, kept_out_at__isnull=False)
                    & Q(kept_out_by__isnull=False)
                    & ~Q(kept_out_reason="")
                ),
            ),
            models.UniqueConstraint(
                fields=["conference", "membership"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_person_is_invited_once",
            ),
            models.UniqueConstraint(
                fields=["conference", "team"],
                condition=Q(membership__isnull=True, withdrawn_at__isnull=True),
                name="a_team_is_invited_once",
            ),
        ]
        indexes = [models.Index(fields=["team", "conference"], name="invitations_of_team")]
        triggers = [pgtrigger.Protect(name="an_invitation_stays", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} invited"


class AgencyView(models.Model):
    """What one invited agency thinks about one child: on the register or off, why, in what.

    ``is_dissent``: it stands against what was decided, and is part of the record (c3pt2-p14).
    """

    id = key()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agency_views")
    at = models.ForeignKey(ConferenceChild, on_delete=models.PROTECT, related_name="views")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="views")
    opinion = one_of(Opinion)
    categories = ArrayField(models.CharField(max_length=40), blank=True, default=list)
    reasons = models.TextField(blank=True)
    is_dissent = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            known_value("opinion", Opinion, "opinion_is_known"),
            models.UniqueConstraint(
                fields=["at", "invitation"], name="an_agency_has_one_view_on_a_child"
            ),
            models.CheckConstraint(
                name="a_view_has_its_reasons",
                condition=Q(opinion="none") | ~Q(reasons=""),
            ),
        ]
        indexes = [models.Index(fields=["case"], name="views_of_case")]
        triggers = [pgtrigger.Protect(name="a_view_stays", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"view: {self.opinion}"
