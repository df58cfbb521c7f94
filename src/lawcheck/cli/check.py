"""``lawcheck check``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import lawcheck
from lawcheck.checklist import DEFAULT, Checklist, load_checklist
from lawcheck.cli.main import EXIT_FAILED, EXIT_PASSED, EXIT_UNCHECKED
from lawcheck.judge import ReportCard
from lawcheck.messages import misuse, say
from lawcheck.pipeline import check, check_found, check_many, known_kind
from lawcheck.readers import Found, Limits, Walk
from lawcheck.reporters import RenderOptions, find_reporter, printable, rules_of

if TYPE_CHECKING:
    from lawcheck.acceptances import Accepting

_SHOWN = 5
_LONG = 30
"""Reports from which on a run is long."""

BINARY = ("xlsx", "parquet", "docx")
"""Formats that no terminal shows."""

_PER_JOB = 16


def check_command(arguments: argparse.Namespace) -> int:
    """Check everything named and return 0, 1 or 2."""
    reporter = find_reporter(arguments.format)
    checklist = load_checklist(arguments.checklist or DEFAULT)
    arguments.kind = known_kind(arguments.kind, checklist, arguments.lang)
    limits = Limits.of_settings(arguments.limit)
    walk = Walk(limits)
    reports = list(walk.find(arguments.paths))
    _say_left_out(walk, arguments.lang)
    if not reports:
        raise misuse("nothing-to-check", where=" ".join(arguments.paths))
    refuse_own_input(arguments.output, (report.path for report in reports))
    if arguments.format in BINARY:
        refuse_on_terminal(arguments)
    tally = _Tally()
    begun = None
    if arguments.resume:
        from lawcheck.cli.resume import Begun

        begun = Begun(arguments, checklist)
        reports = begun.rest(reports)
        tally.errors, tally.failed = begun.errors, begun.failed
    accepting = _accepting(arguments, checklist)
    judged = _cards(arguments, reports, checklist, limits)
    cards = tally.watch(accepting.apply(judged) if accepting else judged)
    if len(reports) >= _LONG and sys.stderr.isatty():
        cards = _with_progress(cards, len(reports))
    to_terminal = arguments.output is None and sys.stdout.isatty()
    options = options_for(checklist, arguments.lang, color=to_terminal and not os.environ.get("NO_COLOR"))
    if begun is not None:
        begun.write(reporter(cards, options))
    else:
        write(reporter(cards, options), arguments.output)
    for complaint in accepting.complaints(arguments.lang) if accepting else ():
        print(f"lawcheck: {printable(complaint)}", file=sys.stderr)
    # A file left out of a folder that was named says nothing of the reports; an unreadable report does.
    return tally.code()


def _with_progress(cards: Iterator[ReportCard], total: int) -> Iterator[ReportCard]:
    """Show how far a long run has come, on standard error, where rich is installed."""
    try:
        from rich.console import Console
        from rich.progress import track
    except ImportError:
        yield from cards
        return
    yield from track(cards, description="lawcheck", total=total, console=Console(stderr=True), transient=True)


def baseline_command(arguments: argparse.Namespace) -> int:
    """Write a baseline of the problems that reports have today; 2 when one of them could not be checked."""
    checklist = load_checklist(arguments.checklist or DEFAULT)
    arguments.kind = known_kind(arguments.kind, checklist, arguments.lang)
    limits = Limits.of_settings(arguments.limit)
    walk = Walk(limits)
    reports = list(walk.find(arguments.paths))
    _say_left_out(walk, arguments.lang)
    refuse_own_input(arguments.output, (report.path for report in reports))
    tally = _Tally()
    cards = list(tally.watch(_cards(arguments, reports, checklist, limits)))
    for card in cards:
        if card.error is not None:
            print(f"lawcheck: {printable(card.path)}: {printable(card.error)}", file=sys.stderr)
    readable = [card for card in cards if card.error is None]
    from lawcheck.acceptances import baseline_of

    write([baseline_of(readable, Path(arguments.output).parent)], arguments.output)
    return EXIT_UNCHECKED if tally.errors else EXIT_PASSED


def _accepting(arguments: argparse.Namespace, checklist: Checklist) -> Accepting | None:
    if arguments.baseline is None and arguments.waivers is None:
        return None  # what reads these files takes longer to import than a report takes to check
    from lawcheck.acceptances import load_acceptances

    accepting = load_acceptances(arguments.baseline, arguments.waivers, date.today())
    known = [rule.id for rule in rules_of(checklist, arguments.lang)] + [e.id for e in checklist.elements]
    if accepting is not None:
        accepting.refuse_unknown(dict.fromkeys(known), arguments.lang)
    return accepting


class _Tally:
    def __init__(self) -> None:
        self.errors = self.failed = 0

    def watch(self, cards: Iterable[ReportCard]) -> Iterator[ReportCard]:
        for card in cards:
            if card.error is not None or card.unchecked:
                self.errors += 1
            elif not card.passed:
                self.failed += 1
            yield card

    def code(self) -> int:
        return EXIT_UNCHECKED if self.errors else EXIT_FAILED if self.failed else EXIT_PASSED


def _say_left_out(walk: Walk, lang: str) -> None:
    for names, why in ((walk.left_out, "check.left_out"), (walk.outside, "check.outside")):
        if names:
            more = f" … (+{len(names) - _SHOWN})" if len(names) > _SHOWN else ""
            shown = printable(", ".join(names[:_SHOWN]))
            print(f"lawcheck: {say(why, lang, count=len(names), names=shown)}{more}", file=sys.stderr)


def _cards(
    arguments: argparse.Namespace, reports: list[Found], checklist: Checklist, limits: Limits
) -> Iterator[ReportCard]:
    common = {
        "kind": arguments.kind,
        "year": arguments.year,
        "fail_under": getattr(arguments, "fail_under", None),
        "lang": arguments.lang,
        "limits": limits,
        "convert": arguments.convert,
        "known": arguments.known,
    }
    if any(report.name == "-" for report in reports):
        for report in reports:
            if report.name == "-":
                yield _standard_input(arguments, checklist, limits)
            else:
                yield check_found(report, checklist, **common)
        return
    jobs = arguments.jobs if arguments.jobs > 0 else (os.cpu_count() or 1)
    jobs = min(jobs, -(-len(reports) // _PER_JOB))
    layers = arguments.checklist or None
    yield from check_many(reports, jobs=jobs, checklist=checklist if jobs <= 1 else layers, **common)


def _standard_input(arguments: argparse.Namespace, checklist: Checklist, limits: Limits) -> ReportCard:
    known = arguments.known.of("")
    return check(
        sys.stdin.buffer,
        name="<stdin>",
        checklist=checklist,
        kind=arguments.kind or known.get("kind"),
        year=arguments.year or known.get("year"),
        fail_under=known.get("fail_under") if arguments.fail_under is None else arguments.fail_under,
        lang=arguments.lang,
        limits=limits,
        convert=arguments.convert,
    )


def options_for(checklist: Checklist, lang: str, *, color: bool = False) -> RenderOptions:
    """Return what reporters are told of a checklist."""
    return RenderOptions(
        lang=lang,
        color=color,
        version=lawcheck.__version__,
        checklist=(checklist.id, checklist.version),
        rules=rules_of(checklist, lang),
    )


def refuse_on_terminal(arguments: argparse.Namespace) -> None:
    """Refuse to print a binary format on a terminal.

    Raises:
        UsageError: It would be.
    """
    if arguments.output is None and sys.stdout.isatty():
        raise misuse("binary", where="--format", format=arguments.format)


def refuse_own_input(output: str | None, inputs: Iterable[str]) -> None:
    """Refuse to write over a report that is read.

    Raises:
        UsageError: The output is one of the inputs.
    """
    if output is None or not Path(output).exists():
        return
    for name in inputs:
        if Path(name).exists() and Path(name).samefile(output):
            raise misuse("same-file", where=output)


def write(chunks: Iterable[bytes], output: str | None) -> None:
    """Write to standard output, or to a file that is never left half written.

    Raises:
        UsageError: It cannot be written.
    """
    try:
        if output is None:
            for chunk in chunks:
                sys.stdout.buffer.write(chunk)
                sys.stdout.buffer.flush()
        else:
            _write_file(chunks, Path(output))
    except BrokenPipeError:
        raise  # the reader went away: that is no error of ours
    except OSError as error:
        raise misuse("unwritable", where=output or "stdout", why=error.strerror or error) from None


def _write_file(chunks: Iterable[bytes], target: Path) -> None:
    target = target.resolve()  # what a link points to is written, not the link
    if target.exists() and not target.is_file():
        with target.open("wb") as device:  # /dev/null, a pipe: there is nothing to put in its place
            for chunk in chunks:
                device.write(chunk)
        return
    import tempfile

    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)  # mkstemp is stricter than a file the user makes
        Path(temporary).replace(target)
        temporary = None
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
