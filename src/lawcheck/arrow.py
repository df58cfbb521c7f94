"""Report texts in columns, verdicts in columns: one function for every engine that speaks Arrow (extra ``arrow``)."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any

from lawcheck.checklist import Checklist
from lawcheck.errors import UsageError
from lawcheck.judge import ReportCard, error_card
from lawcheck.messages import misuse
from lawcheck.pipeline import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    ChecklistLike,
    check,
    check_text,
    checklist_of,
    known_options,
)
from lawcheck.reporters.parquet import batch_of, schema

if TYPE_CHECKING:
    import pyarrow as pa

_OWN = ("path", "kind", "year")
_GROUP = 200
"""Reports whose rows a ``BatchChecker`` gives together: each has many rows, and engines send large batches."""


def output_schema() -> pa.Schema:
    """Return the schema of what ``check_batch`` returns: the columns of ``--format csv``, typed."""
    found: pa.Schema = schema()
    return found


def check_batch(
    batch: pa.RecordBatch,
    *,
    checklist: ChecklistLike = None,
    kind: str | None = None,
    year: int | None = None,
    fail_under: float | None = None,
    lang: str = "zh",
) -> pa.RecordBatch:
    """Check a batch of reports.

    Args:
        batch: Column ``text`` (the reports' text) or ``content`` (the bytes of their files); columns ``path``, ``kind`` and
            ``year`` say more of single reports where they are there and not null. Other columns are passed over. A report
            without a path is called by its number in the batch.
        checklist: As for ``check``; loaded once a process.
        kind: Kind of body of reports that do not say their own.
        year: Reported year of reports that do not say their own.
        fail_under: As for ``check``.
        lang: As for ``check``.

    Returns:
        A batch of ``output_schema``: a row for each report and leaf, in input order; one row with ``error`` for a report
        that could not be read, or whose own kind or year is none.

    Raises:
        UsageError: There is neither column, it holds something else, or a wrong option.
        ChecklistError: The checklist is wrong.
    """
    rules = checklist_of(checklist)
    known_options(rules, kind, year, fail_under, lang)
    shared = {"checklist": rules, "fail_under": fail_under, "lang": lang}
    return batch_of(_cards(batch, kind, year, shared))


@dataclass(frozen=True)
class BatchChecker:
    """``check_batch`` with its options, made to be sent to other processes: what the engines of this package work with.

    Args:
        packed: The compiled checklist, pickled. It goes along, since a worker may have no file of the driver's, and
            is unpacked once a process, however many batches and tasks there are.
        options: The other options of ``check_batch``.
    """

    packed: bytes
    options: dict[str, Any]

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the rows of some batches, in order and a few reports at a time; nothing for no reports."""
        shared = {**self.options, "checklist": _unpacked(self.packed)}
        kind, year = shared.pop("kind"), shared.pop("year")
        for batch in batches:
            cards = _cards(batch, kind, year, shared)
            while group := list(islice(cards, _GROUP)):
                yield batch_of(group)


def batch_checker(checklist: ChecklistLike, **options: Any) -> BatchChecker:
    """Return what checks batches in other processes; what is wrong is said here, before any work starts.

    Args:
        checklist: As for ``check``; loaded here.
        **options: ``kind``, ``year``, ``fail_under`` and ``lang``, as for ``check_batch``.

    Raises:
        ChecklistError: The checklist is wrong.
        UsageError: A wrong option.
    """
    rules = checklist_of(checklist)
    known_options(rules, **options)
    return BatchChecker(pickle.dumps(rules), options)


@lru_cache(maxsize=4)
def _unpacked(packed: bytes) -> Checklist:
    checklist: Checklist = pickle.loads(packed)
    return checklist


def columns_needed(names: Collection[str], *, where: str, lang: str) -> list[str]:
    """Return those of an engine's columns that a check takes: the others need not be sent to the workers.

    Raises:
        UsageError: There is neither ``text`` nor ``content``.
    """
    return [_source(names, where=where, lang=lang), *(name for name in _OWN if name in names)]


def require(extra: str, *modules: str, where: str, lang: str) -> None:
    """Refuse to go on where an extra is not installed.

    Raises:
        UsageError: One of its modules is missing.
    """
    try:
        for name in modules:
            import_module(name)
    except ImportError:
        raise misuse("missing-extra", detail=extra, where=where, lang=lang) from None


def _source(names: Collection[str], *, where: str, lang: str) -> str:
    for name in ("text", "content"):
        if name in names:
            return name
    raise misuse("no-column", where=where, lang=lang, columns=", ".join(names))


def _cards(batch: Any, kind: str | None, year: int | None, shared: dict[str, Any]) -> Iterator[ReportCard]:
    names, lang = batch.schema.names, shared["lang"]
    source = _source(names, where="check_batch", lang=lang)
    columns = {name: batch.column(name).to_pylist() for name in _OWN if name in names}
    for at, value in enumerate(batch.column(source).to_pylist()):
        if not isinstance(value, str | bytes | None):
            raise misuse("bad-column", where=source, lang=lang, column=source, type=type(value).__name__)
        own = {name: column[at] for name, column in columns.items() if _told(column[at])}
        name = str(own.get("path", f"{at}"))
        try:
            said = _year(own["year"], lang) if "year" in own else year
            card = _checked(value, {"name": name, "kind": own.get("kind", kind), "year": said, **shared})
        except UsageError as error:
            # The options are right: what is wrong stands in this row, and takes no other report with it.
            card = error_card(name, error, shared["checklist"], lang=lang)
        yield card


def _checked(value: str | bytes | None, options: dict[str, Any]) -> ReportCard:
    return check_text(value, **options) if isinstance(value, str) else check(value or b"", **options)


def _told(value: Any) -> bool:
    """Say whether a column tells anything here: where pandas has been, a missing year is NaN, which differs from itself."""
    return value is not None and value == value


def _year(value: Any, lang: str) -> int:
    """Return a year from a column: engines that read CSV hold it as a string, pandas as a float."""
    try:
        return int(value)
    except (TypeError, ValueError):
        raise misuse(
            "bad-year", where="year", lang=lang, year=value, first=EARLIEST_YEAR, last=LATEST_YEAR
        ) from None
