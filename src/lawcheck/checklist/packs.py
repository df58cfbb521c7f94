"""Finds built-in checklists, and those that other packages add."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lawcheck.errors import ChecklistError

ENTRY_POINTS = "lawcheck.checklists"
"""Entry-point group: each entry names a package whose folder holds a ``checklist.yaml``."""


@cache
def rules_folder() -> Path:
    """Return the folder of the built-in checklists: inside the wheel, or the working copy's ``rules/``."""
    inside = Path(__file__).parents[1] / "rules"
    if inside.is_dir():
        return inside
    working_copy = Path(__file__).resolve().parents[3] / "rules"
    if working_copy.is_dir():
        return working_copy
    raise ChecklistError(
        "the built-in checklists are not there",
        where=str(inside),
        fix="Install lawcheck-cn again.",
        code="no-rules",
    )


def built_in() -> dict[str, Path]:
    """Return the built-in checklists by id."""
    return {path.parent.name: path for path in sorted(rules_folder().glob("*/checklist.yaml"))}


def find_checklist(name: str, beside: Path) -> Path:
    """Return the file of a checklist named by built-in id or path.

    Args:
        name: An id such as ``annual-report``, a file, or a folder with a ``checklist.yaml``.
        beside: Folder that relative paths start from.

    Raises:
        ChecklistError: There is none.
    """
    known = built_in()
    if name in known:
        return known[name]
    for candidate in (beside / name, beside / name / "checklist.yaml", beside / name / "checklist.yml"):
        try:
            if candidate.is_file():
                return candidate
        except (OSError, ValueError):
            break  # too long or with characters that no file name can hold
    added = _added_by_packages()
    if name in added:
        return added[name]
    from difflib import get_close_matches

    near = get_close_matches(name, [*known, *added], n=1, cutoff=0.5)
    fix = (
        f"Did you mean '{near[0]}'?"
        if near
        else f"Known: {', '.join([*known, *added])}; or give a path to a YAML file."
    )
    raise ChecklistError(f"no checklist {name[:80]!r}", where="--checklist", fix=fix, code="unknown-checklist")


def _added_by_packages() -> dict[str, Path]:
    from lawcheck.plugins import folders

    return {name: folder / "checklist.yaml" for name, folder in folders(ENTRY_POINTS).items()}
