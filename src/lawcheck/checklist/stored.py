"""A compiled checklist on disk: compiling takes most of a short run.

An entry is two lines: what tells whether it still holds, and the checklist as a table.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache as once
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawcheck import __version__, cache
from lawcheck.errors import shown_path

if TYPE_CHECKING:
    from lawcheck.checklist.compiled import Checklist
    from lawcheck.table import Table

KIND = "checklist"


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
    return checklist if isinstance(checklist, Checklist) else None


def store(paths: Sequence[Path], checklist: Checklist) -> None:
    """Store a checklist that was compiled from some layers."""
    try:
        sources = [(name, _digest(Path(name))) for name in checklist.sources]
    except OSError:
        return
    head = {"id": checklist.id, "version": checklist.version, "digest": checklist.digest, "sources": sources}
    lines = [
        json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in (head, _shapes().write(checklist))
    ]
    cache.store(KIND, _key(paths), "\n".join(lines).encode("utf-8", "surrogatepass"))


def _entry(paths: Sequence[Path]) -> tuple[dict[str, Any], bytes] | None:
    """Return head and table of what was stored, as long as none of its files has changed."""
    data = cache.load(KIND, _key(paths))
    if data is None:
        return None
    line, _, table = data.partition(b"\n")
    try:
        head = json.loads(line)
        if any(_digest(Path(name)) != digest for name, digest in head["sources"]):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return head, table


def _key(paths: Sequence[Path]) -> str:
    # Places in messages are told as they are seen from the working folder: another folder, another entry.
    shown = "\n".join(f"{path}\t{shown_path(path)}" for path in paths)
    return hashlib.sha256(f"{_engine()}\n{shown}".encode("utf-8", "surrogatepass")).hexdigest()


@once
def _engine() -> str:
    """Return what tells one state of the compiler, and of the language it builds in, from another."""
    package = Path(__file__).resolve().parents[1]
    parts = [
        *(package / "checklist").iterdir(),
        *(package / "language").iterdir(),
        package / "patterns.py",
        package / "table.py",
    ]
    states = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(parts) if path.is_file()]
    return f"{__version__} {states}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


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
