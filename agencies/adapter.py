"""How django-allauth is used here: accounts are opened by an agency, never by signing up.

What it says when something is wrong is said here in plainer words, and in both languages.
"""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies import acting
from agencies.models import User


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes sign-up; everything else is allauth's."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed"),
        "email_password_mismatch": _("The email address or the password is not right"),
        "enter_current_password": _("Enter the password you have now"),
        "incorrect_password": _("This is not your password"),
        "invalid_login": _("The email address or the password is not right"),
        "invalid_password_reset": _("This link does not work any more"),
        "rate_limited": _("Too many tries. Wait a few minutes and try again"),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes and try again"),
        "unknown_email": _("No account has this email address"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: a person is given a membership by their agency."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """This will sign a person in and record it."""
        super().login(request, user)
        acting.record_session(user=user, action="session.started")

    def logout(self, request: HttpRequest) -> None:
        """This will sign a person out and record it."""
        if isinstance(request.user, User):
            acting.record_session(user=request.user, action="session.ended")
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """This will record a wrong password, and count it against the limit as allauth does."""
        acting.record_refused_sign_in(email=str(credentials.get("email", "")))
        super().authentication_failed(request, **credentials)
