"""What stands in a sentence and no literal announces: figures, dates, documents, cues, clauses, enumerations."""

from __future__ import annotations

from lawcheck.checklist.compiled import Expr
from lawcheck.checklist.terms import Op
from lawcheck.match.modality import Modalities
from lawcheck.match.scan import Hits, Sentences
from lawcheck.match.substance import Number, dates, numbers, quantities

TOLD = frozenset({Op.NUMBER, Op.DATE, Op.DOCUMENT, Op.CUE})
"""Operators whose facts stand in some sentences only; it is known in which."""


class Facts:
    """Finds facts lazily, sentence by sentence.

    Attributes:
        document: The document.
    """

    def __init__(self, hits: Hits, modalities: Modalities) -> None:
        self.hits, self.modalities, self.document = hits, modalities, hits.document
        self._dates = dates()
        self._sentences: dict[tuple[Op, frozenset[str]], Sentences] = {}
        self._in_digits: dict[int, list[Number]] = {}
        self._in_words: dict[int, list[tuple[int, int]]] = {}
        self._found: dict[tuple[Op, int, object, int], list[tuple[int, int]]] = {}

    def spans(self, expr: Expr, sentence: int) -> list[tuple[int, int]]:
        """Return where an expression's facts stand in a sentence."""
        # Marks of many elements ask for the same figures and dates.
        key = (expr.op, sentence, id(expr.units) if expr.units else expr.names or expr.count, expr.concept)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look(expr, sentence)
        return found

    def sentences(self, expr: Expr) -> Sentences:
        """Return the sentences in which an expression's facts may stand: one of ``TOLD``, a number whatever it counts."""
        key = (expr.op, expr.names)
        known = self._sentences.get(key)
        if known is None:
            known = 0
            for sentence in range(len(self.document.sentences)):
                self.hits.deadline.check()
                if expr.op is Op.NUMBER:
                    stands = bool(self._numbers(sentence) or self._counted(sentence))
                else:
                    stands = bool(self.spans(expr, sentence))
                known |= stands << sentence
            self._sentences[key] = known
        return known

    def _look(self, expr: Expr, sentence: int) -> list[tuple[int, int]]:
        op = expr.op
        place = self.document.sentences[sentence]
        norm = self.document.norm
        if op is Op.NUMBER:
            titles = self.modalities.titles(sentence)
            units = expr.units or self.modalities.language.units
            spans = quantities(norm, place.end_norm, self._numbers(sentence), units)
            # Chinese numerals count only where they are a quantity, and not as a part of one in digits (3百余件).
            in_words = self._counted(sentence)
            if in_words:
                apart = [(a, b) for a, b in in_words if not any(a < right and left < b for left, right in spans)]
                spans = sorted([*spans, *apart])
            if not titles:
                return spans
            return [(a, b) for a, b in spans if not any(left < a < right for left, right, _ in titles)]
        if op is Op.DATE:
            return [m.span() for m in self._dates.finditer(norm, place.start_norm, place.end_norm)]
        if op is Op.DOCUMENT:
            return [(a, b) for a, b, own in self.modalities.titles(sentence) if own]
        if op is Op.CUE:
            return [
                (a, b)
                for a, b, n in self.modalities.cues(sentence)
                if self.modalities.checklist.cues[n].modality in expr.names
            ]
        if op is Op.CLAUSE:
            named = [(a, b) for a, b, own in self.modalities.titles(sentence) if not own]
            return [
                (c.start_norm, c.end_norm)
                for c in place.clauses
                if _length(c.start_norm, c.end_norm, named) >= expr.count
            ]
        if op is Op.LIST:
            return self._lists(expr, sentence)
        return []

    def _numbers(self, sentence: int) -> list[Number]:
        """Return the numbers of a sentence in digits."""
        found = self._in_digits.get(sentence)
        if found is None:
            place = self.document.sentences[sentence]
            found = self._in_digits[sentence] = numbers(self.document.norm, place.start_norm, place.end_norm)
        return found

    def _counted(self, sentence: int) -> list[tuple[int, int]]:
        """Return the quantities of a sentence that are written in Chinese numerals."""
        found = self._in_words.get(sentence)
        if found is None:
            place, counted = self.document.sentences[sentence], self.modalities.language.grammar.counted
            found = [m.span() for m in counted.finditer(self.document.norm, place.start_norm, place.end_norm)]
            self._in_words[sentence] = found
        return found

    def _lists(self, expr: Expr, sentence: int) -> list[tuple[int, int]]:
        """Find enumerations: several different words of the concept, parted by 、 or joined by 和, 及."""
        norm = self.document.norm
        out: list[tuple[int, int]] = []
        run: list[tuple[int, int]] = []
        between = self.modalities.language.grammar.listed
        for span in [*self.hits.find(expr.concept, sentence), (10**9, 10**9)]:
            joined = (
                bool(run) and span[0] >= run[-1][1] and between.fullmatch(norm, run[-1][1], span[0]) is not None
            )
            if run and not joined:
                if len({norm[a:b] for a, b in run}) >= expr.count:
                    out.append((run[0][0], run[-1][1]))
                run = []
            if span[0] < 10**9:
                run.append(span)
        return out


def _length(start: int, end: int, titles: list[tuple[int, int]]) -> int:
    """Return how long a clause is without the titles in it, which tell nothing."""
    return end - start - sum(min(end, b) - max(start, a) for a, b in titles if a < end and start < b)
