"""The skeleton of a report: every element asked of a kind of body and a year, with advice in brackets."""

from __future__ import annotations

from lawcheck.checklist import Checklist, Leaf
from lawcheck.messages import misuse, say
from lawcheck.reporters import Part
from lawcheck.reporters.outline import numeral

_WHERE_ALL_ELSE_STANDS = "achievements"


def skeleton(checklist: Checklist, *, kind: str, year: int, lang: str = "zh") -> tuple[Part, ...]:
    """Return the paragraphs of a report that holds everything the checklist asks, still to be filled in.

    The sections stand in the order in which the checklist asks for what belongs in them, with the sample headings of
    its section roles; every element is a heading with its advice and basis as one placeholder in brackets.

    Args:
        checklist: What is asked.
        kind: Kind of body.
        year: Reported year.
        lang: Language of the advice.

    Raises:
        UsageError: The checklist asks nothing of this kind and year.
    """
    asked = [
        leaf
        for element in checklist.elements
        if element.rule.applies(kind, year)
        for leaf in element.leaves
        if leaf.applies(kind, year)
    ]
    if not asked:
        raise misuse("nothing-asked", where="template", lang=lang, kind=kind, year=year)
    parts = [
        Part("title", checklist.identity.sample.format(body=_blank(say("template.body", lang), lang), year=year)),
        Part("body", _blank(say("template.intro", lang), lang)),
    ]
    samples = {section.role: section.sample for section in checklist.roles if section.sample}
    by_role: dict[str, list[Leaf]] = {}
    for leaf in asked:
        role = next(
            (role for role in (*leaf.sections, _WHERE_ALL_ELSE_STANDS) if role in samples), next(iter(samples))
        )
        by_role.setdefault(role, []).append(leaf)
    for number, (role, leaves) in enumerate(by_role.items(), 1):
        parts.append(
            Part("heading1", say("template.first", lang, number=numeral(number, lang), title=samples[role]))
        )
        for at, leaf in enumerate(leaves, 1):
            title = leaf.title.get(lang)
            if len(leaves) > 1:
                parts.append(Part("heading2", say("template.second", lang, number=numeral(at, lang), title=title)))
            parts.append(Part("body", _blank(_advice(checklist, leaf, kind, year, lang), lang)))
    parts.append(Part("signature", _blank(say("template.signature", lang), lang)))
    return tuple(parts)


def _advice(checklist: Checklist, leaf: Leaf, kind: str, year: int, lang: str) -> str:
    level = say(f"level.{leaf.level_of(kind, year).value}", lang)
    advice = leaf.advice.get(lang) or leaf.asks.get(lang)
    bases = checklist.bases(leaf.basis, year)
    if not bases:
        return say("template.advice", lang, advice=advice.rstrip("。."), level=level)
    cited = bases[0].cite(lang)
    return say("template.advice_basis", lang, advice=advice.rstrip("。."), level=level, basis=cited)


def _blank(text: str, lang: str) -> str:
    """Return a placeholder; one sentence, so that nothing in it is read as told."""
    for end in "。；！？":
        text = text.replace(end, "，")
    return say("template.blank", lang, text=text)
