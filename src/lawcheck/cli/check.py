"""``lawcheck check``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from lawcheck.cli.main import EXIT_PASSED, EXIT_UNCHECKED
from lawcheck.cli.output import options_for, refuse_on_terminal, refuse_own_input, write
from lawcheck.cli.tally import Tally, line_of
from lawcheck.judge import ReportCard
from lawcheck.messages import misuse, say
from lawcheck.pipeline import Rules, check, check_found, check_many, known_kind
from lawcheck.readers import Found, Limits, Walk
from lawcheck.reporters import find_reporter, printable

if TYPE_CHECKING:
    from lawcheck.acceptances import Accepting
    from lawcheck.checklist import Checklist

T = TypeVar("T")

_STDIN = "-"
_SHOWN = 5
_LONG = 30
"""Reports from which on a run is long."""

_PER_JOB = 16

_REMEMBERED = 4_000
"""Reports up to which a run remembers them: a corpus is checked once."""

_KEPT = 1_000
"""Reports from which on their paths are not kept in memory."""


def check_command(arguments: argparse.Namespace) -> int:
    """Check everything named and return 0, 1 or 2."""
    reporter = find_reporter(arguments.format)
    refuse_on_terminal(arguments)
    rules, limits, reports = found_by(arguments, arguments.paths)
    tally, left = Tally(), len(reports)
    rest: Iterable[Found] = reports
    begun = None
    if arguments.resume:
        from lawcheck.cli.resume import Begun

        begun = Begun(arguments, rules.head[2])
        tally, left, rest = Tally(begun.errors, begun.failed), left - begun.done, begun.rest(reports)
    accepting = _accepting(arguments, rules)
    if arguments.format == "jsonl" and accepting is None and _jobs(arguments, left) > 1:
        chunks = tally.watch_lines(_with_progress(_lines_of(arguments, rest, left, limits), left))
    else:
        judged = _with_progress(cards_of(arguments, rest, left, rules, limits), left)
        to_terminal = arguments.output is None and sys.stdout.isatty()
        options = options_for(rules, arguments.lang, color=to_terminal and not os.environ.get("NO_COLOR"))
        chunks = reporter(tally.watch(accepting.apply(judged) if accepting else judged), options)
    if begun is not None:
        begun.write(chunks)
    else:
        write(chunks, arguments.output)
    for complaint in accepting.complaints(arguments.lang) if accepting else ():
        print(f"lawcheck: {printable(complaint)}", file=sys.stderr)
    # A file left out of a folder that was named says nothing of the reports; an unreadable report does.
    return tally.code()


class Reports:
    """The reports behind some paths. Of a large corpus they are looked for again rather than kept.

    Args:
        paths: Files, folders and archives.
        limits: How much is read.
        output: What is written, and must be none of them.

    Attributes:
        left_out: Files that are no reports, as ``Walk`` tells.
        outside: Links that are not followed, likewise.

    Raises:
        UsageError: There is none, or the output is one of them.
    """

    def __init__(self, paths: Iterable[str], limits: Limits, output: str | None) -> None:
        self._paths, self._limits = list(paths), limits
        walk = Walk(limits)
        self._first: list[Found] = []
        self._count = 0
        overwrites = output is not None and Path(output).exists()
        for report in walk.find(self._paths):
            if overwrites:
                refuse_own_input(output, [report.path])
            self._count += 1
            if self._count <= _KEPT:
                self._first.append(report)
        if self._count > _KEPT:
            self._first.clear()
        self.left_out, self.outside = walk.left_out, walk.outside
        if not self._count:
            raise misuse("nothing-to-check", where=" ".join(self._paths))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Found]:
        return iter(self._first) if self._count <= _KEPT else Walk(self._limits).find(self._paths)


def found_by(arguments: argparse.Namespace, paths: Iterable[str]) -> tuple[Rules, Limits, Reports]:
    """Return what a run over many reports begins with; what was left out is told.

    Raises:
        UsageError: A wrong option, no report, or an output that is one of the reports.
    """
    rules = Rules(arguments.checklist or None)
    rules.refuse_wrong(remember=True)
    if arguments.kind is not None:
        arguments.kind = known_kind(arguments.kind, rules.checklist, arguments.lang)
    limits = Limits.of_settings(arguments.limit)
    reports = Reports(paths, limits, arguments.output)
    _say_left_out(reports, arguments.lang)
    return rules, limits, reports


def _with_progress(done: Iterator[T], total: int) -> Iterator[T]:
    """Show how far a long run has come, on a terminal's standard error, where rich is installed."""
    if total < _LONG or not sys.stderr.isatty():
        return done
    try:
        from rich.console import Console
        from rich.progress import track
    except ImportError:
        return done
    shown = track(done, description="lawcheck", total=total, console=Console(stderr=True), transient=True)
    return iter(shown)


