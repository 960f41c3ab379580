"""The layouts and components as pages: whole, plain, and without anything inline."""

from __future__ import annotations

import re

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import translation

from cpr.ui import cells, charts

PAGES = ["/child/", "/overdue/", "/decision/", "/form/", "/accounts/login/", "/error/409/"]


@pytest.mark.parametrize("url", PAGES)
def test_a_page_is_whole(gallery, url):
    response = gallery.get(url)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert "<title> –" not in html
    assert re.search(r'<html[^>]* lang="en"', html)
    assert html.count('<main id="main"') == 1


@pytest.mark.parametrize("url", PAGES)
def test_nothing_inline(gallery, url):
    html = gallery.get(url).content.decode()
    assert " style=" not in html
    assert not re.search(r" on[a-z]+=", html)
    assert not re.search(r"<script(?![^>]* src=\"/static/)", html)
    assert not re.search(r"<script[^>]*>[^<]", html)
    assert "<style" not in html


def test_each_id_stands_once_and_each_label_finds_its_input(gallery):
    for url in PAGES:
        html = gallery.get(url).content.decode()
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert sorted(ids) == sorted(set(ids)), url
        for target in re.findall(r'<label[^>]*\sfor="([^"]+)"', html):
            assert target in ids, (url, target)


def test_a_refused_form_says_so_in_its_title_and_leads_to_each_field(gallery):
    html = gallery.post("/form/", {"seen_on-day": "31", "seen_alone": "no"}).content.decode()
    assert "<title>Error: Record a visit to Efa" in html
    for target in re.findall(r'<a href="#(id_[^"]+)"', html):
        assert f'id="{target}"' in html


def test_the_frame_offers_only_what_there_is(gallery):
    signed_out = gallery.get("/accounts/login/").content.decode()
    assert "Notifications" not in signed_out
    assert "Find a child" not in signed_out
    assert "Sign out" not in signed_out
    assert "Cymraeg" in signed_out
    signed_in = gallery.get("/child/").content.decode()
    for words in ("Notifications", "Find a child", "Sign out", "Aisha Rahman", "Cardiff"):
        assert words in signed_in


def test_the_page_names_its_language_and_offers_the_other(gallery):
    with translation.override("cy"):
        html = gallery.get("/accounts/login/", headers={"accept-language": "cy"}).content.decode()
    assert 'lang="cy"' in html
    assert ">English</button>" in html


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500])
def test_an_error_page_needs_nothing(status):
    html = render_to_string(f"{status}.html")
    assert html.count("<h1") == 1
    assert "None" not in html


def test_an_error_page_gives_the_reasons(gallery):
    assert "The conference is closed." in gallery.get("/error/409/").content.decode()


def test_a_bar_carries_its_figure_and_stays_within_bounds():
    assert "93%" in charts.bar(93)
    assert 'width="100.0"' in charts.bar(12, 10)
    assert 'width="0.0"' in charts.bar(5, 0)
    assert "&lt;b&gt;" in charts.bar(1, label="<b>")


def test_columns_say_in_words_what_they_show():
    html = charts.columns([charts.Column("this wk", 7, 2, "/due/", "2 with nothing booked")])
    assert ">9<" in html
    assert 'href="/due/"' in html
    assert ": 2 with nothing booked" in html
    assert charts.columns([])


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("<b>", "&lt;b&gt;"),
        (None, "–"),
        ("", "–"),
        (0, "0"),
        ({"text": "Efa", "url": "/x/?a=1&b=2"}, 'href="/x/?a=1&amp;b=2">Efa</a>'),
        ({"text": "late", "tag": "red"}, '<strong class="app-tag app-tag--red">late</strong>'),
        ({"text": "1", "after": ", <i>"}, "1, &lt;i&gt;"),
        ({"text": "Remind", "hidden": "Carys"}, 'visually-hidden"> Carys</span>'),
    ],
)
def test_cells(cell, shown):
    assert shown in cells.content(cell)


def test_a_row_must_fit_its_table():
    with pytest.raises(ValueError, match="zip"):
        cells.row(["one"], [{"label": "A"}, {"label": "B"}])


def test_pages_keep_the_question():
    page = Paginator(range(100), 10).get_page(5)
    html = render_to_string("components/pagination.html", {"page_obj": page, "query": "q=a"})
    assert "?q=a&amp;page=6" in html
    assert "41 to 50 of 100" in html
    assert (
        render_to_string(
            "components/pagination.html", {"page_obj": Paginator([], 5).get_page(1)}
        ).strip()
        == ""
    )
