"""``lawcheck completion``: a script that completes the command line in a shell."""

from __future__ import annotations

import argparse

from lawcheck.checklist import DEFAULT, load_checklist
from lawcheck.cli.main import EXIT_PASSED, parser
from lawcheck.messages import misuse
from lawcheck.reporters.base import BUILT_IN

_FILES = {"paths", "reports", "report", "gold", "output", "baseline", "waivers", "map", "cases", "checklist"}
"""Arguments that name files."""


def completion_command(arguments: argparse.Namespace) -> int:
    """Print the script for a shell.

    Raises:
        UsageError: shtab is not installed.
    """
    try:
        import shtab
    except ImportError:
        raise misuse("missing-extra", detail="completion", where="completion") from None
    checklist = load_checklist(DEFAULT)
    known = {
        "format": list(BUILT_IN),
        "kind": [rule.kind for rule in checklist.kinds],
        "element": list(checklist.names),
    }
    top = parser()
    _complete(top, known, shtab.FILE)
    print(shtab.complete(top, arguments.shell))
    return EXIT_PASSED


def _complete(sub: argparse.ArgumentParser, known: dict[str, list[str]], files: object) -> None:
    """Tell every argument what may stand there: the parser itself leaves that to those who give better errors."""
    for action in sub._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in dict.fromkeys(action.choices.values()):
                _complete(inner, known, files)
        elif action.dest in known and action.choices is None:
            action.choices = known[action.dest]
        elif action.dest in _FILES and action.choices is None and action.nargs != 0:
            action.complete = files  # type: ignore[attr-defined]  # where shtab looks for it
