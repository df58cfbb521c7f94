"""What the wheel brings beside code and rules, so that a first run need not make it."""

from __future__ import annotations

from pathlib import Path

from lawcheck import cache
from lawcheck.checklist.packs import built_in
from lawcheck.checklist.stored import SHIPPED, shipped


def brought() -> dict[str, bytes]:
    """Return files by their path in the package: the built-in checklists compiled, and the package's own YAML as JSON.

    Raises:
        ChecklistError: A built-in checklist is wrong.
        ValueError: JSON cannot hold one of the files.
    """
    package = Path(__file__).parents[1]
    words = [
        path.read_bytes() for room in ("language", "messages") for path in sorted((package / room).glob("*.yaml"))
    ]
    return {
        **{f"rules/{SHIPPED}/{name}.json": shipped(name) for name in built_in()},
        **{f"{cache.PARSED}/{cache.key_of(data)}": cache.as_json(data) for data in words},
    }
