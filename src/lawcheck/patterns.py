"""Searching: many literals in one pass, and regular expressions under a clock.

The only file that imports ``regex`` (it honours ``timeout=``; the standard ``re`` does not) and the optional
automaton ``ahocorasick_rs``. Without the automaton a loop of ``str.find`` gives the same answer, slower.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from time import monotonic
from typing import Any

import regex

from lawcheck.errors import ChecklistError, OutOfTimeError
from lawcheck.literals import Groups, necessary_literals, parsed

BUDGET_SECONDS = 1.0
"""Time that one pattern may spend on one report before its rule becomes ``unchecked``."""

REPORT_SECONDS, SECONDS_A_CHARACTER = 20.0, 0.0002
"""Time that all rules together may spend on one report: a hundred times what an ordinary one takes."""


class Scanner:
    """Finds every occurrence, overlapping ones too, of many literals in one text."""

    __slots__ = ("_automaton", "_literals")

    def __init__(self, literals: Sequence[str], *, automaton: bool = True) -> None:
        self._literals = tuple(literals)
        self._automaton: Any = None
        if automaton:
            try:
                from ahocorasick_rs import AhoCorasick, Implementation
            except ImportError:
                return
            self._automaton = AhoCorasick(list(literals), implementation=Implementation.ContiguousNFA)

    def scan(self, text: str) -> list[tuple[int, int]]:
        """Return ``(start, literal's index)`` of all occurrences, in order."""
        if self._automaton is not None and _encodable(text):
            found = [(s, i) for i, s, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)]
        else:
            found = []
            for index, literal in enumerate(self._literals):
                at = text.find(literal)
                while at >= 0:
                    found.append((at, index))
                    at = text.find(literal, at + 1)
        found.sort()
        return found


