from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import lawcheck

SRC = Path(lawcheck.__file__).parent

FLOORS = [
    "errors spans lazily table cache literals",
    "patterns plugins messages language",
    "readers",
    "document checklist",
    "match",
    "judge",
    "reporters remembered",
    "settings",
    "pipeline workers config",
    "acceptances notebook arrow",
    "ray spark",
    "authoring",
    "cli",
]
FLOOR = {room: n for n, rooms in enumerate(FLOORS) for room in rooms.split()}
FILES = sorted(p for p in SRC.rglob("*.py") if p.parent != SRC or p.stem not in ("__init__", "__main__"))


def rooms_imported_by(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found |= {name.split(".")[1] for name in names if name.startswith("lawcheck.")}
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(SRC).as_posix())
def test_a_room_imports_only_rooms_above_it_in_the_list(file: Path) -> None:
    room = file.relative_to(SRC).parts[0].removesuffix(".py")
    imported = rooms_imported_by(file) - {room}
    if room == "pipeline":
        # The pipeline starts workers, which call the pipeline for their share, and lends cards their view.
        imported -= {"workers", "notebook"}
    if room == "workers":
        imported -= {"pipeline"}
    wrong = {other for other in imported if FLOOR[other] >= FLOOR[room]}
    assert not wrong, f"{room} must not import {sorted(wrong)}"


def test_only_patterns_imports_regex_and_only_plugins_asks_for_entry_points() -> None:
    for file in SRC.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if file.name != "patterns.py":
            assert "import regex" not in text, file
        if file.name != "plugins.py":
            assert "entry_points" not in text, file


def modules_after(code: str) -> set[str]:
    program = f"import sys; {code}; print(*sorted(sys.modules))"
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return {name.split(".")[0] for name in out.stdout.split()}


def test_importing_lawcheck_pulls_in_neither_pydantic_nor_yaml() -> None:
    assert not modules_after("import lawcheck") & {"pydantic", "yaml", "regex", "multiprocessing", "ahocorasick_rs"}


def test_help_and_version_need_no_pydantic() -> None:
    code = "from lawcheck.cli.main import parser; parser().format_help()"
    assert not modules_after(code) & {"pydantic", "yaml", "regex"}


def test_checking_leaves_the_helpers_of_authors_alone() -> None:
    program = "import sys, lawcheck; lawcheck.check_text('召开会议2次。'); print([m for m in sys.modules if 'authoring' in m])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_everything_public_can_be_had_and_nothing_else_is_promised() -> None:
    for name in lawcheck.__all__:
        assert getattr(lawcheck, name) is not None
    with pytest.raises(AttributeError):
        _ = lawcheck.no_such_name  # type: ignore[attr-defined]
