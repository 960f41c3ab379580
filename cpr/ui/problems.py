"""The words of a domain error, for a form and for an error page.

Domain errors carry codes; the app they come from gives the words, named by UI_PROBLEM_TEXT.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def messages(error: Any) -> list[tuple[str | None, str]]:
    """This will give (field or None, words) for each thing that an error says is wrong.

    An error with `messages` speaks for itself; one with `problems` is put into words.
    """
    spoken = getattr(error, "messages", None)
    if spoken is not None:
        return [(field, str(message)) for field, message in spoken]
    return [(problem.field, text(problem)) for problem in getattr(error, "problems", ())]


def texts(problems: Iterable[Any]) -> list[str]:
    """This will give the words of problems, each once, in order."""
    return list(dict.fromkeys(text(problem) for problem in problems or ()))


def text(problem: Any) -> str:
    """This will put one problem into words."""
    path = getattr(settings, "UI_PROBLEM_TEXT", "")
    if not path:
        return str(problem.code)
    words: Callable[[Any], str] = import_string(path)
    return str(words(problem))
