"""How the language of a report is written: sentence ends, heading numbers, numerals, dates, default cues."""

from lawcheck.lazily import attributes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lawcheck.language.base import CueWords, Language, Unless
    from lawcheck.language.modality import Modality
    from lawcheck.language.normalising import READING, normalise, normalise_line
    from lawcheck.language.zh import load_chinese

__all__ = ["READING", "CueWords", "Language", "Modality", "Unless", "load_chinese", "normalise", "normalise_line"]

__getattr__ = attributes(
    __name__,
    {
        "CueWords": "lawcheck.language.base",
        "Language": "lawcheck.language.base",
        "Modality": "lawcheck.language.modality",
        "READING": "lawcheck.language.normalising",
        "Unless": "lawcheck.language.base",
        "load_chinese": "lawcheck.language.zh",
        "normalise": "lawcheck.language.normalising",
        "normalise_line": "lawcheck.language.normalising",
    },
)
