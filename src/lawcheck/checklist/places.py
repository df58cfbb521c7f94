"""YAML with the place of every key and value, and without its surprises.

Only ``true``/``false`` are booleans and only plain decimal digits are integers (YAML's ``no``, ``on``, ``1:30`` and
dates stay text). Aliases, duplicate keys, tags and deep or huge files are refused: none of them is needed in a
checklist, and the first is how a small file explodes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from lawcheck.errors import ChecklistError

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 40
MAX_NODES = 300_000

Where = tuple[str, int, int]
"""File, line and column, both from 1."""


class PlacedDict(dict[str, Any]):
    """A mapping that knows where each key stands."""

    where: Where
    keys_at: dict[str, Where]


class PlacedList(list[Any]):
    """A sequence that knows where each item stands."""

    where: Where
    items_at: list[Where]


def show(where: Where) -> str:
    """Return ``file:line:column``."""
    return f"{where[0]}:{where[1]}:{where[2]}"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Resolves plain scalars as YAML 1.2's core schema does."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("tag:yaml.org,2002:int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"^[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+$", "-+0123456789."),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


def read_yaml(path: Path, name: str, *, may_be_empty: bool = False) -> Any:
    """Read a YAML file; as ``load_yaml``.

    Raises:
        ChecklistError: It cannot be read, too.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ChecklistError(
            f"cannot be read: {error}",
            where=f"{name}:1:1",
            fix="It has to be a text file in UTF-8.",
            code="unreadable",
        ) from None
    return load_yaml(text, name, may_be_empty=may_be_empty)


def load_yaml(text: str, name: str, *, may_be_empty: bool = False) -> Any:
    """Parse YAML into plain values whose containers know their places.

    Args:
        text: The file's text.
        name: The file, for messages.
        may_be_empty: Whether a file that says nothing, or has comments alone, is a mapping without keys.

    Raises:
        ChecklistError: With file, line and column.
    """
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise ChecklistError(
            f"file is larger than {MAX_BYTES:,} bytes",
            where=f"{name}:1:1",
            fix="Split it with 'include'.",
            code="too-big",
        )
    try:
        _inspect(text, name)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = show((name, mark.line + 1, mark.column + 1)) if mark else f"{name}:1:1"
        problem = error.problem or "not YAML"
        fix = "Put quotation marks round a value that holds ': ' or starts with one of * & ! % @ `."
        if "document" in problem:
            fix = "A file holds one document: remove the line '---'."
        raise ChecklistError(f"not YAML: {problem}", where=where, fix=fix, code="bad-yaml") from None
    except (yaml.YAMLError, ValueError) as error:
        line, column = _first_odd(text)
        problem = " ".join(str(error).split())
        raise ChecklistError(
            f"not YAML: {problem}", where=f"{name}:{line}:{column}", fix="Remove the character.", code="bad-yaml"
        ) from None
    if node is None and may_be_empty:
        nothing = PlacedDict()
        nothing.where, nothing.keys_at = (name, 1, 1), {}
        return nothing
    if node is None:
        raise ChecklistError(
            "file is empty",
            where=f"{name}:1:1",
            fix="A checklist starts with 'checklist: its-id'.",
            code="bad-yaml",
        )
    return _plain(node, name)


def _first_odd(text: str) -> tuple[int, int]:
    """Return line and column of the first control character."""
    for number, line in enumerate(text.split("\n"), 1):
        for column, char in enumerate(line, 1):
            if ord(char) < 32 and char not in "\t\r":
                return number, column
    return 1, 1


def _inspect(text: str, name: str) -> None:
    """Refuse what needs no checklist and could harm: aliases, tags, depth and size; before anything recurses."""
    depth = count = 0
    for event in yaml.parse(text, Loader=_Loader):
        mark = event.start_mark
        where = show((name, mark.line + 1, mark.column + 1)) if mark else f"{name}:1:1"
        if isinstance(event, yaml.AliasEvent):
            raise ChecklistError(
                "an alias (*name) is not allowed",
                where=where,
                fix="Use a vocabulary entry and $name.",
                code="bad-yaml",
            )
        if isinstance(event, yaml.NodeEvent):
            count += 1
            tag = getattr(event, "tag", None)
            if tag and tag != "!":
                raise ChecklistError(
                    f"tag {tag!r} is not allowed", where=where, fix="Write a plain value.", code="bad-yaml"
                )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise ChecklistError(
                f"nested more than {MAX_DEPTH} deep",
                where=where,
                fix="A rule needs ten levels at most.",
                code="bad-yaml",
            )
        if count > MAX_NODES:
            raise ChecklistError(
                f"more than {MAX_NODES:,} values", where=where, fix="Split the checklist.", code="too-big"
            )


def _plain(node: yaml.Node, name: str) -> Any:
    where = (name, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        mapping = PlacedDict()
        mapping.where, mapping.keys_at = where, {}
        for key_node, value_node in node.value:
            at = (name, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            key = _plain(key_node, name)
            if isinstance(key, bool) or not isinstance(key, str | int):
                shown = str(key).lower() if isinstance(key, bool) else repr(key)
                raise ChecklistError(
                    f"key {shown} is not text",
                    where=show(at),
                    fix="Put the key in quotation marks.",
                    code="bad-yaml",
                )
            if key in mapping:
                raise ChecklistError(
                    f"key {key!r} stands twice",
                    where=show(at),
                    fix="Remove or rename one of them.",
                    code="duplicate-key",
                )
            mapping[key] = _plain(value_node, name)  # type: ignore[index]
            mapping.keys_at[key] = at  # type: ignore[index]
        return mapping
    if isinstance(node, yaml.SequenceNode):
        sequence = PlacedList(_plain(item, name) for item in node.value)
        sequence.where = where
        sequence.items_at = [(name, i.start_mark.line + 1, i.start_mark.column + 1) for i in node.value]
        return sequence
    tag, value = node.tag, str(node.value)
    if tag == "tag:yaml.org,2002:bool":
        return value == "true"
    if tag == "tag:yaml.org,2002:null":
        return None
    if tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float"):
        if len(value) > 20:
            raise ChecklistError(
                "a number of more than 20 digits",
                where=show(where),
                fix="Put text in quotation marks.",
                code="bad-yaml",
            )
        return int(value) if tag.endswith("int") else float(value)
    return value


def place_of(root: Any, path: tuple[Any, ...]) -> Where:
    """Return where the value at a path stands, or the nearest container's place above it."""
    best: Where = getattr(root, "where", ("checklist", 1, 1))
    at = root
    for step in path:
        if isinstance(at, PlacedDict) and step in at:
            best = at.keys_at.get(step, best)
            at = at[step]
        elif isinstance(at, PlacedList) and isinstance(step, int) and step < len(at):
            best = at.items_at[step]
            at = at[step]
        elif isinstance(at, PlacedDict) and str(step).rstrip("_") in at:
            step = str(step).rstrip("_")
            best = at.keys_at.get(step, best)
            at = at[step]
        # Steps that pydantic adds for the member of a union lead nowhere in the file: passed over.
    return best
