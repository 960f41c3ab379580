"""Whether a return names another authority than the one it is loaded for, or another nation's form.

Both formats that are read are England's; an authority elsewhere is asked before it loads one.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.imports.report import ImportReport
from cases.models import ImportBatch
from cases.queries import imports

NATIONS = {"census": "england", "annex_a": "england"}
"""Whose form each format is."""
FORMS: dict[str, Promise] = {
    "census": gettext_lazy("The children in need census is a return of England’s format."),
    "annex_a": gettext_lazy("Annex A is an English form."),
}
STANDS: dict[str, Promise] = {
    "wales": gettext_lazy("You are %(authority)s, in Wales."),
    "england": gettext_lazy("You are %(authority)s, in England."),
    "scotland": gettext_lazy("You are %(authority)s, in Scotland."),
    "northern_ireland": gettext_lazy("You are %(authority)s, in Northern Ireland."),
}


def doubts(batch: ImportBatch, report: ImportReport) -> str:
    """This will say why a return may not be meant for its authority; nothing where it is."""
    authority, said = batch.authority, []
    named = next((f.params["value"] for f in report.findings if f.code == "authority_differs"), "")
    if named:
        known = imports.authority_named(str(named))
        said.append(
            _("The file names %(named)s.") % {"named": known.name}
            if known
            else _("The file names the authority with the code %(code)s.") % {"code": named}
        )
    if is_foreign := NATIONS.get(batch.format, authority.nation) != authority.nation:
        said.append(str(FORMS[batch.format]))
    if named or is_foreign:
        said.insert(0, str(STANDS[authority.nation]) % {"authority": authority.name})
    return " ".join(said)
