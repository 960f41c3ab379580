"""The reference list of Welsh agencies: 22 authorities, 7 health boards, 4 police forces, 6 boards.

Source: ONS W06 codes (unofficial list, names cross-checked), board membership from CYSUR and the
Cwm Taf Morgannwg board; authority codes of Wrexham, Swansea, Rhondda Cynon Taf, the Vale of
Glamorgan and Torfaen, all education, health board and police codes are from general knowledge of
the field and not checked against a source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from agencies.actors import Actor
from agencies.models import Agency, AgencyKind
from agencies.services import open_agency


@dataclass(frozen=True)
class Authority:
    """A principal local authority and the region, health board and police force it lies in."""

    code: str
    name_en: str
    name_cy: str
    education_code: str
    board: str
    health_board: str
    police: str


BOARDS: dict[str, tuple[str, str]] = {
    "RSB-NORTH": ("North Wales Safeguarding Board", "Bwrdd Diogelu Gogledd Cymru"),
    "RSB-CYSUR": (
        "CYSUR: Mid and West Wales Safeguarding Children Board",
        "CYSUR: Bwrdd Diogelu Plant Canolbarth a Gorllewin Cymru",
    ),
    "RSB-WGLAM": ("West Glamorgan Safeguarding Board", "Bwrdd Diogelu Gorllewin Morgannwg"),
    "RSB-CTM": ("Cwm Taf Morgannwg Safeguarding Board", "Bwrdd Diogelu Cwm Taf Morgannwg"),
    "RSB-CAV": (
        "Cardiff and Vale Regional Safeguarding Board",
        "Bwrdd Diogelu Rhanbarthol Caerdydd a’r Fro",
    ),
    "RSB-GWENT": ("Gwent Safeguarding", "Diogelu Gwent"),
}

HEALTH_BOARDS: dict[str, tuple[str, str]] = {
    "W11000023": (
        "Betsi Cadwaladr University Health Board",
        "Bwrdd Iechyd Prifysgol Betsi Cadwaladr",
    ),
    "W11000024": ("Powys Teaching Health Board", "Bwrdd Iechyd Addysgu Powys"),
    "W11000025": ("Hywel Dda University Health Board", "Bwrdd Iechyd Prifysgol Hywel Dda"),
    "W11000028": ("Aneurin Bevan University Health Board", "Bwrdd Iechyd Prifysgol Aneurin Bevan"),
    "W11000029": (
        "Cardiff and Vale University Health Board",
        "Bwrdd Iechyd Prifysgol Caerdydd a’r Fro",
    ),
    "W11000030": (
        "Cwm Taf Morgannwg University Health Board",
        "Bwrdd Iechyd Prifysgol Cwm Taf Morgannwg",
    ),
    "W11000031": ("Swansea Bay University Health Board", "Bwrdd Iechyd Prifysgol Bae Abertawe"),
}

POLICE: dict[str, tuple[str, str]] = {
    "W15000001": ("North Wales Police", "Heddlu Gogledd Cymru"),
    "W15000002": ("Gwent Police", "Heddlu Gwent"),
    "W15000003": ("South Wales Police", "Heddlu De Cymru"),
    "W15000004": ("Dyfed-Powys Police", "Heddlu Dyfed-Powys"),
}

_NORTH = ("RSB-NORTH", "W11000023", "W15000001")
_WEST = ("RSB-CYSUR", "W11000025", "W15000004")
_GLAM = ("RSB-WGLAM", "W11000031", "W15000003")
_CTM = ("RSB-CTM", "W11000030", "W15000003")
_CAV = ("RSB-CAV", "W11000029", "W15000003")
_GWENT = ("RSB-GWENT", "W11000028", "W15000002")

AUTHORITIES: tuple[Authority, ...] = (
    Authority("W06000001", "Isle of Anglesey", "Ynys Môn", "660", *_NORTH),
    Authority("W06000002", "Gwynedd", "Gwynedd", "661", *_NORTH),
    Authority("W06000003", "Conwy", "Conwy", "662", *_NORTH),
    Authority("W06000004", "Denbighshire", "Sir Ddinbych", "663", *_NORTH),
    Authority("W06000005", "Flintshire", "Sir y Fflint", "664", *_NORTH),
    Authority("W06000006", "Wrexham", "Wrecsam", "665", *_NORTH),
    Authority("W06000008", "Ceredigion", "Ceredigion", "667", *_WEST),
    Authority("W06000009", "Pembrokeshire", "Sir Benfro", "668", *_WEST),
    Authority("W06000010", "Carmarthenshire", "Sir Gaerfyrddin", "669", *_WEST),
    Authority("W06000023", "Powys", "Powys", "666", "RSB-CYSUR", "W11000024", "W15000004"),
    Authority("W06000011", "Swansea", "Abertawe", "670", *_GLAM),
    Authority("W06000012", "Neath Port Talbot", "Castell-nedd Port Talbot", "671", *_GLAM),
    Authority("W06000013", "Bridgend", "Pen-y-bont ar Ogwr", "672", *_CTM),
    Authority("W06000016", "Rhondda Cynon Taf", "Rhondda Cynon Taf", "674", *_CTM),
    Authority("W06000024", "Merthyr Tydfil", "Merthyr Tudful", "675", *_CTM),
    Authority("W06000014", "Vale of Glamorgan", "Bro Morgannwg", "673", *_CAV),
    Authority("W06000015", "Cardiff", "Caerdydd", "681", *_CAV),
    Authority("W06000018", "Caerphilly", "Caerffili", "676", *_GWENT),
    Authority("W06000019", "Blaenau Gwent", "Blaenau Gwent", "677", *_GWENT),
    Authority("W06000020", "Torfaen", "Torfaen", "678", *_GWENT),
    Authority("W06000021", "Monmouthshire", "Sir Fynwy", "679", *_GWENT),
    Authority("W06000022", "Newport", "Casnewydd", "680", *_GWENT),
)

LISTED_ON = date(2026, 11, 22)


@transaction.atomic
def load(*, by: Actor) -> int:
    """This will add the agencies of the list that are missing, and count them."""
    known = set(Agency.objects.values_list("code", flat=True))
    added = 0
    for kind, rows in (
        (AgencyKind.SAFEGUARDING_BOARD, BOARDS),
        (AgencyKind.HEALTH_BOARD, HEALTH_BOARDS),
        (AgencyKind.POLICE, POLICE),
    ):
        for code, (name_en, name_cy) in rows.items():
            if code not in known:
                open_agency(
                    by=by, kind=kind, code=code, name_en=name_en, name_cy=name_cy, nation="wales"
                )
                added += 1
    boards = {a.code: a for a in Agency.objects.filter(kind=AgencyKind.SAFEGUARDING_BOARD)}
    for row in AUTHORITIES:
        if row.code not in known:
            open_agency(
                by=by,
                kind=AgencyKind.LOCAL_AUTHORITY,
                code=row.code,
                name_en=row.name_en,
                name_cy=row.name_cy,
                nation="wales",
                education_code=row.education_code,
                region=boards[row.board],
            )
            added += 1
    return added
