"""Hostile files end soon, with the error that says what they are, and take nothing down with them."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.hostile import ENDLESS, HOSTILE, Hostile

from lawcheck import ReportCard, check, check_many
from lawcheck.readers import Limits

LONGEST = 120
"""Seconds that a single file may take, with the time that stopping its reader takes."""

LIMITS = Limits(seconds=30)


def cards_of(hostile: Hostile, folder: Path) -> list[ReportCard]:
    if not hostile.is_archive:
        return [check(hostile.make(), name=hostile.filename, limits=LIMITS)]
    path = folder / hostile.filename
    path.write_bytes(hostile.make())
    return list(check_many([path], limits=LIMITS))


@pytest.mark.parametrize("hostile", HOSTILE, ids=[hostile.name for hostile in HOSTILE])
def test_a_hostile_file_ends_soon_and_says_what_it_is(hostile: Hostile, tmp_path: Path) -> None:
    started = time.monotonic()
    cards = cards_of(hostile, tmp_path)
    assert time.monotonic() - started < LONGEST
    assert cards
    for card in cards:
        assert card.error_code in hostile.codes, card.error
        assert bool(card.error) == (card.error_code is not None)


def test_no_entry_of_an_archive_is_written_to_disk(tmp_path: Path) -> None:
    for hostile in HOSTILE:
        if hostile.is_archive:
            cards_of(hostile, tmp_path)
    assert {path.name for path in tmp_path.rglob("*")} == {h.filename for h in HOSTILE if h.is_archive}


def test_nothing_of_the_system_gets_into_a_report(tmp_path: Path) -> None:
    for hostile in HOSTILE:
        if "system" in hostile.name or "outside" in hostile.name:
            assert "root:" not in repr(cards_of(hostile, tmp_path))


@pytest.mark.parametrize("name", ENDLESS)
def test_a_text_that_is_no_report_ends_soon(name: str, tmp_path: Path) -> None:
    """In a process that can be stopped: what takes the square of the time would take hours here."""
    path = tmp_path / "报告.txt"
    path.write_text(ENDLESS[name], encoding="utf-8")
    command = [sys.executable, "-m", "lawcheck", "check", str(path)]
    assert subprocess.run(command, capture_output=True, timeout=LONGEST, check=False).returncode in (0, 1)
