"""Runs a checklist's own example texts: ``lawcheck rules test`` and pytest call the same function.

Each case becomes a small report: a title of its year and kind, the heading of its section role, and its text. What
the frame itself says is checked once, so that no case passes by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lawcheck.checklist import Checklist, Leaf, Status
from lawcheck.errors import ChecklistError
from lawcheck.language import load_chinese
from lawcheck.pipeline import check_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An example text with the status it must get."""

    element: str
    name: str
    text: str
    status: str
    role: str
    heading: str
    kind: str
    year: int
    where: str


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a case got."""

    case: Case
    got: str
    quotes: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether it got what it must get."""
        return self.got == self.case.status


def cases_folder(checklist: Checklist) -> Path:
    """Return ``cases/`` beside the checklist's last file."""
    return Path(checklist.sources[-1]).parent / "cases"


def load_cases(folder: Path, checklist: Checklist | None = None) -> list[Case]:
    """Load all case files of a folder.

    Raises:
        ChecklistError: A wrong key, an unknown element, a name used twice; with its place.
    """
    from pydantic import ValidationError

    from lawcheck.checklist.mistakes import explained
    from lawcheck.checklist.models import CasesModel
    from lawcheck.checklist.places import read_yaml, show

    known = {leaf.id for leaf in checklist.leaves} if checklist else None
    out: list[Case] = []
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        raw: Any = read_yaml(path, path.as_posix(), may_be_empty=True)
        try:
            model = CasesModel.model_validate(raw)
        except ValidationError as error:
            raise explained(error, raw) from None
        if checklist is not None and model.element in checklist.off:
            continue  # a rule that is switched off proves nothing
        if known is not None and model.element not in known:
            raise ChecklistError(
                f"unknown element {model.element!r}",
                where=show(raw.keys_at["element"]),
                fix=f"Known: {', '.join(sorted(known))}.",
            )
        names: set[str] = set()
        for index, case in enumerate(model.cases):
            where = show(raw["cases"].items_at[index])
            if case.name in names:
                raise ChecklistError(
                    f"case name {case.name!r} stands twice", where=where, fix="Names are unique in a file."
                )
            names.add(case.name)
            out.append(
                Case(
                    element=model.element,
                    name=case.name,
                    text=case.text,
                    status=case.status,
                    role=case.in_,
                    heading=case.heading,
                    kind=case.kind,
                    year=case.year,
                    where=where,
                )
            )
    return out


def as_report(case: Case, checklist: Checklist) -> str:
    """Return the small report that a case stands for."""
    body = next((kind.sample for kind in checklist.kinds if kind.kind == case.kind), "")
    heading = next((rule.sample for rule in checklist.roles if rule.role == case.role), "")
    lines = [checklist.identity.sample.format(body=body, year=case.year), ""]
    first, second = load_chinese().numbering
    if heading:
        lines.append(first + heading)
    if case.heading:
        lines.append(second + case.heading)
    lines.append(case.text)
    return "\n".join(lines) + "\n"


def run_cases(cases: list[Case], checklist: Checklist) -> Iterator[CaseResult]:
    """Check every case and yield what it got."""
    for case in cases:
        card = check_text(as_report(case, checklist), checklist=checklist, kind=case.kind, year=case.year)
        result = card[case.element]
        status = Status.MISSING if result.status is Status.NOT_APPLICABLE else result.status
        yield CaseResult(case, status.value, tuple(e.quote for e in result.evidence[:3]))


def gaps(cases: list[Case], checklist: Checklist) -> list[tuple[Leaf, str]]:
    """Return the leaves whose cases lack an example that is covered, or a near miss that is not."""
    out = []
    for leaf in checklist.leaves:
        statuses = {case.status for case in cases if case.element == leaf.id}
        if not statuses & {"covered", "weak"}:
            out.append((leaf, "covered"))
        if not statuses & {"missing", "lacking", "planned"}:
            out.append((leaf, "near miss"))
    return out
