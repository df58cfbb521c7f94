"""The way in: one document and one checklist to a report card."""

from __future__ import annotations

from lawcheck.checklist import Checklist, Element, Leaf, Status
from lawcheck.document import Document
from lawcheck.errors import LawcheckError
from lawcheck.judge import integrity
from lawcheck.judge.band import CHECK, NEAR, SURE, doubt_of
from lawcheck.judge.card import ElementResult, Evidence, Expected, Read, ReportCard, SectionResult
from lawcheck.judge.score import fold, passes, score
from lawcheck.judge.status import decide
from lawcheck.language import Modality
from lawcheck.match import Fact, LeafMatches, Matcher, Mention
from lawcheck.messages import say, say_error


def judge(
    document: Document,
    checklist: Checklist,
    *,
    kind: str | None = None,
    year: int | None = None,
    fail_under: float | None = None,
    lang: str = "zh",
) -> ReportCard:
    """Judge a document.

    Args:
        document: The parsed report.
        checklist: What it must contain.
        kind: Kind of body, when the caller knows better than the report.
        year: Reported year, likewise.
        fail_under: Least score that passes; the checklist's own when None.
        lang: Language of messages, ``zh`` or ``en``.
    """
    matcher = Matcher(document, checklist, kind=kind, year=year)
    return _Judge(matcher, checklist, lang).card(checklist.threshold if fail_under is None else fail_under)


def error_card(
    path: str, error: LawcheckError, checklist: Checklist | None = None, sha256: str = "", lang: str = "zh"
) -> ReportCard:
    """Return the card of a report that could not be checked, with the reason in a language."""
    return ReportCard(
        path=path,
        sha256=sha256,
        checklist=(checklist.id, checklist.version) if checklist else ("", ""),
        error=" ".join(say_error(error, lang)).strip(),
        error_code=error.code,
    )


def evidence_of(
    document: Document,
    start_norm: int,
    end_norm: int,
    *,
    section: str = "",
    role: str = "",
    modality: Modality = Modality.DONE,
    substance: tuple[str, ...] = (),
    why: str = "",
) -> Evidence:
    """Return a stretch of normalised text as evidence, with its original words and their place."""
    span = document.span(start_norm, end_norm)
    place = document.place(span.start)
    return Evidence(
        quote=document.source.text[span.start : span.end],
        start=span.start,
        end=span.end,
        line=place.line,
        column=place.column,
        page=place.page,
        section=section,
        role=role,
        modality=modality,
        substance=substance,
        why=why,
    )


FOREIGN = 0.4
"""Share of the score that passes, below which a text without a title may be no such report."""


