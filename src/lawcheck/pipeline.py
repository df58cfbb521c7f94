"""check, check_text, check_many: the only file that knows all rooms between a file and its report card."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeAlias

from lawcheck import cache
from lawcheck.checklist import head_of, load_checklist
from lawcheck.errors import LawcheckError
from lawcheck.judge import ReportCard
from lawcheck.messages import LANGUAGES, misuse, unknown
from lawcheck.readers import Found, Limits, Walk

# What reads, parses and judges is imported where it is used: a run that remembers its reports needs none of it.
if TYPE_CHECKING:
    from lawcheck.checklist import Checklist
    from lawcheck.readers import SourceText
    from lawcheck.remembered import Memory

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
"""Years that a report may be on."""

ChecklistLike: TypeAlias = "Checklist | str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None"


def _shown(card: ReportCard) -> str:
    from lawcheck.notebook import show

    return show(card)


ReportCard.html_view = _shown


class Rules:
    """The checklist of a run, loaded when a report has to be judged by it."""

    def __init__(self, checklist: ChecklistLike) -> None:
        self._meant = checklist

    @cached_property
    def checklist(self) -> Checklist:
        """The checklist.

        Raises:
            ChecklistError: It is wrong.
        """
        return checklist_of(self._meant)

    @cached_property
    def memory(self) -> Memory | None:
        """What is remembered of reports by it, None where nothing is kept.

        Raises:
            ChecklistError: It is wrong.
        """
        if cache.folder() is None:
            return None
        from lawcheck.remembered import Memory

        return Memory(self.head[2])

    @cached_property
    def head(self) -> tuple[str, str, str]:
        """Its id, version and digest.

        Raises:
            ChecklistError: It is wrong.
        """
        if self._meant is None or isinstance(self._meant, str | os.PathLike | Sequence):
            return head_of() if self._meant is None else head_of(self._meant)
        return self._meant.id, self._meant.version, self._meant.digest

    def refuse_wrong(self, remember: bool) -> None:
        """Say what is wrong with the checklist before any report is read.

        Raises:
            ChecklistError: It is wrong.
        """
        if not remember or self.memory is None:
            _ = self.checklist


class KnownOf(Protocol):
    """Tells what is known of a report from its path."""

    def of(self, path: str) -> dict[str, Any]:
        """Return ``kind``, ``year`` and ``fail_under`` as far as they are known."""
        ...


Source = str | os.PathLike[str] | bytes | IO[bytes] | IO[str]


def checklist_of(checklist: ChecklistLike) -> Checklist:
    """Return the checklist that is meant, loaded; the built-in one by default.

    Raises:
        ChecklistError: It is wrong.
    """
    if checklist is None or isinstance(checklist, str | os.PathLike | Sequence):
        return load_checklist() if checklist is None else load_checklist(checklist)
    return checklist


def check(
    source: Source,
    *,
    checklist: ChecklistLike = None,
    kind: str | None = None,
    year: int | None = None,
    fail_under: float | None = None,
    lang: str = "zh",
    name: str | None = None,
    limits: Limits | None = None,
    convert: bool = False,
) -> ReportCard:
    """Check one report.

    Args:
        source: A path, the bytes of a file, or an open file.
        checklist: A loaded checklist, a built-in id, a path, or a list of layers; ``annual-report`` by default.
        kind: Kind of body, such as ``township``; read off the report by default.
        year: Reported year; read off the report by default.
        fail_under: Least score that passes; the checklist's own by default.
        lang: Language of messages, ``zh`` or ``en``.
        name: What to call the report in the card; the path by default.
        limits: How much of a file is read, and for how long.
        convert: Whether LibreOffice, when it is installed, may convert what no reader takes (.odt, UOF, Word 95).

    Returns:
        The report card; an unreadable report gives a card with ``error``, never an exception.

    Raises:
        ChecklistError: The checklist is wrong.
        UsageError: Unknown kind or language, or no possible score.
    """
    from lawcheck.readers import load_source

    return _check(
        lambda: load_source(source, name, limits, convert=convert),
        _name(source, name),
        checklist_of(checklist),
        kind,
        year,
        fail_under,
        lang,
    )


def check_text(
    text: str,
    *,
    checklist: ChecklistLike = None,
    kind: str | None = None,
    year: int | None = None,
    fail_under: float | None = None,
    lang: str = "zh",
    name: str = "",
) -> ReportCard:
    """Check a report that is already text; otherwise as ``check``."""
    from lawcheck.readers import source_of_text

    return _check(lambda: source_of_text(text, name), name, checklist_of(checklist), kind, year, fail_under, lang)


def check_many(
    sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str] | Found],
    *,
    jobs: int = 1,
    checklist: ChecklistLike = None,
    kind: str | None = None,
    year: int | None = None,
    fail_under: float | None = None,
    lang: str = "zh",
    limits: Limits | None = None,
    convert: bool = False,
    known: KnownOf | None = None,
    remember: bool = False,
) -> Iterator[ReportCard]:
    """Check many reports, in order; a bad file gives a card with ``error``.

    Args:
        sources: Paths of files, folders and archives (.zip), or one of them; of the last two, every report inside is
            checked and what is no report is left out. What ``Walk`` found will do as well.
        jobs: Worker processes; 1 checks in this one. A script that asks for several runs its own part under
            ``if __name__ == "__main__":``, since every worker imports it.
        checklist: As for ``check``.
        kind: As for ``check``.
        year: As for ``check``.
        fail_under: As for ``check``.
        lang: As for ``check``.
        limits: As for ``check``.
        convert: As for ``check``.
        known: Says what holds for single reports by their path (``kind``, ``year``, ``fail_under``), where the call
            itself says nothing.
        remember: Take the card of a report that was checked before from the user's cache folder, and keep new ones there, as
            long as neither report nor rules nor lawcheck change.

    Yields:
        One card for each report, in input order, whatever ``jobs`` is.
    """
    options: dict[str, Any] = {
        "kind": kind,
        "year": year,
        "fail_under": fail_under,
        "lang": lang,
        "limits": limits,
        "convert": convert,
        "known": known,
        "remember": remember,
    }
    found = _found([sources] if isinstance(sources, str | os.PathLike) else sources, limits)
    if jobs <= 1:
        rules = Rules(checklist)
        rules.refuse_wrong(remember)
        for report in found:
            yield check_found(report, rules, **options)
        return
    from lawcheck.workers import check_in_processes, itself

    yield from check_in_processes(found, jobs=jobs, finish=itself, checklist=checklist, **options)


def check_found(
    report: Found,
    rules: Rules,
    *,
    kind: str | None = None,
    year: int | None = None,
    fail_under: float | None = None,
    lang: str = "zh",
    limits: Limits | None = None,
    convert: bool = False,
    known: KnownOf | None = None,
    remember: bool = False,
) -> ReportCard:
    """Check a report that a walk through folders and archives found; otherwise as ``check_many``."""
    own = known.of(report.name) if known is not None else {}
    kind = own.get("kind") if kind is None else kind
    year = own.get("year") if year is None else year
    fail_under = own.get("fail_under") if fail_under is None else fail_under
    memory = rules.memory if remember else None
    limits = limits or Limits()
    data = card = None
    key = ""
    if memory is not None:
        with suppress(LawcheckError):  # reading it says why
            data = report.contents(limits)
            key = memory.key(data, report.name, kind, year, fail_under, lang, limits, convert)
            card = memory.recall(key)
    if card is None:
        card = _check(
            lambda: report.read(limits, convert=convert, data=data),
            report.name,
            rules.checklist,
            kind,
            year,
            fail_under,
            lang,
        )
        if memory is not None and key:
            memory.keep(key, card, rules.checklist.digest)
    return card


def _found(sources: Iterable[str | os.PathLike[str] | Found], limits: Limits | None) -> Iterator[Found]:
    walk = Walk(limits or Limits())
    for source in sources:
        if isinstance(source, Found):
            yield source
        else:
            yield from walk.find([source])


def known_kind(kind: str | None, rules: Checklist, lang: str = "zh") -> str | None:
    """Return the id of a kind of body, named by its id or as reports are told it (乡镇).

    Raises:
        UsageError: The checklist knows no such kind; with the nearest one.
    """
    if kind is None:
        return None
    named = {name: rule.kind for rule in rules.kinds for name in (rule.title.zh, rule.title.en, rule.kind)}
    if kind not in named:
        known = {rule.kind: f"{rule.kind} ({rule.title.get(lang)})" for rule in rules.kinds}
        raise unknown("kind", kind, named, where="kind", lang=lang, shown=tuple(known.values()))
    return named[kind]


def known_options(
    rules: Checklist, kind: str | None, year: int | None, fail_under: float | None, lang: str
) -> str | None:
    """Refuse what is no option, and return the id of the kind.

    Raises:
        UsageError: Unknown kind or language, no year of a report, or no possible score.
    """
    if lang not in LANGUAGES:
        raise unknown("language", lang, LANGUAGES, where="lang")
    found = known_kind(kind, rules, lang)
    if year is not None and not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise misuse("bad-year", where="year", lang=lang, year=year, first=EARLIEST_YEAR, last=LATEST_YEAR)
    if fail_under is not None and not 0 <= fail_under <= 100:
        raise misuse("bad-score", where="fail-under", lang=lang, score=fail_under)
    return found


def _check(
    read: Callable[[], SourceText],
    name: str,
    rules: Checklist,
    kind: str | None,
    year: int | None,
    fail_under: float | None,
    lang: str,
) -> ReportCard:
    from lawcheck.document import parse
    from lawcheck.judge import error_card, judge

    kind = known_options(rules, kind, year, fail_under, lang)
    sha256 = ""
    try:
        source = read()
        sha256 = source.sha256
        return judge(parse(source), rules, kind=kind, year=year, fail_under=fail_under, lang=lang)
    except LawcheckError as error:
        return error_card(name, error, rules, sha256, lang)


def _name(source: Source, name: str | None) -> str:
    if name is not None:
        return name
    if isinstance(source, str | os.PathLike):
        return os.fspath(source).replace(os.sep, "/")
    return str(getattr(source, "name", "<bytes>" if isinstance(source, bytes) else "<file>"))
