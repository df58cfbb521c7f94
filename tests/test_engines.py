"""Ray Data and Spark carry reports to other processes and bring the rows of ``check_batch`` back.

One engine of each for all tests here: they take their time to start. Spark runs on Java; without it, its tests are skipped.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.test_readme import ROOT, blocks

import lawcheck
from lawcheck.arrow import BatchChecker, batch_checker, check_batch, output_schema
from lawcheck.ray import check_dataset
from lawcheck.spark import check_frame

JAVA = shutil.which("java") or "JAVA_HOME" in os.environ
needs_java = pytest.mark.skipif(not JAVA, reason="Java is not installed; .ci/run installs it")

pytestmark = [
    # What the engines warn of inside themselves; what they warn our adapters of is an error as everywhere.
    pytest.mark.filterwarnings(r"ignore::DeprecationWarning:ray\..*"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]

DOCS = ROOT / "docs" / "outputs.md"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
CORPUS = {
    "path": [f"{at}.txt" for at in range(7)],
    "text": [TEXTS[0], None, TEXTS[1], "", TEXTS[2], TEXTS[3], TEXTS[0]],
    "kind": [None, None, "subdistrict", None, None, None, None],
    "year": [None, 2020, None, None, 2021, None, None],
    "other": [{"not": at} for at in range(7)],
}
TYPES = "path string, text string, kind string, year int, other map<string, int>"
OPTIONS = {"kind": None, "year": None, "fail_under": None, "lang": "zh"}
OURS = """
checklist: ours
version: 1.0.0
title: ours
extends: annual-report
threshold: 50
"""


def rows(*columns: str) -> list[dict[str, Any]]:
    named = zip(*(CORPUS[name] for name in columns), strict=True)
    return [dict(zip(columns, values, strict=True)) for values in named]


def expected(**options: Any) -> list[dict[str, Any]]:
    return check_batch(pa.record_batch(CORPUS), **options).to_pylist()


def in_any_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda row: (row["path"], row["leaf"] or ""))


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Stay in one folder: an engine's processes keep the one that they were started in."""
    with pytest.MonkeyPatch.context() as patch:
        found = tmp_path_factory.mktemp("engines")
        patch.chdir(found)
        for kind, name, _, text in blocks(DOCS):
            if kind == "file":
                Path(name).write_text(text, encoding="utf-8")
        yield found


@pytest.fixture(scope="module")
def ray(folder: Path) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")  # nothing leaves this machine
        patch.setenv("RAY_AUTH_MODE", "disabled")  # nothing is written to the home folder
        import ray

        ray.init(
            address="local",
            num_cpus=2,
            include_dashboard=False,
            object_store_memory=80 * 2**20,
            log_to_driver=False,
            logging_level=logging.ERROR,
            _node_ip_address="127.0.0.1",
        )
        ray.data.DataContext.get_current().execution_options.preserve_order = True
        yield ray
        ray.shutdown()


@pytest.fixture(scope="module")
def spark(folder: Path) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]")
        for name, value in {
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",  # starts sooner
            "spark.sql.shuffle.partitions": "2",
            "spark.log.level": "OFF",
        }.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        yield session
        session.stop()


# --- both


class Columns:
    """What has columns as the inputs of both engines have them, and can do no work."""

    def __init__(self, *names: str) -> None:
        self.names = self.columns = names

    def schema(self, fetch_if_missing: bool) -> Columns:
        assert not fetch_if_missing
        return self


@pytest.mark.parametrize("check", [check_dataset, check_frame])
def test_wrong_options_are_refused_before_any_work(check):
    given = Columns("text")
    for options, words in [
        ({"kind": "no such"}, "no such"),
        ({"year": 20}, "20"),
        ({"fail_under": 101}, "101"),
        ({"lang": "fr"}, "fr"),
    ]:
        with pytest.raises(lawcheck.UsageError, match=words):
            check(given, **options)
    with pytest.raises(lawcheck.ChecklistError, match="no-such"):
        check(given, checklist="no-such.yaml")
    with pytest.raises(lawcheck.UsageError, match="body, other") as caught:
        check(Columns("body", "other"), lang="en")
    assert caught.value.code == "no-column"


