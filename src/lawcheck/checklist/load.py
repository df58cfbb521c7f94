"""The way in: id, path or list of layers to a compiled checklist."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawcheck.errors import ChecklistError

if TYPE_CHECKING:
    from lawcheck.checklist.compiled import Checklist
    from lawcheck.checklist.places import PlacedDict

DEFAULT = "annual-report"
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_UNION = {"str", "int", "float", "bool", "tuple", "list", "dict"}
"""Names that pydantic gives to the members of a union: no keys of the file."""

_KINDS = {"elements": "element", "integrity": "integrity rule", "kinds": "kind of body"}

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
    from lawcheck.checklist.packs import find_checklist

    names = [source] if isinstance(source, str | os.PathLike) else list(source)
    if not names:
        raise ChecklistError(
            "no checklist given", where="--checklist", fix=f"Give an id such as {DEFAULT}, or a path."
        )
    paths = tuple(find_checklist(os.fspath(name), Path.cwd()).resolve() for name in names)
    known = _CACHE.get(paths)
    if known is None or known[1] != _stamps(known[0].sources):
        checklist = _load(paths)
        known = _CACHE[paths] = (checklist, _stamps(checklist.sources))
    return known[0]


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
        what, fix = _plainly(first, path)
        what += f"{_inside(raw, path)}."
    more = len({tuple(step for step in p["loc"] if _known_step(raw, p["loc"], step)) for p in problems}) - 1
    if more > 0:
        fix = f"{fix} ({more} more like this to mend.)".strip()
    return ChecklistError(what, where=show(place_of(raw, path)), fix=fix, code="bad-checklist")


def _plainly(problem: Any, path: tuple[Any, ...]) -> tuple[str, str]:
    """Put pydantic's words into those of someone who writes YAML."""
    value, kind = problem.get("input"), problem["type"]
    steps = [step for step in path if isinstance(step, str) and _NAME.fullmatch(step) and step not in _UNION]
    name = steps[-1] if steps else "value"
    shown = f", found {value!r}" if isinstance(value, str | int | float | bool) or value is None else ""
    context = problem.get("ctx", {})
    if kind in ("tuple_type", "list_type"):
        return f"'{name}' takes a list{shown}", f"Write {name}: [ … ], or one '- ' a line."
    if kind in ("dict_type", "model_type", "model_attributes_type", "mapping_type"):
        return f"'{name}' takes keys and values{shown}", f"Write {name}: {{key: value}}."
    if kind == "bool_type":
        return f"'{name}' takes true or false{shown}", "Write true or false, without quotation marks."
    if kind in ("float_type", "int_type", "int_from_float"):
        return f"'{name}' takes a number{shown}", "Write the number without quotation marks."
    if kind == "string_type":
        return f"'{name}' takes text{shown}", "Put it in quotation marks."
    if kind == "literal_error":
        choices = [c.strip("' ") for c in str(context.get("expected", "")).replace(" or ", ", ").split(",")]
        near = get_close_matches(str(value), choices, n=1, cutoff=0.5)
        hint = f"Did you mean '{near[0]}'? " if near else ""
        return f"'{name}' has other choices{shown}", f"{hint}Known: {', '.join(choices)}."
    if kind == "string_pattern_mismatch":
        return (
            f"'{name}' is not of the form {context.get('pattern')}{shown}",
            "Use small letters, digits and hyphens for ids.",
        )
    if problem["msg"] and kind.islower() and not kind.endswith("_type"):
        return f"'{name}': {problem['msg'][0].lower()}{problem['msg'][1:]}{shown}", ""
    return f"'{name}': {problem['msg']}{shown}", ""


def _known_step(raw: Any, path: tuple[Any, ...], step: Any) -> bool:
    """Say whether a step of pydantic's path is a key of the file, and not the member of a union."""
    at = raw
    for here in path:
        if here is step or here == step:
            return isinstance(at, dict | list)
        try:
            at = at[here]
        except (KeyError, IndexError, TypeError):
            continue
    return False


def _inside(raw: PlacedDict, path: tuple[Any, ...]) -> str:
    """Return `` in element 'my-element'`` for a path below it."""
    at: Any = raw
    named = ""
    for step in path:
        try:
            at = at[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(at, dict) and isinstance(at.get("id"), str):
            named = f" in {_KINDS.get(str(path[0]), 'entry')} '{at['id']}'"
    return named


def _load(paths: Sequence[Path]) -> Checklist:
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
