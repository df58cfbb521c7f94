"""The reviewer's page as a file: whole, closed to the outside, and deaf to what a report says."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from tests.reporters import cards as made

from lawcheck import ElementResult, Evidence, ReportCard, Status, check, check_text
from lawcheck.checklist import load_checklist
from lawcheck.judge import Read
from lawcheck.messages import say
from lawcheck.reporters import RenderOptions, rules_of
from lawcheck.reporters.html_ import render

HERE = Path(__file__).resolve().parent
SEEDS = sorted((HERE.parents[1] / "seeds").glob("*.txt"))

VOID = {"meta", "br", "rect"}  # svg's rect is written with a slash
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "script", "div", "section", "article", "header"),
    *("footer", "nav", "h1", "h2", "h3", "h4", "p", "br", "b", "small", "span", "a", "sup", "ul", "li", "table"),
    *("thead", "tbody", "tfoot", "tr", "th", "td", "svg", "rect"),
}
ATTRIBUTES = {
    *(
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "id",
        "href",
        "title",
        "rel",
        "role",
        "tabindex",
    ),
    *("scope", "colspan", "aria-label", "aria-hidden", "width", "height", "x"),
    *("data-s", "data-e", "data-r", "data-k", "data-score", "data-key", "data-parts", "data-sort", "data-words"),
}
HOSTILE = (
    "<script>window.pwned=1;alert(1)</script>",
    "\"><img src=x onerror='window.pwned=1;alert(2)'>",
    "' onmouseover='window.pwned=1' x='",
    '" onfocus="window.pwned=1" autofocus x="',
    "</p></td></table></style></script></title><svg onload=window.pwned=1>",
    "<a href=javascript:window.pwned=1>点</a> javascript:alert(3)",
    "<!-- <base href=https://evil.example/> <iframe src=//evil.example> <b><i><textarea>",
    "&lt;b&gt; &#60;script&#62; &",
    "\u202e文反\u2066\u200b\ufeff\x1b[31m\x00\x08\x7f\x9b\ud800\u2028",
    "{{7*7}} ${pwned} `",
)
EVIL = "恶".join(HOSTILE)
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]",
)


def page(*cards: ReportCard, lang: str = "zh", rules: bool = True) -> str:
    options = RenderOptions(
        lang=lang,
        version=made.VERSION,
        checklist=made.CHECKLIST,
        rules=rules_of(load_checklist(), lang) if rules else (),
    )
    return b"".join(render(iter(cards), options)).decode("utf-8")


@cache
def seeds() -> tuple[ReportCard, ...]:
    return tuple(check(path) for path in SEEDS)


def woven(card: ReportCard) -> ReportCard:
    """Give a card made by hand a text in which every quote stands where the card says."""
    text = ["开头的话。\n"]

    def placed(quote: str) -> tuple[int, int]:
        start = sum(map(len, text))
        text.append(f"{quote}。\n")
        return start, start + len(quote)

    def evidence(found: Evidence) -> Evidence:
        start, end = placed(found.quote)
        return replace(found, start=start, end=end)

    def element(e: ElementResult) -> ElementResult:
        return replace(e, evidence=tuple(map(evidence, e.evidence)), parts=tuple(map(element, e.parts)))

    elements = tuple(map(element, card.elements))
    findings = []
    for finding in card.findings:
        start, end = placed(finding.quote)
        findings.append(replace(finding, start=start, end=end))
    sections = []
    for section in card.sections:
        start, end = placed(section.title)
        sections.append(replace(section, start=start, end=end))
    return replace(card, elements=elements, findings=tuple(findings), sections=tuple(sections), text="".join(text))


def poisoned(card: ReportCard) -> ReportCard:
    """Put what must not act into everything that a report, a file name or a checklist says."""

    def element(e: ElementResult) -> ElementResult:
        return replace(
            e,
            title=EVIL + e.title,
            message=EVIL + e.message,
            advice=EVIL + e.advice if e.advice else "",
            citations=tuple(EVIL + cited for cited in e.citations),
            band="check",
            band_reason=EVIL,
            evidence=tuple(
                replace(x, quote=EVIL + x.quote, section=EVIL, substance=(EVIL,), why=EVIL) for x in e.evidence
            ),
            expected=replace(e.expected, section=EVIL + e.expected.section) if e.expected else None,
            reason=EVIL + e.reason if e.reason else "",
            parts=tuple(map(element, e.parts)),
        )

    return woven(
        replace(
            card,
            path=EVIL + card.path,
            sha256=EVIL,
            title=EVIL + card.title if card.title else None,
            body=EVIL + card.body if card.body else None,
            kind=EVIL,
            kind_title=EVIL + (card.kind_title or ""),
            error=EVIL + card.error if card.error else None,
            elements=tuple(map(element, card.elements)),
            findings=tuple(replace(f, quote=EVIL + f.quote, message=EVIL + f.message) for f in card.findings),
            sections=tuple(replace(s, title=EVIL + s.title) for s in card.sections),
            read=tuple(
                (n, Read(value=f"{EVIL}{r.value}", source=r.source, quote=EVIL, line=r.line)) for n, r in card.read
            ),
            notes=tuple(EVIL + note for note in card.notes),
        )
    )


@dataclass
class Seen:
    """What a browser would find in the page."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: list[tuple[str, str]] = field(default_factory=list)
    slips: list[str] = field(default_factory=list)

    def with_tag(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in names]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for _, attributes in self.tags if "href" in attributes]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen, self.open = Seen(), ["document"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) < len(attrs):
            self.seen.slips.append(f"{tag}: an attribute stands twice")
        self.seen.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1] != tag:
            self.seen.slips.append(f"</{tag}> closes <{self.open[-1]}>")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.seen.text.append((self.open[-1], data))

    def handle_comment(self, data: str) -> None:
        self.seen.slips.append(f"comment: {data}")

    def unknown_decl(self, data: str) -> None:
        self.seen.slips.append(f"declaration: {data}")

    def handle_pi(self, data: str) -> None:
        self.seen.slips.append(f"instruction: {data}")


