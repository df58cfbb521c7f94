"""Chinese official prose, read from ``zh.yaml`` beside this file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from lawcheck.cache import parsed
from lawcheck.language.base import CueWords, Grammar, Language, Rewriting, SpoiltCopy, Unless
from lawcheck.language.modality import Modality


@cache
def load_chinese() -> Language:
    """Load the conventions of Chinese reports; once per process."""
    data: dict[str, Any] = parsed(Path(__file__).with_name("zh.yaml").read_bytes())
    return Language(
        sentence_ends=data["sentence_ends"],
        clause_ends=data["clause_ends"],
        common=frozenset("".join(data["common"].split())),
        cues=tuple(
            CueWords(
                modality=Modality(cue["modality"]),
                words=tuple(cue.get("words", ())),
                patterns=tuple(cue.get("patterns", ())),
                direction=cue.get("direction", "both"),
                reach=cue.get("reach", "clause"),
                not_in=tuple(cue.get("not_in", ())),
                ongoing=cue.get("ongoing", False),
                note=cue.get("note", ""),
            )
            for cue in data["cues"]
        ),
        pseudo_words=tuple(data["pseudo"]["words"]),
        pseudo_patterns=tuple(data["pseudo"]["patterns"]),
        frames=tuple(Unless(**frame) for frame in data["frames"]),
        grammar=Grammar(**{name: re.compile(source) for name, source in data["grammar"].items()}),
        markers=tuple((way["style"], way["level"], re.compile(way["pattern"])) for way in data["markers"]),
        numbering=tuple(data["numbering"]),
        year_named=data["year_named"],
        year_openings=tuple(data["year_openings"]),
        scales=tuple(map(tuple, data["scales"])),
        units=tuple(data["units"]),
        rhythms=tuple(data["rhythms"]),
        issue_verbs=tuple(data["issue_verbs"]),
        relative_years=dict(data["relative_years"]),
        furniture=tuple(data["furniture"]),
        title_ends=tuple(data["title_ends"]),
        surnames=frozenset(data["surnames"]),
        not_names=tuple(data["not_names"]),
        copies=tuple(
            SpoiltCopy(
                code=sign["code"],
                pattern=re.compile("|".join(f"(?:{pattern})" for pattern in sign["patterns"]), re.IGNORECASE),
                at_least=sign["at_least"],
                instead_of_figures=sign.get("instead_of_figures", False),
            )
            for sign in data["copies"]
        ),
        traditional=frozenset(data["traditional"]),
        rewriting=Rewriting(**_tuples(data["rewriting"])),
    )


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
