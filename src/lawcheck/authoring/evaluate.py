"""Compares statuses with labelled reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lawcheck.authoring.figures import RANK, Unit
from lawcheck.checklist import Checklist, Status
from lawcheck.judge import CHECK, SURE, ElementResult, Evidence, ReportCard
from lawcheck.pipeline import check

LENGTHS = ((2000, "1: to 2,000 characters"), (5000, "2: to 5,000"), (10**9, "3: longer"))
"""Slices by the length of the text."""

Checker = Callable[[Path, str], ReportCard]
"""Makes the card of one report from its path and the name it goes by."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a comparison found."""

    units: tuple[Unit, ...]
    errors: tuple[tuple[str, str], ...]
    year_right: int
    kind_right: int
    reports: int


def evaluate(
    reports: Iterable[dict[str, Any]],
    base: Path,
    checklist: Checklist,
    label_map: dict[str, list[str]] | None = None,
    *,
    checker: Checker | None = None,
) -> Evaluation:
    """Check every labelled report and compare.

    Args:
        reports: Labelled reports; their ``path`` is relative to ``base``.
        base: Folder of the labelled set.
        checklist: What to check against.
        label_map: For labels coarser than the checklist: the best status among the ids named is the answer.
        checker: What makes the cards; lawcheck itself by default, a baseline to compare it with otherwise.
    """
    checker = checker or (lambda path, name: check(path, checklist=checklist, name=name))
    units: list[Unit] = []
    errors: list[tuple[str, str]] = []
    years = kinds = count = 0
    for report in reports:
        count += 1
        card = checker(base / str(report["path"]), str(report["path"]))
        if card.error is not None:
            errors.append((str(report["path"]), card.error))
        years += "year" not in report or card.year == report["year"]
        kinds += "kind" not in report or card.kind == report["kind"]
        kind_of_report = _slices(report, card)
        for leaf, label in report["labels"].items():
            gold, quote = (label["label"], label.get("quote", "")) if isinstance(label, dict) else (label, "")
            found = _elements(card, (label_map or {}).get(leaf, [leaf]))
            got = _best_among(found)
            evidence = [e for item in found for e in _evidence(item)]
            units.append(
                Unit(
                    report=str(report["path"]),
                    leaf=str(leaf),
                    gold=str(gold),
                    got=got,
                    gold_quote=str(quote or ""),
                    got_quotes=tuple(e.quote for e in evidence),
                    line=evidence[0].line if evidence else None,
                    band=_band(found, got),
                    slices=kind_of_report,
                )
            )
    return Evaluation(tuple(units), tuple(errors), years, kinds, count)


def _slices(report: dict[str, Any], card: ReportCard) -> tuple[tuple[str, str], ...]:
    length = next(name for most, name in LENGTHS if card.characters <= most)
    levels = {section.level for section in card.sections}
    structure = "1: no headings" if not levels else "2: one level" if len(levels) == 1 else "3: several levels"
    return (
        ("kind", str(report.get("kind", card.kind))),
        ("year", str(report.get("year", card.year))),
        ("length", length),
        ("structure", structure),
    )


def _elements(card: ReportCard, names: Iterable[str]) -> list[ElementResult]:
    """Return the elements and parts with these ids, as far as the checklist knows them."""
    found = []
    for name in names:
        with suppress(KeyError):
            found.append(card[name])
    return found


def _best(item: ElementResult) -> str:
    if item.parts:
        return min((_best(part) for part in item.parts), key=RANK.index)
    if item.status is Status.NOT_APPLICABLE:
        return "missing"
    return "covered" if item.status is Status.PARTIAL else item.status.value


def best_of_elements(card: ReportCard, names: Iterable[str]) -> str:
    """Return the best status among the elements or parts that answer a label; ``unchecked`` where none is known."""
    return _best_among(_elements(card, names))


def _best_among(items: Iterable[ElementResult]) -> str:
    return min(map(_best, items), key=RANK.index, default="unchecked")


def _band(items: list[ElementResult], got: str) -> str:
    """Return the band of the answer: sure when one verdict that gives it is sure, or all are when nothing was found."""
    leaves = [leaf for item in items for leaf in item.leaves() if _best(leaf) == got]
    enough = all if got == "missing" else any
    return SURE if enough(leaf.band == SURE for leaf in leaves) else CHECK


def _evidence(item: ElementResult) -> list[Evidence]:
    return [*item.evidence, *(e for part in item.parts for e in _evidence(part))]
