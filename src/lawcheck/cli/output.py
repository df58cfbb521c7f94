"""What commands share: where their output goes, and what reporters are told."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import lawcheck
from lawcheck.checklist import Checklist
from lawcheck.messages import misuse
from lawcheck.reporters import RenderOptions, rules_of

BINARY = ("xlsx", "parquet", "docx")
"""Formats that no terminal shows."""


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
