"""Opaque identifiers: UUID version 7, made in Python so that a row has its id before it is saved.

Time-ordered, so that indexes stay dense; never shown to a person as a number to guess from.
"""

import uuid

import uuid_utils.compat


def new_id() -> uuid.UUID:
    """This will make a new identifier."""
    return uuid_utils.compat.uuid7()
