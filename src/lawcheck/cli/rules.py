"""``lawcheck rules``: list, show, check, test, mutate, schema."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from lawcheck.checklist import DEFAULT, Checklist, load_checklist
from lawcheck.cli.main import EXIT_FAILED, EXIT_PASSED
from lawcheck.messages import misuse, unknown

_YAML = (".yaml", ".yml")


def rules_command(arguments: argparse.Namespace) -> int:
    """Run one of the verbs."""
    if arguments.verb == "schema":
        return _schema(arguments)
    if arguments.verb == "list":
        return _list(arguments.lang)
    if arguments.verb == "check" and (own := [name for name in arguments.reports if name.endswith(_YAML)]):
        # A hook hands over the files that changed: each is a checklist of its own.
        reports = [name for name in arguments.reports if not name.endswith(_YAML)]
        return max(_check(load_checklist([*(arguments.checklist or ()), name]), reports) for name in own)
    checklist = load_checklist(arguments.checklist or DEFAULT)
    if arguments.verb == "show":
        return _show(checklist, arguments)
    if arguments.verb == "check":
        return _check(checklist, arguments.reports)
    if arguments.verb == "mutate":
        from lawcheck.cli.mutate import mutate_command

        return mutate_command(checklist, arguments)
    return _test(checklist, arguments)


def _schema(arguments: argparse.Namespace) -> int:
    from lawcheck.authoring.schemas import cases_schema, checklist_schema, report_schema

    schema = report_schema() if arguments.report else cases_schema() if arguments.cases else checklist_schema()
    print(json.dumps(schema, ensure_ascii=False, indent=1))
    return EXIT_PASSED


def _list(lang: str) -> int:
    from lawcheck.checklist.packs import built_in

    for name in built_in():
        checklist = load_checklist(name)
        leaves = len(checklist.leaves)
        print(
            f"{name}  {checklist.version}  {checklist.title.get(lang)}  ({len(checklist.elements)} elements, {leaves} leaves)"
        )
    return EXIT_PASSED


def _show(checklist: Checklist, arguments: argparse.Namespace) -> int:
    if arguments.resolved:
        return _resolved(arguments)
    lang = arguments.lang
    wanted = arguments.element
    shown = [
        e
        for e in checklist.elements
        if wanted is None or wanted == e.id or any(leaf.id == wanted for leaf in e.leaves)
    ]
    if not shown:
        raise unknown("element", wanted, checklist.names, where="ELEMENT")
    print(f"{checklist.id} {checklist.version}  {checklist.title.get(lang)}")
    for element in shown:
        rule = element.rule
        print(f"\n{rule.id}  {rule.title.get(lang)}  [{rule.level.value}]  weight {rule.weight:g}")
        for name in rule.basis:
            print(f"    {checklist.basis[name].cite(lang)}")
        for leaf in element.leaves:
            if element.has_parts:
                print(f"  - {leaf.id}  {leaf.title.get(lang)}  weight {leaf.weight:g}")
            if wanted is not None:
                print(f"      {leaf.asks.get(lang)}")
                for branch in leaf.branches:
                    print(f"      · {branch.name}: {branch.expr.text}  [{branch.gives}]  {branch.where}")
    return EXIT_PASSED


def _resolved(arguments: argparse.Namespace) -> int:
    """Print the merged checklist as YAML paths, each value with the file and line it came from."""
    from lawcheck.checklist.load import read_raw
    from lawcheck.checklist.packs import find_checklist
    from lawcheck.checklist.places import PlacedDict, PlacedList, show

    names = arguments.checklist or [DEFAULT]
    raw, _ = read_raw([find_checklist(name, Path.cwd()) for name in names])

    def walk(value: object, path: str, where: str) -> None:
        if isinstance(value, PlacedDict):
            for key, entry in value.items():
                walk(entry, f"{path}.{key}" if path else str(key), show(value.keys_at[key]))
        elif isinstance(value, PlacedList) and any(isinstance(item, PlacedDict | PlacedList) for item in value):
            for index, item in enumerate(value):
                name = item.get("id", item.get("role", index)) if isinstance(item, PlacedDict) else index
                walk(item, f"{path}[{name}]", show(value.items_at[index]))
        else:
            text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
            print(f"{path} = {text[:120]}    # {where}")

    walk(raw, "", "")
    return EXIT_PASSED


def _check(checklist: Checklist, reports: list[str]) -> int:
    """Loading has refused what is wrong; say what is there, and what is only doubtful."""
    from lawcheck.authoring.doubts import doubts, undecided
    from lawcheck.authoring.examples import cases_folder, load_cases
    from lawcheck.readers import load_source

    found = doubts(checklist)
    if reports:
        folder = cases_folder(checklist)
        cases = load_cases(folder, checklist) if folder.is_dir() else []
        found += undecided(checklist, cases, map(load_source, reports))
    for doubt in found:
        print(doubt)
    state = f"{len(found)} doubtful" if found else "nothing doubtful"
    print(f"{checklist.id} {checklist.version}: {len(checklist.elements)} elements, {len(checklist.leaves)} leaves, "
          f"{len(checklist.concepts)} word lists; {state}")  # fmt: skip
    return EXIT_FAILED if found else EXIT_PASSED


def _test(checklist: Checklist, arguments: argparse.Namespace) -> int:
    from lawcheck.authoring.examples import cases_folder, gaps, load_cases, run_cases

    folder = Path(arguments.cases) if arguments.cases else cases_folder(checklist)
    if not folder.is_dir():
        raise misuse("no-cases", where=str(folder))
    cases = load_cases(folder, checklist)
    wrong = 0
    for result in run_cases(cases, checklist):
        if not result.right:
            wrong += 1
            case = result.case
            print(f"{case.where}: {case.element}: {case.name!r}: expected {case.status}, got {result.got}")
            print(f"    {case.text[:100]}")
            for quote in result.quotes[:2]:
                print(f"    found “{quote[:80]}”")
    lacking = gaps(cases, checklist)
    for leaf, what in lacking:
        print(f"{leaf.id}: no case for: {what}")
    print(f"{len(cases) - wrong} of {len(cases)} cases right; {len(lacking)} gaps")
    return EXIT_FAILED if wrong or lacking else EXIT_PASSED