def baseline_command(arguments: argparse.Namespace) -> int:
    """Write a baseline of the problems that reports have today; 2 when one of them could not be checked."""
    rules, limits, reports = found_by(arguments, arguments.paths)
    tally = Tally()
    cards = list(tally.watch(cards_of(arguments, reports, len(reports), rules, limits)))
    for card in cards:
        if card.error is not None:
            print(f"lawcheck: {printable(card.path)}: {printable(card.error)}", file=sys.stderr)
    readable = [card for card in cards if card.error is None]
    from lawcheck.acceptances import baseline_of

    write([baseline_of(readable, Path(arguments.output).parent)], arguments.output)
    return EXIT_UNCHECKED if tally.errors else EXIT_PASSED


def _accepting(arguments: argparse.Namespace, rules: Rules) -> Accepting | None:
    if arguments.baseline is None and arguments.waivers is None:
        return None  # what reads these files takes longer to import than a report takes to check
    from datetime import date

    from lawcheck.acceptances import load_acceptances

    accepting = load_acceptances(arguments.baseline, arguments.waivers, date.today())
    checklist = rules.checklist
    accepting.refuse_unknown((*checklist.names, *(rule.id for rule in checklist.integrity)), arguments.lang)
    return accepting


def _say_left_out(reports: Reports, lang: str) -> None:
    for names, why in ((reports.left_out, "check.left_out"), (reports.outside, "check.outside")):
        if names:
            more = f" … (+{len(names) - _SHOWN})" if len(names) > _SHOWN else ""
            shown = printable(", ".join(names[:_SHOWN]))
            print(f"lawcheck: {say(why, lang, count=len(names), names=shown)}{more}", file=sys.stderr)


def cards_of(
    arguments: argparse.Namespace, reports: Iterable[Found], count: int, rules: Rules, limits: Limits
) -> Iterator[ReportCard]:
    """Yield the cards of so many reports, in as many processes as the settings allow."""
    options = _options(arguments, count, limits)
    if _STDIN not in getattr(arguments, "paths", ()):
        jobs = _jobs(arguments, count)
        yield from check_many(reports, jobs=jobs, checklist=arguments.checklist or None, **options)
        return
    for report in reports:
        if report.name == _STDIN:
            yield _standard_input(arguments, rules.checklist, limits)
        else:
            yield check_found(report, rules, **options)


def _lines_of(
    arguments: argparse.Namespace, reports: Iterable[Found], count: int, limits: Limits
) -> Iterator[tuple[str, bytes]]:
    """Yield what became of so many reports and their lines of ``jsonl``, made by the processes that checked them."""
    from lawcheck.workers import check_in_processes

    return check_in_processes(
        reports,
        jobs=_jobs(arguments, count),
        finish=line_of,
        checklist=arguments.checklist or None,
        **_options(arguments, count, limits),
    )


def _jobs(arguments: argparse.Namespace, count: int) -> int:
    """Return how many processes so many reports are worth; standard input is read in this one."""
    if _STDIN in getattr(arguments, "paths", ()):
        return 1
    return min(getattr(arguments, "jobs", 0) or os.cpu_count() or 1, -(-count // _PER_JOB))


def _options(arguments: argparse.Namespace, count: int, limits: Limits) -> dict[str, Any]:
    """Return what ``check_many`` is told of so many reports."""
    return {
        "kind": arguments.kind,
        "year": arguments.year,
        "fail_under": getattr(arguments, "fail_under", None),
        "lang": arguments.lang,
        "limits": limits,
        "convert": arguments.convert,
        "known": arguments.known,
        "remember": count <= _REMEMBERED,
    }


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
