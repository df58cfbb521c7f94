"""What the settings file says where the command line says nothing; ``lawcheck config``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from lawcheck.cli.main import EXIT_PASSED
from lawcheck.config import Config, find_config
from lawcheck.messages import say

_OF_ALL = ("checklist", "jobs", "lang", "convert")
_OF_CHECK = ("format", "output", "baseline", "waivers")
_OF_A_REPORT = ("kind", "year", "fail_under")


def apply(arguments: argparse.Namespace) -> None:
    """Fill in, from the settings file and the defaults, what was not said on the command line.

    A letter or an outline has formats of its own, so that ``format`` and ``output`` hold for ``check`` alone; what holds
    for single reports reaches ``check`` as ``arguments.known``, since it has many.

    Raises:
        UsageError: The settings file is wrong.
    """
    config = find_config(Path.cwd())
    names = _OF_ALL + (_OF_CHECK if arguments.command == "check" else ())
    for name in names:
        if getattr(arguments, name, "") is None:
            value = config.values[name]
            setattr(arguments, name, list(value) if isinstance(value, tuple) else value)
    if getattr(arguments, "limit", "") is None:
        arguments.limit = [f"{name}={value:g}" for name, value in config.values["limits"].items()]
    if arguments.command != "check":
        known = config.known.of(getattr(arguments, "report", ""))
        for name in _OF_A_REPORT:
            if getattr(arguments, name, "") is None:
                setattr(arguments, name, known.get(name))
    arguments.known = config.known
    arguments.config = config


def config_command(arguments: argparse.Namespace) -> int:
    """Print every setting with its value and where it was said."""
    if arguments.schema:
        from lawcheck.settings import config_schema

        print(json.dumps(config_schema(), ensure_ascii=False, indent=1))
        return EXIT_PASSED
    config: Config = arguments.config
    for name, value in config.values.items():
        shown = json.dumps(value, ensure_ascii=False)
        print(f"{name:12s} {shown:24s} {config.origins.get(name, say('config.default', arguments.lang))}")
    return EXIT_PASSED
