"""Report texts in a dataset of Ray Data, verdicts in another (extra ``ray``)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from lawcheck.arrow import BatchChecker, batch_checker, columns_needed, output_schema, require
from lawcheck.pipeline import ChecklistLike

if TYPE_CHECKING:
    import pyarrow as pa
    from ray.data import Dataset

_WHERE = "check_dataset"


def check_dataset(
    dataset: Dataset,
    *,
    checklist: ChecklistLike = None,
    kind: str | None = None,
    year: int | None = None,
    fail_under: float | None = None,
    lang: str = "zh",
    **map_batches_options: Any,
) -> Dataset:
    """Check a dataset of reports; lazy, as datasets are.

    Args:
        dataset: Columns as for ``lawcheck.arrow.check_batch``. ``path`` should be one of them: without it a report is
            called by its number in its batch.
        checklist: As for ``check``. It is loaded here and sent to the workers, which need none of its files.
        kind: As for ``check_batch``.
        year: As for ``check_batch``.
        fail_under: As for ``check``.
        lang: As for ``check``.
        **map_batches_options: Passed on to ``Dataset.map_batches``, such as ``batch_size``, ``num_cpus`` and ``memory``.

    Returns:
        A dataset of ``lawcheck.arrow.output_schema``: a row for each report and leaf, the rows of a batch in their order, and
        the batches as Ray orders them (``DataContext.execution_options.preserve_order``). One row with ``error`` for a
        report that could not be read. Ray gives a dataset without rows no schema.

    Raises:
        UsageError: Ray Data is not installed, a wrong option, or neither column. Where Ray does not know the columns yet,
            the last comes of the work, as the cause of Ray's own error.
        ChecklistError: The checklist is wrong.
    """
    require("ray", "pyarrow", "ray.data", where=_WHERE, lang=lang)
    known = dataset.schema(fetch_if_missing=False)
    needed = columns_needed(known.names, where=_WHERE, lang=lang) if known is not None else []
    checker = batch_checker(checklist, kind=kind, year=year, fail_under=fail_under, lang=lang)
    reports = dataset.select_columns(needed) if needed else dataset
    return reports.map_batches(
        partial(_check_reports, checker=checker), batch_format="pyarrow", **map_batches_options
    )


def _check_reports(table: pa.Table, checker: BatchChecker) -> Iterator[pa.Table]:
    import pyarrow as pa

    if table.num_rows == 0:
        yield output_schema().empty_table()
    for batch in checker(table.to_batches()):
        yield pa.Table.from_batches([batch])
