"""What can be made again, kept in the user's own cache folder between runs.

An entry is data, never code. It is believed only when nobody but the user can have written it and its checksum is
right; otherwise it is made again. It is written beside its place and renamed, so that runs at the same time see the
old entry or the new one, never half of one. Whatever goes wrong here costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from contextlib import suppress
from functools import cache as once
from pathlib import Path
from typing import Any

from lawcheck import __version__

VARIABLE = "LAWCHECK_CACHE"
"""Environment variable that names another folder, or ``off``."""

_MOST = 32
"""Entries of a kind that are kept; the oldest go first."""

PARSED = "parsed"
"""Kind of the entries that hold YAML as JSON, and the folder in which the wheel brings them."""

_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def folder() -> Path | None:
    """Return the folder of the cache, None when it is switched off."""
    named = os.environ.get(VARIABLE)
    if named == "off":
        return None
    if named:
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "lawcheck" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "lawcheck"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "lawcheck"


def load(kind: str, key: str) -> bytes | None:
    """Return an entry, None when there is none that can be believed.

    Args:
        kind: What it is, such as ``checklist``.
        key: Its name: hexadecimal digits.
    """
    place = folder()
    if place is None:
        return None
    path = place / kind / key
    try:
        if not (_own(place) and _own(path.parent)):
            return None
        with path.open("rb") as file:
            if not _owned(os.fstat(file.fileno())):
                return None
            digest, _, data = file.read().partition(b"\n")
    except OSError:
        return None
    return data if digest == _digest(data) else None


def parsed(data: bytes) -> Any:
    """Return what the YAML of a file of lawcheck's own says; it is kept as JSON, which is read in a fraction of the time.

    The wheel brings the JSON of its own files.

    Raises:
        ValueError: JSON cannot hold it: it has numbers as keys, or dates.
    """
    import json

    key = key_of(data)
    try:
        kept: bytes | None = (Path(__file__).with_name(PARSED) / key).read_bytes()
    except OSError:
        kept = load(PARSED, key)
    if kept is not None:
        with suppress(ValueError):
            return json.loads(kept)
    text = as_json(data)
    store(PARSED, key, text)
    return json.loads(text)


def as_json(data: bytes) -> bytes:
    """Return YAML as JSON.

    Raises:
        ValueError: As for ``parsed``.
    """
    import json

    import yaml

    value = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    text = json.dumps(value, ensure_ascii=False)
    if json.loads(text) != value:
        raise ValueError("JSON cannot hold this YAML: it has keys that are no text, or dates")
    return text.encode()


def key_of(data: bytes) -> str:
    """Return a name for what is made of some bytes."""
    return hashlib.sha256(data).hexdigest()


@once
def own_state() -> str:
    """Return what tells one state of lawcheck's own code and words from another, for whatever is kept of their work."""
    states, folders = [], [Path(__file__).parent]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(Path(entry.path))
                elif entry.name.endswith((".py", ".yaml")):
                    state = entry.stat()
                    states.append((entry.path, state.st_size, state.st_mtime_ns))
    return f"{__version__} {sorted(states)}"


def store(kind: str, key: str, data: bytes, *, most: int = _MOST) -> None:
    """Keep an entry, where that is possible.

    Args:
        kind: As for ``load``.
        key: As for ``load``.
        data: The entry.
        most: Entries of its kind that are kept, about.
    """
    place = folder()
    if place is None:
        return
    import tempfile

    temporary = None
    try:
        (place / kind).mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (_own(place) and _own(place / kind)):
            return
        handle, temporary = tempfile.mkstemp(dir=place / kind, prefix=".")
        with os.fdopen(handle, "wb") as file:
            file.write(_digest(data) + b"\n" + data)
        Path(temporary).replace(place / kind / key)
        temporary = None
        if most == _MOST or key.startswith("00"):  # where many are kept, not at every one
            _sweep(place / kind, most)
    except OSError:
        pass
    finally:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink(missing_ok=True)


def _sweep(kept: Path, most: int) -> None:
    """Remove the oldest entries beyond those that are kept."""
    entries = sorted(kept.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    for path in entries[:-most]:
        path.unlink(missing_ok=True)


def _own(path: Path) -> bool:
    state = path.lstat()
    return not stat.S_ISLNK(state.st_mode) and _owned(state)


def _owned(state: os.stat_result) -> bool:
    """Say whether a file or folder is the user's own and no one else may write to it."""
    if sys.platform == "win32":
        return True  # the user's profile is closed to others there
    return state.st_uid == os.getuid() and not state.st_mode & _OTHERS


def _digest(data: bytes) -> bytes:
    return key_of(data).encode()
