"""Letters of invitation to the family: those made so far, the form for another, and the files."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from cases.domain.errors import DomainError, NotAllowed, NotFound, Problem
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceStatus
from cases.domain.taking_part import ConferenceLanguage, LetterState
from cases.queries import conference_letters as queries
from cases.queries.conference_room import Room
from cases.services import conference_letters
from cases.web.forms.conference_letters import LetterForm
from cases.web.presenters import conference_letters as words
from cases.web.views.acts import RoomView
from cases.web.views.base import ActorView, answer, put_errors


class Letters(RoomView):
    """The letters of a conference; for whoever may call it for every child at it."""

    permission = P.CALL_CONFERENCE
    part = "conference_letters"

    def open(self, conference_id: uuid.UUID) -> Room:
        """This will open the conference, for somebody who may act for every child at it.

        Raises: NotFound, NotAllowed.
        """
        found = super().open(conference_id)
        if found.hidden:
            raise NotAllowed(Problem("not_allowed"))
        self.people = queries.to_invite(found.conference)
        return found

    def get(self, request: HttpRequest, conference_id: uuid.UUID) -> HttpResponse:
        self.open(conference_id)
        return self._show(self._form(None, initial=self._suggested(request.GET.get("to"))))

    def post(self, request: HttpRequest, conference_id: uuid.UUID) -> HttpResponse:
        found = self.open(conference_id)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        given = form.cleaned_data
        try:
            conference_letters.ask_for_letter(
                by=self.actor,
                conference=found.conference,
                invitation_id=uuid.UUID(given["invitation"]),
                language=ConferenceLanguage(given["language"]),
            )
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self._show(form, put_errors(form, error))
        messages.success(request, _("The letter is being made."))
        return HttpResponseRedirect(reverse("cases:conference_letters", args=[conference_id]))

    def _suggested(self, to: str | None) -> dict[str, Any]:
        """Who was not asked for a language is written to in both."""
        chosen = [each for each in self.people if str(each.id) == to or len(self.people) == 1]
        if not chosen:
            return {}
        language = chosen[0].language or ConferenceLanguage.BOTH
        return {"invitation": str(chosen[0].id), "language": language.value}

    def _form(self, data: Any, **kwargs: Any) -> LetterForm:
        return LetterForm(data, people=words.people(self.people), **kwargs)

    def _show(self, form: LetterForm, status: int = 200) -> HttpResponse:
        conference = self.room.conference
        page = reverse("cases:conference", args=[conference.pk])
        letters = queries.letters(conference)
        title = _("Letters to the family")
        context = self.frame(title) | {
            "form": form,
            "breadcrumbs": [{"label": self.heading, "url": page}, {"label": title}],
            "names": [child.name for child in self.room.children],
            "has_people": bool(self.people),
            "is_called": conference.status == ConferenceStatus.CALLED,
            "table": words.table(conference.pk, letters),
            "state": _state(letters),
            "progress_words": words.progress_words(letters),
            "submit_label": _("Make the letter"),
        }
        return answer(self.request, "cases/conferences/letters.html", context, status)


def _state(letters: list[queries.Letter]) -> str:
    return "making" if any(each.state is LetterState.ASKED for each in letters) else "made"


class LettersProgress(ActorView):
    """Whether letters are still being made, for the page that waits for them; it names nobody."""

    permission = P.CALL_CONFERENCE

    def get(self, request: HttpRequest, conference_id: uuid.UUID) -> HttpResponse:
        letters = queries.of(self.actor, conference_id)
        said = {"state": _state(letters), "words": words.progress_words(letters)}
        return JsonResponse({**said, "done": 0, "total": 0})


class Letter(ActorView):
    """One letter as its file; taken away, never shown as a page of ours."""

    permission = P.CALL_CONFERENCE

    def get(
        self, request: HttpRequest, conference_id: uuid.UUID, letter_id: uuid.UUID
    ) -> HttpResponse:
        file = conference_letters.open_letter(
            by=self.actor, conference_id=conference_id, letter_id=letter_id
        )
        response = HttpResponse(file, content_type="application/pdf")
        response["Content-Disposition"] = 'attachment; filename="letter.pdf"'
        return response


urlpatterns = [
    path("conferences/<uuid:conference_id>/letters/", Letters.as_view(), name="conference_letters"),
    path(
        "conferences/<uuid:conference_id>/letters/progress/",
        LettersProgress.as_view(),
        name="conference_letters_progress",
    ),
    path(
        "conferences/<uuid:conference_id>/letters/<uuid:letter_id>.pdf",
        Letter.as_view(),
        name="conference_letter",
    ),
]
