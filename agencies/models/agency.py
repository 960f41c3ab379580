"""Agency: an organisation that protects children. Its nation decides the procedure it follows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cpr.ids import new_id


class AgencyKind(models.TextChoices):
    """What sort of organisation it is."""

    LOCAL_AUTHORITY = "local_authority", _("Local authority")
    POLICE = "police", _("Police")
    HEALTH_BOARD = "health_board", _("Health board")
    EDUCATION = "education", _("Education")
    PROBATION = "probation", _("Probation")
    THIRD_SECTOR = "third_sector", _("Third sector")
    SAFEGUARDING_BOARD = "safeguarding_board", _("Regional Safeguarding Board")
    INSPECTORATE = "inspectorate", _("Inspectorate")


class Agency(models.Model):
    """One organisation, with its names in both languages and its published code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=30, choices=AgencyKind.choices)
    code = models.CharField(max_length=20, unique=True)
    name_en = models.CharField(max_length=200)
    name_cy = models.CharField(max_length=200)
    nation = models.CharField(
        max_length=20,
        choices=[
            ("wales", _("Wales")),
            ("england", _("England")),
            ("scotland", _("Scotland")),
            ("northern_ireland", _("Northern Ireland")),
        ],
    )
    education_code = models.CharField(max_length=4, blank=True)
    region = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        limit_choices_to={"kind": AgencyKind.SAFEGUARDING_BOARD},
    )
    phone = models.CharField(max_length=30, blank=True)
    phone_out_of_hours = models.CharField(max_length=30, blank=True)

    class Meta:
        verbose_name_plural = "agencies"
        indexes = [models.Index(fields=["kind", "name_en"], name="agencies_by_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the moment."""
        return self.name_cy if get_language() == "cy" and self.name_cy else self.name_en
