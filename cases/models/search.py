"""What a child is found by. Both tables are written by the database's own triggers alone.

The triggers and the functions they call are in migrations 0010 and 0014; what they write follows
from the rows of children, their other names, cases and involvements, and can be written anew.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from cases.models.child import Child

PLACE = "@"
"""What stands before a word of an address, so that it is not taken for a name."""


class NameWord(models.Model):
    """One word of somebody's name, or of an address; never taken away, and of nobody in particular.

    Two rows for one word, of two that wrote it at once, do no harm; a unique constraint would let
    one wait for the other.
    """

    word = models.TextField()
    sound = models.TextField()
    slips = ArrayField(models.TextField())

    class Meta:
        indexes = [
            models.Index(OpClass("word", name="text_pattern_ops"), name="name_word_by_beginning"),
            models.Index(fields=["sound"], name="name_word_by_sound"),
            GinIndex(fields=["slips"], name="name_word_by_slips"),
            GinIndex(fields=["word"], name="name_word_by_trigrams", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.word


class ChildSearch(models.Model):
    """The words that a child is found by, and who may come to see the child.

    ``known_to`` holds every authority, team and membership that ever worked with the child: wider
    than the gate, never narrower. It spares a search the children of everybody else.
    """

    child = models.OneToOneField(
        Child, on_delete=models.CASCADE, primary_key=True, related_name="search"
    )
    words = ArrayField(models.TextField())
    known_to = ArrayField(models.UUIDField())

    class Meta:
        indexes = [GinIndex(fields=["words", "known_to"], name="child_by_words")]

    def __str__(self) -> str:
        return " ".join(self.words)
