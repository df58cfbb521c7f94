"""Settings from ``lawcheck.yaml`` or ``[tool.lawcheck]`` in ``pyproject.toml``, found from the working folder upward."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from lawcheck.errors import UsageError

YAML_NAME, TOML_NAME = "lawcheck.yaml", "pyproject.toml"

DEFAULTS: Mapping[str, Any] = {
    "checklist": (),
    "kind": None,
    "year": None,
    "fail_under": None,
    "format": "text",
    "output": None,
    "jobs": 0,
    "lang": "zh",
    "convert": False,
    "baseline": None,
    "waivers": None,
    "limits": {},
    "overrides": (),
}
"""What holds where no file says otherwise; ``settings.Settings`` says what each means."""


@dataclass(frozen=True, slots=True)
class Known:
    """What settings say of single reports, by path; can be sent to worker processes.

    Attributes:
        folder: Folder that the patterns start from.
        everywhere: What holds for all reports.
        rules: Patterns with what holds for them, in order.
    """

    folder: str
    everywhere: tuple[tuple[str, Any], ...]
    rules: tuple[tuple[tuple[str, ...], tuple[tuple[str, Any], ...]], ...]

    def of(self, path: str) -> dict[str, Any]:
        """Return what is known of a report; of several patterns that match, the later ones win."""
        found = dict(self.everywhere)
        if not self.rules:
            return found
        inside = path_from(self.folder, path)
        if inside is None:
            return found
        for patterns, values in self.rules:
            if any(matches(inside, pattern) for pattern in patterns):
                found.update(values)
        return found


@dataclass(frozen=True, slots=True)
class Config:
    """Settings with where each of them was said.

    Attributes:
        values: The value of every setting.
        origins: By setting, where it stands: ``file:line:column`` or the file's table; nothing for defaults.
        path: The file, None when there is none.
    """

    values: Mapping[str, Any] = field(default_factory=lambda: DEFAULTS)
    origins: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None

    @property
    def known(self) -> Known:
        """What is said of reports by their paths."""
        folder = str(self.path.parent.resolve()) if self.path else ""
        rules = tuple((tuple(rule["paths"]), _said(rule)) for rule in self.values["overrides"])
        return Known(folder, _said(self.values), rules)


def find_config(start: Path) -> Config:
    """Return the settings that hold in a folder: those of the nearest file from it upward.

    Raises:
        UsageError: The file cannot be read or says something that is no setting; with its place.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        # Validation is imported only where there are settings: it takes longer than a report takes to check.
        if (path := folder / YAML_NAME).is_file():
            from lawcheck.settings import of_yaml

            return Config(*of_yaml(path), path)
        if (path := folder / TOML_NAME).is_file() and (table := _table(path)) is not None:
            from lawcheck.settings import of_toml

            return Config(*of_toml(path, table), path)
    return Config()


def _table(path: Path) -> Any:
    """Return the table ``[tool.lawcheck]`` of a file, None when it has none.

    Raises:
        UsageError: The file cannot be read.
    """
    import tomllib

    try:
        data = path.read_bytes()
        return tomllib.loads(data.decode()).get("tool", {}).get("lawcheck") if b"lawcheck" in data else None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            f"cannot be read: {error}", where=path.as_posix(), fix="Mend the file.", code="bad-config"
        ) from None


def _said(of: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, of[name]) for name in ("kind", "year", "fail_under") if of[name] is not None)


def path_from(folder: str | Path, path: str) -> str | None:
    """Return a path as seen from a folder that is resolved, None when it lies outside."""
    try:
        return Path(path).resolve().relative_to(folder).as_posix()
    except (ValueError, OSError):
        return None


def matches(path: str, pattern: str) -> bool:
    """Say whether a path matches: ``*`` stays within a folder, ``**`` goes through any number of them."""
    return (
        any(_steps(path.split("/"), pattern.split("/")))
        if "/" in pattern
        else fnmatchcase(path.rpartition("/")[2], pattern)
    )


def _steps(path: list[str], pattern: list[str]) -> Iterator[bool]:
    if not pattern:
        yield not path
    elif pattern[0] == "**":
        for at in range(len(path) + 1):
            yield from _steps(path[at:], pattern[1:])
    elif path and fnmatchcase(path[0], pattern[0]):
        yield from _steps(path[1:], pattern[1:])
