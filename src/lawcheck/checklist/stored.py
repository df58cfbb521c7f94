"""A compiled checklist on disk: compiling takes most of a short run.

An entry is two lines: what tells whether it still holds, and the checklist as a table. The wheel brings such entries for the
built-in checklists (``shipped``); others are kept in the user's cache folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache as once
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawcheck import __version__, cache
from lawcheck.checklist.packs import rules_folder
from lawcheck.errors import shown_path

if TYPE_CHECKING:
    from lawcheck.checklist.compiled import Checklist
    from lawcheck.table import Table

KIND = "checklist"

SHIPPED = "compiled"
"""Folder, within that of the rules, of what the wheel brings."""

_RULES = "@rules/"
"""Stands for the folder of the rules."""


def stored_head(paths: Sequence[Path]) -> tuple[str, str, str] | None:
    """Return id, version and digest of what was stored for some layers, None when it has to be loaded to know them."""
    entry = _entry(paths)
    return entry and (entry[0]["id"], entry[0]["version"], entry[0]["digest"])


def load_stored(paths: Sequence[Path]) -> Checklist | None:
    """Return what was stored for some layers, None when there is nothing or any file of theirs has changed."""
    from lawcheck.checklist.compiled import Checklist

    entry = _entry(paths)
    if entry is None:
        return None
    try:
        checklist = _shapes().read(json.loads(entry[1]))
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    if not isinstance(checklist, Checklist):
        return None
    return replace(checklist, sources=tuple(name for name, _ in entry[0]["sources"]))


def shipped(name: str) -> bytes:
    """Return what the wheel holds of a built-in checklist: its files are named from the folder of the rules.

    Raises:
        ChecklistError: It is wrong.
    """
    from lawcheck.checklist.load import load_checklist

    checklist, folder = load_checklist(name), rules_folder().resolve()
    sources = [(Path(file).relative_to(folder).as_posix(), _digest(Path(file))) for file in checklist.sources]
    text = _written(replace(checklist, sources=()), sources)
    place = re.compile(f'"{re.escape(_as_json(_shown(folder)))}([^"]+:[0-9]+:[0-9]+)"')
    return place.sub(rf'"{_RULES}\1"', text).encode()


def store(paths: Sequence[Path], checklist: Checklist) -> None:
    """Store a checklist that was compiled from some layers."""
    try:
        sources = [(name, _digest(Path(name))) for name in checklist.sources]
    except OSError:
        return
    cache.store(KIND, _key(paths), _written(checklist, sources).encode("utf-8", "surrogatepass"))


def _written(checklist: Checklist, sources: list[tuple[str, str]]) -> str:
    head = {
        "lawcheck": __version__,
        "id": checklist.id,
        "version": checklist.version,
        "digest": checklist.digest,
        "sources": sources,
    }
    parts = (head, _shapes().write(checklist))
    return "\n".join(json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in parts)


def _entry(paths: Sequence[Path]) -> tuple[dict[str, Any], bytes] | None:
    """Return head and table of what was stored, as long as none of its files has changed."""
    folder = rules_folder().resolve()
    if len(paths) == 1 and paths[0].parent.parent == folder:
        with suppress(OSError):
            data = (folder / SHIPPED / f"{paths[0].parent.name}.json").read_bytes()
            data = data.replace(f'"{_RULES}'.encode(), f'"{_as_json(_shown(folder))}'.encode())
            return _holding(data, folder)
    kept = cache.load(KIND, _key(paths))
    return None if kept is None else _holding(kept, Path())


def _holding(data: bytes, folder: Path) -> tuple[dict[str, Any], bytes] | None:
    """Return head and table of an entry whose files, named from a folder, have not changed."""
    line, _, table = data.partition(b"\n")
    try:
        head = json.loads(line)
        head["sources"] = [(str(folder / name), digest) for name, digest in head["sources"]]
        if head["lawcheck"] != __version__ or any(
            _digest(Path(name)) != digest for name, digest in head["sources"]
        ):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return head, table


def _shown(folder: Path) -> str:
    """Return how messages show the files of a folder, up to their names."""
    return shown_path(folder / "x")[:-1]


def _as_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _key(paths: Sequence[Path]) -> str:
    # Places in messages are told as they are seen from the working folder: another folder, another entry.
    shown = "\n".join(f"{path}\t{shown_path(path)}" for path in paths)
    return cache.key_of(f"{cache.own_state()}\n{shown}".encode("utf-8", "surrogatepass"))


def _digest(path: Path) -> str:
    return cache.key_of(path.read_bytes())


@once
def _shapes() -> Table:
    from lawcheck.checklist import compiled
    from lawcheck.checklist.terms import Level, Op, Scope, Status
    from lawcheck.language import Modality
    from lawcheck.patterns import Pattern
    from lawcheck.table import Shape, Table

    plain = (
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
    )
    whole = Shape.of(compiled.Checklist, without="engine")

    def build(*values: Any) -> compiled.Checklist:
        return compiled.Checklist(**dict(zip(whole.names, values, strict=True)))

    return Table(
        [
            *map(Shape.of, plain),
            Shape(Pattern, ("source", "needs"), Pattern),
            Shape(whole.made, whole.names, build),
        ],
        [Status, Level, Scope, Op, Modality],
    )
