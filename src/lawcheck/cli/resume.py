"""``lawcheck check --resume``: goes on with a run that was broken off, from what it had written.

The output grows beside its place, a line a report; what was written when the run broke off is kept, but for a last line
that is not whole. Only a run with the same rules and options finds it, and it gets its name when it is complete.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

import lawcheck
from lawcheck.messages import misuse
from lawcheck.readers import Found

FORMAT = "jsonl"
"""The one format that is a line a report."""

_OPTIONS = ("kind", "year", "fail_under", "lang", "limit", "convert", "known")


class Begun:
    """The output of a run as far as it goes.

    Args:
        arguments: Those of the run.
        digest: Of the checklist.

    Attributes:
        errors: Reports in it that could not be checked.
        failed: Reports in it that did not pass.
        done: Reports in it.

    Raises:
        UsageError: Another format, no output, or a file that cannot be read.
    """

    def __init__(self, arguments: argparse.Namespace, digest: str) -> None:
        if arguments.format != FORMAT or arguments.output is None or arguments.baseline or arguments.waivers:
            raise misuse("resume", where="--resume", lang=arguments.lang)
        self.lang = arguments.lang
        self.target = Path(arguments.output).resolve()
        if self.target.exists() and not self.target.is_file():
            # A device or a pipe: nothing is kept there.
            raise misuse("resume", where=arguments.output, lang=arguments.lang)
        said = [lawcheck.__version__, digest, *(getattr(arguments, name) for name in _OPTIONS)]
        mark = hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        self.path = self.target.with_name(f".{self.target.name}.{mark}.part")
        self.errors = self.failed = 0
        self.done = 0
        self._names = hashlib.sha256()
        self._end = 0
        try:
            with self.path.open("rb") as file:
                self._read(file)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise self._unwritable(error) from None

    def _read(self, file: Iterable[bytes]) -> None:
        """Take in the reports that are done, up to the first line that is not whole."""
        for line in file:
            try:
                report = json.loads(line) if line.endswith(b"\n") else None
            except ValueError:
                report = None
            if report is None:
                break
            self._end += len(line)
            self.done += 1
            self._names.update(_mark(report["path"]))
            if report["error"] is not None or _unchecked(report):
                self.errors += 1
            elif not report["passed"]:
                self.failed += 1

    def rest(self, reports: Iterable[Found]) -> Iterator[Found]:
        """Return the reports that are still to be checked.

        Raises:
            UsageError: Those that are done are no longer the first ones.
        """
        found = iter(reports)
        names = hashlib.sha256()
        for report in islice(found, self.done):
            # Standard input and open files have other names on the card; a resumed run has neither.
            names.update(_mark(report.name))
        if names.digest() != self._names.digest():
            raise misuse("resume", detail="changed", where=str(self.target), lang=self.lang, part=self.path.name)
        return found

    def write(self, lines: Iterable[bytes]) -> None:
        """Append the lines of the rest and give the file its name.

        Raises:
            UsageError: It cannot be written, or another run is at it.
        """
        try:
            with self.path.open("ab") as file:
                if not _locked(file) or os.fstat(file.fileno()).st_size < self._end:
                    raise misuse("resume", detail="busy", where=str(self.target), lang=self.lang)
                file.truncate(self._end)
                for line in lines:
                    file.write(line)
                    file.flush()
                os.fsync(file.fileno())
            self.path.replace(self.target)
        except OSError as error:
            raise self._unwritable(error) from None

    def _unwritable(self, error: OSError) -> Exception:
        return misuse("unwritable", where=str(self.target), lang=self.lang, why=error.strerror or error)


def _mark(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass") + b"\0"


def _unchecked(report: dict[str, Any]) -> bool:
    return any(
        leaf["status"] == "unchecked" for element in report["elements"] for leaf in element["parts"] or [element]
    )


def _locked(file: IO[bytes]) -> bool:
    """Keep other runs from the file, where the system can."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
