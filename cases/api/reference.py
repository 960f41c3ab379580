"""The OpenAPI document, and the page that shows it without any script.

The page reads the same document that ``/api/schema/`` gives, so that the two cannot differ.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import View
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import IsAuthenticated

from cases.api.words import words


class SchemaView(SpectacularAPIView):
    """The document; it holds no data about anybody, but is for those who can sign in."""

    permission: ClassVar[None] = None
    permission_classes = [IsAuthenticated]

    @extend_schema(exclude=True)
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]


class ReferenceView(LoginRequiredMixin, View):
    """The document as a page: each path, its parameters, its answers and their fields."""

    permission: ClassVar[None] = None

    def get(self, request: HttpRequest) -> HttpResponse:
        generator: Any = SchemaGenerator
        document = generator().get_schema(request=None, public=True)
        return render(
            request,
            "api/reference.html",
            {
                "page_title": _("API"),
                "page_lede": words(document["info"]["description"]),
                "operations": operations(document),
                "schemas": schemas(document),
            },
        )


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """This will list each operation of the document."""
    return [
        {
            "id": operation["operationId"],
            "method": method.upper(),
            "path": path,
            "words": words(operation.get("description", "")),
            "parameters": [_parameter(each) for each in operation.get("parameters", [])],
            "answers": [
                _answer(status, each) for status, each in sorted(operation["responses"].items())
            ],
        }
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]


def schemas(document: dict[str, Any]) -> list[dict[str, Any]]:
    """This will list each thing an answer holds, with its fields."""
    return [
        {
            "name": name,
            "words": words(schema.get("description", "")),
            "fields": [_field(field, each) for field, each in schema["properties"].items()],
        }
        for name, schema in document["components"]["schemas"].items()
        if "properties" in schema
    ]


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    schema = parameter["schema"]
    return {
        "name": parameter["name"],
        "place": _("in the path") if parameter["in"] == "path" else _("in the query"),
        "type": _type(schema)["text"],
        "values": schema.get("enum", []),
        "words": words(parameter.get("description", "")),
    }


def _answer(status: str, answer: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = next(iter(answer.get("content", {}).values()), {})
    kind = _type(content.get("schema", {}))
    return {"status": status, "words": words(answer.get("description", "")), **kind}


def _field(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "words": words(schema.get("description", "")), **_type(schema)}


def _type(schema: dict[str, Any]) -> dict[str, Any]:
    """Put a schema's type into words; ``of`` names the schema that it refers to."""
    referred = schema.get("$ref") or next(
        (each["$ref"] for each in schema.get("allOf", schema.get("oneOf", [])) if "$ref" in each),
        "",
    )
    if referred:
        name = referred.rpartition("/")[2]
        return {"text": name, "of": name}
    if schema.get("type") == "array":
        inner = _type(schema["items"])
        return {"text": _("list of %(things)s") % {"things": inner["text"]}, "of": inner["of"]}
    text = str(schema.get("format") or schema.get("type") or "")
    if schema.get("nullable"):
        text = _("%(type)s, or null") % {"type": text}
    return {"text": text, "of": ""}
