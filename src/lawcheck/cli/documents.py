"""``lawcheck letter`` and ``lawcheck template``: documents to be edited by a person."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from lawcheck.authoring.template import skeleton
from lawcheck.checklist import load_checklist
from lawcheck.cli.check import write
from lawcheck.cli.main import EXIT_PASSED, EXIT_UNCHECKED
from lawcheck.errors import UsageError
from lawcheck.pipeline import check, known_kind
from lawcheck.readers import Limits
from lawcheck.reporters import Part, letter_of, to_markdown

_STYLE = {"address": "body"}
"""Styles of the .docx for those that it has no own one for."""


def letter_command(arguments: argparse.Namespace) -> int:
    """Write the letter that returns a report; 2 when the report could not be read."""
    checklist = load_checklist(arguments.checklist) if arguments.checklist else load_checklist()
    from_stdin = arguments.report == "-"
    card = check(
        sys.stdin.buffer if from_stdin else arguments.report,
        name="<stdin>" if from_stdin else None,
        checklist=checklist,
        kind=arguments.kind,
        year=arguments.year,
        lang=arguments.lang,
        limits=Limits.of_settings(arguments.limit),
        convert=arguments.convert,
    )
    _write(letter_of(card, checklist=checklist.title.get(arguments.lang), lang=arguments.lang), arguments)
    return EXIT_UNCHECKED if card.error is not None else EXIT_PASSED


def template_command(arguments: argparse.Namespace) -> int:
    """Write the outline of a report."""
    checklist = load_checklist(arguments.checklist) if arguments.checklist else load_checklist()
    known_kind(arguments.kind, checklist)
    kind = arguments.kind or checklist.identity.default_kind
    _write(skeleton(checklist, kind=kind, year=arguments.year, lang=arguments.lang), arguments)
    return EXIT_PASSED


def _write(parts: Iterable[Part], arguments: argparse.Namespace) -> None:
    if arguments.format == "docx":
        from lawcheck.reporters.docx_writer import Paragraph, document

        if arguments.output is None and sys.stdout.isatty():
            raise UsageError(
                ".docx 是二进制文件，不能显示在终端。", where="--format docx", fix="请用 --output 指定文件名。"
            )
        content = document(Paragraph(part.text, _STYLE.get(part.style, part.style)) for part in parts)
    else:
        content = to_markdown(parts).encode("utf-8", "replace")
    write([content], arguments.output)