def read(html: str) -> Seen:
    parser = _Parser()
    parser.feed(html)
    parser.close()
    if parser.open != ["document"]:
        parser.seen.slips.append(f"not closed: {parser.open}")
    return parser.seen


PAGES = {
    "one": lambda lang: page(woven(made.FAILED), lang=lang),
    "without a text": lambda lang: page(made.FAILED, lang=lang),
    "error": lambda lang: page(made.ERROR, lang=lang),
    "none": lambda lang: page(lang=lang),
    "several": lambda lang: page(*map(woven, made.CARDS), lang=lang),
    "seeds": lambda lang: page(*seeds(), lang=lang),
    "seed": lambda lang: page(seeds()[1], lang=lang),
    "no rules": lambda lang: page(*seeds()[:2], lang=lang, rules=False),
    "hostile": lambda lang: page(poisoned(made.FAILED), lang=lang),
    "hostile ones": lambda lang: page(*map(poisoned, made.CARDS), lang=lang),
}


@pytest.fixture(params=list(PAGES))
def html(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]("zh")


# -- structure ----------------------------------------------------------------------------------------------------


def test_every_tag_is_closed_where_it_was_opened(html: str) -> None:
    assert read(html).slips == []


def test_no_id_stands_twice(html: str) -> None:
    ids = read(html).ids
    assert len(set(ids)) == len(ids)


def test_every_link_leads_to_a_place_on_the_page(html: str) -> None:
    seen = read(html)
    ids = {f"#{name}" for name in seen.ids}
    assert {link for link in seen.links if link not in ids} == set()


