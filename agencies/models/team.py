"""Team: people of one agency who share cases. A manager sees the teams below their own."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import get_language

from agencies.models.agency import Agency
from cpr.ids import new_id


class Team(models.Model):
    """A team. ``principal`` is the group that grants name when the whole team is meant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name_en = models.CharField(max_length=200)
    name_cy = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    principal = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="team")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name_en"], name="one_team_per_name_and_agency"
            ),
            models.CheckConstraint(
                name="a_team_is_not_its_own_parent",
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
            ),
        ]
        ordering = ["name_en"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the moment."""
        return self.name_cy if get_language() == "cy" and self.name_cy else self.name_en
