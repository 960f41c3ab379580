"""``manage.py import_register FILE --authority CODE``: load a published return, or preview it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from agencies import services as agency_services
from agencies.actors import Actor, live_memberships
from agencies.models import Agency, AgencyKind, User
from agencies.roles import Duty
from cases.domain.errors import NotAllowed
from cases.domain.statuses import Nation
from cases.imports.errors import UnreadableFile
from cases.imports.load import load_register
from cases.imports.records import Finding
from cases.imports.report import ImportReport
from cases.imports.wording import finding_text, place_text, unreadable_text
from cases.services import imported
from cpr import acting
from cpr.clock import today

LOADED, LOADED_IN_PART, UNREADABLE = 0, 1, 2
BAR = 30
SHOWN_OF_A_KIND = 5
EXITS = """
Exit codes:
  0  everything in the file was loaded (or, with --dry-run, would be)
  1  loaded, but some records were refused: see the report
  2  nothing was loaded: the file cannot be read, or the request is wrong

Every finding can be kept with --report FILE.csv. Loading a file twice creates nothing twice.
"""


class Command(BaseCommand):
    """Loads a children in need census or an Annex A workbook into an authority's register."""

    help = "Load a children in need census (XML) or an Annex A workbook (.xlsx) into a register."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """This will add the exit codes to --help, their lines kept."""
        parser = super().create_parser(prog_name, subcommand, epilog=EXITS, **kwargs)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the return; its format is found out")
        parser.add_argument("--authority", required=True, metavar="CODE", help="for whom to load")
        parser.add_argument("--dry-run", action="store_true", help="do everything, keep nothing")
        parser.add_argument(
            "--as", dest="email", metavar="EMAIL", help="load as this register custodian"
        )
        parser.add_argument("--report", type=Path, metavar="FILE.csv", help="keep every finding")
        parser.add_argument(
            "--create-authority",
            metavar="NAME",
            help="create the local authority CODE of this name first, if there is none",
        )
        parser.add_argument(
            "--nation", choices=[nation.value for nation in Nation], help="of the new authority"
        )

    @acting.as_job("import-register")
    def handle(self, *args: Any, **options: Any) -> None:
        """This will load the file and leave with the exit code of what happened."""
        path: Path = options["file"]
        bar = Bar(self.stderr, is_shown=sys.stderr.isatty())
        try:
            with path.open("rb") as file, transaction.atomic():
                authority = self._authority(options)
                actor = self._actor(authority, options["email"])
                report = load_register(
                    by=actor,
                    authority=authority,
                    file=file,
                    name=path.name,
                    today=today(),
                    dry_run=options["dry_run"],
                    progress=bar,
                )
                if options["dry_run"]:
                    transaction.set_rollback(True)
            if options["dry_run"]:  # what was asked stays on record, not in what was taken back
                imported.tell_sought(
                    by=actor, authority=authority, file_name=path.name, sought=report.sought
                )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}", returncode=UNREADABLE) from error
        except UnreadableFile as error:
            words = unreadable_text(error)
            raise CommandError(f"{path.name}: {words}", returncode=UNREADABLE) from error
        except NotAllowed as error:
            message = "This person may not load returns for this authority."
            raise CommandError(message, returncode=UNREADABLE) from error
        finally:
            bar.end()
        self._tell(report, options["report"])
        if report.has_refusals:
            sys.exit(LOADED_IN_PART)

    def _authority(self, options: dict[str, Any]) -> Agency:
        code = options["authority"]
        authority = Agency.objects.filter(code=code).first()
        if authority is not None:
            if authority.kind != AgencyKind.LOCAL_AUTHORITY:
                message = f"{authority.name} is not a local authority."
                raise CommandError(message, returncode=UNREADABLE)
            return authority
        name, nation = options["create_authority"], options["nation"]
        if not name or not nation:
            message = (
                f"There is no authority with the code {code}. To create it, add "
                "--create-authority NAME --nation NATION."
            )
            raise CommandError(message, returncode=UNREADABLE)
        return agency_services.open_agency(
            by=Actor.system("import-register"),
            kind=AgencyKind.LOCAL_AUTHORITY,
            code=code,
            name_en=name,
            nation=nation,
        )

    def _actor(self, authority: Agency, email: str | None) -> Actor:
        if not email:
            return Actor.system("import-register")
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"No account has the e-mail address {email}.", returncode=UNREADABLE)
        for membership in live_memberships(user.pk, on=today()):
            actor = Actor.of(membership)
            if actor.agency_id == authority.pk and actor.has_duty(Duty.IMPORT_REGISTER):
                return actor
        message = f"{user.full_name} is no register custodian of {authority.name}."
        raise CommandError(message, returncode=UNREADABLE)

    def _tell(self, report: ImportReport, path: Path | None) -> None:
        """This will print the table of counts and the first findings, and keep all of them."""
        done = "Preview, nothing was kept" if report.is_dry_run else "Loaded"
        self.stdout.write(f"{done}: {report.file_name} ({report.format}) for {report.authority}\n")
        heads = ("read", "created", "changed", "unchanged", "refused")
        self.stdout.write(f"{'':40}" + "".join(f"{head:>11}" for head in heads))
        for words, outcome in report.summary():
            cells = "".join(f"{getattr(outcome, head):>11}" for head in heads)
            self.stdout.write(f"{words:40}{cells}")
        self.stdout.write(f"{'Cases opened':40}{report.cases_opened:>22}")
        self.stdout.write(f"{'Teams opened':40}{report.teams_opened:>22}\n")
        if report.batch_id:
            self.stdout.write(f"To take it back: manage.py undo_import {report.batch_id}\n")
        self._tell_findings(f"{len(report.refused)} not loaded", report.refused)
        self._tell_findings(f"{len(report.warnings)} to check", report.warnings)
        if path is not None:
            with path.open("w", encoding="utf-8-sig", newline="") as stream:
                report.write_csv(stream)
            self.stdout.write(f"Every finding is in {path}")

    def _tell_findings(self, title: str, findings: list[Finding]) -> None:
        self.stdout.write(title)
        alike: dict[str, list[Finding]] = {}
        for found in findings:
            alike.setdefault(found.code, []).append(found)
        for group in alike.values():
            for found in group[:SHOWN_OF_A_KIND]:
                child = f" [{found.local_id}]" if found.local_id else ""
                place = place_text(found.place)
                self.stdout.write(f"  {place}{child}: {finding_text(found)}".replace("  : ", "  "))
            if len(group) > SHOWN_OF_A_KIND:
                rest = len(group) - SHOWN_OF_A_KIND
                self.stdout.write(f"    and {rest} more of this kind (--report keeps them all)")


class Bar:
    """A line that shows how far the loading is, on a terminal only."""

    def __init__(self, stream: Any, *, is_shown: bool) -> None:
        self.stream = stream
        self.is_shown = is_shown
        self.percent = -1

    def __call__(self, done: int, total: int) -> None:
        """This will draw the line anew when the percentage has changed."""
        percent = 100 * done // max(total, 1)
        if not self.is_shown or percent == self.percent:
            return
        self.percent = percent
        filled = BAR * done // max(total, 1)
        line = f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done} of {total} children"
        self.stream.write(line, style_func=str, ending="")
        self.stream.flush()

    def end(self) -> None:
        """This will leave the line, if one was drawn."""
        if self.percent >= 0:
            self.stream.write("")
