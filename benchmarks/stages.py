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
from dataclasses import replace
from pathlib import Path

from lawcheck.checklist import Checklist, load_checklist
from lawcheck.document import Document, parse
from lawcheck.judge import judge
from lawcheck.match import Matcher
from lawcheck.match.scan import Engine, Hits
from lawcheck.readers import load_source, source_of_text
from lawcheck.reporters import RenderOptions, find_reporter

SEEDS = sorted((Path(__file__).resolve().parents[1] / "seeds").glob("*.txt"))


LONG = 200_000
ENDLESS = "法治建设执法处罚公示合同12件，镇长主持召开会议调解纠纷3次，"


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
    _catalogue(checklist, documents, rounds)
    _longest(checklist)
    return 0


def _catalogue(checklist: Checklist, documents: list[Document], rounds: int) -> None:
    """Print what the whole catalogue costs beside the five items that are statutory."""
    few = replace(
        checklist, elements=tuple(e for e in checklist.elements if e.rule.level == "statutory"), engine={}
    )
    small, large = (timed(lambda c=c: [judge(d, c) for d in documents], rounds) for c in (few, checklist))  # type: ignore[misc]
    print(
        f"the whole catalogue of {len(checklist.elements)} elements takes {large / small:.1f} times as long as "
        f"the {len(few.elements)} statutory ones"
    )


def _longest(checklist: Checklist) -> None:
    """Print the slowest verdict on a text of 200,000 characters: the samples one after another, and one endless item."""
    samples = "\n".join(load_source(path).text for path in SEEDS)
    head = samples[: samples.index("\n")]
    texts = {
        "the samples again and again": (samples * (LONG // len(samples) + 1))[:LONG],
        "one item without end": head + "\n一、主要举措\n" + (ENDLESS * (LONG // len(ENDLESS)))[:LONG],
    }
    for name, text in texts.items():
        matcher = Matcher(parse(source_of_text(text)), checklist)
        spent = {}
        for leaf in checklist.leaves:
            began = time.process_time()
            matcher.leaf(leaf)
            spent[leaf.id] = time.process_time() - began
        slowest = max(spent, key=lambda leaf: spent[leaf])
        print(
            f"{LONG:,} characters, {name}: all verdicts {sum(spent.values()):.1f} s, "
            f"the slowest {spent[slowest]:.2f} s ({slowest})"
        )


if __name__ == "__main__":
    raise SystemExit(main())
