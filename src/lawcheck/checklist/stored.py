"""A compiled checklist on disk: compiling takes most of a short run.

It is a table of JSON values. An item is a plain value, or a list of its kind and the numbers of the items that it is made of;
what is equal stands in the table once, and what an item is made of stands before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from enum import Enum
from functools import cache as once
from pathlib import Path
from typing import Any

from lawcheck import __version__, cache
from lawcheck.checklist import compiled
from lawcheck.checklist.compiled import Checklist
from lawcheck.checklist.places import shown_path
from lawcheck.checklist.terms import Level, Op, Scope, Status
from lawcheck.language import Modality
from lawcheck.patterns import Pattern

KIND = "checklist"

_CLASSES: tuple[type, ...] = (
    compiled.Text,
    compiled.Concept,
    compiled.Expr,
    compiled.Branch,
    compiled.Leaf,
    compiled.Element,
    compiled.Basis,
    compiled.Actor,
    compiled.RoleRule,
    compiled.Cue,
    compiled.Frame,
    compiled.KindRule,
    compiled.Identity,
    compiled.IntegrityRule,
    Checklist,
)
_ENUMS: tuple[type[Enum], ...] = (Status, Level, Scope, Op, Modality)
_NAMES = [[field.name for field in fields(made) if field.name != "engine"] for made in _CLASSES]

_TUPLE, _SET, _DICT, _ENUM, _PATTERN = range(-5, 0)


def load_stored(paths: Sequence[Path]) -> Checklist | None:
    """Return what was stored for some layers, None when there is nothing or any file of theirs has changed."""
    data = cache.load(KIND, _key(paths))
    if data is None:
        return None
    try:
        found = json.loads(data)
        if any(_digest(Path(name)) != digest for name, digest in found["sources"]):
            return None
        checklist = _read(found["table"])
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return None
    return checklist if isinstance(checklist, Checklist) else None


def store(paths: Sequence[Path], checklist: Checklist) -> None:
    """Store a checklist that was compiled from some layers."""
    try:
        sources = [(name, _digest(Path(name))) for name in checklist.sources]
    except OSError:
        return
    text = json.dumps({"sources": sources, "table": _table(checklist)}, ensure_ascii=False, separators=(",", ":"))
    cache.store(KIND, _key(paths), text.encode("utf-8", "surrogatepass"))


def _key(paths: Sequence[Path]) -> str:
    # Places in messages are told as they are seen from the working folder: another folder, another entry.
    shown = "\n".join(f"{path}\t{shown_path(path)}" for path in paths)
    return hashlib.sha256(f"{_engine()}\n{shown}".encode("utf-8", "surrogatepass")).hexdigest()


@once
def _engine() -> str:
    """Return what tells one state of the compiler, and of the language it builds in, from another."""
    package = Path(__file__).resolve().parents[1]
    parts = [*(package / "checklist").iterdir(), *(package / "language").iterdir(), package / "patterns.py"]
    states = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(parts) if path.is_file()]
    return f"{__version__} {states}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _table(checklist: Checklist) -> list[Any]:
    """Return a checklist as a table; it is the last item."""
    table: list[Any] = []
    numbers: dict[tuple[type, str], int] = {}

    def number(value: Any) -> int:
        made = type(value)
        item: Any = value
        if made is tuple:
            item = [_TUPLE, *map(number, value)]
        elif made is frozenset:
            item = [_SET, *sorted(map(number, value))]
        elif made is dict:
            item = [_DICT, *(number(part) for pair in value.items() for part in pair)]
        elif isinstance(value, Enum):
            item = [_ENUM, _ENUMS.index(made), value.value]
        elif made is Pattern:
            item = [_PATTERN, number(value.source), number(value.needs)]
        elif made in _CLASSES:
            at = _CLASSES.index(made)
            item = [at, *(number(getattr(value, name)) for name in _NAMES[at])]
        key = (made, repr(item))
        known = numbers.get(key)
        if known is None:
            known = numbers[key] = len(table)
            table.append(item)
        return known

    number(checklist)
    return table


def _read(table: list[Any]) -> Any:
    """Return the last item of a table.

    Raises:
        ValueError: This is no such table; KeyError, IndexError and TypeError, too.
    """
    out: list[Any] = []
    new, put = object.__new__, object.__setattr__
    for item in table:
        if type(item) is not list:
            out.append(item)
            continue
        kind = item[0]
        if kind == _TUPLE:
            made: Any = tuple([out[at] for at in item[1:]])
        elif kind == _SET:
            made = frozenset([out[at] for at in item[1:]])
        elif kind == _DICT:
            made = {out[item[at]]: out[item[at + 1]] for at in range(1, len(item), 2)}
        elif kind == _ENUM:
            made = _ENUMS[item[1]](item[2])
        elif kind == _PATTERN:
            made = Pattern(out[item[1]], out[item[2]])
        else:
            made = new(_CLASSES[kind])
            for name, at in zip(_NAMES[kind], item[1:], strict=True):
                put(made, name, out[at])
            if kind == len(_CLASSES) - 1:
                put(made, "engine", {})
        out.append(made)
    return out[-1]
