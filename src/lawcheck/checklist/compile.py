"""From the checked models to what the engine runs; references are resolved and impossible rules refused here."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from string import Formatter
from typing import Any, NoReturn

from lawcheck.checklist import models
from lawcheck.checklist.compiled import (
    Actor,
    Basis,
    Branch,
    Checklist,
    Concept,
    Cue,
    Element,
    Expr,
    Frame,
    Identity,
    IntegrityRule,
    KindRule,
    Leaf,
    RoleRule,
    Text,
)
from lawcheck.checklist.places import PlacedDict, place_of, show
from lawcheck.checklist.terms import Level, Op, Scope, Status
from lawcheck.errors import ChecklistError
from lawcheck.language import CueWords, Language, Modality, normalise
from lawcheck.patterns import Pattern, check_pattern

Path = tuple[Any, ...]

DEFAULT_CREDITS = {
    Status.COVERED: 1.0,
    Status.PARTIAL: 0.5,
    Status.WEAK: 0.5,
    Status.PLANNED: 0.2,
    Status.LACKING: 0.0,
    Status.MISSING: 0.0,
    Status.NOT_APPLICABLE: 0.0,
    Status.UNCHECKED: 0.0,
}
"""Contract.md, "Status of an element or part"; ``partial`` is always the parts' weighted mean."""

_MESSAGE_VALUES = ("quote", "count", "line", "number", "expected", "year", "next", "kind", "date", "day")
"""What the message of an integrity rule may show in braces."""

_ANCHORS = {Op.PHRASE, Op.NEAR, Op.NUMBER, Op.DATE, Op.DOCUMENT, Op.LIST, Op.CUE, Op.CLAUSE}


def compile_checklist(
    model: models.ChecklistModel, raw: PlacedDict, language: Language, *, digest: str, sources: Iterable[str]
) -> Checklist:
    """Compile a validated checklist.

    Args:
        model: What pydantic made of it.
        raw: The merged mapping it was made from, for places in messages.
        language: Default cues, units and frames.
        digest: Hash of all files that went into it.
        sources: Those files.

    Raises:
        ChecklistError: Unknown ids, wrong patterns, impossible combinations; with file, line and column.
    """
    return _Compiler(model, raw, language).run(digest, tuple(sources))


