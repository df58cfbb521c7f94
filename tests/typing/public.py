"""How others use lawcheck, with every type said aloud: ``mypy --strict`` reads this file, nothing runs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

import lawcheck
from lawcheck import (
    Checklist,
    ChecklistError,
    ElementResult,
    Evidence,
    Finding,
    LawcheckError,
    Level,
    Modality,
    PluginError,
    ReadError,
    ReportCard,
    SectionResult,
    Status,
    UsageError,
)


def the_contracts_example(text: str, paths: list[str]) -> None:
    card = lawcheck.check("report.docx")
    card = lawcheck.check_text(text)
    score: float | None = card.score
    passed: bool = card.passed
    missing: tuple[ElementResult, ...] = card.missing
    status: Status = card["legal-counsel"].status
    planned: bool = card["legal-counsel"].status == "planned"
    quote: str = card["legal-counsel"].evidence[0].quote
    for card in lawcheck.check_many(paths, jobs=2):
        error: str | None = card.error
        print(error)

    checklist: Checklist = lawcheck.load_checklist("annual-report")
    lawcheck.check("report.txt", checklist=checklist, kind="township", year=2023)
    print(score, passed, missing, status, planned, quote)


def every_kind_of_source(path: Path, data: bytes, binary: IO[bytes], text: IO[str]) -> list[ReportCard]:
    return [
        lawcheck.check(path),
        lawcheck.check(str(path), lang="en"),
        lawcheck.check(data, name="report.txt"),
        lawcheck.check(binary, fail_under=70),
        lawcheck.check(text, fail_under=70.5),
        lawcheck.check_text("……", name="report.txt", kind="township", year=2023, lang="zh"),
    ]


def every_kind_of_checklist(path: Path) -> Iterator[ReportCard]:
    yield lawcheck.check(path, checklist=None)
    yield lawcheck.check(path, checklist="annual-report")
    yield lawcheck.check(path, checklist=path)
    yield lawcheck.check(path, checklist=["annual-report", path])
    yield lawcheck.check(path, checklist=lawcheck.load_checklist([path, "our-county.yaml"]))
    many: Iterator[ReportCard] = lawcheck.check_many(
        (p for p in [path]), jobs=4, checklist="annual-report", kind=None, year=None, fail_under=60, lang="en"
    )
    yield from many


def read_a_card(card: ReportCard) -> dict[str, str]:
    identity: tuple[str | None, str | None, str | None, int | None] = (card.title, card.body, card.kind, card.year)
    share: float = card.checked
    path: str = card.path
    print(identity, share, path, card.sha256, card.threshold, card.error_code)
    for finding in card.findings:
        read_a_finding(finding)
    for section in card.sections:
        read_a_section(section)
    unchecked: tuple[ElementResult, ...] = card.unchecked
    print([leaf.reason for leaf in unchecked])
    return {element.id: read_an_element(element) for element in card.elements}


def read_an_element(element: ElementResult) -> str:
    level: Level = element.level
    credit: float = element.credit
    weight: float = element.weight
    basis: tuple[str, ...] = element.basis
    parts: tuple[ElementResult, ...] = element.parts
    leaves: Iterator[ElementResult] = element.leaves()
    reported: bool = element.reported
    if level is Level.STATUTORY and element.status in (Status.MISSING, Status.LACKING, Status.PLANNED):
        return f"{element.title}: {element.message} {element.advice}"
    for evidence in element.evidence:
        read_evidence(evidence)
    print(credit, weight, basis, parts, list(leaves), reported)
    return element.status.value


def read_evidence(evidence: Evidence) -> tuple[int, int, int, int, int | None]:
    modality: Modality = evidence.modality
    substance: tuple[str, ...] = evidence.substance
    words: tuple[str, str, str] = (evidence.quote, evidence.section, evidence.role)
    print(modality is Modality.DONE, substance, words)
    return evidence.start, evidence.end, evidence.line, evidence.column, evidence.page


def read_a_finding(finding: Finding) -> str:
    place: tuple[int, int, int | None] = (finding.line, finding.column, finding.page)
    return f"{place}: {finding.severity}: {finding.rule}: {finding.message} {finding.quote} {finding.fingerprint}"


def read_a_section(section: SectionResult) -> tuple[str, str, int, int, int, int]:
    return section.role, section.title, section.level, section.start, section.end, section.line


def catch_every_error(path: Path) -> str:
    try:
        lawcheck.load_checklist(path)
    except ChecklistError as error:
        return f"{error.where}: {error.what} {error.fix}"
    except (ReadError, UsageError, PluginError) as error:
        return error.code
    except LawcheckError as error:
        return str(error)
    version: str = lawcheck.__version__
    return version
