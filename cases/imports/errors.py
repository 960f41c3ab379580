"""The one error of this package: a file that cannot be read as a return at all.

Anything smaller (a child, a date, a code) is a ``Finding`` and the reading goes on.
"""

from __future__ import annotations

from typing import Any

from cases.domain.errors import DomainError, Problem


class UnreadableFile(DomainError):
    """The file is not a return this register can read; nothing of it was loaded (422)."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(Problem(code=code, field="file", params=params))

    @property
    def code(self) -> str:
        """The reason, as a key of ``cases.imports.wording``."""
        return self.problems[0].code

    @property
    def params(self) -> dict[str, Any]:
        """The values that belong in the words of that reason."""
        return self.problems[0].params
