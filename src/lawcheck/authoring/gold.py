"""Labelled reports: loads the file of labels and, for labels coarser than a checklist, their map."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lawcheck.messages import misuse, unknown

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
        raise misuse("bad-labels", where=str(path), detail="list")
    for number, report in enumerate(reports, 1):
        if not isinstance(report["labels"], dict):
            raise misuse("bad-labels", where=str(path), detail="labels", number=number, report=report["path"])
        for leaf, label in report["labels"].items():
            value = label.get("label") if isinstance(label, dict) else label
            if value not in LABELS:
                raise unknown("label", str(value), LABELS, where=f"{path}: {report['path']}: {leaf}")
    return reports


def load_map(path: Path) -> dict[str, list[str]]:
    """Load a map of labels to element or part ids."""
    data = _load(path)
    if not isinstance(data, dict) or not all(isinstance(v, list) for v in data.values()):
        raise misuse("bad-labels", where=str(path), detail="map")
    return {str(key): [str(item) for item in value] for key, value in data.items()}


def _load(path: Path) -> Any:
    if path.suffix.lower() != ".json":
        from lawcheck.checklist.places import read_yaml

        return read_yaml(path, str(path))
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise misuse("bad-labels", where=str(path), detail="unreadable", why=error.strerror) from None
    except ValueError as error:
        raise misuse("bad-labels", where=str(path), detail="json", why=error) from None
