"""The door: a way on from "somebody knows this child" to asking for the case, seeing nothing of it.

A token stands for the case. It is signed for one membership, ends by itself, and tells nobody which
case it is: the identifier is hidden by a keyed pad of its own, so that equal cases look unalike.
"""

from __future__ import annotations

import secrets
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from agencies.actors import Actor
from agencies.roles import Duty
from cases import access_sought
from cases.access_sought import Contact
from cases.domain.errors import NotFound, Problem
from cases.models import Case
from cpr.clock import now

MINUTES = 30
"""A named default of ours: how long what a search found may be acted on."""
SALT = "cases.door"
NONCE = 16
LONGEST = 300


def token_for(actor: Actor, case_id: uuid.UUID) -> str:
    """This will give the token by which this membership, and no other, may ask for a case."""
    nonce = secrets.token_bytes(NONCE)
    hidden = urlsafe_b64encode(nonce + _padded(case_id.bytes, nonce)).decode()
    return signing.Signer(salt=_salt(actor)).sign(f"{hidden}.{int(now().timestamp())}")


def ways(actor: Actor, contact: Contact) -> list[dict[str, str]]:
    """This will list the ways on from a contact: none where more than one child is meant."""
    if contact.case_id is None:
        return []
    found: list[dict[str, str]] = []
    token = token_for(actor, contact.case_id)
    if actor.has_duty(Duty.EMERGENCY_ACCESS):
        url = f"{reverse('cases:emergency')}?{urlencode({'door': token})}"
        found.append({"label": _("Open the record in an emergency"), "url": url})
    if actor.has_duty(Duty.SEARCH):
        url = f"{reverse('cases:share_ask')}?{urlencode({'door': token})}"
        found.append({"label": _("Ask for the record to be shared"), "url": url})
    return found


def case_of(actor: Actor, token: str, duty: Duty = Duty.EMERGENCY_ACCESS) -> Case:
    """This will give the case behind a token, for a service to act on; never for showing.

    Raises: NotAllowed without the duty; NotFound, as for an unknown child, where the token is
    nobody's, somebody else's or too old, or the person is excluded from the case.
    """
    return access_sought.sought(actor, _opened(actor, token), duty)


def _opened(actor: Actor, token: str) -> uuid.UUID:
    try:
        hidden, made_at = signing.Signer(salt=_salt(actor)).unsign(token[:LONGEST]).split(".")
    except signing.BadSignature as error:
        raise NotFound(Problem("not_found")) from error
    if now().timestamp() - int(made_at) > MINUTES * 60:
        raise NotFound(Problem("not_found"))
    whole = urlsafe_b64decode(hidden)
    return uuid.UUID(bytes=_padded(whole[NONCE:], whole[:NONCE]))


def _padded(text: bytes, nonce: bytes) -> bytes:
    """Hide or show again: sixteen bytes with a pad that only the server's secret and nonce give."""
    pad = salted_hmac(f"{SALT}.pad", nonce, algorithm="sha256").digest()
    return bytes(each ^ key for each, key in zip(text, pad, strict=False))


def _salt(actor: Actor) -> str:
    return f"{SALT}.{actor.acting_membership}"
