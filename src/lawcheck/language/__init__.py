"""How the language of a report is written: sentence ends, heading numbers, numerals, dates, default cues."""

from lawcheck.language.base import CueWords, Language, Modality, Unless
from lawcheck.language.normalise import READING, normalise, normalise_line
from lawcheck.language.zh import load_chinese

__all__ = ["READING", "CueWords", "Language", "Modality", "Unless", "load_chinese", "normalise", "normalise_line"]
