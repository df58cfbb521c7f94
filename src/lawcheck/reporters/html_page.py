"""The page around reports: words made safe, the head with its policy, the columns of the matrix."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files

from lawcheck.checklist import Level, Status
from lawcheck.judge import ElementResult, Evidence, ReportCard
from lawcheck.messages import say
from lawcheck.reporters.base import RenderOptions
from lawcheck.reporters.rule_info import RuleInfo

SIGNS = {
    Status.COVERED: "✓",
    Status.PARTIAL: "◐",
    Status.WEAK: "~",
    Status.PLANNED: "→",
    Status.LACKING: "△",
    Status.MISSING: "✗",
    Status.UNCHECKED: "?",
    Status.NOT_APPLICABLE: "–",
}
"""What stands for a status where there is no room for its word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """How much of its evidence is printed beside an element; the text shows all of it.

    Attributes:
        quotes: So many quotes.
        others: So many more are named by their first words.
        quote: Longest quote, in characters.
        facts: Most facts named after a quote.
    """

    quotes: int
    others: int
    quote: int
    facts: int


ONE = _Room(quotes=3, others=8, quote=90, facts=6)
MANY = _Room(quotes=2, others=4, quote=60, facts=3)
"""A hundred long reports should stay a file that can be sent."""

_SCRIPT_WORDS = (
    "kind",
    "element",
    "status",
    "any",
    "lost",
    "shown",
    "everything",
    "reset",
    "names",
    "close",
    "sort",
)
NOT_COUNTED = (Status.NOT_APPLICABLE, Status.UNCHECKED)
LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_UNSEEN = re.compile(
    r"[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
"""Characters without a shape, among them those that turn the direction of what follows."""
_CONTROL = re.compile(r"[\x00-\x08\n-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"


def encoded(text: str) -> bytes:
    """Return text as bytes of the page."""
    return text.encode("utf-8", "replace")


def safe(text: str) -> str:
    """Return text that can stand in an element or an attribute and can neither act nor turn its surroundings."""
    return escape(_CONTROL.sub(_shape, _UNSEEN.sub("", text)))


def _shape(found: re.Match[str]) -> str:
    """Return what is shown for a control character."""
    char = found[0]
    if char in _BREAKS:
        return " "
    if char < " ":
        return chr(0x2400 + ord(char))
    return "\u2421" if char == "\x7f" else "\ufffd"


@cache
def _part(name: str) -> str:
    """Return the style or the script of the page."""
    return (files("lawcheck.reporters") / name).read_text(encoding="utf-8").replace("\r\n", "\n").strip()


def digest_of(text: str) -> str:
    """Return the hash by which the page's policy admits a style or a script."""
    return "'sha256-" + b64encode(sha256(text.encode()).digest()).decode() + "'"


def shortened(text: str, most: int) -> str:
    """Return the beginning of a text that is too long."""
    return text if len(text) <= most else text[: most - 1] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """An element or part as all reports know it.

    Attributes:
        key: What its ids end in, ``3`` or ``3-1``.
        number: What people see, ``3`` or ``3.1``.
        within: Title of the element that a part belongs to; empty for an element.
    """

    id: str
    key: str
    number: str
    title: str
    level: Level
    within: str = ""
    leaf: bool = True


class Page:
    """What is the same all over the page: words, numbers of elements, rules."""

    def __init__(self, cards: Sequence[ReportCard], options: RenderOptions) -> None:
        self.options, self.lang, self.count = options, options.lang, len(cards)
        self.many = len(cards) != 1
        self.room = MANY if self.many else ONE
        self.colon, self.comma, self.semicolon = (say(key, self.lang) for key in ("colon", "comma", "semicolon"))
        self.columns = _columns(cards)
        self.rules: dict[str, RuleInfo] = {rule.id: rule for rule in options.rules}
        self.name = self._name(cards)

    def _name(self, cards: Sequence[ReportCard]) -> str:
        if self.many:
            return self.say("html.title.many", count=len(cards))
        return safe(cards[0].title or cards[0].body or cards[0].path or "-")

    def say(self, key: str, **values: object) -> str:
        """Return words for the page, escaped with the values in them."""
        return safe(say(key, self.lang, **values))

    def bracket(self, text: str) -> str:
        """Return text in the brackets of the language."""
        return say("bracket", self.lang, text=text)

    def head(self, depth: int) -> str:
        """Return the tag of a heading so many steps below that of a report."""
        return f"h{depth + (2 if self.many else 1)}"

    def badge(self, status: Status, note: str = "") -> str:
        """Return a status as sign, word and colour."""
        return f'<span class="{status.value}">{SIGNS[status]} {self.say(f"name.{status.value}")}{note}</span>'

    def level(self, level: Level) -> str:
        """Return the name of a level."""
        return self.say(f"level.{level.value}")

    def opening(self) -> str:
        """Return the page's head, with its policy, and its first words."""
        style, script = _part("page.css"), _part("page.js")
        policy = (
            f"default-src 'none'; style-src {digest_of(style)}; script-src {digest_of(script)}; "
            "base-uri 'none'; form-action 'none'"
        )
        return (
            f'<!DOCTYPE html>\n<html lang="{"zh-CN" if self.lang == "zh" else safe(self.lang)}">\n<head>\n'
            '<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            '<meta name="format-detection" content="telephone=no">\n'
            f"<title>{self.name}</title>\n<style>{style}</style>\n</head>\n"
            f'<body class="{"many" if self.many else "one"}" data-words="{self._words()}">\n<main>\n'
        )

    def _words(self) -> str:
        """Return the words that the script needs."""
        words = {name: say(f"html.script.{name}", self.lang) for name in _SCRIPT_WORDS}
        words |= {status.value: f"{SIGNS[status]} {say(f'name.{status.value}', self.lang)}" for status in SIGNS}
        return safe(json.dumps(words, ensure_ascii=False))

    def closing(self) -> str:
        """Return the end of the page."""
        return f"</main>\n<script>{_part('page.js')}</script>\n</body>\n</html>\n"

    def made_by(self) -> str:
        """Return what made the page, by which checklist."""
        checklist = " ".join(part for part in self.options.checklist if part)
        words = [f"lawcheck {safe(self.options.version)}".strip()]
        if checklist:
            words.append(f"{self.say('html.checklist')}{self.colon}{safe(checklist)}")
        return f"<p>{' · '.join(words)}</p><p>{self.say('html.limits')}</p>"


def _columns(cards: Sequence[ReportCard]) -> dict[str, Column]:
    """Return every element, each followed by its parts, in the order of the checklist."""
    elements: dict[str, ElementResult] = {}
    parts: dict[str, dict[str, ElementResult]] = {}
    for card in cards:
        for element in card.elements:
            elements.setdefault(element.id, element)
            below = parts.setdefault(element.id, {})
            for part in element.parts:
                below.setdefault(part.id, part)
    columns: dict[str, Column] = {}
    for n, (name, element) in enumerate(elements.items(), 1):
        columns[name] = Column(
            id=name, key=f"{n}", number=f"{n}", title=element.title, level=element.level, leaf=not parts[name]
        )
        for m, (below_name, part) in enumerate(parts[name].items(), 1):
            columns[below_name] = Column(
                id=below_name,
                key=f"{n}-{m}",
                number=f"{n}.{m}",
                title=part.title,
                level=part.level,
                within=element.title,
            )
    return columns


def telling_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return quotes with most substance first, else in their order."""
    return sorted(evidence, key=lambda found: -min(len(found.substance), 2))


def verdict_of(page: Page, card: ReportCard) -> str:
    """Return whether a report passed, as sign, word and colour."""
    if card.passed:
        return f'<span class="verdict passed">✓ {page.say("report.passed")}</span>'
    return f'<span class="verdict failed">✗ {page.say("report.failed")}</span>'
