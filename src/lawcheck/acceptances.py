"""Baselines and waivers as files: what is accepted, of which report, by whom and until when."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field

from lawcheck.checklist.models import Model
from lawcheck.checklist.places import place_of, show
from lawcheck.config import matches, path_from
from lawcheck.errors import shown_path
from lawcheck.judge import NOT_REPORTED, Acceptance, ReportCard, accept
from lawcheck.messages import misuse, say, unknown
from lawcheck.settings import read_settings

SCHEMA = "lawcheck-baseline/1"


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
        baseline: By path from ``baseline_folder``: the accepted score and problems.
        baseline_folder: Folder of the baseline, resolved.
        waivers: With their places.
        waivers_folder: Folder that their patterns start from, resolved.
    """

    today: date
    baseline: dict[str, tuple[float | None, tuple[Acceptance, ...]]] = field(default_factory=dict)
    baseline_folder: Path = field(default_factory=Path)
    waivers: list[tuple[Waiver, str]] = field(default_factory=list)
    waivers_folder: Path = field(default_factory=Path)
    _used: set[int] = field(default_factory=set)

    def apply(self, cards: Iterable[ReportCard]) -> Iterable[ReportCard]:
        """Yield the cards with what was accepted."""
        for card in cards:
            score, known = self.baseline.get(_seen_from(self.baseline_folder, card.path), (None, ()))
            path = _seen_from(self.waivers_folder, card.path)
            signed = {
                self._acceptance(waiver): at
                for at, (waiver, _) in enumerate(self.waivers)
                if waiver.expires >= self.today and matches(path, waiver.document)
            }
            changed, used = accept(card, [*known, *signed], least_score=score)
            self._used |= {signed[acceptance] for acceptance in used if acceptance in signed}
            yield changed

    def refuse_unknown(self, known: Collection[str], lang: str) -> None:
        """Refuse a waiver of something that no rule is called.

        Raises:
            UsageError: With its place and the nearest name.
        """
        for waiver, where in self.waivers:
            if waiver.element not in known:
                raise unknown("element", waiver.element, known, where=where, lang=lang)

    def complaints(self, lang: str) -> list[str]:
        """Return what is to be said of waivers that expired or were of no use, with their places."""
        return [
            f"{where}: "
            + say(
                "check.waiver_expired" if waiver.expires < self.today else "check.waiver_unused",
                lang,
                element=waiver.element,
                document=waiver.document,
                expires=waiver.expires,
            )
            for at, (waiver, where) in enumerate(self.waivers)
            if at not in self._used
        ]

    @staticmethod
    def _acceptance(waiver: Waiver) -> Acceptance:
        return Acceptance(
            rule=waiver.element,
            quote=waiver.quote,
            reason=waiver.reason,
            signer=waiver.signer,
            expires=waiver.expires,
        )


def load_acceptances(baseline: str | None, waivers: str | None, today: date) -> Accepting:
    """Load what was accepted; nothing of a file that is not named.

    Raises:
        UsageError: A file cannot be read or is malformed: then nothing is accepted and nothing checked.
    """
    accepting = Accepting(today)
    if baseline is not None:
        path = Path(baseline)
        accepting.baseline, accepting.baseline_folder = _load_baseline(path), path.parent.resolve()
    if waivers is not None:
        path = Path(waivers)
        accepting.waivers, accepting.waivers_folder = _load_waivers(path), path.parent.resolve()
    return accepting


def baseline_of(cards: Sequence[ReportCard], folder: Path) -> bytes:
    """Return the baseline that accepts today's problems of these reports, their paths from a folder."""
    reports = []
    folder = folder.resolve()
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
        reports.append({"path": _seen_from(folder, card.path), "score": card.score, "accepted": problems})
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
    except OSError as error:
        why = error.strerror or error
        raise misuse("bad-baseline", where=shown_path(path), detail="unreadable", why=why) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise misuse("bad-baseline", where=shown_path(path), why=error) from None


def _load_waivers(path: Path) -> list[tuple[Waiver, str]]:
    found, raw = read_settings(path, Waivers, "bad-waivers")
    return [(waiver, show(place_of(raw, ("waivers", at)))) for at, waiver in enumerate(found.waivers)]


def _seen_from(folder: Path, path: str) -> str:
    return path_from(folder, path) or path
