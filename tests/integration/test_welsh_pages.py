"""A person who chose Welsh meets no English: pages, refusals, forms, errors and messages."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

import polib
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from agencies.actors import Actor
from cases.domain.statuses import ConferenceKind
from cases.models import Case, Conference, Notice
from cases.services import notices, sweeps
from cpr.clock import today
from cpr.embedded import PROJECT
from tests import scenarios as s
from tests.browser.pages import VISITS, scene

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PLACE = re.compile(r"%\(\w+\)[sd]|{\w*}|%[sd]")
LETTERS_ENOUGH = 8


class Page(HTMLParser):
    """Collects what a person reads or hears of a page, but for parts said to be in one language."""

    VOID = frozenset({"input", "meta", "link", "br", "img", "hr", "path", "rect"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.language = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or ""
        silent = tag in ("script", "style", "code", "textarea") or (
            "lang" in given and tag != "html"
        )
        if tag not in self.VOID:
            self.open.append((tag, silent))
        if not silent:
            names = ("title", "aria-label", "placeholder", "alt", "data-label")
            self.texts += [str(given[name]) for name in names if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(silent for _tag, silent in self.open):
            self.texts.append(data)


@cache
def english() -> tuple[frozenset[str], re.Pattern[str]]:
    """This will give the English texts of the catalogue: as they stand, and with places filled."""
    plain, filled = set(), []
    for each in polib.pofile(str(PROJECT / "locale" / "cy" / "LC_MESSAGES" / "django.po")):
        welsh = {each.msgstr, *each.msgstr_plural.values()}
        for text in filter(None, (each.msgid, each.msgid_plural)):
            if text in welsh:
                continue
            if not PLACE.search(text):
                plain.add(" ".join(text.split()))
            elif len(re.sub(r"[^A-Za-z]", "", PLACE.sub("", text))) >= LETTERS_ENOUGH:
                filled.append(".+".join(map(re.escape, PLACE.split(text))))
    return frozenset(plain), re.compile("|".join(filled))


def english_of(page: Page) -> list[str]:
    """This will list what of a page is a text of ours, in English."""
    plain, filled = english()
    texts = [" ".join(text.split()) for text in page.texts]
    parts = [part.strip(" ·,.:;()") for text in texts for part in (text, *re.split(r"[:·]", text))]
    return sorted(
        {part for part in [*texts, *parts] if part in plain}
        | {text for text in texts if text and filled.fullmatch(text)}
    )


def assert_welsh(client: Client, url: str, **typed: str) -> str:
    """This will open a page, or send a form if anything is typed, and find no English on it."""
    answer = client.post(url, typed) if typed else client.get(url, follow=True)
    page = Page(answer.content.decode())
    assert page.language == "cy", url
    assert not english_of(page), f"{url}: {english_of(page)}"
    return answer.content.decode()


@pytest.fixture
def w() -> s.World:
    world = s.world()
    for member in world.members.values():
        member.user.language = "cy"
        member.user.save(update_fields=["language"])
    world.register.name_cy = "Cofrestr"
    world.register.save(update_fields=["name_cy"])
    return world


@pytest.fixture
def case(w: s.World) -> Case:
    """Efa: on the register, shared, with things overdue and flagged."""
    [registration] = s.registered(w, days_ago=102, categories=("neglect", "emotional"))
    s.co_ordinated(w, registration.case)
    s.shared(w, registration.case)
    sweeps.sweep_overdue(by=Actor.system("overdue-sweep"), today=today())
    return registration.case


@pytest.fixture
def undecided(w: s.World, case: Case) -> Conference:
    return s.conference(w, [case], on=s.before(10), kind=ConferenceKind.REVIEW)


def signed_in(w: s.World, name: str) -> Client:
    client = Client()
    client.force_login(w.user(name), backend=BACKEND)
    return client


@pytest.mark.parametrize("name", VISITS)
def test_every_page_of_everybody(w: s.World, name: str) -> None:
    """The table that the browser tests hold to be every page route."""
    built = scene(w)
    client = signed_in(w, name) if name else Client()
    client.cookies["django_language"] = "cy"
    for row in VISITS[name]:
        if row.route != "api:reference":
            assert_welsh(client, row.url(built))
    assert_welsh(client, "/no/such/page/")


def test_a_purpose_is_shown_where_somebody_typed_it(w: s.World, case: Case) -> None:
    """The lead team, the co-ordinator and the chair have their part; only a share has a purpose."""
    client = signed_in(w, "aisha")
    overview = reverse("cases:case", args=[case.pk])
    pages = [assert_welsh(client, overview), assert_welsh(client, f"{overview}?kind=people")]
    typed = case.involvements.get(role="partner").purpose
    assert typed in pages[1]
    ours = set(case.involvements.exclude(role="partner").values_list("purpose", flat=True))
    assert ours == {"lead team", "plan co-ordinator", "chair of the conference"}
    for page in pages:
        texts = " ".join(Page(page).texts)
        assert not [purpose for purpose in ours if purpose in texts]
        assert "Cydlynydd y cynllun" in texts


def test_a_page_that_may_not_be_opened(w: s.World, case: Case) -> None:
    client = signed_in(w, "ben")
    assert "Ni chewch wneud hyn" in assert_welsh(client, reverse("cases:visit_add", args=[case.pk]))


def test_the_api_page_but_for_the_names_that_programs_use(w: s.World) -> None:
    answer = signed_in(w, "aisha").get("/api/")
    page = Page(answer.content.decode())
    names = {"Child", "Overdue", "Registration", "Category"}
    assert page.language == "cy"
    assert set(english_of(page)) <= names


def test_the_conference_and_its_decision(w: s.World, case: Case, undecided: Conference) -> None:
    client = signed_in(w, "gwen")
    at = undecided.children.get()
    decision = reverse("cases:decision", args=[undecided.pk, at.pk])
    assert_welsh(client, reverse("cases:conference", args=[undecided.pk]))
    assert_welsh(client, reverse("cases:conference_papers", args=[undecided.pk]))
    assert "A ddylai enw" in assert_welsh(client, decision)
    assert "Mae problem" in assert_welsh(client, decision, decision="remove")


def test_forms_sent_empty_say_what_is_missing(w: s.World, case: Case) -> None:
    client = signed_in(w, "aisha")
    for route in ("note_add", "visit_add", "core_group_add", "case_share", "strategy_add"):
        said = assert_welsh(client, reverse(f"cases:{route}", args=[case.pk]), nothing="typed")
        assert "Mae problem" in said
    assert "Mae problem" in assert_welsh(client, reverse("cases:child_add"), nothing="typed")


def test_signing_in_and_out() -> None:
    client = Client()
    client.cookies["django_language"] = "cy"
    assert "Mewngofnodi" in assert_welsh(client, reverse("account_login"))
    wrong = {"login": "nobody@example.invalid", "password": "not this one"}
    said = assert_welsh(client, reverse("account_login"), **wrong)
    assert "Nid yw’r cyfeiriad e-bost neu’r cyfrinair yn gywir" in said
    assert_welsh(client, reverse("account_reset_password"))
    assert_welsh(client, reverse("account_signup"))


def test_an_empty_sign_in_names_each_field() -> None:
    client = Client()
    client.cookies["django_language"] = "cy"
    said = assert_welsh(client, reverse("account_login"), login="", password="")
    assert "Rhowch eich cyfeiriad e-bost" in said
    assert "Rhowch eich cyfrinair" in said
    assert "Mae angen y maes hwn" not in said


def test_nothing_is_said_in_the_language_of_the_sign_in_form(w: s.World) -> None:
    user = w.user("aisha")
    user.set_password("a-long-password-of-hers")
    user.save()
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    typed = {"login": user.email, "password": "a-long-password-of-hers"}
    answer = client.post(reverse("account_login"), typed, follow=True)
    page = Page(answer.content.decode())
    assert page.language == "cy"
    assert user.full_name in " ".join(page.texts)
    assert not [each for each in page.texts if "signed in" in each]


def test_changing_a_password(w: s.World) -> None:
    client = signed_in(w, "aisha")
    url = reverse("account_change_password")
    assert_welsh(client, url)
    typed = {"oldpassword": "wrong", "password1": "short", "password2": "other"}
    assert "rhy fyr" in assert_welsh(client, url, **typed)


@pytest.mark.parametrize("known", [True, False])
def test_the_letter_for_a_new_password(w: s.World, known: bool) -> None:
    client = Client()
    client.cookies["django_language"] = "cy"
    email = w.user("aisha").email if known else "nobody@example.invalid"
    client.post(reverse("account_reset_password"), {"email": email})
    [letter] = mail.outbox
    assert "gofrestr amddiffyn plant" in letter.subject
    assert "Mae rhywun, chi yn ôl pob tebyg, wedi gofyn am gyfrinair newydd" in letter.body
    assert "Thank you for using" not in letter.body


def test_the_letter_about_new_notices(w: s.World, case: Case) -> None:
    assert Notice.objects.exists()
    notices.send_notices(by=Actor.system("notices"))
    assert mail.outbox
    assert {letter.subject for letter in mail.outbox} == {
        "Rhywbeth newydd i’w ddarllen yn y gofrestr amddiffyn plant"
    }
    assert not [letter for letter in mail.outbox if "personal data" in letter.body]


def test_english_would_be_seen(w: s.World, case: Case) -> None:
    user = w.user("aisha")
    user.language = "en"
    user.save(update_fields=["language"])
    answer = signed_in(w, "aisha").get(reverse("cases:case", args=[case.pk]))
    found = english_of(Page(answer.content.decode()))
    assert {"Chronology", "Date of birth"} & set(found)
    assert len(found) > 15