class _Compiler:
    def __init__(self, model: models.ChecklistModel, raw: PlacedDict, language: Language) -> None:
        self.model, self.raw, self.language = model, raw, language
        self.concepts: list[Concept] = []
        self.by_key: dict[object, int] = {}
        self.patterns: dict[str, Pattern] = {}

    # -- messages -----------------------------------------------------------------------------------------------

    def fail(self, what: str, path: Path, fix: str = "", code: str = "checklist") -> NoReturn:
        raise ChecklistError(what, where=show(place_of(self.raw, path)), fix=fix, code=code)

    def unknown(self, kind: str, name: str, known: Iterable[str], path: Path) -> NoReturn:
        names = list(known)
        near = get_close_matches(name, names, n=1, cutoff=0.4)
        self.fail(
            f"unknown {kind} {name!r}",
            path,
            f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(names)}.",
            "unknown-id",
        )

    def pattern(self, source: str, path: Path) -> Pattern:
        if source not in self.patterns:
            try:
                check_pattern(source)
            except ChecklistError as error:
                self.fail(error.what, path, error.fix, "bad-pattern")
            self.patterns[source] = Pattern(source)
        return self.patterns[source]

    # -- concepts -----------------------------------------------------------------------------------------------

    def concept(
        self,
        name: str,
        words: Iterable[str],
        patterns: Iterable[str] = (),
        protect: Iterable[str] = (),
        protect_patterns: Iterable[str] = (),
        path: Path = (),
    ) -> int:
        key = (tuple(words), tuple(patterns), tuple(protect), tuple(protect_patterns))
        if key in self.by_key:
            return self.by_key[key]
        self.concepts.append(
            Concept(
                name,
                tuple(dict.fromkeys(filter(None, map(normalise, key[0])))),
                tuple(self.pattern(source, path) for source in key[1]),
                tuple(dict.fromkeys(filter(None, map(normalise, key[2])))),
                tuple(self.pattern(source, path) for source in key[3]),
            )
        )
        self.by_key[key] = len(self.concepts) - 1
        return self.by_key[key]

    def vocab(
        self, name: str, path: Path, chain: tuple[str, ...] = ()
    ) -> tuple[list[str], list[str], list[str], list[str]]:
        entry = self.model.vocab.get(name)
        if entry is None:
            self.unknown("vocabulary entry", name, self.model.vocab, path)
        if name in chain:
            self.fail(f"vocabulary entry {name!r} uses itself", ("vocab", chain[0]), code="circular")
        if entry.add or entry.remove:
            self.fail("'add' and 'remove' belong in a layer that extends another checklist", ("vocab", name))
        out = ([*entry.words], [*entry.patterns], [*entry.not_], [*entry.not_patterns])
        for used in entry.uses:
            for mine, more in zip(out, self.vocab(used, ("vocab", name, "uses"), (*chain, name)), strict=True):
                mine += more
        if not out[0] and not out[1]:
            self.fail(f"vocabulary entry {name!r} has no words", ("vocab", name), "Give it 'words' or 'patterns'.")
        return out

    def phrase(self, value: str | tuple[str, ...], path: Path) -> int:
        items = (value,) if isinstance(value, str) else value
        named = [item[1:] for item in items if item.startswith("$")]
        plain = [item for item in items if not item.startswith("$")]
        words, patterns, protect, protect_patterns = list(plain), [], [], []
        for name in named:
            w, p, n, np = self.vocab(name, path)
            words += w
            patterns += p
            protect += n
            protect_patterns += np
        if not any(map(normalise, words)) and not patterns:
            self.fail("no words to look for", path, "Name at least one word or a $vocabulary entry.", "never-fires")
        shown = value if isinstance(value, str) else "、".join(items)
        return self.concept(shown, words, patterns, protect, protect_patterns, path)

    # -- expressions --------------------------------------------------------------------------------------------

    def expr(self, model: models.ExprModel, path: Path, default: Scope = Scope.SENTENCE) -> Expr:
        within = Scope(model.within) if model.within else default
        out = self._operator(model, path, within)
        if model.none:
            nots = tuple(self.expr(item, (*path, "none", i), within) for i, item in enumerate(model.none))
            negative = Expr(op=Op.NONE, within=within, parts=nots, text="none: " + ", ".join(n.text for n in nots))
            if out is None:
                return negative
            return Expr(op=Op.ALL, within=within, parts=(out, negative), context=model.context, text=out.text)
        if out is None:
            self.fail("expression without an operator", path)
        return out

    def _operator(self, m: models.ExprModel, path: Path, within: Scope) -> Expr | None:
        common: dict[str, Any] = {"within": within, "context": m.context}
        if m.phrase is not None:
            shown = m.phrase if isinstance(m.phrase, str) else "、".join(m.phrase)
            return Expr(op=Op.PHRASE, concept=self.phrase(m.phrase, (*path, "phrase")), text=shown, **common)
        if m.pattern is not None:
            sources = (m.pattern,) if isinstance(m.pattern, str) else m.pattern
            if not sources:
                self.fail("no pattern to look for", (*path, "pattern"), "Give at least one.", "never-fires")
            concept = self.concept("/".join(sources), (), sources, path=(*path, "pattern"))
            return Expr(op=Op.PHRASE, concept=concept, text="/" + "/、/".join(sources) + "/", **common)
        if m.number is not None:
            units = () if m.number == "any" else m.number.units
            if "within" in common and m.within is None:
                common["within"] = Scope.CLAUSE if not units else within
            return Expr(op=Op.NUMBER, units=tuple(units), text=f"number: {', '.join(units) or 'any'}", **common)
        if m.date is not None:
            return Expr(op=Op.DATE, text="date", **common)
        if m.document is not None:
            return Expr(op=Op.DOCUMENT, text="document", **common)
        if m.heading is not None:
            shown = m.heading if isinstance(m.heading, str) else "、".join(m.heading)
            return Expr(
                op=Op.HEADING,
                concept=self.phrase(m.heading, (*path, "heading")),
                text=f"heading: {shown}",
                **common,
            )
        if m.list_ is not None:
            concept = self.phrase(m.list_.of, (*path, "list", "of"))
            if not self.concepts[concept].patterns and len(self.concepts[concept].words) < m.list_.at_least:
                self.fail(
                    f"{m.list_.at_least} different words can never be found in a list of "
                    f"{len(self.concepts[concept].words)}",
                    (*path, "list"),
                    "Lower 'at_least'.",
                    "never-fires",
                )
            return Expr(op=Op.LIST, concept=concept, count=m.list_.at_least, text=f"list: {m.list_.of}", **common)
        if m.subject is not None:
            names = (m.subject,) if isinstance(m.subject, str) else m.subject
            if not names:
                self.fail("no actor group to look for", (*path, "subject"), "Name at least one.", "never-fires")
            for name in names:
                self._group(name, (*path, "subject"))
            return Expr(op=Op.SUBJECT, names=frozenset(names), text=f"subject: {', '.join(names)}", **common)
        if m.cue is not None:
            names = (m.cue,) if isinstance(m.cue, str) else m.cue
            if not names:
                self.fail("no modality to look for", (*path, "cue"), "Name at least one.", "never-fires")
            return Expr(op=Op.CUE, names=frozenset(names), text=f"cue: {', '.join(names)}", **common)
        if m.clause is not None:
            return Expr(op=Op.CLAUSE, count=m.clause.min, text=f"clause: {m.clause.min}", **common)
        for op, members, joint in ((Op.NEAR, m.near, " + "), (Op.ALL, m.all_, " + "), (Op.ANY, m.any_, " | ")):
            if members is not None:
                key = op.value
                parts = tuple(self.expr(item, (*path, key, i), within) for i, item in enumerate(members))
                if op is Op.NEAR and len(parts) < 2:
                    self.fail("'near' needs at least two groups", (*path, key), "Use 'phrase' for a single one.")
                if not parts:
                    self.fail(f"'{key}' is empty", (*path, key), "Give it at least one member.", "never-fires")
                return Expr(op=op, parts=parts, text="（" + joint.join(p.text for p in parts) + "）", **common)
        if m.at_least is not None:
            parts = tuple(
                self.expr(item, (*path, "at_least", "of", i), within) for i, item in enumerate(m.at_least.of)
            )
            if m.at_least.count > len(parts):
                self.fail(
                    f"at least {m.at_least.count} of {len(parts)} can never hold",
                    (*path, "at_least"),
                    "Lower 'count' or add members.",
                    "never-fires",
                )
            return Expr(
                op=Op.AT_LEAST, parts=parts, count=m.at_least.count, text=f"at_least: {m.at_least.count}", **common
            )
        return None

    def branch(self, model: models.BranchModel, path: Path, *, zero: bool = False, weak: bool = False) -> Branch:
        expr = self.expr(model, path)
        if not _can_anchor(expr):
            self.fail(
                "this evidence can never fire: it starts with a condition, not with words in the text",
                path,
                "Put a phrase, pattern, near, number, cue or clause first.",
                "never-fires",
            )
        where = show(place_of(self.raw, path))
        return Branch(
            name=model.name or expr.text[:40],
            expr=expr,
            gives="weak" if weak else ("covered" if zero or model.zero else model.gives),
            roles=frozenset(model.in_),
            headlines=model.headlines,
            zero=zero or model.zero,
            modality=frozenset(Modality(m) for m in model.modality) if model.modality is not None else None,
            where=where,
        )

    # -- elements -----------------------------------------------------------------------------------------------

    def leaf(
        self,
        model: models.RuleModel,
        path: Path,
        parent: models.ElementModel | None,
        extra: tuple[Branch, ...] = (),
    ) -> Leaf:
        above = parent or model
        title = model.title
        if title is None:
            self.fail(f"element {model.id!r} has no title", path, "Give it 'title: {zh: …, en: …}'.")
        basis = model.basis if model.basis is not None else above.basis or ()
        for i, name in enumerate(basis):
            if name not in self.model.basis:
                self.unknown("basis", name, self.model.basis, (*path, "basis", i))
        kinds = model.kinds if model.kinds is not None else above.kinds or ()
        known_kinds = [kind.id for kind in self.model.kinds]
        for i, name in enumerate(kinds):
            if name not in known_kinds:
                self.unknown("kind of body", name, known_kinds, (*path, "kinds", i))
        for key in ("level_for", "weight_for"):
            for name in getattr(model, key):
                if name not in known_kinds:
                    self.unknown("kind of body", name, known_kinds, (*path, key, name))
        years = model.years or above.years
        year_from = (years.from_ if years else None) or 0
        year_to = (years.to if years else None) or 9999
        if year_from > year_to:
            self.fail(
                f"years from {year_from} to {year_to} is never", (*path, "years"), "Swap them.", "never-fires"
            )
        branches = (
            *(self.branch(b, (*path, "evidence", i)) for i, b in enumerate(model.evidence)),
            *extra,
        )
        if not branches and not (isinstance(model, models.ElementModel) and model.parts) and not model.off:
            self.fail(
                f"element {model.id!r} has no evidence, so it can never be covered",
                path,
                "Give it 'evidence'.",
                "never-fires",
            )
        marks = model.marks if model.marks is not None else above.marks
        text = Text(title.zh, title.en or title.zh)
        return Leaf(
            id=model.id,
            element=above.id,
            title=text,
            asks=_text(model.asks, text),
            advice=_text(model.advice or above.advice, Text("", "")),
            level=Level(model.level or above.level or "expected"),
            level_for={k: Level(v) for k, v in (model.level_for or above.level_for).items()},
            level_from={k: Level(v) for k, v in (model.level_from or above.level_from).items()},
            basis=tuple(basis),
            kinds=frozenset(kinds),
            year_from=year_from,
            year_to=year_to,
            sections=_roles(model.section or above.section),
            weight=model.weight if model.weight is not None else 1.0,
            weight_for=dict(model.weight_for),
            counts=frozenset(Modality(m) for m in (model.counts or above.counts or ("done",))),
            anybody=(model.whose or above.whose or "body") == "any",
            branches=branches,
            excepts=tuple(self.expr(e, (*path, "except", i), Scope.CLAUSE) for i, e in enumerate(model.except_)),
            marks=tuple(
                self.expr(e, (*path, "marks", i))
                for i, e in enumerate(marks if marks is not None else _DEFAULT_MARKS)
            ),
            needs=model.needs,
            absent=Status(model.absent),
            say={
                status: _text(getattr(model.say, status), Text("", ""))
                for status in (models.SayModel.model_fields if model.say else ())
                if getattr(model.say, status) is not None
            },
            off=model.reason if model.off else "",
        )

    def element(self, model: models.ElementModel, path: Path) -> Element:
        rule = self.leaf(model, path, None)
        if not model.parts:
            return Element(id=model.id, rule=rule, leaves=(rule,), has_parts=False)
        shared = (
            *(self.branch(b, (*path, "umbrella", i), weak=True) for i, b in enumerate(model.umbrella)),
            *(self.branch(b, (*path, "zero", i), zero=True) for i, b in enumerate(model.zero)),
        )
        leaves = tuple(
            self.leaf(p, (*path, "parts", i), model, shared) for i, p in enumerate(model.parts) if not p.off
        )
        if not leaves:
            self.fail(
                f"element {model.id!r} has no part left", path, "Switch the element itself off, with a reason."
            )
        return Element(id=model.id, rule=rule, leaves=leaves, has_parts=True)

    # -- everything ---------------------------------------------------------------------------------------------

    def run(self, digest: str, sources: tuple[str, ...]) -> Checklist:
        model = self.model
        if model.valid_from and model.valid_to and model.valid_from[: len(model.valid_to)] > model.valid_to:
            self.fail("valid_from lies after valid_to", ("valid_from",), "Swap them.")
        if model.identity is None:
            self.fail("a checklist needs 'identity'", (), "Extend a built-in checklist, or write one.")
        if not model.kinds:
            self.fail("a checklist needs 'kinds'", ())
        if not model.elements:
            self.fail("a checklist needs 'elements'", ())
        self._ids()
        known_kinds = [kind.id for kind in model.kinds]
        for name, actor in model.actors.items():
            for i, kind in enumerate(actor.kinds):
                if kind not in known_kinds:
                    self.unknown("kind of body", kind, known_kinds, ("actors", name, "kinds", i))
            if not actor.words and not actor.patterns:
                self.fail(f"actor {name!r} has no words", ("actors", name), "Give it 'words' or 'patterns'.")
        roles = [section.role for section in model.sections]
        for i, role in enumerate(roles):
            if role in roles[:i]:
                self.fail(f"section role {role!r} stands twice", ("sections", i), "Keep one.", "duplicate-id")
        for name in model.vocab:
            _, patterns, _, protecting = self.vocab(name, ("vocab", name))
            for source in (*patterns, *protecting):
                self.pattern(source, ("vocab", name))
        return Checklist(
            id=model.checklist,
            version=model.version,
            title=_text(model.title, Text("", "")),
            digest=digest,
            threshold=model.threshold,
            credits=DEFAULT_CREDITS | {Status(k): v for k, v in model.credits.items()},
            valid_from=model.valid_from or "",
            valid_to=model.valid_to or "",
            kinds=tuple(
                KindRule(
                    kind=k.id,
                    title=_text(k.title, Text("", "")),
                    names=self.pattern(k.names, ("kinds", i, "names")),
                    selves=self.pattern(k.selves, ("kinds", i, "selves")),
                    sample=k.sample,
                )
                for i, k in enumerate(model.kinds)
            ),
            identity=self._identity(model.identity),
            roles=tuple(self._role(s, ("sections", i)) for i, s in enumerate(model.sections)),
            cues=tuple(self._cues()),
            pseudo=self._pseudo(),
            frames=tuple(
                Frame(
                    concept=self.concept(f.note, (), (f.pattern,)),
                    unless=self.pattern(f.unless, ()) if f.unless else None,
                    aim=f.aim,
                    note=f.note,
                )
                for f in self.language.frames
            ),
            actors=tuple(
                Actor(
                    name=a.group or name,
                    concept=self.concept(f"@{name}", a.words, a.patterns, a.not_, a.not_patterns, ("actors", name)),
                    outside=a.outside,
                    principal=a.principal,
                    collective=a.collective,
                    kinds=frozenset(a.kinds),
                    agents=frozenset(a.agents),
                )
                for name, a in model.actors.items()
            ),
            elements=tuple(self.element(e, ("elements", i)) for i, e in enumerate(model.elements) if not e.off),
            integrity=tuple(
                self._integrity(r, ("integrity", i)) for i, r in enumerate(model.integrity) if not r.off
            ),
            basis={
                name: Basis(
                    id=name,
                    title=_text(b.title, Text("", "")),
                    issuer=b.issuer,
                    number=b.number,
                    date=b.date or "",
                    articles=b.articles,
                    asks=_text(b.asks, Text("", "")),
                    since=b.since or 0,
                    until=b.until or 9999,
                )
                for name, b in model.basis.items()
            },
            off={
                rule.id: rule.reason
                for element in model.elements
                for rule in (element, *element.parts)
                if rule.off or element.off
            },
            concepts=tuple(self.concepts),
            sources=sources,
        )

    def _ids(self) -> None:
        seen: dict[str, Path] = {}
        rows: list[tuple[str, Path]] = []
        for i, element in enumerate(self.model.elements):
            rows.append((element.id, ("elements", i)))
            rows += [(part.id, ("elements", i, "parts", j)) for j, part in enumerate(element.parts)]
        leaves = [name for name, _ in rows]
        for i, rule in enumerate(self.model.integrity):
            if rule.element and rule.element not in leaves:
                self.unknown("element", rule.element, leaves, ("integrity", i, "element"))
            if rule.off and not rule.reason:
                self.fail(f"integrity rule {rule.id!r} is off without a 'reason'", ("integrity", i), "Say why.")
        rows += [(rule.id, ("integrity", i)) for i, rule in enumerate(self.model.integrity)]
        rows += [(kind.id, ("kinds", i)) for i, kind in enumerate(self.model.kinds)]
        for name, path in rows:
            if name in seen:
                first = show(place_of(self.raw, seen[name]))
                self.fail(
                    f"id {name!r} stands twice, first at {first}",
                    path,
                    "Ids are permanent and unique.",
                    "duplicate-id",
                )
            seen[name] = path

    def _identity(self, model: models.IdentityModel) -> Identity:
        if model.default_kind not in [k.id for k in self.model.kinds]:
            self.unknown(
                "kind of body", model.default_kind, [k.id for k in self.model.kinds], ("identity", "default_kind")
            )
        return Identity(
            title=self.pattern(model.title, ("identity", "title")),
            body=self.pattern(model.body, ("identity", "body")),
            formula=self.pattern(model.formula, ("identity", "formula")),
            plan_year=self.pattern(model.plan_year, ("identity", "plan_year")) if model.plan_year else None,
            named=self.pattern(model.named, ("identity", "named")) if model.named else None,
            sample=model.sample,
            default_kind=model.default_kind,
        )

    def _group(self, name: str, path: Path) -> None:
        groups = {actor.group or key for key, actor in self.model.actors.items()}
        if name not in groups:
            self.unknown("actor group", name, sorted(groups), path)

    def _role(self, model: models.SectionModel, path: Path) -> RoleRule:
        if model.lends:
            self._group(model.lends, (*path, "lends"))

        def concept(kind: str, sources: tuple[str, ...]) -> int:
            return self.concept(f"#{model.role}/{kind}", (), sources, path=(*path, kind)) if sources else -1

        return RoleRule(
            role=model.role,
            headings=concept("headings", model.headings),
            strict=concept("strict", model.strict),
            opens=concept("opens", model.opens),
            fused=concept("fused", model.fused),
            lends=model.lends,
            sample=model.sample,
        )

    def _cues(self) -> Iterable[Cue]:
        cues: list[CueWords | models.CueModel] = [*self.language.cues, *self.model.cues]
        own = len(self.language.cues)
        for number, cue in enumerate(cues):
            yield Cue(
                modality=Modality(cue.modality),
                concept=self.concept(
                    f"!{cue.modality}{number}", cue.words, cue.patterns, path=("cues", max(number - own, 0))
                ),
                forward=cue.direction in ("forward", "both"),
                backward=cue.direction in ("backward", "both"),
                sentence=cue.reach == "sentence",
                not_in=frozenset(cue.not_in),
                ongoing=cue.ongoing,
                note=cue.note,
            )

    def _pseudo(self) -> int:
        mine = self.model.pseudo
        words = (*self.language.pseudo_words, *(mine.words if mine else ()))
        patterns = (*self.language.pseudo_patterns, *(mine.patterns if mine else ()))
        return self.concept("!pseudo", words, patterns, path=("pseudo",))

    def _integrity(self, model: models.IntegrityModel, path: Path) -> IntegrityRule:
        for lang in ("zh", "en"):
            for _, name, _, _ in Formatter().parse(getattr(model.message, lang)):
                if name is not None and name not in _MESSAGE_VALUES:
                    self.unknown("value in a message", name, _MESSAGE_VALUES, (*path, "message", lang))
        if model.check == "pattern" and not model.patterns:
            self.fail("a 'pattern' check needs 'patterns'", path)
        if model.check in ("dated-after", "dated-before") and model.day is None:
            self.fail(f"a {model.check!r} check needs a 'day'", path, "Write day: {years: 1, month: 4, day: 1}.")
        known = [kind.id for kind in self.model.kinds]
        for i, kind in enumerate(model.kinds):
            if kind not in known:
                self.unknown("kind", kind, known, (*path, "kinds", i))
        return IntegrityRule(
            id=model.id,
            check=model.check,
            severity=model.severity,
            title=_text(model.title, Text("", "")),
            message=_text(model.message, Text("", "")),
            patterns=tuple(self.pattern(p, (*path, "patterns", i)) for i, p in enumerate(model.patterns)),
            unless=self.pattern(model.unless, (*path, "unless")) if model.unless else None,
            once=model.once,
            element=model.element,
            kinds=frozenset(model.kinds),
            day=(model.day.years, model.day.month, model.day.day) if model.day else None,
        )


_DEFAULT_MARKS = tuple(
    models.ExprModel.model_validate(mark)
    for mark in ({"number": "any"}, {"document": True}, {"date": True, "within": "clause"})
)
"""When a rule names no marks: a quantity or date in the clause, or a document of the body's own."""


def _text(model: models.TextModel | None, default: Text) -> Text:
    return Text(model.zh, model.en or model.zh) if model else default


def _roles(section: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (section,) if isinstance(section, str) else section or ("achievements",)


def _can_anchor(expr: Expr) -> bool:
    if expr.op in _ANCHORS:
        return True
    if expr.op in (Op.ALL, Op.AT_LEAST):
        return _can_anchor(expr.parts[0])
    if expr.op is Op.ANY:
        return all(_can_anchor(part) for part in expr.parts)
    return False
