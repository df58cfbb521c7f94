"""``lawcheck eval``."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from lawcheck.authoring.evaluate import Evaluation, Scores, confusion, evaluate, load_gold, load_map, scores
from lawcheck.checklist import load_checklist
from lawcheck.cli.main import EXIT_PASSED, EXIT_UNCHECKED
from lawcheck.reporters import printable

_COLUMNS = (("P", "precision"), ("R", "recall"), ("F1", "f1"))


def eval_command(arguments: argparse.Namespace) -> int:
    """Compare with labelled reports and print the figures."""
    checklist = load_checklist(arguments.checklist) if arguments.checklist else load_checklist()
    gold = Path(arguments.gold)
    label_map = load_map(Path(arguments.map)) if arguments.map else None
    result = evaluate(load_gold(gold), gold.resolve().parent, checklist, label_map)
    if arguments.format == "json":
        print(json.dumps(_as_json(result), ensure_ascii=False, indent=1))
    else:
        _print(result, disagreements=arguments.disagreements)
    return EXIT_UNCHECKED if result.errors else EXIT_PASSED


def _leaves(result: Evaluation) -> list[str]:
    return list(dict.fromkeys(u.leaf for u in result.units))


def _as_json(result: Evaluation) -> dict[str, object]:
    return {
        "reports": result.reports,
        "year_right": result.year_right,
        "kind_right": result.kind_right,
        "overall": asdict(scores(result.units)),
        "leaves": {leaf: asdict(scores(u for u in result.units if u.leaf == leaf)) for leaf in _leaves(result)},
        "confusion": confusion(result.units),
        "disagreements": [asdict(u) for u in result.units if u.gold != u.got],
        "errors": [{"report": report, "error": error} for report, error in result.errors],
    }


def _figure(value: float | None) -> str:
    return "    --" if value is None else f"{value:6.3f}"


def _print(result: Evaluation, *, disagreements: bool) -> None:
    overall = scores(result.units)
    print(
        f"{result.reports} reports, {overall.units} units; year right {result.year_right}, kind right {result.kind_right}"
    )
    for report, error in result.errors:
        print(f"  ! {report}: {printable(error)}")
    unknown = [
        leaf for leaf in _leaves(result) if all(u.got == "unchecked" for u in result.units if u.leaf == leaf)
    ]
    if unknown:
        print(f"  ! labels that nothing in this checklist answers: {', '.join(unknown)}")
    print()
    print(
        "leaf                             units  five-way acc  reported P      R     F1   not-reported P      R     F1"
    )
    for leaf in _leaves(result):
        _row(leaf, scores(u for u in result.units if u.leaf == leaf))
    _row("(all)", overall)
    print()
    for name, value in (
        ("five-way macro-F1", overall.macro_f1),
        ("five-way accuracy", overall.accuracy),
        ("reported-or-not F1", overall.reported_f1),
        ("evidence overlap", overall.evidence),
    ):
        print(f"  {name:20s} {_figure(value)}")
    for status, row in overall.per_status.items():
        figures = "  ".join(f"{key} {_figure(row[name])}" for key, name in _COLUMNS)
        print(f"  {status:10s} {figures}  ({row['gold']:.0f} labelled)")
    grid = confusion(result.units)
    columns = list(next(iter(grid.values())))
    print("\nconfusion (rows: labels, columns: lawcheck)")
    print(" " * 12 + "".join(f"{c:>10s}" for c in columns))
    for gold, counts in grid.items():
        print(f"  {gold:10s}" + "".join(f"{counts[c]:10d}" for c in columns))
    wrong = [u for u in result.units if u.gold != u.got]
    if disagreements and wrong:
        print("\ndisagreements")
        for u in wrong:
            place = f":{u.line}" if u.line else ""
            print(f"  {u.report}{place}  {u.leaf}: labelled {u.gold}, got {u.got}")
            if u.gold_quote:
                print(f"      label   “{printable(u.gold_quote)[:80]}”")
            for quote in u.got_quotes[:2]:
                print(f"      lawcheck “{printable(quote)[:80]}”")
    elif wrong:
        print(f"\n{len(wrong)} disagreements; --disagreements lists them")


def _row(name: str, s: Scores) -> None:
    r, n = s.reported, s.not_reported
    print(
        f"  {name:30s} {s.units:5d}  {_figure(s.accuracy)}        {_figure(r.get('precision'))} {_figure(r.get('recall'))} "
        f"{_figure(r.get('f1'))}           {_figure(n.get('precision'))} {_figure(n.get('recall'))} {_figure(n.get('f1'))}"
    )
