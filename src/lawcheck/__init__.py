"""lawcheck: does a report contain what the rules say it must?

The names in ``__all__`` are the public ones; they are loaded on first use, so that importing lawcheck costs nothing.
"""

from __future__ import annotations

from lawcheck.lazily import attributes

TYPE_CHECKING = False  # as type checkers know it; the module typing takes longer to import than all of this
if TYPE_CHECKING:
    from lawcheck.checklist import Checklist, Level, Status, load_checklist
    from lawcheck.errors import ChecklistError, LawcheckError, PluginError, ReadError, UsageError
    from lawcheck.judge import ElementResult, Evidence, Finding, ReportCard, SectionResult
    from lawcheck.language import Modality
    from lawcheck.notebook import cards_to_frame
    from lawcheck.pipeline import check, check_many, check_text
    from lawcheck.readers import Extraction, Limits

__version__ = "0.1.0"

_HOMES = {
    "Checklist": "lawcheck.checklist",
    "ChecklistError": "lawcheck.errors",
    "ElementResult": "lawcheck.judge",
    "Evidence": "lawcheck.judge",
    "Extraction": "lawcheck.readers",
    "Finding": "lawcheck.judge",
    "LawcheckError": "lawcheck.errors",
    "Level": "lawcheck.checklist",
    "Limits": "lawcheck.readers",
    "Modality": "lawcheck.language",
    "PluginError": "lawcheck.errors",
    "ReadError": "lawcheck.errors",
    "ReportCard": "lawcheck.judge",
    "SectionResult": "lawcheck.judge",
    "Status": "lawcheck.checklist",
    "UsageError": "lawcheck.errors",
    "cards_to_frame": "lawcheck.notebook",
    "check": "lawcheck.pipeline",
    "check_many": "lawcheck.pipeline",
    "check_text": "lawcheck.pipeline",
    "load_checklist": "lawcheck.checklist",
}

__all__ = [
    "Checklist",
    "ChecklistError",
    "ElementResult",
    "Evidence",
    "Extraction",
    "Finding",
    "LawcheckError",
    "Level",
    "Limits",
    "Modality",
    "PluginError",
    "ReadError",
    "ReportCard",
    "SectionResult",
    "Status",
    "UsageError",
    "cards_to_frame",
    "check",
    "check_many",
    "check_text",
    "load_checklist",
]


__getattr__ = attributes(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
