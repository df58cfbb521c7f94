"""Figures over verdicts and labels: precision, recall, F1, agreement, confusion, and their intervals.

Source:
    The measures are those of the contract's ``lawcheck eval``; the interval is the percentile bootstrap of Efron and
    Tibshirani, An Introduction to the Bootstrap (1993), chapter 13, with whole reports drawn, because the verdicts of
    one report are not independent of each other.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lawcheck.authoring.gold import LABELS
from lawcheck.judge import SURE

RANK = (*LABELS, "unchecked")
"""Statuses, best first; ``unchecked`` agrees with no label."""

REPORTED = frozenset({"covered", "weak"})

FEWEST_IN_CELL = 4
"""Labels that a leaf must have of a class before its F1 enters the macro mean: fewer say nothing."""

DRAWS = 500
"""Resamples of an interval."""

Row = dict[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One report × one label.

    Attributes:
        band: ``sure`` or ``check``: how far lawcheck trusts its own verdict.
        slices: What kind of report it is, by name of the slice: kind, year, length, structure.
    """

    report: str
    leaf: str
    gold: str
    got: str
    gold_quote: str
    got_quotes: tuple[str, ...]
    line: int | None
    band: str = SURE
    slices: tuple[tuple[str, str], ...] = ()

    @property
    def right(self) -> bool:
        """Whether the status is the label."""
        return self.gold == self.got

    @property
    def overlaps(self) -> bool:
        """Whether some evidence shares text with the labelled quote."""
        gold = squeeze(self.gold_quote)
        for quote in map(squeeze, self.got_quotes):
            shorter, longer = sorted((quote, gold), key=len)
            need = max(4, len(shorter) // 2)
            if shorter and (
                shorter in longer or any(shorter[i : i + need] in longer for i in range(len(shorter) - need + 1))
            ):
                return True
        return False


@dataclass(slots=True)
class Scores:
    """Figures over a set of units; shares from 0 to 1, None where they are undefined.

    Attributes:
        macro_f1: Mean F1 of the five statuses that occur in the labels.
        reported_f1: Mean F1 of reported (covered, weak) and not reported, pooled.
        reported_macro_f1: The same, averaged over leaf × class instead of pooled; cells of few labels left out.
        kappa: Cohen's, of the five statuses.
        evidence: Of the units that both call reported and that have a quote, those whose evidence overlaps it.
        joint: Right status and, unless it is missing, evidence that overlaps the quote.
    """

    units: int = 0
    accuracy: float | None = None
    kappa: float | None = None
    macro_f1: float | None = None
    reported_f1: float | None = None
    reported_macro_f1: float | None = None
    per_status: dict[str, Row] = field(default_factory=dict)
    reported: Row = field(default_factory=dict)
    not_reported: Row = field(default_factory=dict)
    evidence: float | None = None
    joint: float | None = None


HEADLINES: dict[str, Callable[[Scores], float | None]] = {
    "reported-or-not macro-F1": lambda s: s.reported_macro_f1,
    "reported-or-not F1, pooled": lambda s: s.reported_f1,
    "five-way macro-F1": lambda s: s.macro_f1,
    "five-way accuracy": lambda s: s.accuracy,
    "five-way kappa": lambda s: s.kappa,
    "missing precision": lambda s: s.per_status["missing"]["precision"],
    "missing recall": lambda s: s.per_status["missing"]["recall"],
    "not-reported precision": lambda s: s.not_reported["precision"],
    "not-reported recall": lambda s: s.not_reported["recall"],
    "evidence overlap": lambda s: s.evidence,
    "joint": lambda s: s.joint,
}
"""The figures that are given with an interval."""


def scores(units: Iterable[Unit]) -> Scores:
    """Return the figures over some units."""
    rows = list(units)
    out = Scores(units=len(rows))
    if not rows:
        return out
    out.accuracy = sum(u.right for u in rows) / len(rows)
    out.kappa = _kappa(rows)
    for status in LABELS:
        out.per_status[status] = _prf([u.gold == status for u in rows], [u.got == status for u in rows])
    present = [out.per_status[s]["f1"] for s in LABELS if any(u.gold == s for u in rows)]
    out.macro_f1 = _mean(present)
    gold, got = [u.gold in REPORTED for u in rows], [u.got in REPORTED for u in rows]
    out.reported = _prf(gold, got)
    out.not_reported = _prf([not g for g in gold], [not g for g in got])
    out.reported_f1 = _mean([f for f in (out.reported["f1"], out.not_reported["f1"]) if f is not None])
    out.reported_macro_f1 = _cells(rows)
    quoted = [u for u in rows if u.gold in REPORTED and u.got in REPORTED and u.gold_quote]
    out.evidence = sum(u.overlaps for u in quoted) / len(quoted) if quoted else None
    if any(u.gold_quote for u in rows):
        out.joint = sum(u.right and (u.gold == "missing" or u.overlaps) for u in rows) / len(rows)
    return out


def _cells(rows: Sequence[Unit]) -> float | None:
    leaves: dict[str, list[Unit]] = defaultdict(list)
    for unit in rows:
        leaves[unit.leaf].append(unit)
    cells: list[float | None] = []
    for found in leaves.values():
        for wanted in (True, False):
            gold = [(u.gold in REPORTED) is wanted for u in found]
            if sum(gold) >= FEWEST_IN_CELL:
                cells.append(_prf(gold, [(u.got in REPORTED) is wanted for u in found])["f1"])
    return _mean(cells) if cells else None


def _kappa(rows: Sequence[Unit]) -> float | None:
    gold, got = Counter(u.gold for u in rows), Counter(u.got for u in rows)
    chance = sum(gold[s] * got[s] for s in gold) / len(rows) ** 2
    return (sum(u.right for u in rows) / len(rows) - chance) / (1 - chance) if chance < 1 else None


def _prf(gold: list[bool], got: list[bool]) -> Row:
    tp = sum(a and b for a, b in zip(gold, got, strict=True))
    predicted, actual = sum(got), sum(gold)
    return {
        "precision": tp / predicted if predicted else None,
        "recall": tp / actual if actual else None,
        "f1": 2 * tp / (predicted + actual) if predicted + actual else None,
        "gold": float(actual),
    }


def _mean(values: list[float | None]) -> float | None:
    return sum(v or 0.0 for v in values) / len(values) if values else None


def intervals(units: Iterable[Unit], draws: int = DRAWS) -> dict[str, tuple[float, float] | None]:
    """Return the 95 % interval of each headline figure, None where there are too few reports to draw from.

    Reports are drawn with a fixed seed, so that the same verdicts give the same interval.
    """
    by_report: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        by_report[unit.report].append(unit)
    reports = list(by_report.values())
    if len(reports) < 2:
        return dict.fromkeys(HEADLINES)
    dice = random.Random(0)
    drawn: dict[str, list[float]] = {name: [] for name in HEADLINES}
    for _ in range(draws):
        found = scores(unit for report in dice.choices(reports, k=len(reports)) for unit in report)
        for name, read in HEADLINES.items():
            value = read(found)
            if value is not None:
                drawn[name].append(value)
    return {name: _middle(sorted(values)) if values else None for name, values in drawn.items()}


def _middle(values: list[float]) -> tuple[float, float]:
    cut = round(len(values) * 0.025)
    return values[cut], values[-1 - cut]


def confusion(units: Iterable[Unit]) -> dict[str, dict[str, int]]:
    """Return counts by label (rows) and status (columns)."""
    grid = Counter((u.gold, u.got) for u in units)
    return {gold: {got: grid[gold, got] for got in RANK} for gold in LABELS}


def slices(units: Iterable[Unit]) -> dict[str, dict[str, list[Unit]]]:
    """Return the units by slice and its value, values in order."""
    out: dict[str, dict[str, list[Unit]]] = defaultdict(lambda: defaultdict(list))
    for unit in units:
        for name, value in unit.slices:
            out[name][value].append(unit)
    return {name: dict(sorted(found.items())) for name, found in out.items()}


def squeeze(text: str) -> str:
    """Return a text without its white space, as quotes are compared."""
    return "".join(text.split())
