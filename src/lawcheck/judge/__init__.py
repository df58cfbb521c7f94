"""Mentions in, report card out."""

from lawcheck.lazily import attributes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lawcheck.judge.acceptance import Acceptance, accept
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

__getattr__ = attributes(
    __name__,
    {
        "Acceptance": "lawcheck.judge.acceptance",
        "Accepted": "lawcheck.judge.card",
        "CHECK": "lawcheck.judge.band",
        "ElementResult": "lawcheck.judge.card",
        "Evidence": "lawcheck.judge.card",
        "Expected": "lawcheck.judge.card",
        "Finding": "lawcheck.judge.card",
        "NOT_REPORTED": "lawcheck.judge.card",
        "Read": "lawcheck.judge.card",
        "ReportCard": "lawcheck.judge.card",
        "SURE": "lawcheck.judge.band",
        "SectionResult": "lawcheck.judge.card",
        "accept": "lawcheck.judge.acceptance",
        "error_card": "lawcheck.judge.run",
        "evidence_of": "lawcheck.judge.run",
        "judge": "lawcheck.judge.run",
    },
)
