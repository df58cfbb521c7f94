"""What a settings file may say, and its validation; imported only where there is such a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError, field_validator

from lawcheck.checklist.mistakes import Where, explained
from lawcheck.checklist.models import Model
from lawcheck.checklist.places import place_of, read_yaml, show
from lawcheck.errors import ChecklistError, UsageError, shown_path
from lawcheck.readers import Limits

_CODE = "bad-config"

M = TypeVar("M", bound=BaseModel)

Origins = dict[str, str]
"""By setting, where it stands: ``file:line:column`` or the file's table."""


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


def of_yaml(path: Path) -> tuple[dict[str, Any], Origins]:
    """Return the settings of a file of our own, and where each stands.

    Raises:
        UsageError: It cannot be read, or says something that is no setting; with its place.
    """
    settings, raw = read_settings(path, Settings, _CODE)
    origins = {key: show(place_of(raw, (key,))) for key in raw}
    return _rooted(settings, path, origins.get("limits", "")), origins


def of_toml(path: Path, raw: Any) -> tuple[dict[str, Any], Origins]:
    """Return the settings of the table ``[tool.lawcheck]`` of a file, and where each stands.

    Raises:
        UsageError: As ``of_yaml``.
    """
    table = f"{shown_path(path)} [tool.lawcheck]"
    try:
        settings = _validated(Settings, raw, lambda steps: f"{table} {'.'.join(map(str, steps))}")
    except ChecklistError as error:
        raise UsageError(error.what, where=error.where, fix=error.fix, code=_CODE) from None
    return _rooted(settings, path, f"{table} limits"), dict.fromkeys(raw, table)


def _validated(model: type[M], raw: Any, where: Where | None = None) -> M:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise explained(error, raw, where=where) from None


def _rooted(settings: Settings, path: Path, limits: str) -> dict[str, Any]:
    """Return values whose files are meant from the folder of the file that says them.

    Raises:
        UsageError: A limit is none, at the place of the limits.
    """
    try:
        Limits.of_settings([f"{name}={value:g}" for name, value in settings.limits.items()])
    except UsageError as error:
        error.where, error.code = limits, _CODE
        raise
    values = settings.model_dump()
    values["checklist"] = tuple(_from(path, name) for name in settings.checklist)
    for name in ("baseline", "waivers"):
        if values[name] is not None:
            values[name] = str(path.parent / values[name])
    return values


def _from(path: Path, name: str) -> str:
    """Return a checklist's name; a file is meant from the folder of the settings."""
    beside = path.parent / name
    return str(beside) if name.endswith((".yaml", ".yml")) or beside.is_dir() else name


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
