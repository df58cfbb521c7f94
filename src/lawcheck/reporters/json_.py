"""JSON as promised in the contract: ``json`` (one object) and ``jsonl`` (one report a line).

Keys stand in a fixed order and hold no clock and no absolute path that the caller did not give, so that the same
input gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from lawcheck.judge import ElementResult, Evidence, ReportCard
from lawcheck.readers import Extraction
from lawcheck.reporters.base import RenderOptions

SCHEMA = "lawcheck-report/1"


def render(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Yield one JSON object for the whole run."""
    reports = [report(card) for card in cards]
    body = {
        "schema": SCHEMA,
        "lawcheck": options.version,
        "checklist": {"id": options.checklist[0], "version": options.checklist[1]},
        "summary": summary(reports),
        "reports": reports,
    }
    yield (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def render_lines(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Yield one line of JSON for each report, as soon as its card is there."""
    for card in cards:
        yield (json.dumps(report(card), ensure_ascii=False, separators=(",", ":")) + "\n").encode(
            "utf-8", "replace"
        )


def summary(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """Count what became of the reports."""
    scores = [r["score"] for r in reports if r["score"] is not None]
    errors = sum(r["error"] is not None for r in reports)
    passed = sum(bool(r["passed"]) for r in reports)
    return {
        "reports": len(reports),
        "passed": passed,
        "failed": len(reports) - passed - errors,
        "errors": errors,
        "mean_score": round(sum(scores) / len(scores), 1) if scores else None,
    }


def report(card: ReportCard) -> dict[str, Any]:
    """Return one item of ``reports``."""
    return {
        "path": card.path,
        "sha256": card.sha256,
        "checklist": {"id": card.checklist[0], "version": card.checklist[1]},
        "title": card.title,
        "body": card.body,
        "kind": card.kind,
        "year": card.year,
        "characters": card.characters,
        "score": card.score,
        "threshold": card.threshold,
        "checked": card.checked,
        "passed": card.passed,
        "elements": [_element(e) for e in card.elements],
        "findings": [
            {
                "rule": f.rule,
                "severity": f.severity,
                "message": f.message,
                "quote": f.quote,
                "start": f.start,
                "end": f.end,
                "line": f.line,
                "column": f.column,
                "page": f.page,
                "fingerprint": f.fingerprint,
            }
            for f in card.findings
        ],
        "sections": [
            {
                "role": s.role,
                "title": s.title,
                "level": s.level,
                "start": s.start,
                "end": s.end,
                "line": s.line,
                "page": s.page,
            }
            for s in card.sections
        ],
        "read": {
            name: {"value": r.value, "source": r.source, "quote": r.quote, "line": r.line, "page": r.page}
            for name, r in card.read
        },
        "extraction": _extraction(card.extraction) if card.extraction else None,
        "notes": list(card.notes),
        "accepted": [
            {
                "rule": a.rule,
                "fingerprint": a.fingerprint,
                "reason": a.reason,
                "signer": a.signer,
                "expires": a.expires or None,
            }
            for a in card.accepted
        ],
        "error": card.error,
        "error_code": card.error_code,
    }


def _extraction(e: Extraction) -> dict[str, Any]:
    return {
        "format": e.format,
        "reader": e.reader,
        "encoding": e.encoding or None,
        "unit": e.unit,
        "converted_by": e.converted_by or None,
        "complete": not e.incomplete,
        "garbled": e.garbled,
        "pages": e.pages,
        "pages_without_text": list(e.pages_without_text),
        "skipped": dict(e.skipped),
        "text_boxes": e.text_boxes,
        "inserted": e.inserted,
        "deleted": e.deleted,
        "hidden": e.hidden,
    }


def _element(e: ElementResult, part: bool = False) -> dict[str, Any]:
    out: dict[str, Any] = {
        "id": e.id,
        "title": e.title,
        "level": e.level.value,
        "weight": e.weight,
        "status": e.status.value,
        "credit": e.credit,
        "basis": list(e.basis),
        "message": e.message,
        "advice": e.advice,
        "expected": {"line": e.expected.line, "page": e.expected.page, "section": e.expected.section}
        if e.expected
        else None,
        "reason": e.reason,
        "band": e.band,
        "band_reason": e.band_reason,
        "evidence": [_evidence(ev) for ev in e.evidence],
    }
    if not part:
        out["parts"] = [_element(p, part=True) for p in e.parts]
    return out


def _evidence(e: Evidence) -> dict[str, Any]:
    return {
        "quote": e.quote,
        "start": e.start,
        "end": e.end,
        "line": e.line,
        "column": e.column,
        "page": e.page,
        "section": e.section,
        "role": e.role,
        "modality": e.modality.value,
        "substance": list(e.substance),
        "why": e.why,
    }
