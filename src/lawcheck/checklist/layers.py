"""Includes, ``extends`` and what a layer does to its base; every value keeps the place it came from."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from lawcheck.checklist.places import PlacedDict, PlacedList, place_of, read_yaml, show
from lawcheck.errors import ChecklistError, shown_path

_BY_KEY = {"elements": "id", "kinds": "id", "integrity": "id", "sections": "role"}
"""Top-level lists whose items are known by one key, so that a layer can amend them."""

Finder = Callable[[str, Path], Path]
"""Finds the file of a base checklist by id or path, seen from the folder of the file that names it."""


def read_layers(path: Path, find: Finder, chain: tuple[Path, ...] = ()) -> tuple[PlacedDict, list[str]]:
    """Read a checklist file, its includes and everything it extends, and lay them over one another.

    Returns:
        The merged mapping and the files read, base first.

    Raises:
        ChecklistError: Unreadable, circular, or a layer that amends what is not there.
    """
    resolved = path.resolve()
    own, read = _with_includes(path, shown_path(path))
    base_name = own.get("extends")
    if base_name is None:
        return own, read
    if not isinstance(base_name, str):
        raise ChecklistError(
            "'extends' takes an id or a path",
            where=show(place_of(own, ("extends",))),
            fix="Write extends: annual-report.",
            code="wrong-type",
        )
    try:
        base_path = find(base_name.split("@")[0], path.parent)
    except ChecklistError as error:
        raise ChecklistError(
            error.what, where=show(place_of(own, ("extends",))), fix=error.fix, code=error.code
        ) from None
    if base_path.resolve() in (*chain, resolved):
        names = " -> ".join(p.name for p in (*chain, resolved, base_path))
        raise ChecklistError(
            f"circular 'extends': {names}",
            where=show(place_of(own, ("extends",))),
            fix="Let one of them not extend.",
            code="circular",
        )
    base, files = read_layers(base_path, find, (*chain, resolved))
    _check_major(base_name, base, own)
    return overlay(base, own), [*files, *read]


def lay_over(layers: list[PlacedDict]) -> PlacedDict:
    """Lay checklists given one by one over each other, the last on top."""
    merged = layers[0]
    for layer in layers[1:]:
        merged = overlay(merged, layer)
    return merged


def _check_major(wanted: str, base: PlacedDict, own: PlacedDict) -> None:
    _, _, major = wanted.partition("@")
    have = str(base.get("version", "")).split(".")[0]
    if major and major.split(".")[0] != have:
        raise ChecklistError(
            f"extends {wanted!r}, but its version is {base.get('version')}",
            where=show(place_of(own, ("extends",))),
            fix=f"Read its changes and write {wanted.partition('@')[0]}@{have}.",
            code="version",
        )


def _with_includes(path: Path, shown: str) -> tuple[PlacedDict, list[str]]:
    own = read_yaml(path, shown)
    if not isinstance(own, PlacedDict):
        raise ChecklistError(
            "a checklist is a mapping of keys",
            where=f"{shown}:1:1",
            fix="It starts with 'checklist: its-id'.",
            code="wrong-type",
        )
    read: list[str] = []
    _include(own, own, path, shown, [path.resolve()], read)
    return own, [*read, path.resolve().as_posix()]


def _include(
    own: PlacedDict, naming: PlacedDict, path: Path, shown: str, chain: list[Path], read: list[str]
) -> None:
    """Take in the files that a file names, and those that they name."""
    includes = naming.get("include", [])
    if not isinstance(includes, list):
        raise ChecklistError(
            "'include' takes a list of file names",
            where=show(place_of(naming, ("include",))),
            fix="Write include: [one.yaml, two.yaml].",
            code="wrong-type",
        )
    for index, name in enumerate(list(includes)):
        where = show(place_of(naming, ("include", index)))
        try:
            target = (path.parent / str(name)).resolve()
            inside = target.is_relative_to(chain[0].parent)
            there = target.is_file()
        except (OSError, ValueError) as error:
            raise ChecklistError(
                f"include {str(name)[:60]!r} is no file name: {error}", where=where, code="include"
            ) from None
        if not inside:
            raise ChecklistError(
                f"include {name!r} leads out of the checklist's folder",
                where=where,
                fix="Put the file beside the checklist, or use 'extends'.",
                code="include",
            )
        if not there:
            near = get_close_matches(str(name), [p.name for p in path.parent.iterdir()], n=1)
            fix = f"Did you mean {near[0]!r}?" if near else "Check the name."
            raise ChecklistError(f"include {name!r} is not there", where=where, fix=fix, code="include")
        if target in chain:
            raise ChecklistError(
                f"circular 'include': {name!r}", where=where, fix="A file can not include itself.", code="circular"
            )
        shown_part = (Path(shown).parent / str(name)).as_posix()
        part = read_yaml(target, shown_part)
        if not isinstance(part, PlacedDict):
            raise ChecklistError(
                "an included file is a mapping of keys",
                where=f"{shown_part}:1:1",
                fix="Start with a key.",
                code="wrong-type",
            )
        read.append(target.as_posix())
        _include(own, part, target, shown_part, [*chain, target], read)
        part.pop("include", None)
        _take_in(own, part)


def _take_in(own: PlacedDict, part: PlacedDict) -> None:
    for key, value in part.items():
        if key not in own:
            own[key] = value
            own.keys_at[key] = part.keys_at[key]
        elif isinstance(own[key], PlacedList) and isinstance(value, PlacedList):
            own[key].extend(value)
            own[key].items_at.extend(value.items_at)
        elif isinstance(own[key], PlacedDict) and isinstance(value, PlacedDict):
            for name, entry in value.items():
                if name in own[key]:
                    first = show(own[key].keys_at[name])
                    raise ChecklistError(
                        f"{name!r} stands in {key!r} twice, first at {first}",
                        where=show(value.keys_at[name]),
                        code="duplicate-key",
                    )
                own[key][name] = entry
                own[key].keys_at[name] = value.keys_at[name]
        else:
            raise ChecklistError(
                f"key {key!r} stands in two files",
                where=show(part.keys_at[key]),
                fix="Keep one.",
                code="duplicate-key",
            )


def overlay(base: PlacedDict, layer: PlacedDict) -> PlacedDict:
    """Return the base with a layer's additions and changes."""
    merged = _copy(base)
    for key, value in layer.items():
        if key in ("include", "extends"):
            continue
        at = layer.keys_at[key]
        if key in _BY_KEY and isinstance(value, PlacedList) and isinstance(merged.get(key), PlacedList):
            seen: set[str] = set()
            for index, item in enumerate(value):
                name = str(item.get(_BY_KEY[key])) if isinstance(item, PlacedDict) else ""
                if name in seen and name:
                    raise ChecklistError(
                        f"{name!r} stands twice in {key!r}",
                        where=show(value.items_at[index]),
                        fix="Put the changes into one entry.",
                        code="duplicate-id",
                    )
                seen.add(name)
                _amend(merged[key], item, value.items_at[index], _BY_KEY[key])
        elif key == "vocab" and isinstance(value, PlacedDict) and isinstance(merged.get(key), PlacedDict):
            for name, entry in value.items():
                merged[key][name] = _vocab(merged[key].get(name), entry, name, merged[key])
                merged[key].keys_at[name] = value.keys_at[name]
        elif isinstance(value, PlacedDict) and isinstance(merged.get(key), PlacedDict) and key != "title":
            for name, entry in value.items():
                merged[key][name] = entry
                merged[key].keys_at[name] = value.keys_at[name]
        elif key == "cues" and isinstance(value, PlacedList) and isinstance(merged.get(key), PlacedList):
            merged[key].extend(value)
            merged[key].items_at.extend(value.items_at)
        else:
            merged[key] = value
            merged.keys_at[key] = at
    return merged


