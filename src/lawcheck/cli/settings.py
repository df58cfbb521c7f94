"""What the settings file says where the command line says nothing; ``lawcheck config``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from lawcheck.cli.main import EXIT_PASSED
from lawcheck.config import Config, find_config
from lawcheck.errors import UsageError
from lawcheck.messages import misuse, say
from lawcheck.reporters.base import BUILT_IN, SUFFIXES, find_reporter

_OF_ALL = ("checklist", "jobs", "lang", "convert")
_OF_CHECK = ("format", "output", "baseline", "waivers")
_OF_A_REPORT = ("kind", "year", "fail_under")
_OPENED = (".docx", ".xlsx", ".html", ".htm", ".parquet")
"""Ends of names whose files are opened by programs that refuse anything else."""


def apply(arguments: argparse.Namespace) -> None:
    """Fill in, from the settings file and the defaults, what was not said on the command line.

    A letter or an outline has formats of its own, so that ``format`` and ``output`` hold for ``check`` alone; what holds
    for single reports reaches commands that have many as ``arguments.known``.

    Raises:
        UsageError: The settings file is wrong.
    """
    config = find_config(Path.cwd())
    _by_name(arguments)
    names = _OF_ALL + (_OF_CHECK if arguments.command == "check" else ())
    for name in names:
        if getattr(arguments, name, "") is None:
            value = config.values[name]
            setattr(arguments, name, list(value) if isinstance(value, tuple) else value)
    if getattr(arguments, "limit", "") is None:
        arguments.limit = [f"{name}={value:g}" for name, value in config.values["limits"].items()]
    if not _has_many(arguments):
        known = config.known.of(getattr(arguments, "report", ""))
        for name in _OF_A_REPORT:
            if getattr(arguments, name, None) is None:
                setattr(arguments, name, known.get(name))
    if (getattr(arguments, "jobs", 0) or 0) < 0:
        raise misuse("bad-jobs", where="--jobs", lang=arguments.lang, jobs=arguments.jobs)
    arguments.known = config.known
    arguments.config = config


def _has_many(arguments: argparse.Namespace) -> bool:
    report = getattr(arguments, "report", None)
    return hasattr(arguments, "paths") or (report is not None and Path(report).is_dir())


def _by_name(arguments: argparse.Namespace) -> None:
    """Take the format from the output's name where it was not said; refuse a name that office programs would not open.

    Raises:
        UsageError: Name and format contradict each other.
    """
    output = getattr(arguments, "output", None)
    if output is None or not hasattr(arguments, "format"):
        return
    suffix = Path(output).suffix.lower()
    wanted = SUFFIXES.get(suffix)
    allowed = arguments.formats or BUILT_IN
    if arguments.format is None and wanted in allowed:
        arguments.format = wanted
    elif suffix in _OPENED and arguments.format != wanted:
        told = arguments.format or next(iter(allowed))
        fitting = wanted if wanted in allowed else " | ".join(allowed)
        lang = arguments.lang or "zh"
        raise misuse("format-of-name", where=output, lang=lang, suffix=suffix, format=told, wanted=fitting)


def _sound(config: Config, lang: str) -> None:
    """Refuse settings that no run could use, at their place.

    Raises:
        UsageError: Unknown format or kind; ChecklistError: a checklist that is not there or wrong.
    """
    from lawcheck.checklist import DEFAULT, load_checklist
    from lawcheck.pipeline import known_kind

    for name, use in (
        ("format", find_reporter),
        ("kind", lambda kind: known_kind(kind, load_checklist(config.values["checklist"] or DEFAULT), lang)),
    ):
        try:
            use(config.values[name])
        except UsageError as error:
            error.where = config.origins.get(name, error.where)
            raise


def config_command(arguments: argparse.Namespace) -> int:
    """Print every setting with its value and where it was said."""
    if arguments.schema:
        from lawcheck.settings import config_schema

        print(json.dumps(config_schema(), ensure_ascii=False, indent=1))
        return EXIT_PASSED
    config: Config = arguments.config
    _sound(config, arguments.lang)
    for name, value in config.values.items():
        shown = json.dumps(value, ensure_ascii=False)
        print(f"{name:12s} {shown:24s} {config.origins.get(name, say('config.default', arguments.lang))}")
    return EXIT_PASSED
