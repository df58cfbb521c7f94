"""Parquet, and Arrow tables: the rows of ``--format csv`` with types, for engines that work on columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from lawcheck.judge import ReportCard
from lawcheck.messages import misuse
from lawcheck.reporters.base import RenderOptions
from lawcheck.reporters.csv_ import COLUMNS, rows_of

_INTEGERS = ("year", "line", "column", "page")
_NUMBERS = ("score", "weight", "credit")
_GROUP = 500
"""Reports whose rows are written together."""


def render(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Yield a Parquet file, a group of reports at a time.

    Raises:
        UsageError: pyarrow is not installed; raised before the first card is asked for.
    """
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        raise misuse("missing-extra", detail="arrow", where="--format", lang=options.lang) from None
    return _written(parquet, iter(cards))


def _written(parquet: Any, cards: Iterator[ReportCard]) -> Iterator[bytes]:
    sink = _Sink()
    with parquet.ParquetWriter(sink, schema()) as writer:
        while group := list(islice(cards, _GROUP)):
            writer.write_batch(batch_of(group))
            yield sink.taken()
    yield sink.taken()


@cache
def schema() -> Any:
    """Return the ``pyarrow.Schema``: columns are only ever added to, at the end."""
    import pyarrow as pa

    types = {name: pa.int32() for name in _INTEGERS} | {name: pa.float64() for name in _NUMBERS}
    types["passed"] = pa.bool_()
    return pa.schema([pa.field(name, types.get(name, pa.string())) for name in COLUMNS])


def batch_of(cards: Iterable[ReportCard]) -> Any:
    """Return cards as a ``pyarrow.RecordBatch``: a row for each leaf, one for a report that could not be read."""
    import pyarrow as pa

    rows = [row for card in cards for row in rows_of(card)]
    columns = [pa.array([_clean(row.get(field.name)) for row in rows], field.type) for field in schema()]
    return pa.RecordBatch.from_arrays(columns, schema=schema())


def _clean(value: Any) -> Any:
    """Return a value that Arrow can hold: lone surrogates are no text there."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


class _Sink:
    """A file that is only written to, and gives away what was written."""

    closed = False

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self._at = 0

    def write(self, data: Any) -> int:
        chunk = bytes(data)
        self._chunks.append(chunk)
        self._at += len(chunk)
        return len(chunk)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def taken(self) -> bytes:
        data, self._chunks = b"".join(self._chunks), []
        return data
