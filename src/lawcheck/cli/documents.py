"""``lawcheck letter``, ``annotate`` and ``template``: documents to be edited by a person."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from lawcheck.authoring.template import skeleton
from lawcheck.checklist import DEFAULT, Checklist, load_checklist
from lawcheck.cli.check import options_for, refuse_on_terminal, refuse_own_input, write
from lawcheck.cli.main import EXIT_PASSED, EXIT_UNCHECKED
from lawcheck.judge import ReportCard
from lawcheck.messages import misuse, say
from lawcheck.pipeline import check, check_many, known_kind
from lawcheck.readers import Limits, Walk, contents
from lawcheck.reporters import Part, letter_of, printable, to_markdown


def letter_command(arguments: argparse.Namespace) -> int:
    """Write the letter that returns a report; 2 when it could not be checked, and no letter when it could not be read."""
    checklist = load_checklist(arguments.checklist or DEFAULT)
    if Path(arguments.report).is_dir():
        return _letters(arguments, checklist)
    from_stdin = arguments.report == "-"
    refuse_own_input(arguments.output, [arguments.report])
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
    if card.error is not None:
        print(f"lawcheck: {printable(card.path)}: {printable(card.error)}", file=sys.stderr)
        return EXIT_UNCHECKED
    _write(letter_of(card, checklist=checklist.title.get(arguments.lang), lang=arguments.lang), arguments)
    return EXIT_UNCHECKED if card.unchecked else EXIT_PASSED


def _letters(arguments: argparse.Namespace, checklist: Checklist) -> int:
    """Write a letter for every report of a folder that did not pass, into another folder."""
    lang, folder = arguments.lang, Path(arguments.output or "")
    if arguments.output is None or (folder.exists() and not folder.is_dir()):
        raise misuse("letters", where=arguments.report, lang=lang)
    reports = list(Walk(limits := Limits.of_settings(arguments.limit)).find([arguments.report]))
    options = {"kind": arguments.kind, "year": arguments.year, "lang": lang, "convert": arguments.convert}
    cards = check_many(reports, checklist=checklist, limits=limits, known=arguments.known, **options)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise misuse("unwritable", where=arguments.output, lang=lang, why=error.strerror or error) from None
    taken: set[str] = set()
    passed = unread = 0
    for card in cards:
        if card.error is not None:
            unread += 1
            print(f"lawcheck: {printable(card.path)}: {printable(card.error)}", file=sys.stderr)
        elif card.passed:
            passed += 1
        else:
            letter = letter_of(card, checklist=checklist.title.get(lang), lang=lang)
            own = argparse.Namespace(format=arguments.format, output=str(folder / _name(card, arguments, taken)))
            _write(letter, own)
    told = say("letter.written", lang, letters=len(taken), passed=passed, folder=folder.as_posix())
    print(f"lawcheck: {told}", file=sys.stderr)
    return EXIT_UNCHECKED if unread else EXIT_PASSED


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
    path = Path(arguments.report)
    refuse_own_input(arguments.output, [arguments.report])
    if Path(arguments.output).suffix.lower() != ".docx":
        raise misuse("not-docx", detail="name", where=arguments.output, lang=arguments.lang)
    data = contents(path, arguments.report, limits)
    card = check(
        data,
        name=arguments.report,
        checklist=checklist,
        kind=arguments.kind,
        year=arguments.year,
        lang=arguments.lang,
        limits=limits,
        convert=arguments.convert,
    )
    if card.error is not None:
        print(f"lawcheck: {printable(card.path)}: {printable(card.error)}", file=sys.stderr)
        return EXIT_UNCHECKED
    options = options_for(checklist, arguments.lang)
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
