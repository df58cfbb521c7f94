"""A large corpus: a run that is killed and goes on, the memory of its parent, and the same rows from every engine.

    python -m benchmarks.endurance [--reports N] [--kills N] [--engines] [--write]

Makes N short reports, checks them in one run without a break and in one that is killed (``kill -9``) at random moments and
resumed each time, and compares the outputs byte by byte. The memory is that of the parent of two processes, at a twentieth of
the corpus and at all of it. ``--engines`` sends the same corpus through ``check_batch`` alone, Ray Data and Spark, where these are
installed, and compares their rows. ``--write`` puts the figures into docs/performance.md.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.corpus import reports
from benchmarks.page import write_figures
from benchmarks.speed import peak_of_parent, some_of

CHARACTERS = 300
"""Length of a report: it is their number that counts here."""


def main() -> int:
    """Print what came of it; 1 when outputs differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7, help="decides when the run is killed")
    parser.add_argument("--engines", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "reports"
        folder.mkdir()
        for name, text in reports(arguments.reports, characters=CHARACTERS):
            (folder / name).write_text(text, encoding="utf-8")
        lines, same = _killed_and_resumed(Path(place), arguments.reports, arguments.kills, arguments.seed)
        lines += _memory(folder, arguments.reports)
        if arguments.engines:
            more, equal = _engines(folder)
            lines, same = lines + more, same and equal
    figures = "\n".join(lines) + "\n"
    print(figures)
    if arguments.write:
        write_figures("endurance", figures)
    return 0 if same else 1


# -- killed and resumed


def _killed_and_resumed(place: Path, count: int, kills: int, seed: int) -> tuple[list[str], bool]:
    began = time.perf_counter()
    _run(place, "whole.jsonl").wait()
    whole = time.perf_counter() - began
    chance = random.Random(seed)
    broken = []
    for _ in range(kills):
        run = _run(place, "broken.jsonl", "--resume")
        time.sleep(whole * chance.uniform(0.1, 0.9) / kills)  # a moment that nobody chose
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        parts = [part.stat().st_size for part in place.glob(".broken.jsonl.*.part")]
        broken.append(sum(parts))
    _run(place, "broken.jsonl", "--resume").wait()
    expected, found = (place / "whole.jsonl").read_bytes(), (place / "broken.jsonl").read_bytes()
    shares = ", ".join(f"{size / len(expected):.0%}" for size in broken)
    same = expected == found and expected.count(b"\n") == count
    return [
        f"{count:,} reports of some {CHARACTERS} characters, {count / whole:.0f} a second with two processes. Killed when {shares} "
        f"of the output were written and resumed each time: the output of {len(expected):,} bytes "
        f"{'is that of the unbroken run, byte for byte' if same else 'DIFFERS from that of the unbroken run'}.",
        "",
    ], same


def _run(place: Path, output: str, *options: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "lawcheck",
        "check",
        "reports",
        "--format",
        "jsonl",
        "-o",
        output,
        "--jobs",
        "2",
    ]
    return subprocess.Popen(
        [*command, *options],
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


# -- memory


def _memory(folder: Path, count: int) -> list[str]:
    lines = ["| reports in one run | peak memory of the parent, MB |", "| ---: | ---: |"]
    with some_of(folder, max(1, count // 20)) as some:
        lines.append(f"| {count // 20:,} | {peak_of_parent(some):.1f} |")
    lines.append(f"| {count:,} | {peak_of_parent(folder):.1f} |")
    return [*lines, ""]


# -- engines


def _engines(folder: Path) -> tuple[list[str], bool]:
    """Return the rows of every engine as a digest that does not depend on the order of batches."""
    import pyarrow as pa

    from lawcheck.arrow import check_batch

    paths = sorted(folder.iterdir())
    table = pa.table({"path": [p.name for p in paths], "text": [p.read_text(encoding="utf-8") for p in paths]})
    found: dict[str, tuple[int, str]] = {
        "`check_batch` alone": _digest(check_batch(batch) for batch in table.to_batches(max_chunksize=500))
    }
    for name, rows in (("Ray Data", _ray), ("Spark", _spark)):
        try:
            found[name] = _digest(rows(table))
        except ImportError:
            continue
    lines = ["| engine | rows | digest of the rows |", "| --- | ---: | --- |"]
    lines += [f"| {name} | {rows:,} | {digest[:16]} |" for name, (rows, digest) in found.items()]
    return [*lines, ""], len(set(found.values())) == 1


def _ray(table: Any) -> Iterator[Any]:
    os.environ["RAY_AUTH_MODE"] = "disabled"  # no token is left behind in the user's folder
    import ray

    from lawcheck.ray import check_dataset

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    ray.data.DataContext.get_current().enable_progress_bars = False
    try:
        made = check_dataset(ray.data.from_arrow(table).repartition(8), batch_size=500)
        yield from made.iter_batches(batch_format="pyarrow", batch_size=50_000)
    finally:
        ray.shutdown()


def _spark(table: Any) -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable  # the workers' Python, which must have lawcheck
    from pyspark.sql import SparkSession

    from lawcheck.spark import check_frame

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    try:
        with tempfile.TemporaryDirectory() as folder:
            import pyarrow.parquet as parquet

            parquet.write_table(table, f"{folder}/reports.parquet", row_group_size=2_500)
            checked = check_frame(session.read.parquet(f"{folder}/reports.parquet").repartition(8))
            checked.write.parquet(f"{folder}/verdicts")
            for path in sorted(Path(folder, "verdicts").glob("*.parquet")):
                yield from parquet.ParquetFile(path).iter_batches()
    finally:
        session.stop()


def _digest(batches: Iterable[Any]) -> tuple[int, str]:
    """Return how many rows there are, and the sum of their digests: the same whatever order they come in."""
    count = total = 0
    for batch in batches:
        for row in batch.to_pylist():
            count += 1
            total += int.from_bytes(hashlib.sha256(repr(sorted(row.items())).encode()).digest(), "big")
    return count, f"{total % (1 << 256):064x}"


if __name__ == "__main__":
    raise SystemExit(main())
