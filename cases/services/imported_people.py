"""The child a return speaks of: found by the authority's own number, or added with its numbers.

Stored facts are filled where they were empty and never overwritten; what differs is told. A record
that is restricted, or that a custodian of the authority is excluded from, is neither compared nor
written to: the report of a loading is for every custodian.
"""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet

from agencies.actors import Actor
from agencies.models import Agency, Membership
from agencies.roles import ROLES, Duty
from cases import access_sought
from cases.domain.returned import Kind, ReturnedChild
from cases.domain.statuses import IdentifierScheme, Sex
from cases.models import Case, Child, ChildIdentifier, Exclusion
from cases.services.imported_loading import Loading, Written


def find_or_add_child(
    by: Actor, loading: Loading, returned: ReturnedChild, written: Written
) -> Child | None:
    """This will give the child, locked, or None after refusing one whose birth is another's.

    The authority's cases of the child are locked before it, as every service does it.
    """
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
        _add_numbers(by, loading, child, returned, written, is_new=True)
        return child
    if is_closed(loading, child.pk):
        loading.sought[child.pk] = "local"
        whom = " ".join(filter(None, (loading.authority.name, loading.authority.phone)))
        written.refuse(Kind.CHILD, returned.source, "record_is_closed", whom=whom)
        return None
    if child.born_on and returned.born_on and child.born_on != returned.born_on:
        written.refuse(
            Kind.CHILD,
            returned.source,
            "known_birth_differs",
            born_on=returned.born_on,
            known_on=child.born_on,
        )
        return None
    is_born = child.born_on is not None
    filled = _fill(child, returned, written)
    if child.born_on and not is_born:  # the clocks of every authority that knows the child
        loading.touched |= set(Case.objects.filter(child=child).values_list("pk", flat=True))
    added = _add_numbers(by, loading, child, returned, written)
    (written.changed if filled or added else written.unchanged)[Kind.CHILD] += 1
    return child


def is_closed(loading: Loading, child_id: uuid.UUID) -> bool:
    """Whether the authority's record of a child is closed to those who read its loadings."""
    own = Case.objects.filter(child_id=child_id, authority=loading.authority)
    return own.filter(closed_to_loaders(loading.authority)).exists()


def closed_to_loaders(authority: Agency) -> Q:
    """This will say of which cases a loading's report may tell nothing to its readers."""
    loaders = [key for key, role in ROLES.items() if Duty.IMPORT_REGISTER in role.duties]
    readers = Membership.objects.filter(team__agency=authority, role__in=loaders)
    barred = Exclusion.objects.filter(user_id__in=readers.values("user_id"), ends_at__isnull=True)
    return Q(is_restricted=True) | Q(pk__in=barred.values("case_id"))


def _known(loading: Loading, returned: ReturnedChild) -> Child | None:
    """The child of this number; or one of this authority with the same national number and birth.

    A national number alone never joins a return to a child that only others know: a made-up file
    could open a stranger's record that way.
    """
    own = ChildIdentifier.objects.filter(
        scheme=IdentifierScheme.LOCAL, authority=loading.authority, value=returned.local_id
    )
    child = _locked(loading, returned, Child.objects.filter(pk__in=own.values("child_id")))
    if child is not None or returned.born_on is None:
        return child
    for scheme, value in _national(returned):
        same = ChildIdentifier.objects.filter(
            scheme=scheme, value=value, child__cases__authority=loading.authority
        )
        alike = Child.objects.filter(pk__in=same.values("child_id"), born_on=returned.born_on)
        child = _locked(loading, returned, alike)
        if child is not None:
            return child
    return None


def _locked(loading: Loading, returned: ReturnedChild, found: QuerySet[Child]) -> Child | None:
    """The child that was found, its cases locked before it: a service locks in that order.

    The authority's own cases; and all of a child whose birth the return tells, since their
    deadlines follow from it.
    """
    seen = found.values_list("pk", "born_on").first()
    if seen is None:
        return None
    pk, born_on = seen
    cases = Case.objects.select_for_update(no_key=True).filter(child_id=pk)
    if born_on is not None or returned.born_on is None:
        cases = cases.filter(authority=loading.authority)
    list(cases.order_by("pk").values_list("pk"))
    return Child.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()


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
    by: Actor,
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
        elif other := _holder(scheme, value):
            _tell_holder(by, loading, returned, written, scheme, other)
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


def _holder(scheme: IdentifierScheme, value: str) -> uuid.UUID | None:
    """The child who holds a national number, whoever knows them."""
    held = ChildIdentifier.objects.filter(scheme=scheme, value=value)
    return held.values_list("child_id", flat=True).first()


def _tell_holder(
    by: Actor,
    loading: Loading,
    returned: ReturnedChild,
    written: Written,
    scheme: IdentifierScheme,
    other: uuid.UUID,
) -> None:
    """A number of a child whom the loader may not see: only whom to call; and that it was asked."""
    item = scheme.value.upper()
    is_own = Case.objects.filter(child_id=other, authority=loading.authority).exists()
    seen, contacts = access_sought.contacts_of_hidden(by, [other])
    if seen or (by.is_system and is_own and not is_closed(loading, other)):
        written.warn(Kind.CHILD, returned.source, "number_of_another_child", item=item)
        return
    loading.sought[other] = item
    whom = ", ".join(" ".join(filter(None, (each.agency, each.phone))) for each in contacts)
    written.warn(Kind.CHILD, returned.source, "number_known_elsewhere", item=item, whom=whom)
