"""Mentions in, report card out."""

from lawcheck.judge.accept import Acceptance, accept
from lawcheck.judge.band import CHECK, SURE
from lawcheck.judge.card import (
    NOT_REPORTED,
    Accepted,
    ElementResult,
    Evidence,
    Expected,
    Finding,
    Read,
    ReportCard,
    SectionResult,
)
from lawcheck.judge.run import error_card, evidence_of, judge

__all__ = [
    "CHECK",
    "NOT_REPORTED",
    "SURE",
    "Acceptance",
    "Accepted",
    "ElementResult",
    "Evidence",
    "Expected",
    "Finding",
    "Read",
    "ReportCard",
    "SectionResult",
    "accept",
    "error_card",
    "evidence_of",
    "judge",
]
