"""Verdicts on each labelled report by a checklist that has lost whatever only this report attests.

    python -m benchmarks.cross_validation NAME=GOLD[:MAP] [...]

Rules written by people have no training run to repeat without a fold. What can be repeated is their vocabulary: for each
report, every word and pattern that matches in it and in no other text at hand is taken out of the checklist before the
report is judged. What is lost is what the rules know from this report alone; what chance put in one report only is lost
as well, so the figures are a lower bound. The other texts are those of all the sets given and of ``tests/labelled``; with
``--sentences`` the case files and the labelled sentences count as texts too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lawcheck.authoring.evaluate import evaluate
from lawcheck.authoring.examples import cases_folder, load_cases
from lawcheck.authoring.figures import HEADLINES, Scores, Unit, scores
from lawcheck.authoring.gold import load_gold, load_map
from lawcheck.checklist import Checklist, load_checklist
from lawcheck.checklist.compiled import Concept
from lawcheck.document import parse
from lawcheck.patterns import Clock, Pattern
from lawcheck.readers import load_source

ROOT = Path(__file__).resolve().parents[1]
LABELLED = ROOT / "tests" / "labelled"


def norm_of(path: Path) -> str:
    """Return the searched text of a report."""
    return parse(load_source(path)).norm


def matches(pattern: Pattern, text: str) -> bool:
    """Say whether a pattern matches anywhere, paragraph by paragraph, as the engine asks it."""
    clock = Clock()
    at = 0
    for line in text.split("\n"):
        if any(True for _ in pattern.find(text, at, at + len(line), clock)):
            return True
        at += len(line) + 1
    return False


def without(checklist: Checklist, fold: str, others: str) -> Checklist:
    """Return a checklist without the words and patterns that match in one text and in no other."""

    def attested(pattern: Pattern) -> bool:
        return not matches(pattern, fold) or matches(pattern, others)

    def trimmed(concept: Concept) -> Concept:
        return replace(
            concept,
            words=tuple(w for w in concept.words if w not in fold or w in others),
            patterns=tuple(p for p in concept.patterns if attested(p)),
        )

    return replace(checklist, concepts=tuple(map(trimmed, checklist.concepts)), engine={})


def folds(
    checklist: Checklist,
    reports: list[dict[str, Any]],
    base: Path,
    label_map: dict[str, list[str]],
    texts: dict[Path, str],
) -> Iterator[Unit]:
    """Yield the units of every report, judged without what it alone attests."""
    for report in reports:
        path = (base / str(report["path"])).resolve()
        others = "\n".join(text for name, text in texts.items() if name != path)
        trimmed = without(checklist, texts[path], others)
        yield from evaluate([report], base, trimmed, label_map).units


def cross_validated(gold: Path, map_path: Path, *, sentences: bool = False) -> tuple[Scores, Scores]:
    """Return the figures of a set as it is, and by cross-validation."""
    checklist = load_checklist()
    label_map = load_map(map_path)
    base = gold.resolve().parent
    reports = load_gold(gold)
    paths = {(base / str(r["path"])).resolve() for r in reports} | {p.resolve() for p in LABELLED.rglob("*.txt")}
    texts = {path: norm_of(path) for path in sorted(paths)}
    if sentences:
        cases = load_cases(cases_folder(checklist), checklist)
        texts[Path("cases")] = "\n".join(case.text for case in cases)
        texts[Path("sentences")] = (ROOT / "tests" / "sentences" / "labelled.tsv").read_text(encoding="utf-8")
    whole = evaluate(reports, base, checklist, label_map)
    return scores(whole.units), scores(folds(checklist, reports, base, label_map, texts))


def main() -> int:
    """Print the figures of each set beside each other."""
    sentences = "--sentences" in sys.argv
    for argument in (a for a in sys.argv[1:] if not a.startswith("--")):
        name, _, rest = argument.partition("=")
        gold, _, map_path = rest.partition(":")
        whole, held = cross_validated(Path(gold), Path(map_path or LABELLED / "leaf-map.json"), sentences=sentences)
        print(f"{name:28s} as it is   without   difference")
        for figure, read in HEADLINES.items():
            a, b = read(whole), read(held)
            if a is not None and b is not None:
                print(f"  {figure:26s}    {a:.3f}     {b:.3f}       {b - a:+.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
