"""Two thousand sentences in unusual words, each labelled: what is found of them does not fall unnoticed.

They were written to say things otherwise than the rules do, by hands that did not see the rules; half of them has been
read while the rules were widened. Figures over whole reports, which tell most things more than once, are higher: see
docs/accuracy.md.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

import lawcheck
from lawcheck import Checklist
from lawcheck.authoring.evaluate import best_of_elements
from lawcheck.authoring.examples import Case, as_report
from lawcheck.authoring.figures import REPORTED
from lawcheck.authoring.gold import load_map

HERE = Path(__file__).parent
MAP = load_map(HERE.parent / "labelled" / "leaf-map.json")


@pytest.fixture(scope="module")
def answers(checklist: Checklist) -> dict[str, list[tuple[str, str]]]:
    """Label and status of every sentence, by the status it is labelled with."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with (HERE / "labelled.tsv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
            case = Case(
                element=row["label"], name="", text=row["text"], status=row["status"], role=row["role"], heading="",
                kind=row["kind"], year=2023, where="",
            )  # fmt: skip
            card = lawcheck.check_text(as_report(case, checklist), checklist=checklist, kind=case.kind, year=2023)
            found[row["status"]].append((row["status"], best_of_elements(card, MAP[row["label"]])))
    return found


@pytest.mark.parametrize(
    ("status", "floor"),
    [("covered", 0.68), ("weak", 0.78), ("planned", 0.60), ("lacking", 0.75), ("missing", 0.90)],
)
def test_what_is_found_of_each_status_does_not_fall(
    status: str, floor: float, answers: dict[str, list[tuple[str, str]]]
) -> None:
    rows = answers[status]
    assert len(rows) > 150
    right = sum(
        (got in REPORTED) == (gold in REPORTED) if status == "covered" else got == gold for gold, got in rows
    )
    assert right / len(rows) > floor
