"""What is doubtful in a checklist that loads: rules and words that can never matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lawcheck.authoring.examples import Case, as_report
from lawcheck.checklist import Checklist
from lawcheck.checklist.terms import Op
from lawcheck.document import Document, parse
from lawcheck.judge.status import decide
from lawcheck.match import Matcher
from lawcheck.patterns import Clock, Pattern
from lawcheck.readers import SourceText, source_of_text


def doubts(checklist: Checklist) -> list[str]:
    """Return one line for each doubtful thing, with the id it concerns."""
    return [
        *_protected(checklist),
        *_idle_protection(checklist),
        *_swallowed(checklist),
        *_never(checklist),
        *_unused(checklist),
        *_slow(checklist),
        *_unexplained(checklist),
        *_unproven(checklist),
    ]


def undecided(checklist: Checklist, cases: Iterable[Case], reports: Iterable[SourceText]) -> Iterator[str]:
    """Yield a line for each branch that decides nothing in the examples and in some reports.

    Args:
        checklist: The checklist.
        cases: Its examples.
        reports: Further texts to try it on.
    """
    seen: set[tuple[str, str]] = set()

    def look(document: Document, kind: str | None = None, year: int | None = None) -> None:
        matcher = Matcher(document, checklist, kind=kind, year=year)
        for leaf in checklist.leaves:
            seen.update((leaf.id, m.branch) for m in decide(leaf, matcher.leaf(leaf))[1])

    for case in cases:
        look(parse(source_of_text(as_report(case, checklist))), case.kind, case.year)
    for report in reports:
        look(parse(report))
    for leaf in checklist.leaves:
        for branch in leaf.branches:
            if (leaf.id, branch.name) not in seen:
                yield f"{branch.where}: element {leaf.id}: {branch.name!r} decides nothing in any of these texts"


def _protected(checklist: Checklist) -> Iterator[str]:
    """Find words that a protecting phrase of their own list always swallows."""
    for concept in checklist.concepts:
        for word in concept.words:
            if word in concept.protect_words:
                yield f"vocab {concept.name}: {word!r} stands in 'words' and in 'not', so it never counts"


def _idle_protection(checklist: Checklist) -> Iterator[str]:
    """Find protecting phrases that hold none of the words they protect from."""
    for concept in checklist.concepts:
        if concept.name.startswith("!"):
            continue  # cues and pseudo-cues protect across lists
        for phrase in concept.protect_words:
            held = any(word in phrase for word in concept.words)
            if not held and not any(_spans(pattern, phrase) for pattern in concept.patterns):
                yield f"vocab {concept.name}: {phrase!r} in 'not' holds no word of this list: it protects from nothing"


def _swallowed(checklist: Checklist) -> Iterator[str]:
    """Find protecting phrases that a pattern of the same list reaches beyond, so that they do not protect."""
    for concept in checklist.concepts:
        for phrase in concept.protect_words:
            text = f"{_AROUND}{phrase}{_AROUND}"
            inside = (len(_AROUND), len(_AROUND) + len(phrase))
            for pattern in concept.patterns:
                for start, end in _spans(pattern, text):
                    covers = start < inside[1] and inside[0] < end
                    if covers and not (inside[0] <= start and end <= inside[1]):
                        yield (
                            f"vocab {concept.name}: /{pattern.source}/ matches beyond {phrase!r} of 'not', "
                            "which so protects nothing"
                        )
                        break


_AROUND = "某某"
"""Words before and after a phrase that no rule asks for."""


def _spans(pattern: Pattern, text: str) -> list[tuple[int, int]]:
    return list(pattern.find(text, 0, len(text), Clock()))


def _never(checklist: Checklist) -> Iterator[str]:
    """Find branches whose own first words are among those that must not stand beside them."""
    for leaf in checklist.leaves:
        for branch in leaf.branches:
            forbidden = [p for part in branch.expr.parts if part.op is Op.NONE for p in part.parts]
            first = branch.expr
            while first.op in (Op.ALL, Op.NEAR) and first.parts:
                first = first.parts[0]
            if first.op is not Op.PHRASE or checklist.concepts[first.concept].patterns:
                continue
            words = checklist.concepts[first.concept].words
            for rule in (*forbidden, *leaf.excepts):
                if rule.op is not Op.PHRASE or rule.parts:
                    continue
                out = checklist.concepts[rule.concept].words
                if words and all(any(bad in word for bad in out) for word in words):
                    yield (
                        f"{branch.where}: element {leaf.id}: {branch.name!r} never fires: "
                        "each of its first words holds one that is excluded"
                    )


def _unused(checklist: Checklist) -> Iterator[str]:
    """Find word lists of the checklist's files that no rule names."""
    files = [file for file in map(Path, checklist.sources) if file.is_file()]
    texts = {file: file.read_text(encoding="utf-8") for file in files}
    whole = "\n".join(texts.values())
    for file, text in texts.items():
        _, _, lists = text.partition("\nvocab:")
        for name in re.findall(r"^  ([a-z][a-z0-9_]*):", lists, re.MULTILINE):
            if not re.search(rf"\${name}\b", whole):
                yield f"{file.name}: vocab {name}: no rule names it"


def _slow(checklist: Checklist) -> Iterator[str]:
    """Find patterns without a literal that every match must hold: they run on every sentence."""
    used = {
        concept for leaf in checklist.leaves for branch in leaf.branches for concept in branch.expr.first_words()
    }
    for number in sorted(used):
        for pattern in checklist.concepts[number].patterns:
            if not pattern.needs:
                yield f"pattern {pattern.source!r} has no literal that every match holds: it runs on every sentence"


def _unexplained(checklist: Checklist) -> Iterator[str]:
    for leaf in checklist.leaves:
        if not leaf.advice.zh and leaf.weight > 0:
            yield f"element {leaf.id}: no 'advice' says what to write"


def _unproven(checklist: Checklist) -> Iterator[str]:
    for leaf in checklist.leaves:
        if not leaf.basis:
            yield f"element {leaf.id}: no 'basis' says which law asks for it"
