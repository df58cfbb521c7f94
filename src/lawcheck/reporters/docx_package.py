"""The package of a Word document as far as comments need it: its parts, their relationships and content types."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from itertools import count
from xml.sax.saxutils import quoteattr

from lawcheck.messages import misuse
from lawcheck.readers.detect import detect
from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused
from lawcheck.readers.zip_ import Zip
from lawcheck.reporters.xml_bytes import Tree
from lawcheck.reporters.zip_patch import patch_zip

STRICT = "http://purl.oclc.org/ooxml/"
"""How the namespaces of a strict document begin."""

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STRICT_RELATIONS = f"{STRICT}officeDocument/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "[Content_Types].xml"
_ROOT = "_rels/.rels"


@dataclass(frozen=True, slots=True)
class _Relation:
    """A relationship: the last word of its type, its id, and the part it leads to."""

    kind: str
    id: str
    target: str


class Package:
    """A Word document's parts.

    Args:
        data: The file.
        name: The file, for messages.
        limits: How much is read.

    Attributes:
        main: The main part's contents.
        comments: The comments part's contents, None when there is none.

    Raises:
        ReadError: Damaged, encrypted, unsafe or beyond a limit.
        UsageError: It is no Word document.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        if detect(data, name, limits) != "docx":
            raise misuse("not-docx", where=name)
        self.data, self.name, self.limits = data, name, limits
        self._zip = Zip(data, name, limits)
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}
        root = self._relations(_ROOT, "")
        self.signed = any(relation.kind == "origin" for relation in root) or any(
            part.lower().startswith("_xmlsignatures/") for part in self._zip.infos
        )
        main = next((r.target for r in root if r.kind == "officeDocument"), "word/document.xml")
        found = self._zip.find(main) or self._zip.find("word/document.xml")
        if found is None:
            raise refused("damaged", name, why="word/document.xml ?")
        self._main = found
        self._folder, base = posixpath.split(found)
        self._links = posixpath.join(self._folder, "_rels", f"{base}.rels")
        self.main = self._zip.read(found)
        self._comments = self._find_comments()
        part = self._zip.find(self._comments) if self._comments else None
        self.comments = self._zip.read(part) if part else None

    def write(self, main: bytes, comments: bytes, *, strict: bool) -> bytes:
        """Return the document with another main part and comments part; all else stays as it was.

        Args:
            main: New contents of the main part.
            comments: New contents of the comments part.
            strict: Whether a relationship is of the strict form of the standard.
        """
        self._put(self._main, main)
        if not self._comments:
            self._comments = self._unused()
            self._link(_STRICT_RELATIONS if strict else _RELATIONS)
        if self.comments is None:
            self._declare()
        self._put(self._comments, comments)
        headers = {self._zip.infos[part].header_offset: new for part, new in self._changed.items()}
        return patch_zip(self.data, headers, self._added, self.name)

    def _find_comments(self) -> str:
        """Return the part that holds the comments, empty for none."""
        found = (r.target for r in self._relations(self._links, self._folder) if r.kind == "comments")
        return next((target for target in found if not target.startswith("..")), "")

    def _unused(self) -> str:
        names = (posixpath.join(self._folder, f"comments{at or ''}.xml") for at in count())
        return next(name for name in names if self._zip.find(name) is None)

    def _link(self, relations: str) -> None:
        """Add the relationship to the comments part."""
        taken = {relation.id for relation in self._relations(self._links, self._folder, outside=True)}
        name = next(f"rId{at}" for at in count(len(taken) + 1) if f"rId{at}" not in taken)
        target = posixpath.relpath(self._comments, self._folder or ".")
        self._add_last(
            self._links,
            "Relationship",
            f'Id="{name}" Type="{relations}/comments" Target={quoteattr(target)}',
            f'{DECLARATION}<Relationships xmlns="{_RELATIONSHIPS}"></Relationships>',
        )

    def _declare(self) -> None:
        """Say what the comments part holds."""
        name = f"/{self._comments}"
        tree = Tree(self._read(_TYPES), self.name, self.limits)
        told = [node.attributes.get("PartName", "") for node in tree.root.children if node.name == "Override"]
        if name.lower() not in (other.lower() for other in told):
            self._add_last(_TYPES, "Override", f'PartName={quoteattr(name)} ContentType="{_COMMENTS}"')

    def _add_last(self, part: str, tag: str, attributes: str, otherwise: str = "") -> None:
        """Add an element at the end of a part, which is made when it is not there."""
        tree = Tree(self._read(part, otherwise), self.name, self.limits)
        prefix = "".join(tree.raw(tree.root).rpartition(":")[:2])
        self._put(part, tree.before_end(f"<{prefix}{tag} {attributes}/>".encode()))

    def _read(self, part: str, otherwise: str = "") -> bytes:
        found = self._zip.find(part)
        return otherwise.encode() if found is None and otherwise else self._zip.read(found or part)

    def _put(self, part: str, contents: bytes) -> None:
        found = self._zip.find(part)
        if found is None:
            self._added[part] = contents
        else:
            self._changed[found] = contents

    def _relations(self, part: str, folder: str, *, outside: bool = False) -> list[_Relation]:
        """Return the relationships that a part tells; those that lead out of the document only when asked for."""
        found = self._zip.find(part)
        if found is None:
            return []
        relations = []
        for node in Tree(self._zip.read(found), self.name, self.limits).root.children:
            values = node.attributes
            if node.name != "Relationship" or (values.get("TargetMode") == "External" and not outside):
                continue
            target = values.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            relations.append(
                _Relation(values.get("Type", "").rpartition("/")[2], values.get("Id", ""), posixpath.normpath(path))
            )
        return relations


def is_signed(data: bytes, *, name: str, limits: Limits | None = None) -> bool:
    """Say whether a Word document carries a digital signature, which any change makes invalid."""
    return Package(data, name, limits or Limits()).signed
