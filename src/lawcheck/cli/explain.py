"""``lawcheck explain``."""

from __future__ import annotations

import argparse
import sys

from lawcheck.authoring.explain import explain
from lawcheck.checklist import DEFAULT, load_checklist
from lawcheck.cli.main import EXIT_PASSED
from lawcheck.messages import unknown
from lawcheck.pipeline import known_kind
from lawcheck.readers import Limits, load_source


def explain_command(arguments: argparse.Namespace) -> int:
    """Print why each verdict is what it is."""
    checklist = load_checklist(arguments.checklist or DEFAULT)
    arguments.kind = known_kind(arguments.kind, checklist, arguments.lang)
    wanted = arguments.element
    if wanted is not None and wanted not in checklist.names:
        raise unknown("element", wanted, checklist.names, where="ELEMENT")
    limits = Limits.of_settings(arguments.limit)
    opened, name = (sys.stdin.buffer, "<stdin>") if arguments.report == "-" else (arguments.report, None)
    source = load_source(opened, name, limits, convert=arguments.convert)
    for line in explain(source, checklist, wanted, kind=arguments.kind, year=arguments.year, lang=arguments.lang):
        print(line)
    return EXIT_PASSED
