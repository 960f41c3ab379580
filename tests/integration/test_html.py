"""The HTML of every page, in both languages and with its errors, before an independent checker.

The checker is html-validate (package.json pins it). Who opens what is in ``tests.browser.pages``.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from cpr import frontend
from cpr.embedded import PROJECT
from tests import scenarios as s
from tests.browser.pages import VISITS, scene

# What the checker recommends, but for these.
SHARED = ["radio", "checkbox", "button", "reset", "submit"]
RULES = {
    "extends": ["html-validate:recommended"],
    "root": True,
    "rules": {
        # Spaces at the end of a line are Django's tags; compression takes them away.
        "no-trailing-whitespace": "off",
        # A title names the child and the page before the service, and names have any length.
        "long-title": "off",
        # GOV.UK's dates and groups say role="group" on a fieldset, for older screen readers.
        "no-redundant-role": "off",
        # ARIA allows a name on a list; the rule as it comes wants interactive elements only.
        "aria-label-misuse": ["error", {"allowAnyNamable": True}],
        # The boxes of one question share a name, as radio buttons do.
        "form-dup-name": ["error", {"shared": SHARED}],
        # The style keeps a number in one piece; a copied one keeps its plain spaces.
        "tel-non-breaking": ["error", {"ignoreClasses": ["app-phone"]}],
    },
}


def saved(folder: Path, w: s.World, language: str) -> int:
    """This will keep every page that has HTML, and each form sent with nothing in it."""
    built, count = scene(w), 0
    for name, rows in VISITS.items():
        client = Client(headers={"accept-language": language})
        if name:
            w.user(name).language = language
            w.user(name).save(update_fields=["language"])
            client.force_login(
                w.user(name), backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        for row in rows:
            url = row.url(built)
            answers = {"page": client.get(url, follow=True)}
            if b'<form method="post"' in answers["page"].content and row.route != "account_logout":
                with transaction.atomic():  # an empty question may already be an answer
                    answers["sent"] = client.post(url)
                    transaction.set_rollback(True)
            for kind, answer in answers.items():
                if answer.get("Content-Type", "").startswith("text/html") and answer.content:
                    mark = re.sub(r"\W+", "-", f"{name or 'nobody'} {row.route}{row.query} {kind}")
                    (folder / f"{count:03}-{mark}.html").write_bytes(answer.content)
                    count += 1
    return count


def findings(folder: Path) -> dict[str, list[str]]:
    """This will ask the checker about each file of a folder."""
    config = folder / "rules.json"
    config.write_text(json.dumps(RULES), encoding="utf-8")
    report = folder / "report.json"
    node, environment = frontend.node()
    script = PROJECT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    done = subprocess.run(
        [
            node,
            str(script),
            "--config",
            str(config),
            "--formatter",
            f"json={report}",
            str(folder / "*.html"),
        ],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert report.exists(), done.stderr or done.stdout
    found: dict[str, list[str]] = {}
    for page in json.loads(report.read_text(encoding="utf-8")):
        for message in page["messages"]:
            words = f"{message['ruleId']}: {message['message']} (line {message['line']})"
            found.setdefault(words, []).append(Path(page["filePath"]).name)
    return found


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_page_is_valid_html(db: None, tmp_path: Path, language: str) -> None:
    assert saved(tmp_path, s.world(), language) > 60
    found = findings(tmp_path)
    assert not found, "\n".join(f"{words}: {files[:3]}" for words, files in found.items())


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    page = "<!DOCTYPE html><html lang='en'><head><title>x</title></head><body><p><div></div></body>"
    (tmp_path / "bad.html").write_text(page, encoding="utf-8")
    assert findings(tmp_path)
