"""GOV.UK components: one environment, plain keys, nothing unescaped, nothing inline."""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from cpr.ui import macros


def test_the_environment_and_each_macro_are_made_once():
    assert macros.environment() is macros.environment()
    macros.render("button", text="One")
    before = macros._macro.cache_info().misses
    macros.render("button", text="Two")
    assert macros._macro.cache_info().misses == before


def test_keys_may_be_snake_case_at_any_depth():
    html = macros.render(
        "summary-list", rows=[{"key": {"text": "Name"}, "value": {"text": "Efa"}}], classes="a"
    )
    assert "Efa" in html
    assert "What" in macros.render("details", summary_text="What", text="x")


def test_attribute_names_keep_their_spelling():
    assert 'data_x="1"' in macros.render("button", text="x", attributes={"data_x": "1"})


@pytest.mark.parametrize("key", ["text", "html"])
def test_text_is_escaped_and_safe_html_is_not(key):
    attack = "<script>alert(1)</script>"
    assert "<script>" not in macros.render("inset-text", {key: attack})
    assert "<b>x</b>" in macros.render("inset-text", html=mark_safe("<b>x</b>"))


def test_lazy_text_and_the_block_tag():
    html = engines["django"].from_string(
        '{% load ui %}{% govukblock "details" summary_text=title %}<p>{{ body }}</p>'
        "{% endgovukblock %}"
    )
    rendered = html.render({"title": _("More"), "body": "<i>"})
    assert "<p>&lt;i&gt;</p>" in rendered
    assert "More" in rendered


def test_no_component_brings_an_inline_style():
    env = macros.environment()
    assert env.loader is not None
    for name in env.list_templates():
        if "/components/" in name:
            source, _path, _fresh = env.loader.get_source(env, name)
            assert " style=" not in source, name
