"""A word search to compare with: what the same vocabulary gives without sections, modality or substance.

An element is covered when a word that one of its branches begins with stands anywhere in the report, else missing. It
is no straw man: it knows every variant that the rules know.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lawcheck.authoring.evaluate import Checker
from lawcheck.checklist import Checklist, Leaf, Status
from lawcheck.document import parse
from lawcheck.judge import ElementResult, Evidence, ReportCard, evidence_of
from lawcheck.match.scan import Hits
from lawcheck.pipeline import check
from lawcheck.readers import load_source


def keyword_checker(checklist: Checklist) -> Checker:
    """Return a checker that searches for words."""

    def checker(path: Path, name: str) -> ReportCard:
        card = check(path, checklist=checklist, name=name)
        if card.error is not None:
            return card
        words = _Words(path, checklist)
        return replace(card, elements=tuple(words.element(element) for element in card.elements))

    return checker


class _Words:
    def __init__(self, path: Path, checklist: Checklist) -> None:
        self.document = parse(load_source(path))
        self.hits = Hits(self.document, checklist)
        self.leaves = {leaf.id: leaf for leaf in checklist.leaves}

    def element(self, result: ElementResult) -> ElementResult:
        if result.parts:
            return replace(result, parts=tuple(self.element(part) for part in result.parts))
        if result.status is Status.NOT_APPLICABLE:
            return result
        found = tuple(self.evidence(sentence) for sentence in self.sentences(self.leaves[result.id]))
        return replace(result, status=Status.COVERED if found else Status.MISSING, evidence=found)

    def sentences(self, leaf: Leaf) -> list[int]:
        concepts = {concept for branch in leaf.branches for concept in branch.expr.first_words()}
        return sorted(
            {
                sentence
                for concept in concepts
                for sentence in self.hits.sentences_with(concept)
                if self.hits.find(concept, sentence)
            }
        )

    def evidence(self, sentence: int) -> Evidence:
        place = self.document.sentences[sentence]
        return evidence_of(self.document, place.start_norm, place.end_norm)