@pytest.mark.parametrize(
    ("check", "extra", "module"),
    [
        (check_dataset, "ray", "ray.data"),
        (check_dataset, "ray", "pyarrow"),
        (check_frame, "spark", "pyspark.sql.pandas.types"),
        (check_frame, "spark", "pandas"),
    ],
)
def test_without_the_engine_the_message_says_what_to_install(check, extra, module, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(lawcheck.UsageError) as caught:
        check(None, lang="en")
    assert caught.value.code == "missing-extra"
    assert caught.value.fix == f"Run: pip install 'lawcheck-cn[{extra}]'"


def test_a_checklist_is_unpacked_once_a_process(monkeypatch):
    from lawcheck import arrow

    loaded = []
    monkeypatch.setattr(arrow.pickle, "loads", lambda data: loaded.append(data) or lawcheck.load_checklist())
    packed = b"a checklist of this test"
    for _ in range(3):  # as a worker gets it anew with every task
        checker = BatchChecker(bytes(bytearray(packed)), batch_checker(None, **OPTIONS).options)
        assert sum(out.num_rows for out in checker([pa.record_batch({"text": TEXTS[:1]})] * 2)) == 150
    assert len(loaded) == 1


def test_many_reports_come_back_a_few_at_a_time(monkeypatch):
    monkeypatch.setattr("lawcheck.arrow._GROUP", 3)
    out = list(batch_checker(None, **OPTIONS)([pa.record_batch(CORPUS), pa.record_batch(CORPUS).slice(0, 0)]))
    assert len(out) == 3
    assert pa.Table.from_batches(out).to_pylist() == expected()


# --- Ray Data


def dataset_of(ray: Any, sizes: list[int], *columns: str) -> Any:
    table = pa.Table.from_pydict({name: CORPUS[name] for name in columns or CORPUS})
    starts = [sum(sizes[:at]) for at in range(len(sizes))]
    return ray.data.from_arrow([table.slice(at, size) for at, size in zip(starts, sizes, strict=True)])


@pytest.mark.parametrize("batch_size", [None, 2])
def test_ray_gives_the_rows_of_check_batch(ray, batch_size):
    out = check_dataset(dataset_of(ray, [3, 0, 1, 3]), batch_size=batch_size).materialize()
    assert out.schema().base_schema == output_schema()
    assert out.take_all() == expected()


def test_ray_sends_options_and_the_checklist_along(ray, tmp_path, monkeypatch):
    (tmp_path / "ours.yaml").write_text(OURS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    options = {"kind": "township", "year": 2022, "fail_under": 10, "lang": "en"}
    wanted = expected(checklist="ours.yaml", **options)
    assert {row["checklist_id"] for row in wanted} == {"ours"}
    given = ("ours.yaml", [tmp_path / "ours.yaml"], lawcheck.load_checklist("ours.yaml"))
    checked = [check_dataset(dataset_of(ray, [7]), checklist=checklist, **options) for checklist in given]
    (tmp_path / "ours.yaml").unlink()
    assert all(out.take_all() == wanted for out in checked)


def test_ray_reads_files(ray, tmp_path):
    for name, text in zip("ab", TEXTS, strict=False):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04")
    files = ray.data.read_binary_files(str(tmp_path), include_paths=True)
    found = check_dataset(files.rename_columns({"bytes": "content"})).take_all()
    codes = Counter((Path(row["path"]).name, row["error_code"]) for row in found)
    assert codes == {("a.txt", None): 75, ("b.txt", None): 75, ("broken.docx", "damaged"): 1}


def test_ray_says_of_unknown_columns_that_there_is_no_text_when_it_works(ray):
    hidden = dataset_of(ray, [7], "path").map_batches(lambda table: table, batch_format="pyarrow")
    checked = check_dataset(hidden, lang="en")
    with pytest.raises(Exception, match="There is no column text or content, only: path"):
        checked.materialize()


def test_ray_checks_what_is_left_of_filtered_blocks(ray):
    wanted = pc.field("path") == "6.txt"
    hidden = dataset_of(ray, [3, 4]).map_batches(lambda table: table.filter(wanted), batch_format="pyarrow")
    out = check_dataset(hidden).materialize()
    assert out.schema().base_schema == output_schema()
    assert out.take_all() == expected()[-75:]


# --- Spark


@needs_java
def test_spark_gives_the_rows_of_check_batch(spark):
    from pyspark.sql.pandas.types import from_arrow_schema

    frame = spark.createDataFrame(rows(*CORPUS), TYPES)
    out = check_frame(frame)
    assert out.schema == from_arrow_schema(output_schema())
    assert [row.asDict() for row in out.collect()] == expected()
    spread = check_frame(frame.repartition(3, "path"), fail_under=10)
    assert spread.rdd.getNumPartitions() == 3
    assert in_any_order([row.asDict() for row in spread.collect()]) == in_any_order(expected(fail_under=10))
    assert check_frame(frame.where("path = ''")).count() == 0


@needs_java
def test_spark_sends_the_checklist_along(spark, tmp_path, monkeypatch):
    (tmp_path / "ours.yaml").write_text(OURS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    frame = spark.createDataFrame(rows("path", "text"), "path string, text string").limit(1)
    checked = check_frame(frame, checklist="ours.yaml", lang="en")
    (tmp_path / "ours.yaml").unlink()
    assert {(row["path"], row["checklist_id"]) for row in checked.collect()} == {("0.txt", "ours")}


@needs_java
def test_spark_reads_files_and_years_that_are_words(spark, tmp_path):
    (tmp_path / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04")
    files = spark.read.format("binaryFile").load(str(tmp_path)).selectExpr("*", "'2019' as year")
    codes = Counter(
        (Path(row["path"]).name, row["year"], row["error_code"]) for row in check_frame(files).collect()
    )
    assert codes == {("a.txt", 2019, None): 75, ("broken.docx", None, "damaged"): 1}


# --- the examples of docs/outputs.md


EXAMPLES = [code for kind, name, _, code in blocks(DOCS) if (kind, name) == ("run", "python")]


def engine(code: str) -> str:
    return next(
        name
        for name in ("ray", "pyspark", "pandas", "polars", "duckdb")
        if f"import {name}" in code or f"from {name}" in code
    )


def test_there_is_an_example_of_every_engine():
    assert [engine(code) for code in EXAMPLES] == ["pandas", "polars", "duckdb", "ray", "pyspark"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(code, id=engine(code), marks=needs_java if engine(code) == "pyspark" else ())
        for code in EXAMPLES
    ],
)
def test_what_the_docs_show_is_what_happens(code, request, folder):
    running = {"ray": "ray", "pyspark": "spark"}.get(engine(code))
    if running:
        request.getfixturevalue(running)
    names: dict[str, Any] = {}
    exec(compile(code, DOCS.name, "exec"), names)
    if engine(code) == "ray":
        assert pq.read_table("verdicts").num_rows == 150
