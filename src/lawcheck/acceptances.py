"""Baselines and waivers as files: what is accepted, of which report, by whom and until when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from lawcheck.checklist.models import Model
from lawcheck.checklist.places import load_yaml, place_of, show, shown_path
from lawcheck.config import matches
from lawcheck.errors import ChecklistError, UsageError
from lawcheck.judge import NOT_REPORTED, Acceptance, ReportCard, accept

SCHEMA = "lawcheck-baseline/1"

_FORM = "A waiver has element, document, reason, signer and expires (2026-12-31)."


class Waiver(Model):
    """A problem that someone signed for."""

    element: str = Field(min_length=1, description="Id of an element, a part or an integrity rule.")
    document: str = Field(
        min_length=1, description="Pattern of paths from the folder of this file, such as 'towns/*'."
    )
    reason: str = Field(min_length=1, description="Why it is accepted.")
    signer: str = Field(min_length=1, description="Who accepts it.")
    expires: date = Field(description="Last day that it holds, YYYY-MM-DD.")
    quote: str = Field("", description="Words of the report that it is about; all places when empty.")


class Waivers(Model):
    """A file of waivers."""

    waivers: tuple[Waiver, ...]


@dataclass(slots=True)
class Accepting:
    """Applies a baseline and waivers to cards, and knows which of them were of use.

    Attributes:
        today: The day on which waivers are looked at.
        baseline: By path from ``folder``: the accepted score and problems.
        waivers: With the file they stand in.
    """

    today: date
    folder: Path = field(default_factory=Path)
    baseline: dict[str, tuple[float | None, tuple[Acceptance, ...]]] = field(default_factory=dict)
    waivers: list[tuple[Waiver, Path, str]] = field(default_factory=list)
    _used: set[int] = field(default_factory=set)

    def apply(self, cards: Iterable[ReportCard]) -> Iterable[ReportCard]:
        """Yield the cards with what was accepted."""
        for card in cards:
            score, known = self.baseline.get(_inside(card.path, self.folder), (None, ()))
            signed = {
                self._acceptance(waiver): at
                for at, (waiver, path, _) in enumerate(self.waivers)
                if waiver.expires >= self.today and matches(_inside(card.path, path.parent), waiver.document)
            }
            changed, used = accept(card, [*known, *signed], least_score=score)
            self._used |= {signed[acceptance] for acceptance in used if acceptance in signed}
            yield changed

    def complaints(self) -> list[str]:
        """Return what is to be said of waivers that expired or were of no use, with their places."""
        out = []
        for at, (waiver, _, where) in enumerate(self.waivers):
            if waiver.expires < self.today:
                out.append(
                    f"{where}: 豁免已于 {waiver.expires} 到期 waiver expired: {waiver.element} {waiver.document}"
                )
            elif at not in self._used:
                out.append(f"{where}: 豁免没有用到 waiver was of no use: {waiver.element} {waiver.document}")
        return out

    @staticmethod
    def _acceptance(waiver: Waiver) -> Acceptance:
        return Acceptance(
            rule=waiver.element,
            quote=waiver.quote,
            reason=waiver.reason,
            signer=waiver.signer,
            expires=waiver.expires,
        )


def load_acceptances(baseline: str | None, waivers: str | None, today: date) -> Accepting | None:
    """Load what was accepted; None when neither file is named.

    Raises:
        UsageError: A file cannot be read or is malformed: then nothing is accepted and nothing checked.
    """
    if baseline is None and waivers is None:
        return None
    accepting = Accepting(today)
    if baseline is not None:
        path = Path(baseline)
        accepting.folder = path.parent
        accepting.baseline = _load_baseline(path)
    if waivers is not None:
        accepting.waivers = _load_waivers(Path(waivers))
    return accepting


def baseline_of(cards: Sequence[ReportCard], folder: Path) -> bytes:
    """Return the baseline that accepts today's problems of these reports, their paths from a folder."""
    reports = []
    for card in cards:
        problems = [
            {"rule": leaf.id, "status": leaf.status.value, "fingerprint": leaf.fingerprint, "title": leaf.title}
            for element in card.elements
            for leaf in element.leaves()
            if leaf.status in NOT_REPORTED or leaf.status.value == "weak"
        ]
        problems += [
            {"rule": f.rule, "status": f.severity, "fingerprint": f.fingerprint, "title": f.message}
            for f in card.findings
        ]
        reports.append({"path": _inside(card.path, folder), "score": card.score, "accepted": problems})
    text = json.dumps({"schema": SCHEMA, "reports": reports}, ensure_ascii=False, indent=1)
    return f"{text}\n".encode("utf-8", "replace")


def _load_baseline(path: Path) -> dict[str, tuple[float | None, tuple[Acceptance, ...]]]:
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8-sig"))
        if data.get("schema") != SCHEMA:
            raise ValueError(f"schema {data.get('schema')!r}")
        return {
            str(report["path"]): (
                None if report["score"] is None else float(report["score"]),
                tuple(Acceptance(rule=p["rule"], fingerprint=p["fingerprint"]) for p in report["accepted"]),
            )
            for report in data["reports"]
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"不是基线文件 not a baseline: {error}",
            where=shown_path(path),
            fix="请用 lawcheck baseline 重新生成。",
            code="bad-baseline",
        ) from None


def _load_waivers(path: Path) -> list[tuple[Waiver, Path, str]]:
    name = shown_path(path)
    try:
        raw = load_yaml(path.read_text(encoding="utf-8-sig"), name)
        found = Waivers.model_validate(raw)
    except ChecklistError as error:
        raise UsageError(error.what, where=error.where, fix=error.fix, code="bad-waivers") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"打不开 cannot be read: {error}", where=name, fix="", code="bad-waivers") from None
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        steps = tuple(problem["loc"])
        context = problem.get("ctx", {})
        what, fix = f"'{steps[-1] if steps else name}': {problem['msg']}", _FORM
        if problem["type"] == "unknown_key":
            steps = (*steps, context["key"])
            what, fix = f"unknown key '{context['key']}'", str(context["hint"])
        raise UsageError(what, where=show(place_of(raw, steps)), fix=fix, code="bad-waivers") from None
    return [(waiver, path, show(place_of(raw, ("waivers", at)))) for at, waiver in enumerate(found.waivers)]


def _inside(path: str, folder: Path) -> str:
    try:
        return Path(path).resolve().relative_to(folder.resolve()).as_posix()
    except (ValueError, OSError):
        return path