def _amend(items: PlacedList, change: Any, at: Any, key: str) -> None:
    if not isinstance(change, PlacedDict) or key not in change:
        items.append(change)  # the models say what is wrong with it, at its place
        items.items_at.append(at)
        return
    for holder, index in _holders(items, key):
        if holder[index].get(key) == change[key]:
            if change.get("replace") is True:
                holder[index] = change
            else:
                holder[index] = _merge(holder[index], change)
            holder.items_at[index] = at
            return
    if key == "id" and not {"title", "names"} & set(change):
        # It changes something that is not there: a slip of the pen, not a new element.
        known = [str(holder[index].get(key)) for holder, index in _holders(items, key)]
        near = get_close_matches(str(change[key]), known, n=1, cutoff=0.5)
        fix = f"Did you mean '{near[0]}'?" if near else "A new one needs a 'title'."
        raise ChecklistError(f"nothing here has the id {change[key]!r}", where=show(at), fix=fix, code="unknown-id")
    items.append(change)
    items.items_at.append(at)


def _holders(items: PlacedList, key: str) -> list[tuple[PlacedList, int]]:
    """Return every item that can be amended by its id, parts of elements included."""
    found = []
    for index, item in enumerate(items):
        if isinstance(item, PlacedDict):
            found.append((items, index))
            parts = item.get("parts")
            if isinstance(parts, PlacedList):
                found += [(parts, i) for i, part in enumerate(parts) if isinstance(part, PlacedDict)]
    return found


