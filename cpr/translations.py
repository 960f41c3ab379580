"""Compiles locale/*/LC_MESSAGES/*.po without gettext's tools, which a fresh machine may lack."""

from __future__ import annotations

import os
from pathlib import Path

import polib

PROJECT = Path(__file__).resolve().parent.parent


def compile_all(folder: Path = PROJECT / "locale") -> list[Path]:
    """This will compile each catalogue that is newer than its compiled form, and name those.

    Fuzzy and empty translations are left out, so the page shows English rather than a guess.
    Raises: OSError, with the file and line of what is malformed.
    """
    compiled = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_name(f"{target.name}.{os.getpid()}")  # Another process may read it now.
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        compiled.append(target)
    return compiled


if __name__ == "__main__":
    for path in compile_all():
        print(f"Compiled {path.relative_to(PROJECT)}")