def _encodable(text: str) -> bool:
    """Say whether a text can be handed to the automaton; lone surrogates can not."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class Deadline:
    """When the time for one report is up, whatever it is spent on.

    Args:
        characters: Length of the report.
    """

    __slots__ = ("_seconds", "_until")

    def __init__(self, characters: int) -> None:
        self._seconds = REPORT_SECONDS + SECONDS_A_CHARACTER * characters
        self._until = monotonic() + self._seconds

    @property
    def left(self) -> float:
        """Seconds left."""
        return self._until - monotonic()

    def check(self) -> None:
        """Go on only in time.

        Raises:
            OutOfTimeError: It is up.
        """
        if monotonic() > self._until:
            raise OutOfTimeError(
                f"the report used up its {self._seconds:g} s",
                fix="Make sure that it is a report, or check it in parts.",
                code="too-slow",
                keys=("check.report_too_slow", "check.report_too_slow.fix"),
                values={"seconds": f"{self._seconds:g}"},
            )


class Clock:
    """What is left of a time budget; shared by all searches of one pattern in one report.

    Args:
        report: When the time for the whole report is up.
        seconds: The budget; ``BUDGET_SECONDS`` by default.
    """

    __slots__ = ("_left", "_report", "_seconds")

    def __init__(self, report: Deadline | None = None, *, seconds: float | None = None) -> None:
        self._seconds = self._left = BUDGET_SECONDS if seconds is None else seconds
        self._report = report

    @property
    def left(self) -> float:
        """Seconds left; never below a tiny positive number, because 0 would mean no limit to ``regex``."""
        left = self._left if self._report is None else min(self._left, self._report.left)
        return left if left > 1e-6 else 1e-6

    def spend(self, seconds: float) -> None:
        """Take what a search used."""
        self._left -= seconds

    def stop(self, source: str) -> OutOfTimeError:
        """Return the error of a pattern that ran out of time."""
        if self._report is not None:
            self._report.check()
        return OutOfTimeError(
            f"pattern {source!r} used up its {self._seconds:g} s",
            fix="Make it simpler: avoid a repeat inside a repeat.",
            code="too-slow",
            keys=("check.pattern_too_slow", "check.pattern_too_slow.fix"),
            values={"pattern": source, "seconds": f"{self._seconds:g}"},
        )


class Pattern:
    """A regular expression that gives up in time, with the literals any match of it must hold.

    Args:
        source: As ``regex`` writes it.
        needs: Its ``necessary_literals``, where they are known already.
    """

    __slots__ = ("_compiled", "needs", "source")

    def __init__(self, source: str, needs: tuple[Groups, ...] | None = None) -> None:
        self.source = source
        self._compiled: Any = None
        self.needs = necessary_literals(source) if needs is None else needs

    def __reduce__(self) -> tuple[type[Pattern], tuple[str, tuple[Groups, ...]]]:
        return Pattern, (self.source, self.needs)

    def find(self, text: str, start: int, end: int, clock: Clock) -> list[tuple[int, int]]:
        """Return the spans of non-overlapping matches in ``text[start:end]``, as offsets in ``text``.

        The pattern sees that stretch alone: ``^`` and ``$`` are its ends.

        Raises:
            OutOfTimeError: The budget is used up.
        """
        return self._search(text, start, end, clock, most=-1)

    def first(self, text: str, start: int, end: int, clock: Clock) -> tuple[int, int] | None:
        """Return the span of the first match, as ``find`` does; None when there is none."""
        found = self._search(text, start, end, clock, most=1)
        return found[0] if found else None

    def _search(self, text: str, start: int, end: int, clock: Clock, most: int) -> list[tuple[int, int]]:
        if self._compiled is None:
            self._compiled = regex.compile(self.source)
        out = []
        began = monotonic()
        try:
            # The clock encloses the loop because ``regex`` raises while iterating.
            for match in self._compiled.finditer(text[start:end], timeout=clock.left):
                left, right = match.span()
                if right > left:
                    out.append((start + left, start + right))
                    if len(out) == most:
                        break
        except TimeoutError:
            raise clock.stop(self.source) from None
        finally:
            clock.spend(monotonic() - began)
        return out


def check_pattern(source: str) -> None:
    """Refuse a pattern that does not compile, matches nothing but emptiness, or repeats a repeat.

    Raises:
        ChecklistError: With the reason; the caller adds the place.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = regex.compile(source)
    except (RecursionError, MemoryError, OverflowError):
        raise ChecklistError(f"pattern {source[:60]!r}… is too deep or too large", code="bad-pattern") from None
    except regex.error as error:
        raise ChecklistError(
            f"pattern {source!r} is not a regular expression: {error}", code="bad-pattern"
        ) from None
    if compiled.match("") or (source.startswith("(?=") and source.endswith(")") and source.count("(") == 1):
        raise ChecklistError(
            f"pattern {source!r} matches the empty text",
            fix="Let it require at least one character.",
            code="bad-pattern",
        )
    if nested_repeat(source):
        raise ChecklistError(
            f"pattern {source!r} repeats a repeat without bound, which can take for ever",
            fix="Write one of the two repeats with bounds, such as {0,20}.",
            code="bad-pattern",
        )


def nested_repeat(source: str) -> bool:
    """Say whether an unbounded repeat stands directly inside another one, as in ``(a+)+``."""
    unbounded = 64

    def walk(items: Any, inside: bool) -> bool:
        for op, argument in items:
            name = str(op)
            if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
                _, high, body = argument
                endless = int(high) > unbounded
                if endless and inside:
                    return True
                if walk(body, inside or endless):
                    return True
            elif name == "SUBPATTERN":
                if walk(argument[3], inside):
                    return True
            elif name == "BRANCH":
                if any(walk(branch, inside) for branch in argument[1]):
                    return True
            elif name in ("ASSERT", "ASSERT_NOT") and walk(argument[1], inside):
                return True
        return False

    items = parsed(source)
    return bool(items is not None and walk(items, False))