def _merge(old: PlacedDict, change: PlacedDict) -> PlacedDict:
    merged = _copy(old)
    for key, value in change.items():
        if key == "parts" and isinstance(value, PlacedList) and isinstance(merged.get("parts"), PlacedList):
            for index, part in enumerate(value):
                _amend(merged["parts"], part, value.items_at[index], "id")
        else:
            merged[key] = value
        merged.keys_at[key] = change.keys_at[key]
    return merged


def _vocab(old: Any, entry: Any, name: str, known: PlacedDict) -> Any:
    if not isinstance(entry, PlacedDict) or not {"add", "remove"} & set(entry):
        return entry
    if old is None:
        near = get_close_matches(name, list(known), n=1)
        raise ChecklistError(
            f"vocab entry {name!r} cannot be added to: the base has none",
            where=show(entry.where),
            fix=f"Did you mean '{near[0]}'?" if near else "Give it 'words'.",
            code="unknown-id",
        )
    extra = sorted(set(entry) - {"add", "remove"})
    for key in ("add", "remove"):
        words = entry.get(key, [])
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ChecklistError(
                f"'{key}' of vocab entry {name!r} takes a list of words",
                where=show(entry.keys_at[key]),
                fix=f"Write {key}: [词一, 词二].",
                code="wrong-type",
            )
    if extra:
        raise ChecklistError(
            f"vocab entry {name!r} has {extra[0]!r} beside 'add' or 'remove'",
            where=show(entry.keys_at[extra[0]]),
            fix="Either amend the base's entry with add and remove, or replace it with words.",
            code="vocab",
        )
    merged = _copy(old) if isinstance(old, PlacedDict) else PlacedDict(words=list(old))
    merged.where = entry.where
    merged.keys_at = dict(getattr(old, "keys_at", {"words": entry.where}))
    have = list(merged.get("words", []))
    for word in entry.get("remove", []):
        if word not in have:
            near = get_close_matches(word, have, n=1)
            raise ChecklistError(
                f"vocab entry {name!r} has no word {word!r} to remove",
                where=show(entry.keys_at["remove"]),
                fix=f"Did you mean '{near[0]}'?" if near else f"It has: {'、'.join(have[:8])} ….",
                code="unknown-id",
            )
    words = [word for word in have if word not in entry.get("remove", [])]
    placed = PlacedList([*words, *entry.get("add", [])])
    placed.where = entry.where
    placed.items_at = [entry.where] * len(placed)
    merged["words"] = placed
    merged.keys_at["words"] = entry.where
    return merged


def _copy(value: PlacedDict) -> PlacedDict:
    copied = PlacedDict()
    copied.where, copied.keys_at = value.where, dict(value.keys_at)
    for key, entry in value.items():
        if isinstance(entry, PlacedDict):
            copied[key] = _copy(entry)
        elif isinstance(entry, PlacedList):
            copied[key] = _copy_list(entry)
        else:
            copied[key] = entry
    return copied


def _copy_list(value: PlacedList) -> PlacedList:
    copied = PlacedList(
        _copy(item) if isinstance(item, PlacedDict) else _copy_list(item) if isinstance(item, PlacedList) else item
        for item in value
    )
    copied.where, copied.items_at = value.where, list(value.items_at)
    return copied
