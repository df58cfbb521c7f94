"""What a text must hold for a regular expression to match in it: literals, which cost nothing to look for.

A pattern is read from left to right as a *run*: the strings one of which ends where the reading has come to. What can be one of
a few strings lengthens the run (``开(展|办)`` → 开展, 开办); what can be anything ends it, and it becomes a group of literals.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

Groups = tuple[tuple[str, ...], ...]
"""Groups of literals; a text that matches holds at least one literal of every group."""

MOST = 128
"""Strings of a run: with more, looking for them all costs more than the searches that they save."""

_REGEX_ONLY = re.compile(r"\\[pPXKGmM]|\(\?[a-zA-Z]*i|\[\[|\{[a-z]<?=|\(\?[&R0-9]|\(\?\(|&&|--|~~|\|\||\\L<")
"""What only ``regex`` knows, or what matches other letters than those written."""

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_NOTHING = frozenset({""})

Run = frozenset[str]


def parsed(source: str) -> Any:
    """Return what the standard library's parser makes of a pattern, None when it cannot read it.

    Only the shape counts: what only ``regex`` knows is put into words that the parser knows.
    """
    from re import _parser  # type: ignore[attr-defined]

    plain = re.sub(r"\\[pP]\{[^}]*\}", "法", source).replace("(?>", "(?:")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return _parser.parse(plain)
    except (re.error, OverflowError, RecursionError, MemoryError):
        return None


def necessary_literals(source: str) -> tuple[Groups, ...]:
    """Return what every text must hold in which a pattern matches.

    Returns:
        Alternatives, of which every such text keeps at least one; empty when nothing can be derived.
    """
    if _REGEX_ONLY.search(source):
        return ()  # the standard parser would take these for literals
    items = parsed(source)
    if items is None:
        return ()
    items = list(items)
    while len(items) == 1 and str(items[0][0]) == "SUBPATTERN":
        items = list(items[0][1][3])
    branches = items[0][1][1] if len(items) == 1 and str(items[0][0]) == "BRANCH" else [items]
    alternatives = [_telling(_groups(branch)) for branch in branches]
    return tuple(dict.fromkeys(alternatives)) if all(alternatives) else ()


def _groups(items: Iterable[Any]) -> list[Run]:
    """Return groups of literals that a text must hold in which a sequence of the parser's items matches."""
    groups, run = _read(items)
    return [group for group in [*groups, run] if "" not in group]


def _read(items: Iterable[Any]) -> tuple[list[Run], Run]:
    """Return the groups of a sequence, and the run that its reading ends with."""
    out: list[Run] = []
    run = _NOTHING
    for name, argument in _flat(items):
        if name == "ASSERT":
            # What must follow begins here, too; behind it the reading goes on from the same place.
            ahead, inside = argument
            begun = _joined(run, _beginning(inside)) if ahead == 1 else None
            out += [*_groups(inside), begun or _NOTHING]
            continue
        few = _few(name, argument)
        longer = None if few is None else _joined(run, few)
        if longer is not None:
            run = longer
            continue
        out.append(run)
        if few is not None:
            run = few
        elif name == "BRANCH":
            ways = [_read(branch) for branch in argument[1]]
            best = [_best([*groups, end]) for groups, end in ways]
            out.append(frozenset().union(*best) if all(best) else _NOTHING)
            out.append(_joined(run, frozenset().union(*map(_beginning, argument[1]))) or _NOTHING)
            run = _at_most(frozenset().union(*(end for _, end in ways))) or _NOTHING
        elif name in _REPEATS and int(argument[0]) >= 1:
            # The first of many stands behind the run, the last one before what follows.
            inside, end = _read(argument[2])
            out += [*inside, end, _joined(run, _beginning(argument[2])) or _NOTHING]
            run = end
        else:
            run = _NOTHING
    return out, run


def _flat(items: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the items of a sequence by name, those of groups among them, without what takes no room and tells nothing."""
    for op, argument in items:
        name = str(op)
        if name == "SUBPATTERN":
            yield from _flat(argument[3])
        elif name not in ("AT", "ASSERT_NOT"):
            yield name, argument


def _few(name: str, argument: Any) -> Run | None:
    """Return the strings that an item can match; None when they are too many or cannot be told."""
    if name == "LITERAL":
        return frozenset({chr(argument)})
    if name == "IN":
        return _of_set(argument)
    if name == "BRANCH":
        found = [_few_of(branch) for branch in argument[1]]
        known = [few for few in found if few is not None]
        return _at_most(frozenset().union(*known)) if len(known) == len(found) else None
    if name == "ASSERT":
        return _NOTHING
    if name in _REPEATS:
        least, most, body = int(argument[0]), int(argument[1]), argument[2]
        once = _few_of(body) if most <= MOST else None
        if once is None:
            return None
        times: Run | None = _NOTHING
        out: set[str] = set()
        for count in range(most + 1):
            if times is None:
                return None
            if count >= least:
                out |= times
            times = _joined(times, once)
        return _at_most(frozenset(out))
    return None


def _few_of(items: Iterable[Any]) -> Run | None:
    """Return the strings that a sequence of items can match; None when they are too many or cannot be told."""
    run: Run | None = _NOTHING
    for name, argument in _flat(items):
        few = _few(name, argument)
        run = None if few is None or run is None else _joined(run, few)
    return run


def _beginning(items: Iterable[Any]) -> Run:
    """Return strings with one of which every match of a sequence begins."""
    run = _NOTHING
    for name, argument in _flat(items):
        few = _few(name, argument)
        longer = None if few is None else _joined(run, few)
        if longer is None:
            # Not all that it can be, but how that begins.
            if name in _REPEATS and int(argument[0]) >= 1:
                few = _beginning(argument[2])
            elif name == "BRANCH":
                few = frozenset().union(*map(_beginning, argument[1]))
            return _joined(run, few or _NOTHING) or run
        run = longer
    return run


def _of_set(members: Iterable[Any]) -> Run | None:
    chars: set[str] = set()
    for kind, value in members:
        if str(kind) == "LITERAL":
            chars.add(chr(value))
        elif str(kind) == "RANGE" and value[1] - value[0] < MOST:
            chars.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return _at_most(frozenset(chars))


def _joined(run: Run, more: Run) -> Run | None:
    """Return every string of a run followed by every one of some others; None when they are too many."""
    if len(run) * len(more) > MOST:
        return None
    return frozenset(first + second for first in run for second in more)


def _at_most(found: Run) -> Run | None:
    return found if len(found) <= MOST else None


def _best(groups: list[Run]) -> tuple[str, ...]:
    """Return the group that tells most: that whose shortest literal is longest, of such the smallest."""
    known = [_least(group) for group in groups if "" not in group]
    return max(known, key=lambda group: (min(map(len, group)), -len(group)), default=())


def _telling(groups: list[Run]) -> Groups:
    """Return the groups worth looking for: a single character stands nearly everywhere and helps only when alone."""
    long = {_least(group) for group in groups if min(map(len, group)) > 1}
    chosen = [group for group in long if not any(other != group and _tells(other, group) for other in long)]
    best = _best(groups)
    return tuple(sorted(chosen)) or ((best,) if best else ())


def _tells(group: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether a text that holds a literal of one group holds one of the other, too."""
    return all(any(part in word for part in other) for word in group)


def _least(group: Run) -> tuple[str, ...]:
    """Return a group without the literals that hold another one of it."""
    return tuple(sorted(word for word in group if not any(other in word for other in group if other != word)))
