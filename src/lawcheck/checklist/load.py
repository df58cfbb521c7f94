"""The way in: id, path or list of layers to a compiled checklist."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawcheck.errors import ChecklistError

if TYPE_CHECKING:
    from lawcheck.checklist.compiled import Checklist
    from lawcheck.checklist.places import PlacedDict

DEFAULT = "annual-report"

_CACHE: dict[tuple[object, ...], Checklist] = {}


def load_checklist(source: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = DEFAULT) -> Checklist:
    """Load a checklist.

    Args:
        source: A built-in id, a path to a YAML file, or a list of these, each laid over the ones before it.

    Returns:
        The compiled checklist; the same object while its files do not change.

    Raises:
        ChecklistError: With file, line, column and how to mend it.
    """
    from lawcheck.checklist.packs import find_checklist

    names = [source] if isinstance(source, str | os.PathLike) else list(source)
    if not names:
        raise ChecklistError(
            "no checklist given", where="--checklist", fix=f"Give an id such as {DEFAULT}, or a path."
        )
    paths = [find_checklist(os.fspath(name), Path.cwd()) for name in names]
    key = tuple((path.as_posix(), *_stamp(path)) for path in paths)
    if key not in _CACHE:
        _CACHE[key] = _load(paths)
    return _CACHE[key]


def _stamp(path: Path) -> tuple[object, ...]:
    # Files beside it may be included, so the youngest of the folder decides.
    return tuple(sorted((p.name, p.stat().st_mtime_ns) for p in path.parent.glob("*.y*ml")))


def read_raw(paths: Sequence[Path]) -> tuple[PlacedDict, list[str]]:
    """Return the merged mapping of one or more layers, with the files that went into it."""
    from lawcheck.checklist.layers import lay_over, read_layers
    from lawcheck.checklist.packs import find_checklist

    raws, files = [], []
    for path in paths:
        raw, read = read_layers(path, find_checklist, shown=_shown(path))
        raws.append(raw)
        files += read
    return lay_over(raws), files


def validate(raw: PlacedDict) -> Any:
    """Check a merged mapping against the models.

    Raises:
        ChecklistError: The first thing wrong, with its place, and how many more there are.
    """
    from pydantic import ValidationError

    from lawcheck.checklist.models import ChecklistModel

    try:
        return ChecklistModel.model_validate(raw)
    except ValidationError as error:
        raise _explained(error, raw) from None


def _explained(error: Any, raw: PlacedDict) -> ChecklistError:
    from lawcheck.checklist.places import place_of, show

    problems = error.errors(include_url=False)
    first = problems[0]
    path = tuple(first["loc"])
    context = first.get("ctx", {})
    if first["type"] == "unknown_key":
        path = (*path, context["key"])
        what, fix = f"unknown key '{context['key']}'{_inside(raw, path)}.", str(context["hint"])
    elif first["type"] == "missing":
        what, fix = f"key '{path[-1]}' is missing{_inside(raw, path)}.", ""
    else:
        value = first.get("input")
        shown = f", found {value!r}" if isinstance(value, str | int | float | bool) or value is None else ""
        what, fix = f"{'.'.join(map(str, path[-2:]))}: {first['msg']}{shown}{_inside(raw, path)}.", ""
    same = {tuple(p["loc"])[: len(path)] for p in problems}
    more = len(same) - 1
    if more > 0:
        fix = f"{fix} ({more} more like this may follow.)".strip()
    return ChecklistError(what, where=show(place_of(raw, path)), fix=fix, code="bad-checklist")


def _inside(raw: PlacedDict, path: tuple[Any, ...]) -> str:
    """Return `` in element 'legal-counsel'`` for a path below it."""
    at: Any = raw
    named = ""
    for step in path:
        try:
            at = at[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(at, dict) and isinstance(at.get("id"), str):
            named = f" in element '{at['id']}'"
    return named


def _load(paths: Sequence[Path]) -> Checklist:
    from lawcheck import __version__
    from lawcheck.checklist.compile import compile_checklist
    from lawcheck.checklist.places import place_of, show
    from lawcheck.language import load_chinese

    raw, files = read_raw(paths)
    model = validate(raw)
    if _version(model.min_engine) > _version(__version__):
        raise ChecklistError(
            f"this checklist needs lawcheck {model.min_engine} or newer, this is {__version__}",
            where=show(place_of(raw, ("min_engine",))),
            fix="Upgrade lawcheck-cn.",
            code="old-engine",
        )
    digest = hashlib.sha256(repr(_plain(raw)).encode()).hexdigest()
    return compile_checklist(model, raw, load_chinese(), digest=digest, sources=files)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in sorted(value.items(), key=lambda item: str(item[0]))}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def _shown(path: Path) -> str:
    """Return the path as messages show it: below the working folder where it lies there."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()
