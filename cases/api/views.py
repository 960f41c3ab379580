"""The read-only API: each view is one queryset of the gate; each page read is one audit event."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.actors import Actor
from cases import querysets as rows_that_are
from cases.api import errors, filters, serializers
from cases.api.pagination import ByDueDatePagination, ByTimePagination
from cases.api.permissions import HasActor
from cases.api.throttling import PersonThrottle
from cases.domain.errors import NotFound, Problem
from cases.domain.permissions import P
from cases.models import Child, Deadline, Registration
from cases.queries import register
from cases.services import api_reading
from cpr.clock import today

REFUSALS: dict[int, Any] = {
    403: OpenApiResponse(serializers.ProblemSerializer, "Not signed in, or in no team."),
    429: OpenApiResponse(serializers.ProblemSerializer, "Too many requests."),
}
OF_LISTS: dict[int, Any] = {
    400: OpenApiResponse(serializers.ProblemSerializer, "A parameter that is not one of ours."),
    **REFUSALS,
}
OF_ROWS: dict[int, Any] = {
    404: OpenApiResponse(serializers.ProblemSerializer, "No such record, or not to be seen."),
    **REFUSALS,
}


class RegisterView(GenericAPIView[Any]):
    """What every view of the API has in common: the actor, the refusals, the throttle."""

    permission: ClassVar[P] = P.VIEW_SUMMARY
    permission_classes = [IsAuthenticated, HasActor]
    throttle_classes = [PersonThrottle]

    @property
    def actor(self) -> Actor:
        """The acting membership; ``HasActor`` has seen to it that there is one."""
        # DRF's request passes on what it does not know itself to Django's.
        actor: Actor = self.request.actor  # type: ignore[attr-defined]
        return actor

    def get_exception_handler(self) -> Any:
        return errors.handle

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "today": today()}


class ListView(RegisterView):
    """A page of rows. ``listed`` names the list in the audit; ``reads`` takes its parameters."""

    pagination_class = ByTimePagination
    listed: ClassVar[str]
    reads: ClassVar[type[filters.Filters]]

    def rows(self, given: dict[str, Any]) -> QuerySet[Any]:
        """This will give the rows for the parameters given."""
        raise NotImplementedError

    @transaction.atomic
    def get(self, request: Request) -> Response:
        given = self.reads.read(request.query_params)
        page = self.paginate_queryset(self.rows(given)) or []
        api_reading.record_listing(
            by=self.actor,
            listed=self.listed,
            rows=page,
            filters={key: str(value) for key, value in given.items()},
        )
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class ChildrenView(ListView):
    """The children the caller sees, newest record first."""

    queryset = Child.objects.none()
    serializer_class = serializers.ChildSerializer
    listed, reads = "children", filters.ChildFilters

    @extend_schema(
        operation_id="children_list",
        tags=["children"],
        parameters=[filters.ChildFilters],
        responses={200: serializers.ChildSerializer(many=True), **OF_LISTS},
    )
    def get(self, request: Request) -> Response:
        """The children the caller sees, newest record first."""
        return super().get(request)

    def rows(self, given: dict[str, Any]) -> QuerySet[Child]:
        rows = register.children(self.actor, today=today())
        if "on_register" in given:
            rows = rows.filter(is_on_register=given["on_register"])
        return rows.filter(born_on=given["born_on"]) if "born_on" in given else rows


class ChildView(RegisterView):
    """One child. The reading is recorded in each case of the child that the caller sees."""

    queryset = Child.objects.none()
    serializer_class = serializers.ChildDetailSerializer

    @extend_schema(
        operation_id="child",
        tags=["children"],
        responses={200: serializers.ChildDetailSerializer, **OF_ROWS},
    )
    @transaction.atomic
    def get(self, request: Request, pk: Any) -> Response:
        """One child. The reading is recorded, and the child's co-ordinator can see it."""
        child = api_reading.open_child(by=self.actor, child_id=pk)
        seen = Prefetch(
            "registrations",
            register.registrations(self.actor).order_by("-registered_on"),
            to_attr="seen_registrations",
        )
        row = (
            register.children(self.actor, today=today())
            .prefetch_related(seen, Prefetch("identifiers", register.identifiers(self.actor)))
            .get(pk=child.pk)
        )
        return Response(self.get_serializer(row).data)


class RegistrationsView(ListView):
    """The names on the register that the caller sees; with ``on``, as it was on a day."""

    queryset = Registration.objects.none()
    serializer_class = serializers.RegistrationSerializer
    listed, reads = "registrations", filters.RegistrationFilters

    @extend_schema(
        operation_id="registrations_list",
        tags=["registrations"],
        parameters=[filters.RegistrationFilters],
        responses={200: serializers.RegistrationSerializer(many=True), **OF_LISTS},
    )
    def get(self, request: Request) -> Response:
        """The names on the register that the caller sees; with `on`, as it was on a day."""
        return super().get(request)

    def rows(self, given: dict[str, Any]) -> QuerySet[Registration]:
        rows = register.registrations(self.actor)
        if "on" in given:
            rows = rows.filter(rows_that_are.current(given["on"]))
        return rows.filter(child_id=given["child"]) if "child" in given else rows


class RegistrationView(RegisterView):
    """One registration; the reading is recorded."""

    queryset = Registration.objects.none()
    serializer_class = serializers.RegistrationSerializer

    @extend_schema(
        operation_id="registration",
        tags=["registrations"],
        responses={200: serializers.RegistrationSerializer, **OF_ROWS},
    )
    @transaction.atomic
    def get(self, request: Request, pk: Any) -> Response:
        """One registration. The reading is recorded."""
        api_reading.open_row(by=self.actor, permission=self.permission, pk=pk, model=Registration)
        return Response(self.get_serializer(register.registrations(self.actor).get(pk=pk)).data)


class OverdueView(ListView):
    """Every overdue date that the caller sees, longest overdue first."""

    queryset = Deadline.objects.none()
    serializer_class = serializers.OverdueSerializer
    permission = P.VIEW_OVERDUE
    pagination_class = ByDueDatePagination
    listed, reads = "overdue", filters.OverdueFilters

    @extend_schema(
        operation_id="overdue_list",
        tags=["overdue"],
        parameters=[filters.OverdueFilters],
        responses={200: serializers.OverdueSerializer(many=True), **OF_LISTS},
    )
    def get(self, request: Request) -> Response:
        """Every overdue date that the caller sees, longest overdue first."""
        return super().get(request)

    def rows(self, given: dict[str, Any]) -> QuerySet[Deadline]:
        rows = register.overdue(self.actor, today=today())
        if "clock" in given:
            rows = rows.filter(rows_that_are.of_clock(given["clock"]))
        return rows.filter(case__child_id=given["child"]) if "child" in given else rows


class OverdueDateView(RegisterView):
    """One overdue date; the reading is recorded. Not found once it is met or stopped."""

    permission = P.VIEW_OVERDUE
    queryset = Deadline.objects.none()
    serializer_class = serializers.OverdueSerializer

    @extend_schema(
        operation_id="overdue",
        tags=["overdue"],
        responses={200: serializers.OverdueSerializer, **OF_ROWS},
    )
    @transaction.atomic
    def get(self, request: Request, pk: Any) -> Response:
        """One overdue date. The reading is recorded. Not found once it is met or stopped."""
        api_reading.open_row(by=self.actor, permission=self.permission, pk=pk, model=Deadline)
        row = register.overdue(self.actor, today=today()).filter(pk=pk).first()
        if row is None:
            raise NotFound(Problem("not_found"))
        return Response(self.get_serializer(row).data)
