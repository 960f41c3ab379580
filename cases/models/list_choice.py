"""ListChoice: how a membership last had a list: its order and its filters. No fact of a child."""

from __future__ import annotations

from django.db import models

from agencies.models import Membership
from cases.models.fields import key


class ListChoice(models.Model):
    """One membership's last choice for one list, as the query string of its address."""

    id = key()
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="list_choices"
    )
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "name"], name="one_choice_per_person_and_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.query}"
