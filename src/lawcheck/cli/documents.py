"""``lawcheck letter``, ``annotate`` and ``template``: documents to be edited by a person."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from lawcheck.authoring.template import skeleton
from lawcheck.checklist import DEFAULT, Checklist, load_checklist
from lawcheck.cli.check import cards_of, found_by
from lawcheck.cli.main import EXIT_PASSED, EXIT_UNCHECKED
from lawcheck.cli.output import options_for, refuse_on_terminal, refuse_own_input, write
from lawcheck.cli.tally import Tally
from lawcheck.judge import ReportCard
from lawcheck.messages import misuse, say
from lawcheck.pipeline import Rules, Source, check, known_kind
from lawcheck.readers import Limits, contents
from lawcheck.reporters import Part, letter_of, printable, to_markdown


def letter_command(arguments: argparse.Namespace) -> int:
    """Write the letter that returns a report; 2 when it could not be checked, and no letter when it could not be read."""
    if Path(arguments.report).is_dir():
        return _letters(arguments)
    checklist = load_checklist(arguments.checklist or DEFAULT)
    refuse_own_input(arguments.output, [arguments.report])
    from_stdin = arguments.report == "-"
    card = _checked(sys.stdin.buffer if from_stdin else arguments.report, arguments, checklist)
    if card.error is None:
        _write(letter_of(card, checklist=checklist.title.get(arguments.lang), lang=arguments.lang), arguments)
    return EXIT_UNCHECKED if card.error is not None or card.unchecked else EXIT_PASSED


def _checked(source: Source, arguments: argparse.Namespace, checklist: Checklist) -> ReportCard:
    """Check the one report that was named; that it could not be read is said."""
    card = check(
        source,
        name="<stdin>" if arguments.report == "-" else arguments.report,
        checklist=checklist,
        kind=arguments.kind,
        year=arguments.year,
        fail_under=arguments.fail_under,
        lang=arguments.lang,
        limits=Limits.of_settings(arguments.limit),
        convert=arguments.convert,
    )
    _say_unread(card)
    return card


def _say_unread(card: ReportCard) -> None:
    if card.error is not None:
        print(f"lawcheck: {printable(card.path)}: {printable(card.error)}", file=sys.stderr)


def _letters(arguments: argparse.Namespace) -> int:
    """Write a letter for every report of a folder that did not pass, into another folder."""
    lang, folder = arguments.lang, Path(arguments.output or "")
    if arguments.output is None or (folder.exists() and not folder.is_dir()):
        raise misuse("letters", where=arguments.report, lang=lang)
    rules, limits, found = found_by(arguments, [arguments.report])
    # Letters of an earlier run may lie among the reports.
    reports = [report for report in found if not Path(report.path).resolve().is_relative_to(folder.resolve())]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise misuse("unwritable", where=arguments.output, lang=lang, why=error.strerror or error) from None
    taken: set[str] = set()
    tally = Tally()
    for card in tally.watch(cards_of(arguments, reports, len(reports), rules, limits)):
        _say_unread(card)
        if card.error is None and not card.passed:
            letter = letter_of(card, checklist=rules.checklist.title.get(lang), lang=lang)
            own = argparse.Namespace(format=arguments.format, output=str(folder / _name(card, arguments, taken)))
            _write(letter, own)
    told = say("letter.written", lang, letters=len(taken), passed=tally.passed, folder=folder.as_posix())
    print(f"lawcheck: {told}", file=sys.stderr)
    return EXIT_UNCHECKED if tally.errors else EXIT_PASSED


def _name(card: ReportCard, arguments: argparse.Namespace, taken: set[str]) -> str:
    """Return a file name for a letter: the report's own, its folders before it, and a number where that is taken."""
    inside = card.path.removeprefix(Path(arguments.report).as_posix()).strip("/")
    stem = str(PurePosixPath(inside).with_suffix("")).replace("/", "_")
    suffix = ".docx" if arguments.format == "docx" else ".md"
    name, count = f"{stem}{suffix}", 1
    while name in taken:
        count += 1
        name = f"{stem}-{count}{suffix}"
    taken.add(name)
    return name


def annotate_command(arguments: argparse.Namespace) -> int:
    """Write the report as a Word document with comments; 2 when it could not be checked."""
    from lawcheck.reporters.docx_comments import annotate, annotate_text

    checklist = load_checklist(arguments.checklist or DEFAULT)
    limits = Limits.of_settings(arguments.limit)
    refuse_own_input(arguments.output, [arguments.report])
    if Path(arguments.output).suffix.lower() != ".docx":
        raise misuse("not-docx", detail="name", where=arguments.output, lang=arguments.lang)
    data = contents(Path(arguments.report), arguments.report, limits)
    card = _checked(data, arguments, checklist)
    if card.error is not None:
        return EXIT_UNCHECKED
    options = options_for(Rules(checklist), arguments.lang)
    # What was converted first is another document than the one at hand.
    own = card.extraction is not None and card.extraction.format == "docx" and not card.extraction.converted_by
    made = (
        annotate(data, card, options, name=arguments.report, limits=limits) if own else annotate_text(card, options)
    )
    write([made], arguments.output)
    return EXIT_UNCHECKED if card.unchecked else EXIT_PASSED


def template_command(arguments: argparse.Namespace) -> int:
    """Write the outline of a report."""
    checklist = load_checklist(arguments.checklist or DEFAULT)
    arguments.kind = known_kind(arguments.kind, checklist, arguments.lang)
    kind = arguments.kind or checklist.identity.default_kind
    _write(skeleton(checklist, kind=kind, year=arguments.year, lang=arguments.lang), arguments)
    return EXIT_PASSED


def _write(parts: Iterable[Part], arguments: argparse.Namespace) -> None:
    if arguments.format == "docx":
        from lawcheck.reporters.docx_writer import Paragraph, document

        refuse_on_terminal(arguments)
        content = document(Paragraph(part.text, part.style) for part in parts)
    else:
        content = to_markdown(parts).encode("utf-8", "replace")
    write([content], arguments.output)
