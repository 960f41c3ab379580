"""Names in the order of the alphabet: ``order_by("child__family_name__alphabet")``.

The database's own order is that of the letters' numbers, where “ap” comes after “Vaughan” and “Ŵ”
after “Z”; and a PostgreSQL can be built without the orders of languages.
"""

from __future__ import annotations

from django.db.models import CharField, Transform


class Alphabet(Transform):
    """What a name is ordered by: folded as the search folds it (``cases_fold``)."""

    lookup_name = "alphabet"
    function = "cases_fold"


CharField.register_lookup(Alphabet)
