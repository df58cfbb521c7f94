"""Reports per second per core, and the share of each stage, on the five samples.

    python -m benchmarks.stages [--rounds N]

Stages are timed one after the other over the same reports, so that what a stage takes includes what it makes the
next one carry. Processor time, not the clock on the wall: other load on the machine counts less.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lawcheck.checklist import Checklist, load_checklist
from lawcheck.document import parse
from lawcheck.judge import judge
from lawcheck.match import Matcher
from lawcheck.match.scan import Engine, Hits
from lawcheck.readers import load_source
from lawcheck.reporters import RenderOptions, find_reporter

SEEDS = sorted((Path(__file__).resolve().parents[1] / "seeds").glob("*.txt"))


def timed(work: Callable[[], object], rounds: int) -> float:
    """Return the median processor time of one call, in seconds."""
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return statistics.median(spent)


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds

    began = time.process_time()
    checklist: Checklist = load_checklist()
    loading = time.process_time() - began
    sources = [load_source(path) for path in SEEDS]
    characters = sum(len(s.text) for s in sources) / len(sources)
    documents = [parse(source) for source in sources]
    cards = [judge(document, checklist) for document in documents]
    options = RenderOptions()

    scanner = Engine.of(checklist).scanner
    steps: dict[str, Callable[[], object]] = {
        "bare scan of the literals": lambda: [scanner.scan(d.norm) for d in documents],
        "read": lambda: [load_source(path) for path in SEEDS],
        "parse": lambda: [parse(source) for source in sources],
        "scan": lambda: [Hits(d, checklist) for d in documents],
        "identity and roles": lambda: [Matcher(d, checklist) for d in documents],
        "match and judge": lambda: [judge(d, checklist) for d in documents],
        "render json": lambda: b"".join(find_reporter("json")(cards, options)),
    }
    took = {name: timed(work, rounds) / len(SEEDS) for name, work in steps.items()}
    # Each of these includes the one before it.
    took["match and judge"] -= took["identity and roles"]
    took["identity and roles"] -= took["scan"]
    bare = took.pop("bare scan of the literals")
    whole = sum(took.values())

    print(f"{len(SEEDS)} reports of {characters:,.0f} characters on average, {len(checklist.leaves)} leaves, "
          f"{len(Engine.of(checklist).literals)} literals, Python {sys.version.split()[0]}")  # fmt: skip
    print(f"loading the checklist once: {1000 * loading:.0f} ms")
    print(f"whole pipeline: {1000 * whole:.2f} ms a report, {1 / whole:,.0f} reports a second a core")
    print(f"beside a bare scan of the same literals: {whole / bare:.1f} times its time")
    for name, seconds in took.items():
        print(f"  {name:20s} {1000 * seconds:7.2f} ms  {seconds / whole:6.1%}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
