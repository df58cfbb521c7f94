"""Settings from ``lawcheck.yaml`` or ``[tool.lawcheck]`` in ``pyproject.toml``, found from the working folder upward."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError, field_validator

from lawcheck.checklist.mistakes import Where, explained
from lawcheck.checklist.models import Model
from lawcheck.checklist.places import place_of, read_yaml, show, shown_path
from lawcheck.errors import ChecklistError, UsageError
from lawcheck.readers import Limits

YAML_NAME, TOML_NAME = "lawcheck.yaml", "pyproject.toml"
_CODE = "bad-config"

M = TypeVar("M", bound=BaseModel)


class Override(Model):
    """What holds for some of the reports only."""

    paths: tuple[str, ...] = Field(
        min_length=1, description="Patterns such as 'towns/*' or '**/*.pdf', from the folder of this file."
    )
    kind: str | None = Field(None, description="Kind of body of these reports.")
    year: int | None = Field(None, description="Reported year of these reports.")
    fail_under: float | None = Field(None, ge=0, le=100, description="Least score that passes.")

    @field_validator("paths", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value


class Settings(Model):
    """What a settings file may say; the command line wins over it."""

    checklist: tuple[str, ...] = Field((), description="Built-in id or YAML file; several are layers.")
    kind: str | None = Field(None, description="Kind of body, such as township.")
    year: int | None = Field(None, description="Reported year.")
    fail_under: float | None = Field(None, ge=0, le=100, description="Least score that passes.")
    format: str = Field("text", description="Output format.")
    output: str | None = Field(None, description="File to write instead of standard output.")
    jobs: int = Field(0, ge=0, description="Worker processes; 0 for the machine's cores.")
    lang: Literal["zh", "en"] = Field("zh", description="Language of messages.")
    convert: bool = Field(False, description="Let LibreOffice convert what no reader takes.")
    baseline: str | None = Field(None, description="Baseline of accepted problems, made by lawcheck baseline.")
    waivers: str | None = Field(None, description="YAML file of signed waivers.")
    limits: dict[str, float] = Field(default_factory=dict, description="Limits of reading, by name.")
    overrides: tuple[Override, ...] = Field((), description="What holds for some reports only; later ones win.")

    @field_validator("checklist", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value


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
        settings: The values.
        origins: By setting, where it stands: ``file:line:column`` or the file's table; nothing for defaults.
        path: The file, None when there is none.
    """

    settings: Settings = field(default_factory=lambda: Settings.model_validate({}))
    origins: dict[str, str] = field(default_factory=dict)
    path: Path | None = None

    @property
    def known(self) -> Known:
        """What is said of reports by their paths."""
        folder = str(self.path.parent.resolve()) if self.path else ""
        rules = tuple((rule.paths, _said(rule)) for rule in self.settings.overrides)
        return Known(folder, _said(self.settings), rules)


def find_config(start: Path) -> Config:
    """Return the settings that hold in a folder: those of the nearest file from it upward.

    Raises:
        UsageError: The file cannot be read or says something that is no setting; with its place.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        for path in (folder / YAML_NAME, folder / TOML_NAME):
            if path.is_file():
                found = _of_yaml(path) if path.name == YAML_NAME else _of_toml(path)
                if found is not None:
                    return found
    return Config()


def config_schema() -> dict[str, Any]:
    """Return the JSON Schema of a settings file."""
    schema = Settings.model_json_schema(by_alias=True)
    for definition, key in ((schema, "checklist"), (schema["$defs"]["Override"], "paths")):
        definition["properties"][key] = {
            "anyOf": [{"type": "string"}, definition["properties"][key]],
            "description": definition["properties"][key].get("description", ""),
        }
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, "$id": "config-1.schema.json", **schema, "title": "lawcheck settings"}


def _said(of: Settings | Override) -> tuple[tuple[str, Any], ...]:
    named = ((name, getattr(of, name)) for name in ("kind", "year", "fail_under"))
    return tuple((name, value) for name, value in named if value is not None)


def read_settings(path: Path, model: type[M], code: str) -> tuple[M, Any]:
    """Read a YAML file of settings.

    Args:
        path: The file.
        model: What it may say.
        code: The error's code.

    Returns:
        What it says, and that with its places.

    Raises:
        UsageError: It cannot be read, or says something else; with its place.
    """
    try:
        raw = read_yaml(path, shown_path(path), may_be_empty=True)
        return _validated(model, raw), raw
    except ChecklistError as error:
        raise UsageError(error.what, where=error.where, fix=error.fix, code=code) from None


def _of_yaml(path: Path) -> Config:
    settings, raw = read_settings(path, Settings, _CODE)
    origins = {key: show(place_of(raw, (key,))) for key in raw}
    return Config(_rooted(settings, path, origins.get("limits", "")), origins, path)


def _of_toml(path: Path) -> Config | None:
    name = shown_path(path)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}).get("lawcheck")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", where=name, fix="Mend the file.", code=_CODE) from None
    if raw is None:
        return None
    table = f"{name} [tool.lawcheck]"
    try:
        settings = _validated(Settings, raw, lambda steps: f"{table} {'.'.join(map(str, steps))}")
    except ChecklistError as error:
        raise UsageError(error.what, where=error.where, fix=error.fix, code=_CODE) from None
    return Config(_rooted(settings, path, f"{table} limits"), dict.fromkeys(raw, table), path)


def _validated(model: type[M], raw: Any, where: Where | None = None) -> M:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise explained(error, raw, where=where) from None


def _rooted(settings: Settings, path: Path, limits: str) -> Settings:
    """Return settings whose files are meant from the folder of the file that says them.

    Raises:
        UsageError: A limit is none, at the place of the limits.
    """
    try:
        Limits.of_settings([f"{name}={value:g}" for name, value in settings.limits.items()])
    except UsageError as error:
        error.where, error.code = limits, _CODE
        raise
    beside = {name: getattr(settings, name) for name in ("baseline", "waivers")}
    return settings.model_copy(
        update={
            "checklist": tuple(_from(path, name) for name in settings.checklist),
            **{name: str(path.parent / value) for name, value in beside.items() if value is not None},
        }
    )


def _from(path: Path, name: str) -> str:
    """Return a checklist's name; a file is meant from the folder of the settings."""
    beside = path.parent / name
    return str(beside) if name.endswith((".yaml", ".yml")) or beside.is_dir() else name


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
