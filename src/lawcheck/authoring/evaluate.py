"""Compares statuses with labelled reports: precision, recall, F1, confusion, disagreements."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lawcheck.checklist import Checklist, Status
from lawcheck.errors import UsageError
from lawcheck.judge import ElementResult, Evidence, ReportCard
from lawcheck.pipeline import check

LABELS = ("covered", "weak", "planned", "lacking", "missing")
"""The five statuses that people label with, best first."""

_RANK = [*LABELS, "unchecked"]
_REPORTED = frozenset({"covered", "weak"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One report × one label."""

    report: str
    leaf: str
    gold: str
    got: str
    gold_quote: str
    got_quotes: tuple[str, ...]
    line: int | None

    @property
    def overlaps(self) -> bool:
        """Whether some evidence shares text with the labelled quote."""
        gold = _squeeze(self.gold_quote)
        for quote in map(_squeeze, self.got_quotes):
            shorter, longer = sorted((quote, gold), key=len)
            need = max(4, len(shorter) // 2)
            if shorter and (
                shorter in longer or any(shorter[i : i + need] in longer for i in range(len(shorter) - need + 1))
            ):
                return True
        return False


@dataclass(slots=True)
class Scores:
    """Figures over a set of units; shares from 0 to 1, None where they are undefined."""

    units: int = 0
    accuracy: float | None = None
    macro_f1: float | None = None
    reported_f1: float | None = None
    per_status: dict[str, dict[str, float | None]] = field(default_factory=dict)
    reported: dict[str, float | None] = field(default_factory=dict)
    not_reported: dict[str, float | None] = field(default_factory=dict)
    evidence: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a comparison found."""

    units: tuple[Unit, ...]
    errors: tuple[tuple[str, str], ...]
    year_right: int
    kind_right: int
    reports: int


def load_gold(path: Path) -> list[dict[str, Any]]:
    """Load labelled reports from YAML or JSON.

    Raises:
        UsageError: Not of the form that the contract describes.
    """
    data = _load(path)
    reports = data.get("reports") if isinstance(data, dict) else None
    if not isinstance(reports, list) or not all(
        isinstance(r, dict) and "path" in r and "labels" in r for r in reports
    ):
        raise UsageError(
            "没有 reports 列表，或其中缺 path、labels。 no list 'reports' with path and labels", where=str(path)
        )
    for number, report in enumerate(reports, 1):
        if not isinstance(report["labels"], dict):
            raise UsageError(
                f"report {number} ({report['path']}): labels are not 'id: label'",
                where=str(path),
                fix="Write labels: {id: covered}.",
            )
        for leaf, label in report["labels"].items():
            value = label.get("label") if isinstance(label, dict) else label
            if value not in LABELS:
                raise UsageError(
                    f"report {number} ({report['path']}): label {value!r} of {leaf!r} is unknown",
                    where=str(path),
                    fix=f"Known: {', '.join(LABELS)}.",
                )
    return reports


def load_map(path: Path) -> dict[str, list[str]]:
    """Load a map of labels to element or part ids."""
    data = _load(path)
    if not isinstance(data, dict) or not all(isinstance(v, list) for v in data.values()):
        raise UsageError("标签对应表应为“标签: [要素 id]”。 a map is 'label: [ids]'", where=str(path))
    return {str(key): [str(item) for item in value] for key, value in data.items()}


def _load(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"打不开：{error}", where=str(path)) from None
    if path.suffix.lower() == ".json":
        try:
            return json.loads(text)
        except ValueError as error:
            raise UsageError(f"不是 JSON：{error}", where=str(path)) from None
    from lawcheck.checklist.places import load_yaml

    return load_yaml(text, str(path))


def evaluate(
    reports: Iterable[dict[str, Any]],
    base: Path,
    checklist: Checklist,
    label_map: dict[str, list[str]] | None = None,
) -> Evaluation:
    """Check every labelled report and compare.

    Args:
        reports: Labelled reports; their ``path`` is relative to ``base``.
        base: Folder of the labelled set.
        checklist: What to check against.
        label_map: For labels coarser than the checklist: the best status among the ids named is the answer.
    """
    units: list[Unit] = []
    errors: list[tuple[str, str]] = []
    years = kinds = count = 0
    for report in reports:
        count += 1
        card = check(base / str(report["path"]), checklist=checklist, name=str(report["path"]))
        if card.error is not None:
            errors.append((str(report["path"]), card.error))
        years += "year" not in report or card.year == report["year"]
        kinds += "kind" not in report or card.kind == report["kind"]
        for leaf, label in report["labels"].items():
            gold, quote = (label["label"], label.get("quote", "")) if isinstance(label, dict) else (label, "")
            items = [_find(card, name) for name in (label_map or {}).get(leaf, [leaf])]
            found = [item for item in items if item is not None]
            got = min((_best(item) for item in found), key=_RANK.index, default="unchecked")
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
                )
            )
    return Evaluation(tuple(units), tuple(errors), years, kinds, count)


def _find(card: ReportCard, name: str) -> ElementResult | None:
    try:
        return card[name]
    except KeyError:
        return None


def _best(item: ElementResult) -> str:
    if item.parts:
        return min((_best(part) for part in item.parts), key=_RANK.index)
    if item.status is Status.NOT_APPLICABLE:
        return "missing"
    return "covered" if item.status is Status.PARTIAL else item.status.value


def _evidence(item: ElementResult) -> list[Evidence]:
    return [*item.evidence, *(e for part in item.parts for e in _evidence(part))]


def scores(units: Iterable[Unit]) -> Scores:
    """Return the figures over some units.

    ``reported`` means covered or weak; ``macro_f1`` is the mean F1 of the statuses that occur in the labels,
    ``reported_f1`` the mean F1 of reported and not reported.
    """
    rows = list(units)
    out = Scores(units=len(rows))
    if not rows:
        return out
    out.accuracy = sum(u.gold == u.got for u in rows) / len(rows)
    for status in LABELS:
        out.per_status[status] = _prf([u.gold == status for u in rows], [u.got == status for u in rows])
    present = [out.per_status[s]["f1"] for s in LABELS if any(u.gold == s for u in rows)]
    values = [f for f in present if f is not None]
    out.macro_f1 = sum(values) / len(present) if present else None
    out.reported = _prf([u.gold in _REPORTED for u in rows], [u.got in _REPORTED for u in rows])
    out.not_reported = _prf([u.gold not in _REPORTED for u in rows], [u.got not in _REPORTED for u in rows])
    both = [f for f in (out.reported["f1"], out.not_reported["f1"]) if f is not None]
    out.reported_f1 = sum(both) / len(both) if both else None
    quoted = [u for u in rows if u.gold in _REPORTED and u.got in _REPORTED and u.gold_quote]
    out.evidence = sum(u.overlaps for u in quoted) / len(quoted) if quoted else None
    return out


def _prf(gold: list[bool], got: list[bool]) -> dict[str, float | None]:
    tp = sum(a and b for a, b in zip(gold, got, strict=True))
    predicted, actual = sum(got), sum(gold)
    return {
        "precision": tp / predicted if predicted else None,
        "recall": tp / actual if actual else None,
        "f1": 2 * tp / (predicted + actual) if predicted + actual else None,
        "gold": float(actual),
    }


def confusion(units: Iterable[Unit]) -> dict[str, dict[str, int]]:
    """Return counts by label (rows) and status (columns)."""
    grid = Counter((u.gold, u.got) for u in units)
    return {gold: {got: grid[gold, got] for got in _RANK} for gold in LABELS}


def _squeeze(text: str) -> str:
    return "".join(text.split())
