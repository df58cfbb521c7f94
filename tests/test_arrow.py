"""Reports in columns: the same verdicts as one by one, whichever engine carries them."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import lawcheck
from lawcheck.arrow import check_batch, output_schema
from lawcheck.cli.main import main
from lawcheck.reporters.csv_ import COLUMNS, rows_of

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
TEXTS = [path.read_text(encoding="utf-8") for path in SEEDS]
NAMES = [path.name for path in SEEDS]


def expected(*cards: lawcheck.ReportCard) -> list[dict[str, object]]:
    return [{name: row.get(name) for name in COLUMNS} for card in cards for row in rows_of(card)]


def test_texts_give_the_rows_of_their_cards_in_order():
    out = check_batch(pa.record_batch({"path": NAMES, "text": TEXTS}))
    cards = [lawcheck.check_text(text, name=name) for name, text in zip(NAMES, TEXTS, strict=True)]
    assert out.schema == output_schema()
    assert out.to_pylist() == expected(*cards)


def test_contents_are_read_as_files():
    data = SEEDS[0].read_bytes()
    out = check_batch(pa.record_batch({"content": pa.array([data, b"", None], pa.binary())}))
    errors = [row["error_code"] for row in out.to_pylist()]
    assert errors == [None] * 75 + ["empty", "empty"]
    assert out.column("path").to_pylist()[::75] == ["0", "1"]


def test_columns_say_more_of_single_reports():
    batch = pa.record_batch(
        {"text": [TEXTS[0]] * 3, "kind": ["subdistrict", None, None], "year": [2019, None, 2018]}
    )
    rows = check_batch(batch, kind="county-department", year=2021).to_pylist()[::75]
    assert [(row["kind"], row["year"]) for row in rows] == [
        ("subdistrict", 2019),
        ("county-department", 2021),
        ("county-department", 2018),
    ]


@pytest.mark.parametrize("years", [[2019.0, float("nan")], ["2019", None]])
def test_years_may_come_as_pandas_and_csv_hold_them(years):
    rows = check_batch(pa.record_batch({"text": [TEXTS[0]] * 2, "year": years}), year=2021).to_pylist()[::75]
    assert [row["year"] for row in rows] == [2019, 2021]


@pytest.mark.parametrize(
    ("column", "wrong", "code"),
    [("year", "last year", "bad-year"), ("year", "1066", "bad-year"), ("kind", "kingdom", "unknown-kind")],
)
def test_a_wrong_kind_or_year_in_one_row_is_told_in_that_row(column, wrong, code):
    batch = pa.record_batch({"path": NAMES[:2], "text": TEXTS[:2], column: [wrong, None]})
    first, *rest = check_batch(batch).to_pylist()
    assert (first["path"], first["error_code"], first["passed"]) == (NAMES[0], code, False)
    assert wrong in first["error"]
    assert rest == expected(lawcheck.check_text(TEXTS[1], name=NAMES[1]))


@pytest.mark.parametrize("options", [{"kind": "kingdom"}, {"year": 1066}, {"fail_under": 101}, {"lang": "fr"}])
def test_a_wrong_option_is_refused_before_any_report(options):
    with pytest.raises(lawcheck.UsageError):
        check_batch(pa.record_batch({"text": pa.array([], pa.string())}), **options)


@pytest.mark.parametrize("values", [[1, 2], [None, 1.5], [["法治"], None]])
def test_a_column_that_holds_no_reports_is_refused(values):
    with pytest.raises(lawcheck.UsageError) as caught:
        check_batch(pa.record_batch({"text": values}))
    assert caught.value.code == "bad-column"


def test_text_that_arrow_cannot_hold_is_mended():
    card = lawcheck.check_text("清溪镇2023年法治政府建设\ud800情况报告\n一、主要举措\n召开会议2次。\n")
    from lawcheck.reporters.parquet import batch_of

    assert batch_of([card]).num_rows == 75


@pytest.mark.parametrize("batch", [pa.record_batch({"body": ["x"]}), pa.record_batch({})])
def test_a_batch_without_reports_is_refused(batch):
    with pytest.raises(lawcheck.UsageError, match="text"):
        check_batch(batch)


def test_an_empty_batch_is_an_empty_batch():
    out = check_batch(pa.record_batch({"text": pa.array([], pa.string())}))
    assert (out.num_rows, out.schema) == (0, output_schema())


def test_parquet_holds_the_same_rows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in zip(NAMES, TEXTS, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["check", *NAMES, "empty.txt", "--format", "parquet", "-o", "out.parquet"]) == 2
    table = pq.read_table("out.parquet")
    assert table.schema.names == list(COLUMNS)
    cards = [lawcheck.check(name) for name in (*NAMES, "empty.txt")]
    assert table.to_pylist() == expected(*cards)


def test_the_same_bytes_come_of_the_same_reports(capsysbinary):
    from lawcheck.reporters import RenderOptions, find_reporter

    cards = [lawcheck.check_text(text, name=name) for name, text in zip(NAMES, TEXTS, strict=True)]
    first, second = (b"".join(find_reporter("parquet")(cards, RenderOptions())) for _ in range(2))
    assert first == second
    assert pq.read_table(io.BytesIO(first)).num_rows == 75 * len(SEEDS)


def test_pandas_polars_and_duckdb_take_it_as_it_is():
    out = pa.Table.from_batches([check_batch(pa.record_batch({"path": NAMES[:2], "text": TEXTS[:2]}))])
    missing = sum(row["status"] == "missing" for row in out.to_pylist())
    assert missing > 0
    assert (out.to_pandas()["status"] == "missing").sum() == missing
    assert polars.from_arrow(out).filter(polars.col("status") == "missing").height == missing
    assert duckdb.sql("select count(*) from out where status = 'missing'").fetchall() == [(missing,)]
    assert isinstance(out.to_pandas(), pandas.DataFrame)


def test_without_pyarrow_the_message_says_what_to_install(tmp_path, monkeypatch, capsys):
    (tmp_path / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert main(["check", str(tmp_path), "--format", "parquet", "-o", str(tmp_path / "o")]) == 2
    assert "lawcheck-cn[arrow]" in capsys.readouterr().err
