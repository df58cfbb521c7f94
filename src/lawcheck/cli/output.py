"""What commands share: where their output goes, and what reporters are told."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, overload

import lawcheck
from lawcheck.messages import misuse
from lawcheck.pipeline import Rules
from lawcheck.reporters import RenderOptions

if TYPE_CHECKING:
    from lawcheck.reporters import RuleInfo

BINARY = ("xlsx", "parquet", "docx")
"""Formats that no terminal shows."""


class _Told(Sequence["RuleInfo"]):
    """What reporters are told of rules, made when one of them asks: most do not, and loading a checklist takes time."""

    def __init__(self, rules: Rules, lang: str) -> None:
        self._rules, self._lang = rules, lang

    @cached_property
    def _all(self) -> tuple[RuleInfo, ...]:
        from lawcheck.reporters import rules_of

        return rules_of(self._rules.checklist, self._lang)

    @overload
    def __getitem__(self, at: int) -> RuleInfo: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[RuleInfo]: ...
    def __getitem__(self, at: int | slice) -> RuleInfo | Sequence[RuleInfo]:
        return self._all[at]

    def __len__(self) -> int:
        return len(self._all)


def options_for(rules: Rules, lang: str, *, color: bool = False) -> RenderOptions:
    """Return what reporters are told of a checklist."""
    return RenderOptions(
        lang=lang,
        color=color,
        version=lawcheck.__version__,
        checklist=rules.head[:2],
        rules=_Told(rules, lang),
    )


def refuse_on_terminal(arguments: argparse.Namespace) -> None:
    """Refuse to print a binary format on a terminal.

    Raises:
        UsageError: It would be.
    """
    if arguments.format in BINARY and arguments.output is None and sys.stdout.isatty():
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
        UsageError: The file cannot be written.
    """
    if output is None:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
        return
    try:
        _write_file(chunks, Path(output))
    except OSError as error:
        raise misuse("unwritable", where=output, why=error.strerror or error) from None


def _write_file(chunks: Iterable[bytes], target: Path) -> None:
    target = target.resolve()  # what a link points to is written, not the link
    if target.exists() and not target.is_file():
        with target.open("wb") as device:  # /dev/null, a pipe: there is nothing to put in its place
            for chunk in chunks:
                device.write(chunk)
        return
    import tempfile  # takes as long to import as a short report to write

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
