"""Writes docs/accuracy.md: verdicts compared with labelled reports and labelled sentences.

    python -m benchmarks.accuracy [NAME=GOLD[:MAP] ...]

Without arguments the sets under tests/labelled/ are used. Only labels that this checklist can answer are counted.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from lawcheck.authoring.evaluate import Evaluation, evaluate
from lawcheck.authoring.figures import Scores, Unit, scores
from lawcheck.authoring.gold import load_gold, load_map
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
    yield "Written by `python -m benchmarks.accuracy`; do not edit. Labels follow one labelling guide. The sets A, B and C"
    yield "are invented, with the disorder of real reports; the development set has five real ones. *Reported*"
    yield "means covered or weak."
    yield ""
    yield "What the figures mean: every set here has been looked at while the rules were written, so the tables are an upper"
    yield "bound. The fair figures are those of a set's first run, before anything was mended by it:"
    yield ""
    yield "| set | when | five-way macro-F1 | reported-or-not F1 |"
    yield "| --- | --- | --- | --- |"
    yield "| A and B, the 13 labels of the statutory items, duties, three systems and counsel | first | about 0.75 | about 0.9 |"
    yield "| C, the same 13 labels | after A and B | 0.90 | 0.96 |"
    yield "| C, all 30 labels | after A and B | 0.89 | 0.92 |"
    yield ""
    yield "Expect reports from other hands to lie near set C's first run. All were written by hands that did not see the rules,"
    yield "but by the same kind of writer; five real reports are few. Weakest are very plain ways of speaking (a person"
    yield "described without title or office) and lacks told in a story."
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
