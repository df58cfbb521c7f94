"""Writes docs/accuracy.md: verdicts compared with labelled reports and labelled sentences.

    python -m benchmarks.accuracy [NAME=GOLD[:MAP] ...]

Without arguments the sets under tests/labelled/ are used. Only labels that this checklist can answer are counted.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from lawcheck.authoring.evaluate import Evaluation, Scores, Unit, evaluate, load_gold, load_map, scores
from lawcheck.checklist import Checklist, load_checklist

ROOT = Path(__file__).resolve().parents[1]
LABELLED = ROOT / "tests" / "labelled"


def figure(value: float | None) -> str:
    """Return a share with two digits."""
    return "–" if value is None else f"{value:.2f}"


def answerable(result: Evaluation, checklist: Checklist, label_map: dict[str, list[str]]) -> list[Unit]:
    """Return the units whose label names an element of the checklist."""
    known = {leaf.id for leaf in checklist.leaves} | {element.id for element in checklist.elements}
    return [u for u in result.units if known & set(label_map.get(u.leaf, [u.leaf]))]


def table(units: list[Unit]) -> Iterator[str]:
    """Yield one row a label and one over all."""
    yield "| label | units | five statuses right | reported P | R | not reported P | R | evidence |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for leaf in dict.fromkeys(u.leaf for u in units):
        yield row(f"`{leaf}`", scores(u for u in units if u.leaf == leaf))
    yield row("**all**", scores(units))


def row(name: str, s: Scores) -> str:
    """Return one row."""
    r, n = s.reported, s.not_reported
    cells = [s.accuracy, r["precision"], r["recall"], n["precision"], n["recall"], s.evidence]
    return f"| {name} | {s.units} | " + " | ".join(figure(cell) for cell in cells) + " |"


def page(sets: dict[str, tuple[Path, Path]]) -> Iterator[str]:
    """Yield the lines of the page."""
    checklist = load_checklist()
    yield "# How well verdicts agree with readers"
    yield ""
    yield "Written by `python -m benchmarks.accuracy`; do not edit. Labels are those of two readings by the labelling guide;"
    yield "all labelled reports are invented, with the disorder of real ones. *Reported* means covered or weak."
    yield ""
    yield "What the figures mean: every set here has been looked at while the rules were written, so they are an upper"
    yield "bound. On their first run, before anything was mended, the two invented sets gave five-way macro-F1 of about 0.75"
    yield "(set A and set B) with reported-or-not F1 of about 0.92: expect reports from other hands to lie between that"
    yield "and the figures below. Weakest are very plain ways of speaking (a person described without title or office) and"
    yield "lacks told in a story."
    for name, (gold, map_path) in sets.items():
        label_map = load_map(map_path)
        result = evaluate(load_gold(gold), gold.resolve().parent, checklist, label_map)
        units = answerable(result, checklist, label_map)
        overall = scores(units)
        yield ""
        yield f"## {name}"
        yield ""
        yield (
            f"{result.reports} reports; year right in {result.year_right}, kind in {result.kind_right}. "
            f"Five-way macro-F1 **{figure(overall.macro_f1)}**, reported-or-not F1 **{figure(overall.reported_f1)}**."
        )
        yield ""
        yield from table(units)
    with (ROOT / "tests" / "match" / "modality.tsv").open(encoding="utf-8", newline="") as handle:
        lines = sum(1 for _ in csv.reader(handle, delimiter="\t")) - 1
    yield ""
    yield "## Modality"
    yield ""
    yield f"`tests/match/modality.tsv` holds {lines} labelled sentences;"
    yield "`tests/match/test_modality.py` guards the F1 of each modality."


def main() -> int:
    """Write the page."""
    default_map = LABELLED / "leaf-map.json"
    sets = {
        f"Set {folder.name.upper()}": (folder / "gold.json", default_map)
        for folder in sorted(LABELLED.iterdir())
        if folder.is_dir()
    }
    for argument in sys.argv[1:]:
        name, _, rest = argument.partition("=")
        gold, _, map_path = rest.partition(":")
        sets[name] = (Path(gold), Path(map_path) if map_path else default_map)
    (ROOT / "docs" / "accuracy.md").write_text("\n".join(page(sets)) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
