"""SARIF 2.1.0: results for code scanning.

Source:
    OASIS, Static Analysis Results Interchange Format Version 2.1.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from lawcheck.judge import ReportCard
from lawcheck.messages import say
from lawcheck.reporters.base import RenderOptions
from lawcheck.reporters.problems import ERROR, NOTE, WARNING, Problem, problems
from lawcheck.reporters.rule_info import RuleInfo

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {
    "statutory": ERROR,
    "expected": WARNING,
    "recommended": NOTE,
    "error": ERROR,
    "warning": WARNING,
    "info": NOTE,
}


def render(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Yield one log with one run; what could not be checked is a notification, never a result."""
    kept = list(cards)
    index = {rule.id: at for at, rule in enumerate(options.rules)}
    results = [_result(problem, card, index) for card in kept for problem in problems(card, options.lang)]
    notifications = [note for card in kept for note in _notifications(card, options.lang)]
    invocation = {
        "executionSuccessful": not any(n["level"] == ERROR for n in notifications),
        "toolExecutionNotifications": notifications,
    }
    run: dict[str, Any] = {
        "tool": {"driver": _driver(options)},
        "columnKind": "unicodeCodePoints",
        "language": "zh-CN" if options.lang == "zh" else "en",
        "invocations": [invocation],
        "artifacts": [_artifact(card) for card in kept],
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    yield (json.dumps(log, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _driver(options: RenderOptions) -> dict[str, Any]:
    return {
        "name": "lawcheck",
        "version": options.version,
        "semanticVersion": options.version,
        "rules": [_rule(rule) for rule in options.rules],
        "properties": {"checklist": {"id": options.checklist[0], "version": options.checklist[1]}},
    }


def _rule(rule: RuleInfo) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.asks or rule.title},
        "defaultConfiguration": {"level": _LEVEL[rule.level]},
        "properties": {"tags": [rule.level], "basis": list(rule.citations)},
    }
    if rule.advice:
        found["help"] = {"text": rule.advice}
    return found


def _artifact(card: ReportCard) -> dict[str, Any]:
    found: dict[str, Any] = {"location": {"uri": uri_of(card.path)}}
    if card.sha256:
        found["hashes"] = {"sha-256": card.sha256}
    return found


def _result(problem: Problem, card: ReportCard, index: dict[str, int]) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": problem.line}
    if problem.quote:
        region |= {"startColumn": problem.column, "snippet": {"text": problem.quote}}
        if problem.in_lines:
            region |= {"endLine": problem.end_line, "endColumn": problem.end_column}
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": uri_of(card.path)}, "region": region}
    }
    if problem.section:
        location["logicalLocations"] = [{"name": problem.section, "kind": "section"}]
    found: dict[str, Any] = {
        "ruleId": problem.rule,
        "level": problem.severity,
        "message": {"text": problem.told},
        "locations": [location],
        "partialFingerprints": {"lawcheck/v1": problem.fingerprint},
    }
    if problem.rule in index:
        found["ruleIndex"] = index[problem.rule]
    if problem.status:
        found["properties"] = {"status": problem.status}
    return found


def _notifications(card: ReportCard, lang: str) -> Iterator[dict[str, Any]]:
    where = [{"physicalLocation": {"artifactLocation": {"uri": uri_of(card.path)}}}]
    if card.error is not None:
        yield {
            "level": ERROR,
            "message": {"text": card.error},
            "locations": where,
            "descriptor": {"id": card.error_code or "error"},
        }
        return
    for leaf in card.unchecked:
        text = f"{leaf.title}: {say('status.unchecked', lang, reason=leaf.reason)}"
        yield {"level": ERROR, "message": {"text": text}, "locations": where, "descriptor": {"id": leaf.id}}
    for text in card.notes:
        yield {"level": NOTE, "message": {"text": text}, "locations": where}


def uri_of(path: str) -> str:
    """Return a path as a relative reference, percent-encoded."""
    return quote(path.replace("\\", "/"), safe="/:@!$&'()*+,;=~-._")
