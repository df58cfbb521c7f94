"""Report texts in columns, verdicts in columns: one function for every engine that speaks Arrow (extra ``arrow``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lawcheck.judge import ReportCard
from lawcheck.messages import misuse
from lawcheck.pipeline import ChecklistLike, check, check_text, checklist_of
from lawcheck.reporters.parquet import batch_of, schema

if TYPE_CHECKING:
    import pyarrow as pa

_OWN = ("path", "kind", "year")


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
            ``year`` say more of single reports where they are there and not null. Other columns are passed over.
        checklist: As for ``check``; loaded once a process.
        kind: Kind of body of reports that do not say their own.
        year: Reported year of reports that do not say their own.
        fail_under: As for ``check``.
        lang: As for ``check``.

    Returns:
        A batch of ``output_schema``: a row for each report and leaf, in input order; one row with ``error`` for a report
        that could not be read.

    Raises:
        UsageError: There is neither column, or a wrong option.
        ChecklistError: The checklist is wrong.
    """
    shared = {"checklist": checklist_of(checklist), "fail_under": fail_under, "lang": lang}
    return batch_of(_cards(batch, kind, year, shared))


def _cards(batch: Any, kind: str | None, year: int | None, shared: dict[str, Any]) -> Iterator[ReportCard]:
    names = set(batch.schema.names)
    source = next((name for name in ("text", "content") if name in names), None)
    if source is None:
        raise misuse("no-column", where="check_batch", lang=shared["lang"], columns=", ".join(batch.schema.names))
    columns = {name: batch.column(name).to_pylist() for name in _OWN if name in names}
    for at, value in enumerate(batch.column(source).to_pylist()):
        own = {name: column[at] for name, column in columns.items() if column[at] is not None}
        options = {"kind": own.get("kind", kind), "year": own.get("year", year), **shared}
        name = str(own.get("path", f"{at}"))
        if isinstance(value, str):
            yield check_text(value, name=name, **options)
        else:
            yield check(value or b"", name=name, **options)
