"""A mail server that refuses some addresses and takes the others, for tests of who still hears."""

from __future__ import annotations

from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.core.mail.backends import locmem

REFUSED: set[str] = set()


class Backend(locmem.EmailBackend):
    """Raises as Django's own backend does where the server refuses everybody of a letter."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """This will take letters into the outbox, or raise."""
        for message in messages:
            if REFUSED & set(message.to):
                raise SMTPRecipientsRefused(dict.fromkeys(message.to, (550, b"no such user")))
        return super().send_messages(messages)
