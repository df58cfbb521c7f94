"""The cache believes only what the user's own runs wrote."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lawcheck import cache

KEY = "ab" * 32
posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions of a POSIX system")


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_was_stored_is_loaded(place):
    assert cache.load("things", KEY) is None
    cache.store("things", KEY, b"one\ntwo\x00")
    assert cache.load("things", KEY) == b"one\ntwo\x00"
    assert cache.load("others", KEY) is None


@pytest.mark.parametrize(
    "change", [lambda d: d[:-1], lambda d: d + b"x", lambda d: b"", lambda d: d.replace(b"one", b"two")]
)
def test_an_entry_that_was_changed_is_not_believed(place, change):
    cache.store("things", KEY, b"one")
    path = place / "things" / KEY
    path.write_bytes(change(path.read_bytes()))
    assert cache.load("things", KEY) is None


def test_where_many_are_kept_the_oldest_go_now_and_then(place):
    for number in range(8):
        cache.store("things", f"{number:02x}" + "ab" * 31, b"x", most=3)
        path = place / "things" / (f"{number:02x}" + "ab" * 31)
        os.utime(path, ns=(number, number))
    assert len(list((place / "things").iterdir())) == 8
    cache.store("things", "00cd", b"x", most=3)
    assert sorted(path.name[:4] for path in (place / "things").iterdir()) == ["00cd", "06ab", "07ab"]


@posix
@pytest.mark.parametrize("name", ["", "things", f"things/{KEY}"])
def test_what_others_may_write_is_not_believed(place, name):
    cache.store("things", KEY, b"one")
    (place / name).chmod(0o777)
    assert cache.load("things", KEY) is None


@posix
def test_a_folder_that_is_a_link_is_not_used(place, tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    place.mkdir(mode=0o700)
    (place / "things").symlink_to(tmp_path / "elsewhere")
    cache.store("things", KEY, b"one")
    assert cache.load("things", KEY) is None
    assert list((tmp_path / "elsewhere").iterdir()) == []


@posix
def test_only_the_user_can_read_what_is_kept(place):
    cache.store("things", KEY, b"one")
    assert (place / "things").stat().st_mode & 0o077 == 0
    assert (place / "things" / KEY).stat().st_mode & 0o077 == 0


def test_it_can_be_switched_off(place, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, "off")
    cache.store("things", KEY, b"one")
    assert cache.load("things", KEY) is None
    assert not place.exists()


def test_a_place_that_cannot_be_written_is_no_error(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "file"))
    cache.store("things", KEY, b"one")
    assert cache.load("things", KEY) is None


def test_runs_at_the_same_time_see_a_whole_entry(place):
    entries = [bytes([at]) * 50_000 for at in range(8)]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            done = [pool.submit(cache.store, "things", KEY, entry) for entry in entries]
            seen = [pool.submit(cache.load, "things", KEY) for _ in entries]
            assert all(each.result() in (None, *entries) for each in seen)
            assert all(each.result() is None for each in done)
    assert cache.load("things", KEY) in entries
    assert [path.name for path in (place / "things").iterdir()] == [KEY]


def test_the_oldest_entries_go_first(place):
    for at in range(40):
        cache.store("things", f"{at:02d}", b"x")
        os.utime(place / "things" / f"{at:02d}", ns=(at, at))
    cache.store("things", "new", b"x")
    kept = {path.name for path in (place / "things").iterdir()}
    assert len(kept) == 32
    assert "new" in kept
    assert "39" in kept
    assert "00" not in kept


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, "home/.cache/lawcheck"),
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/lawcheck"),
        ("darwin", {}, "home/Library/Caches/lawcheck"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/lawcheck/Cache"),
    ],
)
def test_it_stands_where_the_system_keeps_caches(tmp_path, monkeypatch, platform, variables, expected):
    for name in (cache.VARIABLE, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    assert cache.folder() == tmp_path / expected


def test_a_run_without_cache_keeps_nothing(place, tmp_path, capsys):
    (tmp_path / "甲.txt").write_text("一、主要举措\n召开会议2次。\n", encoding="utf-8")
    command = [sys.executable, "-m", "lawcheck", "check", str(tmp_path / "甲.txt")]
    subprocess.run([*command, "--no-cache"], capture_output=True, check=False)
    assert not place.exists()
    subprocess.run(command, capture_output=True, check=False)
    assert (place / "checklist").is_dir()
