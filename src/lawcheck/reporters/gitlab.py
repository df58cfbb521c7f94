"""GitLab Code Quality: one JSON array of issues.

Source:
    GitLab documentation, "Code Quality report format" (a part of the Code Climate specification).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from lawcheck.judge import ReportCard
from lawcheck.reporters.base import RenderOptions
from lawcheck.reporters.problems import ERROR, NOTE, WARNING, problems

_SEVERITY = {ERROR: "major", WARNING: "minor", NOTE: "info"}


def render(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Yield the array; a report that could not be checked is a blocker."""
    issues = [issue for card in cards for issue in _issues(card, options.lang)]
    seen: Counter[str] = Counter()
    for issue in issues:
        mark = issue["fingerprint"]
        if seen[mark]:  # the same words twice: GitLab wants each issue to have a mark of its own
            issue["fingerprint"] = hashlib.sha256(f"{mark}\n{seen[mark]}".encode()).hexdigest()
        seen[mark] += 1
    yield (json.dumps(issues, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _issues(card: ReportCard, lang: str) -> Iterator[dict[str, Any]]:
    if card.error is not None:
        yield _issue(card, card.error_code or "error", card.error, "blocker", 1, card.error)
        return
    for problem in problems(card, lang):
        severity = _SEVERITY[problem.severity]
        yield _issue(card, problem.rule, problem.told, severity, problem.line, problem.fingerprint)
    for leaf in card.unchecked:
        yield _issue(card, leaf.id, leaf.message, "blocker", 1, leaf.id)


def _issue(card: ReportCard, rule: str, text: str, severity: str, line: int, mark: str) -> dict[str, Any]:
    # Unique in a whole project, and the same in the next run.
    fingerprint = hashlib.sha256(f"{card.path}\n{rule}\n{mark}".encode("utf-8", "replace")).hexdigest()
    return {
        "description": text,
        "check_name": rule,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": card.path, "lines": {"begin": line}},
    }
