"""Pydantic's complaints in the words of someone who writes YAML, with the place of what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from lawcheck.checklist.places import place_of, show
from lawcheck.errors import ChecklistError

Where = Callable[[tuple[Any, ...]], str]

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_UNION = {"str", "int", "float", "bool", "tuple", "list", "dict"}
"""Names that pydantic gives to the members of a union: no keys of the file."""

_KINDS = {"elements": "element", "integrity": "integrity rule", "kinds": "kind of body"}


def explained(
    error: ValidationError, raw: Any, *, code: str = "bad-checklist", where: Where | None = None
) -> ChecklistError:
    """Return the error that says the first mistake of a file, and how many more there are.

    Args:
        error: What pydantic found.
        raw: What the file says.
        code: The error's code.
        where: Tells the place of a path of keys, for files other than YAML.
    """
    where = where or (lambda path: show(place_of(raw, path)))
    problems: list[dict[str, Any]] = [dict(problem) for problem in error.errors(include_url=False)]
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
    return ChecklistError(what, where=where(path), fix=fix, code=code)


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


def _inside(raw: Any, path: tuple[Any, ...]) -> str:
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
