"""``lawcheck rules mutate``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path

from lawcheck.authoring.examples import cases_folder, load_cases
from lawcheck.authoring.mutate import AIMS, OPERATORS, Outcome, mutate
from lawcheck.checklist import Checklist
from lawcheck.cli.main import EXIT_FAILED, EXIT_PASSED
from lawcheck.messages import unknown
from lawcheck.readers import load_source
from lawcheck.reporters import printable
from lawcheck.workers import map_in_processes

UNCHANGED = 0.995
"""The share of untouched verdicts that should stay as they are."""


def mutate_command(checklist: Checklist, arguments: argparse.Namespace) -> int:
    """Edit reports and say which verdicts did not follow."""
    for name in arguments.operator or ():
        if name not in OPERATORS:
            raise unknown("edit", name, OPERATORS, where="--operator")
    folder = Path(arguments.cases) if arguments.cases else cases_folder(checklist)
    one = partial(_outcomes, checklist=checklist, folder=str(folder), operators=tuple(arguments.operator or ()))
    outcomes = [o for found in map_in_processes(one, arguments.reports, jobs=arguments.jobs) for o in found]
    if arguments.format == "json":
        print(json.dumps(_as_json(outcomes), ensure_ascii=False, indent=1))
    else:
        for line in _page(outcomes, len(arguments.reports)):
            print(line)
    followed = all(o.right and not o.changed for o in outcomes)
    return EXIT_PASSED if followed else EXIT_FAILED


def _outcomes(report: str, *, checklist: Checklist, folder: str, operators: tuple[str, ...]) -> list[Outcome]:
    cases = load_cases(Path(folder), checklist) if Path(folder).is_dir() else []
    return list(mutate(load_source(report), checklist, cases, operators))


def _by_operator(outcomes: list[Outcome]) -> dict[str, list[Outcome]]:
    return {name: found for name in OPERATORS if (found := [o for o in outcomes if o.operator == name])}


def _as_json(outcomes: list[Outcome]) -> dict[str, object]:
    return {
        "edits": {
            name: {"tried": len(found), "right": sum(o.right for o in found), "aim": AIMS[name]}
            for name, found in _by_operator(outcomes).items()
        },
        "others": {"compared": sum(o.others for o in outcomes), "changed": sum(len(o.changed) for o in outcomes)},
        "wrong": [asdict(o) for o in outcomes if not o.right or o.changed],
    }


def _page(outcomes: list[Outcome], reports: int) -> Iterator[str]:
    wrong = [o for o in outcomes if not o.right or o.changed]
    for o in wrong:
        place = f":{o.line}" if o.line else ""
        if not o.right:
            yield f"{o.report}{place}: {o.element}: {o.operator}: expected {o.expected}, got {o.got}"
        if o.changed:
            yield f"{o.report}{place}: {o.element}: {o.operator}: changed {', '.join(o.changed)} as well"
        if o.words:
            yield f"    “{printable(o.words)[:110]}”"
    if wrong:
        yield ""
    yield f"{reports} reports, {len(outcomes)} verdicts after an edit"
    yield f"{'edit':14s} tried  right   share  aim    what it says"
    for name, found in _by_operator(outcomes).items():
        right = sum(o.right for o in found)
        yield f"  {name:12s} {len(found):5d}  {right:5d}   {right / len(found):.3f}  {AIMS[name]:.3f}  {OPERATORS[name]}"
    others = sum(o.others for o in outcomes)
    if others:
        same = others - sum(len(o.changed) for o in outcomes)
        share = f"{same / others:.3f}  {UNCHANGED:.3f}"
        yield f"  {'(untouched)':12s} {others:5d}  {same:5d}   {share}  elements that the edit does not touch"
