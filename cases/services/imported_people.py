"""The child a return speaks of: found by the authority's own number, or added with its numbers.

Stored facts are filled where they were empty and never overwritten; what differs is told.
"""

from __future__ import annotations

from cases.domain.returned import Kind, ReturnedChild
from cases.domain.statuses import IdentifierScheme, Sex
from cases.models import Child, ChildIdentifier
from cases.services.imported_loading import Loading, Written


def find_or_add_child(loading: Loading, returned: ReturnedChild, written: Written) -> Child | None:
    """This will give the child, locked, or None after refusing one whose birth is another's."""
    child = _known(loading, returned)
    if child is None:
        child = Child.objects.create(
            family_name=returned.local_id,
            sex=returned.sex,
            born_on=returned.born_on,
            expected_on=returned.expected_on,
            died_on=returned.died_on,
        )
        written.created[Kind.CHILD] += 1
        _add_numbers(loading, child, returned, written, is_new=True)
        return child
    if child.born_on and returned.born_on and child.born_on != returned.born_on:
        written.refuse(
            Kind.CHILD,
            returned.source,
            "known_birth_differs",
            born_on=returned.born_on,
            known_on=child.born_on,
        )
        return None
    filled = _fill(child, returned, written)
    added = _add_numbers(loading, child, returned, written)
    (written.changed if filled or added else written.unchanged)[Kind.CHILD] += 1
    return child


def _known(loading: Loading, returned: ReturnedChild) -> Child | None:
    """The child of this number; or one of this authority with the same national number and birth.

    A national number alone never joins a return to a child that only others know: a made-up file
    could open a stranger's record that way.
    """
    children = Child.objects.select_for_update(of=("self",), no_key=True)
    own = ChildIdentifier.objects.filter(
        scheme=IdentifierScheme.LOCAL, authority=loading.authority, value=returned.local_id
    )
    child = children.filter(pk__in=own.values("child_id")).first()
    if child is not None or returned.born_on is None:
        return child
    for scheme, value in _national(returned):
        same = ChildIdentifier.objects.filter(
            scheme=scheme, value=value, child__cases__authority=loading.authority
        )
        child = children.filter(pk__in=same.values("child_id"), born_on=returned.born_on).first()
        if child is not None:
            return child
    return None


def _national(returned: ReturnedChild) -> list[tuple[IdentifierScheme, str]]:
    pairs = (
        (IdentifierScheme.NHS, returned.nhs_number),
        (IdentifierScheme.UPN, returned.upn),
    )
    return [(scheme, value) for scheme, value in pairs if value]


def _fill(child: Child, returned: ReturnedChild, written: Written) -> bool:
    """Whether anything that was empty could be filled; what differs is told and left."""
    filled = []
    for name in ("born_on", "expected_on", "died_on"):
        new, old = getattr(returned, name), getattr(child, name)
        if new is None or new == old or (name == "expected_on" and child.born_on):
            continue
        if old is None:
            setattr(child, name, new)
            filled.append(name)
        else:
            _differs(returned, written, name, new, old)
    if returned.sex != child.sex and returned.sex is not Sex.NOT_KNOWN:
        if child.sex == Sex.NOT_KNOWN:
            child.sex = returned.sex
            filled.append("sex")
        else:
            _differs(returned, written, "sex", returned.sex.value, child.sex)
    if filled:
        child.version += 1
        child.save(update_fields=[*filled, "version"])
    return bool(filled)


def _differs(
    returned: ReturnedChild, written: Written, item: str, new: object, old: object
) -> None:
    written.warn(
        Kind.CHILD, returned.source, "known_detail_differs", item=item, value=new, known=old
    )


def _add_numbers(
    loading: Loading,
    child: Child,
    returned: ReturnedChild,
    written: Written,
    *,
    is_new: bool = False,
) -> bool:
    """Whether any number was new to the child; a number of another child is left out and told."""
    rows_held = [] if is_new else list(child.identifiers.all())
    held = {(one.scheme, one.value) for one in rows_held}
    schemes = {scheme for scheme, _ in held}
    rows = []
    for scheme, value in _national(returned):
        if (scheme, value) in held:
            continue
        if scheme in schemes:
            _differs(returned, written, scheme.value.upper(), value, "another")
        elif ChildIdentifier.objects.filter(scheme=scheme, value=value).exists():
            written.warn(
                Kind.CHILD, returned.source, "number_of_another_child", item=scheme.value.upper()
            )
        else:
            rows.append(ChildIdentifier(child=child, scheme=scheme, value=value))
    former = (IdentifierScheme.FORMER_UPN, returned.former_upn)
    if returned.former_upn and former not in held:
        rows.append(ChildIdentifier(child=child, scheme=former[0], value=returned.former_upn))
    if (IdentifierScheme.LOCAL, returned.local_id) not in held:
        rows.append(
            ChildIdentifier(
                child=child,
                scheme=IdentifierScheme.LOCAL,
                value=returned.local_id,
                authority=loading.authority,
            )
        )
    ChildIdentifier.objects.bulk_create(rows)
    return bool(rows)
