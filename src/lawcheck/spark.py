"""Report texts in a data frame of Spark, verdicts in another (extra ``spark``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawcheck.arrow import batch_checker, columns_needed, output_schema, require
from lawcheck.pipeline import ChecklistLike

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_WHERE = "check_frame"


def check_frame(
    frame: DataFrame,
    *,
    checklist: ChecklistLike = None,
    kind: str | None = None,
    year: int | None = None,
    fail_under: float | None = None,
    lang: str = "zh",
) -> DataFrame:
    """Check a data frame of reports; lazy, as data frames are.

    Args:
        frame: Columns as for ``lawcheck.arrow.check_batch``. ``path`` should be one of them: without it a report is called by
            its number in its batch.
        checklist: As for ``check``. It is loaded here and sent to the workers, which need none of its files.
        kind: As for ``check_batch``.
        year: As for ``check_batch``.
        fail_under: As for ``check``.
        lang: As for ``check``.

    Returns:
        A data frame of ``lawcheck.arrow.output_schema``: a row for each report and leaf, in the order of the input's
        partitions and rows; one row with ``error`` for a report that could not be read.

    Raises:
        UsageError: pyspark is not installed, a wrong option, or neither column.
        ChecklistError: The checklist is wrong.
    """
    require("spark", "pyarrow", "pandas", "pyspark.sql.pandas.types", where=_WHERE, lang=lang)
    from pyspark.sql.pandas.types import from_arrow_schema

    needed = columns_needed(frame.columns, where=_WHERE, lang=lang)
    checker = batch_checker(checklist, kind=kind, year=year, fail_under=fail_under, lang=lang)
    return frame.select(*needed).mapInArrow(checker, from_arrow_schema(output_schema()))
