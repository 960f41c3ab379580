"""Celery's entry: each task names its job, takes the day, and makes one call."""

from celery import shared_task

from agencies.actors import Actor
from cases.services import grants_check, notices, sweeps
from cpr.clock import today


@shared_task(name="cases.sweep_overdue")
def sweep_overdue() -> None:
    """Flag what has become overdue; hourly."""
    sweeps.sweep_overdue(by=Actor.system("overdue-sweep"), today=today())


@shared_task(name="cases.send_notices")
def send_notices() -> None:
    """Send the e-mails that are due; every five minutes and when something was shared."""
    notices.send_notices(by=Actor.system("send-notices"))


@shared_task(name="cases.check_grants")
def check_grants() -> None:
    """Compare the grants with the involvements; nightly."""
    grants_check.check(by=Actor.system("check-grants"))