def test_nothing_on_the_page_can_act_or_fetch(html: str) -> None:
    seen = read(html)
    assert {tag for tag, _ in seen.tags} <= TAGS
    assert {name for _, attributes in seen.tags for name in attributes} <= ATTRIBUTES
    assert all(link.startswith("#") for link in seen.links)
    assert len(seen.with_tag("script")) == len(seen.with_tag("style")) == 1


def test_the_style_and_the_script_know_no_address() -> None:
    html = page()
    for found in re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", html, re.S):
        assert not re.search(r"https?:|//\w|url\(|@import|fetch\(|XMLHttp|innerHTML|eval\(|document\.write", found)


def test_headings_go_down_one_step_at_a_time(html: str) -> None:
    levels = [int(tag[1]) for tag, _ in read(html).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_head_of_a_table_says_whose_it_is(html: str) -> None:
    assert all(attributes.get("scope") in ("row", "col") for attributes in read(html).with_tag("th"))


@pytest.mark.parametrize(("lang", "code"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_says_its_language_and_the_text_its_own(lang: str, code: str) -> None:
    seen = read(page(seeds()[0], lang=lang))
    assert seen.with_tag("html")[0]["lang"] == code
    assert [a["lang"] for a in seen.with_tag("div") if a.get("class") == "words"] == ["zh"]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_can_be_had_in_english(name: str) -> None:
    html = PAGES[name]("en")
    assert read(html).slips == []
    assert "html." not in re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.S)


def test_the_same_cards_give_the_same_bytes() -> None:
    assert page(*seeds()) == page(*seeds())
    assert page(*map(poisoned, made.CARDS)) == page(*map(poisoned, made.CARDS))


def test_the_page_comes_in_pieces() -> None:
    pieces = list(render(iter(seeds()), RenderOptions(version="1")))
    assert len(pieces) == len(seeds()) + 3


# -- the policy ---------------------------------------------------------------------------------------------------


def policy(html: str) -> dict[str, str]:
    (content,) = [m["content"] for m in read(html).with_tag("meta") if "http-equiv" in m]
    return dict(part.strip().split(" ", 1) for part in content.split(";"))


def digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_only_our_own_style_and_script_are_admitted(html: str) -> None:
    script = html[html.rindex("<script>") + 8 : html.rindex("</script>")]
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    assert policy(html) == {
        "default-src": "'none'",
        "style-src": digest(style),
        "script-src": digest(script),
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_policy_stands_before_what_it_governs(html: str) -> None:
    before = html[: html.index("Content-Security-Policy")]
    assert re.findall(r"<(\w+)", before) == ["html", "head", "meta", "meta"]


# -- what a report can say ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_comes_from_a_report_is_shown_and_never_obeyed(lang: str) -> None:
    for html in (page(poisoned(made.FAILED), lang=lang), page(*map(poisoned, made.CARDS), lang=lang)):
        seen = read(html)
        assert seen.slips == []
        shown = "".join(text for tag, text in seen.text if tag not in ("script", "style"))
        assert "<script>window.pwned=1;alert(1)</script>" in shown
        assert "&lt;b&gt; &#60;script&#62; &" in shown
        assert not [name for _, a in seen.tags for name in a if name.startswith("on") or name in ("style", "src")]


def test_letters_that_turn_or_hide_text_do_not_reach_the_page() -> None:
    html = page(*map(poisoned, made.CARDS))
    body = re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.S)
    assert UNSEEN.search(body) is None
    assert UNSEEN.search(unescape(body)) is None
    assert "␛[31m␀␈␡\ufffd" in body


def test_a_hostile_text_that_was_checked_is_shown_as_it_stands() -> None:
    text = f"清溪镇2023年法治政府建设情况报告\n一、主要举措和成效\n镇{EVIL}法律顾问审核合同28份，出具{EVIL}意见。\n"
    card = check_text(text.replace("\ud800", ""), name=f"{EVIL}.txt")
    seen = read(page(card))
    assert seen.slips == []
    assert "'\"><img src=x onerror=" not in page(card)


def test_a_quote_outside_the_text_is_shown_without_a_link() -> None:
    card = replace(woven(made.FAILED), text="短")
    seen = read(page(card))
    assert seen.slips == []
    assert not [link for link in seen.links if re.fullmatch(r"#r1-s\d+", link)]
    assert "持证执法人员只有5人" in page(card)


# -- one report ---------------------------------------------------------------------------------------------------


def test_score_and_verdict_come_first_then_what_is_missing() -> None:
    html = page(woven(made.FAILED))
    order = ["46.2", say("report.failed", "zh"), say("report.gaps", "zh"), "不足的原因", say("html.all", "zh")]
    body = html[html.index("<main>") :]
    places = [body.index(f">{words}") if words == "46.2" else body.index(words) for words in order]
    assert places[0] < places[1] < places[2] < places[4]
    assert "85%" in body


def test_a_missing_element_says_what_to_write_and_by_what_article() -> None:
    html = page(woven(made.FAILED))
    entry = html[html.index('id="r1-g2"') : html.index('id="r1-g2"') + 900]
    assert "写明做了什么、多少件。" in entry
    assert "《督察工作规定》（厅字〔2019〕28号）" in entry
    assert "三、存在的不足" in entry
    assert 'href="#r1-h' in entry


def test_statutory_gaps_stand_before_the_others() -> None:
    html = page(seeds()[1])
    levels = re.findall(r'class="level (\w+)"', html[: html.index('id="r1-thin"')])
    assert levels == sorted(levels, key=["statutory", "expected", "recommended"].index)
    assert levels[0] == "statutory"


@pytest.mark.parametrize("index", range(len(SEEDS)))
def test_every_element_and_part_has_a_row_with_its_status_in_words(index: int) -> None:
    card = seeds()[index]
    html = page(card)
    rows = re.findall(r'<tr id="r1-e[\d-]+".*?data-s="([\w-]+)">.*?</tr>', html, re.S)
    leaves = [leaf for element in card.elements for leaf in (element, *element.parts)]
    assert rows == [leaf.status.value for leaf in leaves]
    for status in {leaf.status for leaf in leaves}:
        assert say(f"name.{status.value}", "zh") in html


@pytest.mark.parametrize("index", range(len(SEEDS)))
def test_every_quote_is_marked_in_the_text_and_leads_back(index: int) -> None:
    card = seeds()[index]
    words = page(card)
    words = words[words.index('<div class="words"') :]
    plain = unescape(re.sub(r"<sup>.*?</sup>|<[^>]+>", "", words))
    numbers = {leaf.id: n for n, e in enumerate(card.elements, 1) for leaf in (e,) if not e.parts}
    for name, number in numbers.items():
        for found in card[name].evidence:
            assert "".join(found.quote.split()) in "".join(plain.split())
            assert f'href="#r1-e{number}"' in words


def test_the_text_is_shown_whole() -> None:
    for card in seeds():
        words = page(card)
        start = words.index('<div class="words"')
        shown = re.sub(r"<sup>.*?</sup>|<[^>]+>", "", words[start : words.index("</article>")])
        assert "".join(unescape(shown).split()) == "".join(card.text.split())


def test_a_sentence_of_several_elements_names_them_all() -> None:
    html = page(seeds()[1])
    several = re.findall(r'<a class="m-[^>]*data-e="([^"]+)"[^>]*title="([^"]+)"', html)
    assert several
    for targets, title in several:
        assert len(targets.split()) == len(set(targets.split())) > 1
        assert title.count("；") >= len(targets.split()) - 1


def test_overlapping_quotes_are_cut_into_pieces_that_keep_every_letter() -> None:
    quotes = [("甲乙丙丁", 1), ("丙丁戊", 3), ("乙", 2), ("戊己\n庚", 5)]
    base = made.FAILED.elements[0]
    elements = tuple(
        replace(
            base,
            id=f"e{n}",
            title=f"要素{n}",
            evidence=(replace(base.evidence[0], quote=quote, start=start, end=start + len(quote)),),
        )
        for n, (quote, start) in enumerate(quotes, 1)
    )
    card = replace(made.FAILED, elements=elements, findings=(), sections=(), text="前甲乙丙丁戊己\n庚后")
    words = page(card)
    words = words[words.index('<div class="words"') : words.index("</article>")]
    assert unescape(re.sub(r"<sup>.*?</sup>|<[^>]+>", "", words)).split() == ["前甲乙丙丁戊己", "庚后"]
    assert re.findall(r'data-e="([^"]+)"[^>]*>(\w+)<', words) == [
        ("e1 e3", "乙"),
        ("e1 e2", "丙丁"),
        ("e2 e4", "戊"),
    ]


# -- many reports -------------------------------------------------------------------------------------------------


def test_the_matrix_has_a_row_a_report_and_a_column_an_element() -> None:
    html = page(*seeds())
    matrix = html[html.index('<table class="matrix">') : html.index("</table>")]
    rows = re.findall(r'<tr data-r="(r\d+)".*?</tr>', matrix, re.S)
    assert rows == [f"r{n}" for n in range(1, len(SEEDS) + 1)]
    heads = re.findall(r'<th scope="col" class="v"', matrix)
    assert len(heads) == len(seeds()[0].elements)
    for n, card in enumerate(seeds(), 1):
        row = matrix[matrix.index(f'<tr data-r="r{n}"') :].split("</tr>")[0]
        cells = re.findall(rf'<td class="([\w-]+)"><a href="#r{n}-e(\d+)"', row)
        assert cells == [(e.status.value, str(k)) for k, e in enumerate(card.elements, 1)]


def test_a_cell_says_its_status_with_a_sign_and_a_word() -> None:
    html = page(*seeds())
    matrix = html[html.index('<table class="matrix">') : html.index("</table>")]
    cells = re.findall(r'<td class="([\w-]+)"><a [^>]*aria-label="([^"]+)">([^<]+)</a>', matrix)
    assert cells
    for status, word, sign in cells:
        assert word == say(f"name.{status}", "zh")
        assert sign.strip("*") in "✓◐~→△✗?–"
    assert len({sign.strip("*") for _, _, sign in cells}) == len({status for status, _, _ in cells})


def test_the_totals_say_what_all_leave_out() -> None:
    html = page(*seeds())
    causes = [card["causes"].status for card in seeds()]
    lost = sum(status in (Status.MISSING, Status.LACKING, Status.PLANNED) for status in causes)
    row = next(r for r in re.findall(r"<tr>.*?</tr>", html[html.index('id="totals"') :]) if "不足的原因" in r)
    assert f"{lost}/{len(causes)}" in row
    shares = [int(n) for n in re.findall(r"<td><b>(\d+)%</b>", html[html.index('id="totals"') :])]
    assert shares == sorted(shares, reverse=True)


def test_a_report_that_could_not_be_read_has_its_row_and_its_reason() -> None:
    html = page(*seeds()[:2], made.ERROR)
    row = html[html.index('<tr data-r="r3"') :].split("</tr>")[0]
    assert "文件是空的" in row
    assert 'data-score=""' in row


def test_the_words_of_the_script_are_all_there() -> None:
    (body,) = read(page(*seeds()[:2])).with_tag("body")
    words = json.loads(body["data-words"])
    script = (Path(render.__code__.co_filename).parent / "page.js").read_text(encoding="utf-8")
    assert set(re.findall(r"words\.(\w+)", script)) <= set(words)


def test_a_hundred_reports_stay_under_fifteen_megabytes() -> None:
    cards = [
        replace(card, path=f"{n}/{card.path}", body=f"{n}号{card.body}") for n in range(20) for card in seeds()
    ]
    size = len(page(*cards).encode())
    assert len(cards) == 100
    assert size < 15_000_000, size
