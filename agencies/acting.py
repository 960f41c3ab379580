"""What a person settles about their own sign-in: which membership they act as, in which language.

Each is one transaction with its audit. The choice itself is kept in the session and on the user.
"""

from __future__ import annotations

import uuid

from django.db import transaction

from agencies.actors import Actor, live_memberships
from agencies.models import Membership, User
from cpr.audit import writer as audit
from cpr.clock import today


@transaction.atomic
def choose_membership(*, user: User, membership_id: uuid.UUID) -> Membership | None:
    """This will record that a person acts as one of their own live memberships from now on.

    None where it is not theirs or not in force: the two are never told apart.
    """
    own = live_memberships(user.pk, on=today())
    membership = next((each for each in own if each.pk == membership_id), None)
    if membership is not None:
        audit.record(
            by=Actor.of(membership),
            action="membership.chosen",
            subject=membership,
            role=membership.role,
        )
    return membership


@transaction.atomic
def choose_language(*, user: User, language: str, by: Actor | None) -> None:
    """This will save the language a person reads in; recorded where they act for an agency."""
    if user.language == language:
        return
    user.language = language
    user.save(update_fields=["language"])
    if by is not None:
        audit.record(by=by, action="language.chosen", subject=user, language=language)


@transaction.atomic
def record_session(*, user: User, action: str) -> None:
    """This will record that a person signed in or out; ``action`` is ``session.started`` or so."""
    by = Actor(kind="person", name=user.full_name, user_id=user.pk)
    audit.record(by=by, action=action, subject=user)


@transaction.atomic
def record_refused_sign_in(*, email: str) -> None:
    """This will record a wrong password for an account there is.

    Nothing is kept of an address nobody has: people type passwords there by mistake.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        audit.record(by=Actor.system("sign-in"), action="session.refused", subject=user)