class _Judge:
    def __init__(self, matcher: Matcher, checklist: Checklist, lang: str) -> None:
        self.matcher, self.checklist, self.lang = matcher, checklist, lang
        self.document = matcher.document
        self.kind = str(matcher.identity.kind.value)
        self.year = matcher.year
        self.failed = False
        self.doubts = say("semicolon", lang).join(doubt.say(lang).rstrip("。.") for doubt in self.document.doubts)

    def card(self, threshold: float) -> ReportCard:
        elements = tuple(self.element(element) for element in self.checklist.elements)
        found, failed = integrity.findings(self.matcher, self.checklist, self.lang)
        slow = tuple(say("note.rule_failed", self.lang, title=rule.title.get(self.lang)) for rule in failed)
        sure = not any(rule.severity == "error" for rule in failed)
        total = score(elements)
        identity = self.matcher.identity
        return ReportCard(
            path=self.document.source.name,
            sha256=self.document.source.sha256,
            checklist=(self.checklist.id, self.checklist.version),
            title=self._original(identity.title),
            body=str(identity.body.value) if identity.body else None,
            kind=self.kind,
            kind_title=self._kind_title(),
            year=self.year,
            characters=len(self.document.source.text),
            score=total.value,
            checked=total.checked,
            passed=sure and passes(elements, found, total.value, threshold),
            threshold=threshold,
            elements=elements,
            findings=found,
            sections=self.sections(),
            read=tuple((name, self._read(getattr(identity, name))) for name in ("title", "body", "kind", "year")),
            extraction=self.document.source.extraction,
            notes=(*self._notes(), *slow, *self._not_such(identity.title is None, total.value, threshold)),
            text=self.document.source.text,
            settled=not failed and not self.failed,
        )

    def _not_such(self, untitled: bool, value: float | None, threshold: float) -> tuple[str, ...]:
        """Say that a text may be no such report at all: it bears no title of one and tells next to nothing of it."""
        if not untitled or value is None or value >= threshold * FOREIGN:
            return ()
        return (say("note.not_such", self.lang, checklist=self.checklist.title.get(self.lang)),)

    def _notes(self) -> tuple[str, ...]:
        """Return, each once, what a person should know about how the file was read."""
        document = self.document
        notes = (*document.source.notes, *document.notes, *document.doubts)
        return tuple(dict.fromkeys(note.say(self.lang) for note in notes))

    # -- elements -----------------------------------------------------------------------------------------------

    def element(self, element: Element) -> ElementResult:
        rule = element.rule
        if not element.has_parts:
            return self.leaf(rule)
        if not rule.applies(self.kind, self.year):
            return self._not_applicable(rule, parts=tuple(self._not_applicable(leaf) for leaf in element.leaves))
        parts = tuple(self.leaf(leaf) for leaf in element.leaves)
        status, credit = fold(parts)
        return self._result(rule, status, credit, (), parts=parts)

    def leaf(self, leaf: Leaf) -> ElementResult:
        if not leaf.applies(self.kind, self.year):
            return self._not_applicable(leaf)
        matches = self._matches(leaf)
        status, mentions = decide(leaf, matches)
        reason = " ".join(say_error(matches.failed, self.lang)).strip() if matches.failed else ""
        if status is Status.MISSING and self.doubts:
            # It may stand where nothing could be read: that is not known, and no fault of the report.
            status, reason = Status.UNCHECKED, say("reason.extraction", self.lang, why=self.doubts)
        credit = self.checklist.credits[status]
        doubt = doubt_of(status, matches, lambda: len(self.matcher.near_misses(leaf, most=NEAR)))
        if self.doubts and status not in (Status.COVERED, Status.UNCHECKED):
            doubt = "extraction"
        return self._result(
            leaf, status, credit, tuple(self.evidence(m) for m in mentions), reason=reason, doubt=doubt
        )

    def _matches(self, leaf: Leaf) -> LeafMatches:
        matches = self.matcher.decisive(leaf)
        self.failed = self.failed or matches.failed is not None
        return matches

    def _not_applicable(self, leaf: Leaf, parts: tuple[ElementResult, ...] = ()) -> ElementResult:
        if leaf.kinds and self.kind not in leaf.kinds:
            reason = say("reason.kind", self.lang, kind=self._kind_title())
        else:
            reason = say("reason.year", self.lang, year=self.year)
        told = not parts and bool(decide(leaf, self._matches(leaf))[1])
        return self._result(
            leaf, Status.NOT_APPLICABLE, 0.0, (), reason=reason, doubt="not_asked" if told else "", parts=parts
        )

    def _kind_title(self) -> str:
        return next((k.title.get(self.lang) for k in self.checklist.kinds if k.kind == self.kind), self.kind)

    def _result(
        self,
        leaf: Leaf,
        status: Status,
        credit: float,
        evidence: tuple[Evidence, ...],
        *,
        reason: str = "",
        doubt: str = "",
        parts: tuple[ElementResult, ...] = (),
    ) -> ElementResult:
        doubtful = doubt or any(part.band == CHECK for part in parts)
        level = leaf.level_of(self.kind, self.year)
        title = leaf.title.get(self.lang)
        custom = leaf.say.get(status.value)
        message = (
            custom.get(self.lang)
            if custom
            else say(f"status.{status.value}", self.lang, title=title, reason=reason)
        )
        bases = self.checklist.bases(leaf.basis, self.year)
        wants = status not in (Status.COVERED, Status.NOT_APPLICABLE, Status.UNCHECKED)
        return ElementResult(
            id=leaf.id,
            title=title,
            level=level,
            weight=leaf.weight_of(self.kind),
            status=status,
            credit=round(credit, 4),
            basis=tuple(basis.id for basis in bases),
            citations=tuple(basis.cite(self.lang) for basis in bases),
            message=message,
            advice=leaf.advice.get(self.lang) if wants else "",
            evidence=evidence,
            expected=self._expected(leaf.sections) if wants else None,
            reason=reason,
            band=CHECK if doubtful else SURE,
            band_reason=say(f"doubt.{doubt or 'part'}", self.lang) if doubtful else "",
            parts=parts,
        )

    def _expected(self, roles: tuple[str, ...]) -> Expected | None:
        """Return line, page and heading of the section where an element belongs: the first of the roles that is there."""
        for role in roles:
            for index, section in enumerate(self.document.sections):
                if index and self.matcher.roles.of_section[index] == role:
                    start = self.document.span(section.start_norm, section.start_norm + 1).start
                    place = self.document.place(start)
                    return Expected(line=place.line, page=place.page, section=self._title(index))
        return None

    def evidence(self, mention: Mention) -> Evidence:
        reading = mention.reading
        return evidence_of(
            self.document,
            mention.start_norm,
            mention.end_norm,
            section=self._title(mention.section),
            role=mention.role,
            modality=reading.modality,
            substance=mention.substance,
            why=say(f"why.{reading.why}", self.lang, words=reading.words),
        )

    # -- the rest -----------------------------------------------------------------------------------------------

    def _title(self, index: int) -> str:
        section = self.document.sections[index]
        return section.number + section.title

    def sections(self) -> tuple[SectionResult, ...]:
        out = []
        for index, section in enumerate(self.document.sections):
            if index == 0 or section.end_norm <= section.start_norm:
                continue
            # The last character is the separator after the section's last paragraph.
            span = self.document.span(section.start_norm, section.end_norm - 1)
            out.append(
                SectionResult(
                    role=self.matcher.roles.of_section[index],
                    title=self._title(index),
                    level=section.level,
                    start=span.start,
                    end=span.end,
                    line=self.document.place(span.start).line,
                    page=self.document.place(span.start).page,
                )
            )
        return tuple(out)

    def _original(self, fact: Fact | None) -> str | None:
        return str(fact.value) if fact else None

    def _read(self, fact: Fact | None) -> Read:
        if fact is None:
            return Read(value=None, source="none")
        if fact.start_norm < 0:
            return Read(value=fact.value, source=fact.source)
        span = self.document.span(fact.start_norm, fact.end_norm)
        place = self.document.place(span.start)
        return Read(
            value=fact.value,
            source=fact.source,
            quote=" ".join(self.document.source.text[span.start : span.end].split()),
            line=place.line,
            page=place.page,
        )
