"""Labelled reports: loads the file of labels and, for labels coarser than a checklist, their map."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lawcheck.errors import UsageError

LABELS = ("covered", "weak", "planned", "lacking", "missing")
"""The five statuses that people label with, best first."""


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
