"""``lawcheck check``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import lawcheck
from lawcheck.checklist import Checklist, load_checklist
from lawcheck.cli.main import EXIT_FAILED, EXIT_PASSED, EXIT_UNCHECKED
from lawcheck.errors import UsageError
from lawcheck.judge import ReportCard
from lawcheck.pipeline import check, check_many, known_kind
from lawcheck.reporters import RenderOptions, find_reporter, printable

SUFFIXES = (".txt", ".md", ".markdown", ".text")
"""Files of a folder that are taken for reports."""

_NOT_REPORTS = ("readme", "license", "changelog", "contributing")
_PER_JOB = 16


def check_command(arguments: argparse.Namespace) -> int:
    """Check everything named and return 0, 1 or 2."""
    reporter = find_reporter(arguments.format)
    checklist = load_checklist(arguments.checklist) if arguments.checklist else load_checklist()
    known_kind(arguments.kind, checklist)
    paths, left_out = collect(arguments.paths)
    if left_out:
        print(
            f"lawcheck: {len(left_out)} 个文件不是 .txt/.md，没有检查 not checked: {printable(', '.join(left_out[:5]))}",
            file=sys.stderr,
        )
    if not paths:
        raise UsageError(
            "没有找到可检查的文件。",
            where=" ".join(arguments.paths),
            fix="请给出 .txt 或 .md 文件，或包含它们的文件夹。",
        )
    tally = _Tally()
    cards = tally.watch(_cards(arguments, paths, checklist))
    to_terminal = arguments.output is None and sys.stdout.isatty()
    options = RenderOptions(
        lang=arguments.lang,
        color=to_terminal and not os.environ.get("NO_COLOR"),
        version=lawcheck.__version__,
        checklist=(checklist.id, checklist.version),
    )
    write(reporter(cards, options), arguments.output)
    # A file left out of a folder that was named says nothing of the reports; an unreadable report does.
    return tally.code()


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


def _cards(arguments: argparse.Namespace, paths: list[str], checklist: Checklist) -> Iterator[ReportCard]:
    common = {
        "kind": arguments.kind,
        "year": arguments.year,
        "fail_under": arguments.fail_under,
        "lang": arguments.lang,
    }
    if "-" in paths:
        for path in paths:
            if path == "-":
                yield check(sys.stdin.buffer, name="<stdin>", checklist=checklist, **common)
            else:
                yield check(path, checklist=checklist, **common)
        return
    jobs = arguments.jobs if arguments.jobs > 0 else (os.cpu_count() or 1)
    jobs = min(jobs, -(-len(paths) // _PER_JOB))
    layers = arguments.checklist or None
    yield from check_many(paths, jobs=jobs, checklist=checklist if jobs <= 1 else layers, **common)


def collect(names: list[str]) -> tuple[list[str], list[str]]:
    """Return the files to check, in a fixed order, and the names of those in folders that are no reports."""
    found: list[str] = []
    left_out: list[str] = []
    for name in names:
        path = Path(name)
        if name == "-" or not path.is_dir():
            found.append(name)
            continue
        for file in sorted(path.rglob("*"), key=lambda p: p.as_posix()):
            inside = file.relative_to(path).parts
            if not file.is_file() or any(part.startswith(".") for part in inside):
                continue
            if file.stem.lower().startswith(_NOT_REPORTS):
                continue
            if file.suffix.lower() in SUFFIXES:
                found.append(file.as_posix())
            else:
                left_out.append(file.as_posix())
    return found, left_out


def write(chunks: Iterable[bytes], output: str | None) -> None:
    """Write to standard output, or to a file that is never left half written.

    Raises:
        UsageError: The file cannot be written.
    """
    if output is None:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
        return
    target = Path(output)
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
    except OSError as error:
        raise UsageError(f"写不进去：{error.strerror or error}", where=output, fix="请换一个可写的位置。") from None
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
