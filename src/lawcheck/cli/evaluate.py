"""``lawcheck eval``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from lawcheck.authoring.evaluate import Evaluation, evaluate
from lawcheck.authoring.figures import HEADLINES, Scores, Unit, confusion, intervals, scores, slices
from lawcheck.authoring.gold import load_gold, load_map
from lawcheck.checklist import DEFAULT, load_checklist
from lawcheck.cli.main import EXIT_PASSED, EXIT_UNCHECKED
from lawcheck.judge import CHECK, SURE
from lawcheck.reporters import printable

_COLUMNS = (("P", "precision"), ("R", "recall"), ("F1", "f1"))


def eval_command(arguments: argparse.Namespace) -> int:
    """Compare with labelled reports and print the figures."""
    checklist = load_checklist(arguments.checklist or DEFAULT)
    gold = Path(arguments.gold)
    label_map = load_map(Path(arguments.map)) if arguments.map else None
    reports = load_gold(gold)
    result = evaluate(reports, gold.resolve().parent, checklist, label_map)
    baseline = None
    if arguments.baseline:
        from lawcheck.authoring.baseline import keyword_checker

        baseline = evaluate(
            reports, gold.resolve().parent, checklist, label_map, checker=keyword_checker(checklist)
        )
    if arguments.format == "json":
        print(json.dumps(_as_json(result, baseline), ensure_ascii=False, indent=1))
    else:
        for line in _page(result, baseline, disagreements=arguments.disagreements):
            print(line)
    return EXIT_UNCHECKED if result.errors else EXIT_PASSED


def _leaves(result: Evaluation) -> dict[str, list[Unit]]:
    out: dict[str, list[Unit]] = {}
    for unit in result.units:
        out.setdefault(unit.leaf, []).append(unit)
    return out


def _bands(units: Iterable[Unit]) -> dict[str, dict[str, int]]:
    out = {band: {"units": 0, "wrong": 0} for band in (SURE, CHECK)}
    for unit in units:
        out[unit.band]["units"] += 1
        out[unit.band]["wrong"] += not unit.right
    return out


def _as_json(result: Evaluation, baseline: Evaluation | None) -> dict[str, object]:
    out: dict[str, object] = {
        "reports": result.reports,
        "year_right": result.year_right,
        "kind_right": result.kind_right,
        "overall": asdict(scores(result.units)),
        "intervals": intervals(result.units),
        "bands": _bands(result.units),
        "leaves": {leaf: asdict(scores(units)) for leaf, units in _leaves(result).items()},
        "slices": {
            name: {value: asdict(scores(units)) for value, units in found.items()}
            for name, found in slices(result.units).items()
        },
        "confusion": confusion(result.units),
        "disagreements": [asdict(u) for u in result.units if not u.right],
        "errors": [{"report": report, "error": error} for report, error in result.errors],
    }
    if baseline is not None:
        out["baseline"] = asdict(scores(baseline.units))
    return out


def _figure(value: float | None) -> str:
    return "    --" if value is None else f"{value:6.3f}"


def _page(result: Evaluation, baseline: Evaluation | None, *, disagreements: bool) -> Iterator[str]:
    yield (
        f"{result.reports} reports, {len(result.units)} units; "
        f"year right {result.year_right}, kind right {result.kind_right}"
    )
    for report, error in result.errors:
        yield f"  ! {report}: {printable(error)}"
    leaves = _leaves(result)
    unknown = [leaf for leaf, units in leaves.items() if all(u.got == "unchecked" for u in units)]
    if unknown:
        yield f"  ! labels that nothing in this checklist answers: {', '.join(unknown)}"
    yield ""
    yield from _headlines(result, baseline)
    yield ""
    yield "status            P       R      F1"
    overall = scores(result.units)
    for status, row in overall.per_status.items():
        yield f"  {status:12s}" + "  ".join(_figure(row[name]) for _, name in _COLUMNS) + f"  ({row['gold']:.0f})"
    yield ""
    yield from _confusion(result.units)
    yield ""
    yield from _table("leaf", leaves, overall)
    for name, found in slices(result.units).items():
        yield ""
        yield from _table(name, found, None)
    yield ""
    yield from _band_lines(result.units)
    wrong = [u for u in result.units if not u.right]
    if disagreements and wrong:
        yield ""
        yield "disagreements"
        for unit in wrong:
            yield from _disagreement(unit)
    elif wrong:
        yield ""
        yield f"{len(wrong)} disagreements; --disagreements lists them"


def _headlines(result: Evaluation, baseline: Evaluation | None) -> Iterator[str]:
    overall, ranges = scores(result.units), intervals(result.units)
    other = scores(baseline.units) if baseline else None
    yield f"{'figure':28s} lawcheck  95 % interval" + ("      words alone" if other else "")
    for name, read in HEADLINES.items():
        bounds = ranges[name]
        interval = f"[{bounds[0]:.3f}, {bounds[1]:.3f}]" if bounds else "--"
        line = f"  {name:28s}{_figure(read(overall))}  {interval:16s}"
        yield (line + f"     {_figure(read(other))}" if other else line).rstrip()


def _confusion(units: Iterable[Unit]) -> Iterator[str]:
    grid = confusion(units)
    columns = list(next(iter(grid.values())))
    yield "confusion (rows: labels, columns: lawcheck)"
    yield " " * 12 + "".join(f"{c:>10s}" for c in columns)
    for gold, counts in grid.items():
        yield f"  {gold:10s}" + "".join(f"{counts[c]:10d}" for c in columns)


def _table(name: str, rows: dict[str, list[Unit]], overall: Scores | None) -> Iterator[str]:
    yield f"{name:30s}  units  five-way acc  reported P      R     F1   not-reported P      R     F1"
    for value, units in rows.items():
        yield _row(value, scores(units))
    if overall is not None:
        yield _row("(all)", overall)


def _row(name: str, s: Scores) -> str:
    r, n = s.reported, s.not_reported
    return (
        f"  {name:28s} {s.units:6d}  {_figure(s.accuracy)}        {_figure(r.get('precision'))} {_figure(r.get('recall'))} "
        f"{_figure(r.get('f1'))}           {_figure(n.get('precision'))} {_figure(n.get('recall'))} {_figure(n.get('f1'))}"
    )


def _band_lines(units: Iterable[Unit]) -> Iterator[str]:
    bands = _bands(units)
    total = sum(row["units"] for row in bands.values())
    wrong = sum(row["wrong"] for row in bands.values())
    yield "band          verdicts   wrong   share wrong   share of all errors"
    for band, row in bands.items():
        share = _figure(row["wrong"] / row["units"] if row["units"] else None)
        errors = _figure(row["wrong"] / wrong if wrong else None)
        part = row["units"] / total if total else 0.0
        yield f"  {band:8s} {row['units']:6d} ({part:4.0%}) {row['wrong']:5d}        {share}          {errors}"


def _disagreement(unit: Unit) -> Iterator[str]:
    place = f":{unit.line}" if unit.line else ""
    yield f"  {unit.report}{place}  {unit.leaf}: labelled {unit.gold}, got {unit.got} ({unit.band})"
    if unit.gold_quote:
        yield f"      label    “{printable(unit.gold_quote)[:80]}”"
    for quote in unit.got_quotes[:2]:
        yield f"      lawcheck “{printable(quote)[:80]}”"
