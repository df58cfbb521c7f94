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

_CACHE: dict[tuple[Path, ...], tuple[Checklist, tuple[tuple[int, int], ...]]] = {}


def load_checklist(source: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = DEFAULT) -> Checklist:
    """Load a checklist.

    Args:
        source: A built-in id, a path to a YAML file, or a list of these, each laid over the ones before it.

    Returns:
        The compiled checklist; the same object while its files do not change.

    Raises:
        ChecklistError: With file, line, column and how to mend it.
    """
    paths = _paths(source)
    known = _known(paths)
    if known is None:
        known = _load(paths)
        _CACHE[paths] = (known, _stamps(known.sources))
    return known


def head_of(source: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = DEFAULT) -> tuple[str, str, str]:
    """Return id, version and digest of a checklist; it is loaded only where nothing tells them.

    Raises:
        ChecklistError: As ``load_checklist``.
    """
    from lawcheck.checklist.stored import stored_head

    paths = _paths(source)
    known = _known(paths)
    head = stored_head(paths) if known is None else None
    if head is None:
        known = load_checklist(source)
        head = known.id, known.version, known.digest
    return head


def _paths(source: str | os.PathLike[str] | Sequence[str | os.PathLike[str]]) -> tuple[Path, ...]:
    from lawcheck.checklist.packs import find_checklist

    names = [source] if isinstance(source, str | os.PathLike) else list(source)
    if not names:
        raise ChecklistError(
            "no checklist given", where="--checklist", fix=f"Give an id such as {DEFAULT}, or a path."
        )
    return tuple(find_checklist(os.fspath(name), Path.cwd()).resolve() for name in names)


def _known(paths: tuple[Path, ...]) -> Checklist | None:
    """Return a checklist that this process has loaded, as long as none of its files has changed."""
    known = _CACHE.get(paths)
    return known[0] if known is not None and known[1] == _stamps(known[0].sources) else None


def _stamps(files: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return what tells whether any file that went into a checklist has changed."""
    found = []
    for name in files:
        try:
            state = Path(name).stat()
            found.append((state.st_mtime_ns, state.st_size))
        except OSError:
            found.append((0, -1))
    return tuple(found)


def read_raw(paths: Sequence[Path]) -> tuple[PlacedDict, list[str]]:
    """Return the merged mapping of one or more layers, with the files that went into it."""
    from lawcheck.checklist.layers import lay_over, read_layers
    from lawcheck.checklist.packs import find_checklist

    raws, files = [], []
    for path in paths:
        raw, read = read_layers(path, find_checklist)
        raws.append(raw)
        files += read
    return lay_over(raws), files


def validate(raw: PlacedDict) -> Any:
    """Check a merged mapping against the models.

    Raises:
        ChecklistError: The first thing wrong, with its place, and how many more there are.
    """
    from pydantic import ValidationError

    from lawcheck.checklist.mistakes import explained
    from lawcheck.checklist.models import ChecklistModel

    try:
        return ChecklistModel.model_validate(raw)
    except ValidationError as error:
        raise explained(error, raw) from None


def _load(paths: Sequence[Path]) -> Checklist:
    from lawcheck.checklist.stored import load_stored, store

    checklist = load_stored(paths)
    if checklist is None:
        checklist = _compile(paths)
        store(paths, checklist)
    return checklist


def _compile(paths: Sequence[Path]) -> Checklist:
    from lawcheck import __version__
    from lawcheck.checklist.compile import compile_checklist
    from lawcheck.checklist.places import place_of, show
    from lawcheck.language import load_chinese

    raw, files = read_raw(paths)
    needs = raw.get("min_engine")
    if isinstance(needs, str) and _version(needs) > _version(__version__):
        # Before the keys are looked at: a newer file may use keys that this engine does not know.
        raise ChecklistError(
            f"this checklist needs lawcheck {needs} or newer, this is {__version__}",
            where=show(place_of(raw, ("min_engine",))),
            fix="Upgrade lawcheck-cn.",
            code="old-engine",
        )
    model = validate(raw)
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
