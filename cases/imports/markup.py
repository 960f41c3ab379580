"""Reading XML in pieces: small nodes that know their line, one finished branch at a time.

No document type, no entity, no outside reference is ever accepted, and no more than one branch
is held in memory. What the branches mean is for ``census``.
"""

from __future__ import annotations

import xml.sax
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from cases.imports.errors import UnreadableFile

CHUNK = 64 * 1024
MAX_DEPTH = 12
MAX_NODES_IN_BRANCH = 50_000
MAX_TEXT = 10_000


@dataclass(slots=True)
class Node:
    """An element: its name without prefix, the line it opens on, its text, its children."""

    tag: str
    line: int
    text: str = ""
    children: list[Node] = field(default_factory=list)
    stray: list[tuple[int, str]] = field(default_factory=list)

    def child(self, tag: str) -> Node | None:
        """The first child of that name, if there is one."""
        return next((node for node in self.children if node.tag == tag), None)

    def all(self, tag: str) -> list[Node]:
        """Every child of that name, in the order of the file."""
        return [node for node in self.children if node.tag == tag]

    def value(self, tag: str) -> str:
        """The text of the first child of that name, or nothing."""
        node = self.child(tag)
        return node.text if node else ""

    def walk(self) -> Iterator[Node]:
        """This node and everything below it."""
        yield self
        for node in self.children:
            yield from node.walk()


class _Branches(ContentHandler):
    """Builds nodes and hands over each one whose path is in ``wanted`` as soon as it closes."""

    def __init__(self, root: str, wanted: frozenset[tuple[str, ...]]) -> None:
        super().__init__()
        self.root = root
        self.wanted = wanted
        self.path: list[str] = []
        self.open: list[Node] = []
        self.finished: list[Node] = []
        self.outside: list[tuple[int, str, bool]] = []
        self.size = 0
        self.locator: Locator | None = None

    @property
    def line(self) -> int:
        """The line the parser has come to; feeding in pieces, it must be handed its locator."""
        return int(self.locator.getLineNumber() or 0) if self.locator else 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 (sax's name)
        tag = name.rpartition(":")[2]
        if not self.path and tag != self.root:
            raise UnreadableFile("wrong_root", name=tag[:60])
        self.path.append(tag)
        if len(self.path) > MAX_DEPTH:
            raise UnreadableFile("too_deep", line=self.line)
        if self.open:
            node = Node(tag, self.line)
            self._keep_stray()
            self.open[-1].children.append(node)
            self.open.append(node)
            self.size += 1
            if self.size > MAX_NODES_IN_BRANCH:
                raise UnreadableFile("branch_too_big", line=self.line)
        elif tuple(self.path) in self.wanted:
            self.open.append(Node(tag, self.line))
            self.size = 1
        elif not any(path[: len(self.path)] == tuple(self.path) for path in self.wanted):
            self.outside.append((self.line, tag, True))

    def characters(self, content: str) -> None:
        if not self.open:
            if content.strip():
                line = self._line_of_text(content)
                self.outside.append((line, " ".join(content.split())[:80], False))
            return
        node = self.open[-1]
        node.text += content
        if len(node.text) > MAX_TEXT:
            raise UnreadableFile("text_too_long", line=self.line)

    def endElement(self, name: str) -> None:  # noqa: N802
        self.path.pop()
        if not self.open:
            return
        node = self.open[-1]
        if node.children:
            self._keep_stray()
        node.text = node.text.strip()
        self.open.pop()
        if not self.open:
            self.finished.append(node)

    def _keep_stray(self) -> None:
        """Text that stands between elements is nobody's value; it is kept to be told."""
        node = self.open[-1]
        if node.text.strip():
            line = self._line_of_text(node.text)
            node.stray.append((line, " ".join(node.text.split())[:80]))
        node.text = ""

    def _line_of_text(self, text: str) -> int:
        """The parser hands text over when it meets the next tag: count back from there."""
        return self.line - text.lstrip().count("\n")


@dataclass(slots=True)
class Outside:
    """Something that stood outside every branch that was asked for."""

    line: int
    text: str
    is_element: bool


def branches(
    stream: BinaryIO, *, root: str, wanted: frozenset[tuple[str, ...]]
) -> Iterator[Node | Outside]:
    """This will read ``stream`` from its beginning and give each finished branch in turn.

    Raises: UnreadableFile for XML that is not well formed, names another root, carries a
    document type or entities, or is nested or sized beyond reason.
    """
    handler = _Branches(root, wanted)
    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(handler)
    parser.setErrorHandler(xml.sax.ErrorHandler())
    handler.locator = parser
    stream.seek(0)
    try:
        while chunk := stream.read(CHUNK):
            parser.feed(chunk)
            yield from _taken(handler)
        parser.close()
    except DefusedXmlException:
        raise UnreadableFile("document_type", line=handler.line) from None
    except xml.sax.SAXParseException as error:
        raise UnreadableFile(
            "not_well_formed", line=error.getLineNumber() or 0, reason=error.getMessage()
        ) from None
    except (LookupError, UnicodeError, ValueError) as error:
        raise UnreadableFile("wrong_encoding", reason=str(error)[:120]) from None
    yield from _taken(handler)


def _taken(handler: _Branches) -> Iterator[Node | Outside]:
    outside, handler.outside = handler.outside, []
    finished, handler.finished = handler.finished, []
    yield from (Outside(*found) for found in outside)
    yield from finished
