"""Celery's entry: each task names its job, takes the day, and makes one call."""

from uuid import UUID

from celery import shared_task
from django.conf import settings

from agencies.actors import Actor
from cases.imports import jobs
from cases.services import grants_check, imported_steps, letters, share_warnings, sweeps
from cpr import acting
from cpr.clock import today


@shared_task(name="cases.sweep_overdue")
@acting.as_job("overdue-sweep")
def sweep_overdue() -> None:
    """Flag what has become overdue; hourly."""
    sweeps.sweep_overdue(by=Actor.system("overdue-sweep"), today=today())


@shared_task(name="cases.send_notices")
@acting.as_job("send-notices")
def send_notices() -> None:
    """Send the e-mails that are due; every five minutes and when something was shared."""
    letters.send_letters(by=Actor.system("send-notices"))


@shared_task(name="cases.warn_of_shares")
@acting.as_job("share-warnings")
def warn_of_shares() -> None:
    """Tell of shares that end soon; hourly."""
    share_warnings.warn_of_ends(by=Actor.system("share-warnings"))


@shared_task(name="cases.check_grants")
@acting.as_job("check-grants")
def check_grants() -> None:
    """Compare the grants with the involvements; nightly."""
    grants_check.check(by=Actor.system("check-grants"))


@shared_task(name="cases.preview_import", time_limit=60 * settings.IMPORT_MINUTES)
@acting.as_job("import-register")
def preview_import(batch_id: str) -> None:
    """Find out what loading an uploaded return would do; when it was uploaded."""
    jobs.preview(by=Actor.system("import-register"), batch_id=UUID(batch_id))


@shared_task(name="cases.load_import", time_limit=60 * settings.IMPORT_MINUTES)
@acting.as_job("import-register")
def load_import(batch_id: str) -> None:
    """Load a return; when somebody asked for it."""
    jobs.load(by=Actor.system("import-register"), batch_id=UUID(batch_id))


@shared_task(name="cases.look_after_imports")
@acting.as_job("import-register")
def look_after_imports() -> None:
    """Ask again for what a dead worker left, and end what nobody wanted; every minute."""
    imported_steps.look_after(by=Actor.system("import-register"))
