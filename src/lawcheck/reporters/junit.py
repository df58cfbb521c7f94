"""JUnit XML: a suite a report, a case a leaf, passes included; understood by every CI server.

Source:
    The schema of Jenkins' xUnit plugin (junit-10.xsd), the strictest of those in use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lawcheck.judge import ReportCard
from lawcheck.messages import say
from lawcheck.reporters.base import RenderOptions
from lawcheck.reporters.problems import NOTE, Problem, problems
from lawcheck.reporters.xml_text import attribute, content


def render(cards: Iterable[ReportCard], options: RenderOptions) -> Iterator[bytes]:
    """Yield the suites; a problem of severity note passes, what could not be checked is an error."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="lawcheck">\n'
    for card in cards:
        yield _suite(card, options.lang).encode("utf-8")
    yield b"</testsuites>\n"


def _suite(card: ReportCard, lang: str) -> str:
    cases = list(_cases(card, lang))
    failures = sum("<failure" in case for case in cases)
    errors = sum("<error" in case for case in cases)
    skipped = sum("<skipped" in case for case in cases)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{errors}" skipped="{skipped}" time="0"'
    return f"<testsuite name={attribute(card.path)} {counts}>\n{''.join(cases)}</testsuite>\n"


def _cases(card: ReportCard, lang: str) -> Iterator[str]:
    if card.error is not None:
        yield _case(card, "lawcheck", _node("error", card.error_code or "error", card.error))
        return
    found: dict[str, list[Problem]] = {}
    for problem in problems(card, lang):
        found.setdefault(problem.rule, []).append(problem)
    for element in card.elements:
        for leaf in element.leaves():
            name = f"{leaf.id} {leaf.title}"
            if leaf.status.value == "unchecked":
                yield _case(card, name, _node("error", "unchecked", leaf.message))
            elif leaf.status.value == "not-applicable":
                yield _case(card, name, f"<skipped message={attribute(leaf.reason)}/>")
            else:
                yield _case(card, name, _failures(found.pop(leaf.id, []), lang))
    for rule, left in found.items():
        yield _case(card, rule, _failures(left, lang))


def _failures(found: list[Problem], lang: str) -> str:
    serious = [problem for problem in found if problem.severity != NOTE]
    if not serious:
        return ""
    lines = []
    for problem in serious:
        place = f"{problem.place} " if problem.place else ""
        lines.append(f"{place}{problem.message}" + (f" “{problem.quote}”" if problem.quote else ""))
    kind = say(f"name.{serious[0].status}", lang) if serious[0].status else serious[0].severity
    return _node("failure", kind, "\n".join(lines))


def _node(tag: str, kind: str, text: str) -> str:
    message = text.split("\n")[0]
    return f"<{tag} type={attribute(kind)} message={attribute(message)}>{content(text)}</{tag}>"


def _case(card: ReportCard, name: str, inside: str) -> str:
    return f'<testcase classname={attribute(card.path)} name={attribute(name)} time="0">{inside}</testcase>\n'
