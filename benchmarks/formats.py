"""What reading costs, by format: milliseconds a file, and the share of the whole from file to report card.

    python -m benchmarks.formats [--rounds N]

The same five samples in every format, as ``tests/samples.py`` makes them. Reading is timed inside the process that
reads (processor time) and as the caller sees it (the clock, with the way to the reading process and back).
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from tests.samples import SAMPLES, converted, docx_numbered

from lawcheck.checklist import load_checklist
from lawcheck.document import parse
from lawcheck.judge import judge
from lawcheck.readers import Limits, read_bytes
from lawcheck.readers.base import read_here

SEEDS = sorted((Path(__file__).resolve().parents[1] / "seeds").glob("*.txt"))
FORMATS = (
    "utf-8.txt",
    "gb18030.txt",
    "numbered.docx",
    "edited.docx",
    "plain.ofd",
    "site.html",
    "saved.mhtml",
    "pages.pdf",
)
FILES = Path(__file__).resolve().parents[1] / "tests" / "readers" / "files"


def timed(work: Callable[[], object], rounds: int, clock: Callable[[], float]) -> float:
    """Return the median time of one call, in seconds."""
    spent = []
    for _ in range(rounds):
        began = clock()
        work()
        spent.append(clock() - began)
    return statistics.median(spent)


def files(name: str) -> list[bytes]:
    """Return the samples in a format."""
    return [SAMPLES[name](path.read_text(encoding="utf-8")) for path in SEEDS]


def old_files(suffix: str) -> list[bytes]:
    """Return the samples as LibreOffice writes them, or the fixtures of the tests where it is absent."""
    texts = [path.read_text(encoding="utf-8") for path in SEEDS]
    made = [converted(docx_numbered(text, restarts=False), suffix) for text in texts[:1]]
    if made[0] is None:
        return [path.read_bytes() for path in sorted(FILES.glob(f"verdict-*.{suffix}"))]
    made += [converted(docx_numbered(text, restarts=False), suffix) for text in texts[1:]]
    return [data for data in made if data is not None]


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    limits, checklist = Limits(), load_checklist()
    rows = {name: files(name) for name in FORMATS}
    rows |= {f"lists.{suffix}": old_files(suffix) for suffix in ("doc", "rtf")}
    print(f"{'format':16s} {'kB':>6s} {'read ms':>8s} {'seen ms':>8s} {'whole ms':>9s} {'share':>6s}")
    for name, samples in rows.items():
        if not samples:
            print(f"{name:16s} no samples")
            continue
        sources = [read_here(data, name, limits) for data in samples]
        for data in samples:
            read_bytes(data, name, limits)  # the reading process is there before the clock runs

        def inside(name: str = name, samples: list[bytes] = samples) -> None:
            for data in samples:
                read_here(data, name, limits)

        def seen(name: str = name, samples: list[bytes] = samples) -> None:
            for data in samples:
                read_bytes(data, name, limits)

        read = timed(inside, rounds, time.process_time) / len(samples)
        outside = timed(seen, rounds, time.perf_counter) / len(samples)
        rest = timed(lambda sources=sources: [judge(parse(s), checklist) for s in sources], 3, time.process_time)  # type: ignore[misc]
        whole = outside + rest / len(samples)
        size = sum(map(len, samples)) / len(samples) / 1000
        print(
            f"{name:16s} {size:6.1f} {1000 * read:8.2f} {1000 * outside:8.2f} {1000 * whole:9.1f} {outside / whole:6.1%}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
