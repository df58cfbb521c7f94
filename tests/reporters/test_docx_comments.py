from __future__ import annotations

import io
import re
import shutil
import struct
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from tests.conftest import SEEDS
from tests.reporters.cards import element, evidence, finding
from tests.samples import (
    SAMPLES,
    converted,
    docx_typed,
    package,
    parts_of,
    word_package,
)

import lawcheck
from lawcheck import ReportCard
from lawcheck.errors import ReadError, UsageError
from lawcheck.judge import Expected, SectionResult
from lawcheck.readers import Limits
from lawcheck.readers.base import read_here
from lawcheck.reporters import RenderOptions
from lawcheck.reporters.docx_comments import annotate, annotate_text
from lawcheck.reporters.docx_package import is_signed
from lawcheck.reporters.problems import problems

HERE = Limits(seconds=0)
OPTIONS = RenderOptions()
WORD = ("typed.docx", "numbered.docx", "edited.docx", "strict.docx", "macros.docm")
MAIN, COMMENTS = "word/document.xml", "word/comments.xml"
LINKS, TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"

seeds = pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
forms = pytest.mark.parametrize("form", WORD)


@dataclass(frozen=True)
class Sample:
    """A document, its card, and what became of it."""

    name: str
    data: bytes
    card: ReportCard
    out: bytes


@cache
def sample(seed: Path, form: str) -> Sample:
    data = SAMPLES[form](seed.read_text(encoding="utf-8"))
    card = lawcheck.check(data, name=form, limits=HERE)
    return Sample(form, data, card, annotate(data, card, OPTIONS, name=form, limits=HERE))


# -- reading comments back


@dataclass(frozen=True)
class Comment:
    """A comment as it stands in a document."""

    author: str
    anchor: str
    text: str


def local(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2]


def attribute(node: ET.Element, name: str) -> str:
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def shown(node: ET.Element) -> bool:
    return not any(
        local(n) == "vanish" and attribute(n, "val") != "0" for rpr in node if local(rpr) == "rPr" for n in rpr
    )


def anchors(main: bytes) -> dict[str, str]:
    """Return the visible words between the marks of each comment."""
    found: dict[str, str] = {}
    opened: set[str] = set()

    def walk(parent: ET.Element) -> None:
        for node in parent:
            tag = local(node)
            if tag == "commentRangeStart":
                opened.add(attribute(node, "id"))
                found[attribute(node, "id")] = ""
            elif tag == "commentRangeEnd":
                opened.remove(attribute(node, "id"))
            elif tag in ("t", "tab", "br"):
                for name in opened:
                    found[name] += (node.text or "") if tag == "t" else "\t" if tag == "tab" else "\n"
            elif tag not in ("del", "moveFrom", "txbxContent", "pPr", "rPr", "rt") and (tag != "r" or shown(node)):
                walk(node)

    walk(ET.fromstring(main))
    assert not opened
    return found


def comments(data: bytes) -> dict[str, Comment]:
    """Return the comments by their ids, each with its marks and its reference."""
    parts = parts_of(data)
    root = ET.fromstring(parts[MAIN])
    marks = Counter((local(n), attribute(n, "id")) for n in root.iter() if local(n).startswith("comment"))
    words = anchors(parts[MAIN])
    out = {}
    for node in ET.fromstring(parts[COMMENTS]):
        name = attribute(node, "id")
        assert name not in out
        for mark in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            assert marks.pop((mark, name)) == 1
        lines = ("".join(t.text or "" for t in p.iter() if local(t) == "t") for p in node)
        out[name] = Comment(attribute(node, "author"), words[name], "\n".join(lines))
    assert not marks
    return out


def ours(data: bytes) -> list[Comment]:
    return [comment for comment in comments(data).values() if comment.author == "lawcheck"]


# -- whole reports


@seeds
@forms
def test_the_text_and_all_that_is_known_of_it_reads_as_before(seed: Path, form: str) -> None:
    it = sample(seed, form)
    before, after = (read_here(data, form, HERE) for data in (it.data, it.out))
    assert replace(after, sha256=before.sha256) == before


@seeds
@forms
def test_the_verdict_is_as_before(seed: Path, form: str) -> None:
    it = sample(seed, form)
    again = lawcheck.check(it.out, name=form, limits=HERE)
    assert replace(again, sha256=it.card.sha256) == it.card


@seeds
@forms
def test_every_byte_of_the_text_is_still_there_in_its_order(seed: Path, form: str) -> None:
    it = sample(seed, form)
    after = iter(parts_of(it.out)[MAIN])
    assert all(byte in after for byte in parts_of(it.data)[MAIN])


def raw(data: bytes) -> dict[str, tuple[object, ...]]:
    """Return the entries of a ZIP in order: packed bytes, header and what the directory says."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        edges = [info.header_offset for info in infos] + [archive.start_dir]
    return {
        info.filename: (
            data[start:end],
            info.date_time,
            info.extra,
            info.comment,
            info.flag_bits,
            info.external_attr,
        )
        for info, start, end in zip(infos, edges, edges[1:], strict=False)
    }


@seeds
@forms
def test_all_other_parts_stay_byte_for_byte_and_in_order(seed: Path, form: str) -> None:
    it = sample(seed, form)
    before, after = raw(it.data), raw(it.out)
    assert list(after)[: len(before)] == list(before)
    assert set(after) - set(before) <= {COMMENTS}
    changed = {name for name in before if after[name] != before[name]}
    assert changed == ({MAIN, COMMENTS} if form == "edited.docx" else {MAIN, LINKS, TYPES})
    assert all(after[name][1:4] == before[name][1:4] for name in before)  # dates


@seeds
@forms
def test_each_quote_is_what_its_comment_is_anchored_at(seed: Path, form: str) -> None:
    it = sample(seed, form)
    found = ours(it.out)
    exact = wide = boxed = 0
    quoted = [problem for problem in problems(it.card, "zh") if problem.quote.strip()]
    for problem in quoted:
        title = problem.title if problem.status else problem.message
        about = [comment.anchor for comment in found if title in comment.text]
        # The number of a heading that Word generates is in no run.
        exact += (hit := any(problem.quote.endswith(anchor) for anchor in about if anchor))
        wide += (around := not hit and any(problem.quote in anchor for anchor in about))
        boxed += not hit and not around and "" in about
    assert exact + wide + boxed == len(quoted)
    if form == "edited.docx":  # a field is marked whole, a text box not at all
        assert exact >= 0.7 * len(quoted)
    else:
        assert exact == len(quoted)


@seeds
@forms
def test_whatever_is_not_in_order_is_told_once(seed: Path, form: str) -> None:
    it = sample(seed, form)
    text = "\n".join(comment.text for comment in ours(it.out))
    for problem in problems(it.card, "zh"):
        assert (problem.title if problem.status else problem.message) in text
    for leaf in it.card.missing:
        assert leaf.title in text
    assert text.count("lawcheck 检查结果") == 1


@seeds
@forms
def test_the_same_card_gives_the_same_bytes(seed: Path, form: str) -> None:
    it = sample(seed, form)
    assert annotate(it.data, it.card, OPTIONS, name=form, limits=HERE) == it.out


@seeds
def test_comments_that_were_there_are_kept(seed: Path) -> None:
    it = sample(seed, "edited.docx")
    before, after = comments(it.data), comments(it.out)
    assert before["0"] == after["0"]
    assert after["0"].author == "李某"
    assert list(after) == [str(number) for number in range(len(after))]
    assert parts_of(it.out)[COMMENTS].startswith(parts_of(it.data)[COMMENTS].removesuffix(b"</w:comments>"))


@seeds
@forms
def test_a_second_time_adds_a_second_set(seed: Path, form: str) -> None:
    it = sample(seed, form)
    card = lawcheck.check(it.out, name=form, limits=HERE)
    twice = annotate(it.out, card, OPTIONS, name=form, limits=HERE)
    once, both = ours(it.out), ours(twice)
    assert Counter(both) == Counter(once + once)
    assert read_here(twice, form, HERE).text == read_here(it.data, form, HERE).text


def test_a_strict_document_stays_strict() -> None:
    parts = parts_of(sample(SEEDS[0], "strict.docx").out)
    assert b'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"' in parts[COMMENTS]
    assert b'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/comments"' in parts[LINKS]
    assert not any(b"schemas.openxmlformats.org/wordprocessingml/2006/main" in part for part in parts.values())


def test_the_title_sums_up() -> None:
    it = sample(SEEDS[3], "typed.docx")
    first = ours(it.out)[0]
    assert first.anchor == it.card.title
    lines = first.text.split("\n")
    assert lines[0] == "lawcheck 检查结果：不通过，得分 47.0（满分 100，及格 60）"
    assert re.fullmatch(
        "要素：已报告 [0-9]+、笼统提及 [0-9]+、仅列计划 [0-9]+、自述欠缺 1、未提及 [0-9]+", lines[1]
    )
    assert lines[2] == "法定要素没有写：不足的原因"


def test_comments_speak_english_when_asked_to() -> None:
    data = docx_typed(SEEDS[3].read_text(encoding="utf-8"))
    card = lawcheck.check(data, name="a.docx", limits=HERE, lang="en")
    found = ours(annotate(data, card, RenderOptions(lang="en"), name="a.docx", limits=HERE))
    assert found[0].text.startswith("lawcheck: did not pass, score 47.0 of 100")
    assert any(comment.text.startswith("[expected · planned] ") for comment in found)


@seeds
def test_a_plain_text_becomes_a_clean_document_with_its_comments(seed: Path) -> None:
    card = lawcheck.check(seed)
    out = annotate_text(card, OPTIONS)
    found = [comment.anchor for comment in ours(out)]
    for problem in problems(card, "zh"):
        quote = problem.quote.strip()
        if quote and "\n" not in quote:
            assert quote in found
    again = lawcheck.check(out, name="a.docx", limits=HERE)
    assert again.score == card.score
    assert [leaf.status for e in again.elements for leaf in e.leaves()] == [
        leaf.status for e in card.elements for leaf in e.leaves()
    ]


# -- other programs


OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
with_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@with_libreoffice
def test_libreoffice_prints_it() -> None:
    printed = converted(sample(SEEDS[2], "edited.docx").out, "pdf")
    assert printed is not None
    assert printed.startswith(b"%PDF-")


@with_libreoffice
def test_libreoffice_finds_every_comment_at_its_words() -> None:
    it = sample(SEEDS[2], "strict.docx")
    saved = converted(it.out, "fodt")
    assert saved is not None
    flat, words = saved.decode(), []
    for note in ET.fromstring(saved).iter(f"{OFFICE}annotation"):
        name = f'office:name="{note.get(f"{OFFICE}name")}"'
        start = flat.index("</office:annotation>", flat.index(name))
        within = flat[start : flat.index(f"<office:annotation-end {name}")]
        within = re.sub("<office:annotation .*?</office:annotation>", "", within, flags=re.S)
        words.append(re.sub("<[^>]*>", "", within))
    assert Counter(words) == Counter(comment.anchor for comment in ours(it.out))


def test_python_docx_reads_the_comments() -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    it = sample(SEEDS[2], "edited.docx")
    document = docx.Document(io.BytesIO(it.out))
    read = {str(c.comment_id): (c.author, "\n".join(p.text for p in c.paragraphs)) for c in document.comments}
    assert read == {name: (c.author, c.text) for name, c in comments(it.out).items()}


# -- single paragraphs


def run(text: str, props: str = "<w:b/>", attributes: str = ' xml:space="preserve"') -> str:
    return f'<w:r w:rsidR="00AA"><w:rPr>{props}</w:rPr><w:t{attributes}>{text}</w:t></w:r>'


def p(*content: str, props: str = "") -> str:
    return f"<w:p>{props and f'<w:pPr>{props}</w:pPr>'}{''.join(content)}</w:p>"


def card_of(data: bytes, *quotes: str, name: str = "a.docx") -> ReportCard:
    """Return a card that finds some words too weak."""
    source = read_here(data, name, HERE)
    found = []
    for at, quote in enumerate(quotes):
        start = source.text.index(quote)
        assert source.places is not None
        place = source.places.place(start)
        mention = replace(evidence(quote, start=start, line=place.line), column=place.column)
        found.append(element(f"e{at}", f"要素{at}", "weak", found=(mention,)))
    return ReportCard(path=name, sha256=source.sha256, text=source.text, elements=tuple(found), score=50.0)


def marked(body: str | bytes, *quotes: str, card: ReportCard | None = None) -> bytes:
    data = body if isinstance(body, bytes) else word_package(p(run("标题。")) + body)
    return annotate(data, card or card_of(data, *quotes), OPTIONS, name="a.docx", limits=HERE)


def anchor_of(out: bytes, number: int = 0) -> str:
    return next(comment.anchor for comment in ours(out) if f"要素{number}" in comment.text)


def main_of(out: bytes) -> str:
    return parts_of(out)[MAIN].decode()


def test_a_run_is_cut_in_two_and_both_halves_look_as_before() -> None:
    out = main_of(marked(p(run("甲做了乙丙丁")), "做了"))
    cut = '</w:t></w:r>{}<w:r w:rsidR="00AA"><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">'
    start, end = (
        cut.format('<w:commentRangeStart w:id="1"/>'),
        cut.format('<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'),
    )
    assert f"甲{start}做了{end}乙丙丁</w:t></w:r>" in out


def test_a_whole_run_is_not_cut() -> None:
    out = main_of(marked(p(run("甲"), run("做了"), run("乙")), "做了"))
    assert f'<w:commentRangeStart w:id="1"/>{run("做了")}<w:commentRangeEnd w:id="1"/>' in out


@pytest.mark.parametrize(
    ("content", "quote"),
    [
        (run("甲&amp;乙&lt;丙&#x4e01;戊己"), "乙<丙丁"),
        (run("甲&amp;乙&lt;丙&#x4e01;戊己"), "&乙"),
        (run("甲<!-- 注 -->乙丙<?x y?>丁"), "乙丙"),
        (run("𠮷甲𠮷乙𠮷丙"), "甲𠮷乙"),
        (run("甲乙") + run("丙丁", "<w:i/>") + run("戊己"), "乙丙丁戊"),
        (f"<w:r><w:t>甲</w:t><w:tab/><w:t>乙丙</w:t><w:br/><w:t>丁</w:t></w:r>{run('戊')}", "乙丙\n丁"),
        (f"<w:r><w:t>甲</w:t><w:tab/><w:t>乙丙</w:t><w:br/><w:t>丁</w:t></w:r>{run('戊')}", "甲\t乙"),
        (run("甲 乙 丙", attributes=""), "乙"),
        (f'<w:hyperlink w:anchor="x">{run("甲乙丙")}</w:hyperlink>{run("丁戊")}', "丙丁"),
        (f'{run("甲")}<w:ins w:id="7" w:author="x">{run("乙丙丁")}</w:ins>{run("戊")}', "乙丙"),
        (
            f'{run("甲乙")}<w:del w:id="7" w:author="x"><w:r><w:delText>删</w:delText></w:r></w:del>{run("丙丁")}',
            "乙丙",
        ),
        (f"{run('甲乙')}{run('藏', '<w:vanish/>')}{run('丙丁')}", "乙丙"),
        (f'<w:smartTag w:element="date" w:uri="x">{run("甲乙丙")}</w:smartTag>', "乙"),
    ],
)
def test_the_anchor_is_exactly_the_quote(content: str, quote: str) -> None:
    data = word_package(p(run("标题。")) + p(content))
    out = marked(data, quote)
    assert anchor_of(out) == quote
    assert read_here(out, "a.docx", HERE).text == read_here(data, "a.docx", HERE).text


@pytest.mark.parametrize(
    ("content", "quote", "wider"),
    [
        (run("<![CDATA[甲乙丙]]>"), "乙", "甲乙丙"),
        (run(" 甲 乙 ", attributes=""), "乙", " 甲 乙 "),
        (run("甲") + f'<w:fldSimple w:instr=" QUOTE ">{run("乙丙丁")}</w:fldSimple>' + run("戊"), "丙", "乙丙丁"),
        (run("甲") + f"<w:sdt><w:sdtContent>{run('乙丙')}</w:sdtContent></w:sdt>" + run("丁"), "丙丁", "乙丙丁"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF 甲乙</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("甲乙丙")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "乙",
            "甲乙丙",
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>jia</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>甲</w:t></w:r></w:rubyBase></w:ruby></w:r>"
            + run("乙丙"),
            "甲乙",
            "甲乙",
        ),
    ],
)
def test_what_cannot_be_cut_is_marked_whole(content: str, quote: str, wider: str) -> None:
    data = word_package(p(run("标题。")) + p(content))
    out = marked(data, quote)
    assert anchor_of(out) == wider
    assert read_here(out, "a.docx", HERE).text == read_here(data, "a.docx", HERE).text


def test_a_reference_stands_in_no_link_and_no_tracked_change() -> None:
    out = main_of(marked(p(f'<w:hyperlink w:anchor="x">{run("甲乙丙")}</w:hyperlink>{run("丁")}'), "乙"))
    assert '</w:hyperlink><w:r><w:commentReference w:id="1"/></w:r>' in out
    assert out.index('<w:commentRangeEnd w:id="1"/>') < out.index("</w:hyperlink>")


def test_a_text_box_is_marked_at_the_paragraph_that_anchors_it() -> None:
    inside = f"<w:txbxContent>{p(run('框里的话。'))}</w:txbxContent>"
    box = f"<w:r><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></w:r>"
    for before in (run("框外的话。"), ""):
        out = marked(p(before, box) + p(run("后文。")), "框里的话。")
        content = re.search(r"<w:txbxContent>.*?</w:txbxContent>", main_of(out))
        assert content is not None
        assert "comment" not in content[0]
        assert anchor_of(out) == ("框外的话。" if before else "")


def test_a_footnote_is_marked_in_the_text() -> None:
    it = sample(SEEDS[2], "edited.docx")
    assert b"comment" not in parts_of(it.out)["word/footnotes.xml"]


def test_paragraphs_that_became_one_are_marked_over_both() -> None:
    gone = '<w:rPr><w:del w:id="9" w:author="x"/></w:rPr>'
    out = marked(p(run("甲乙"), props=gone) + p(run("丙丁")), "乙丙")
    assert anchor_of(out) == "乙丙"


def test_a_quote_over_two_cells_is_marked_in_the_first() -> None:
    row = "".join(f"<w:tc>{p(run(words))}</w:tc>" for words in ("甲乙", "丙丁"))
    table = f"<w:tbl><w:tr>{row}</w:tr><w:tr>{row.replace('甲', '戊')}</w:tr></w:tbl>"
    assert anchor_of(marked(table, "乙\t丙")) == "乙"
    assert anchor_of(marked(table, "丙")) == "丙"


def test_an_automatic_number_is_left_out() -> None:
    it = sample(SEEDS[2], "numbered.docx")
    heading = next(section.title for section in it.card.sections if section.role == "shortcomings")
    source = read_here(it.data, "a.docx", HERE)
    at = source.text.index(heading)
    card = card_of(it.data, source.text[at : at + 6], source.text[at + 2 : at + 6])
    out = annotate(it.data, card, OPTIONS, name="a.docx", limits=HERE)
    assert [anchor_of(out, at) for at in (0, 1)] == ["存在的不", "存在的不"]


def test_quotes_may_overlap_and_those_at_one_place_share_a_comment() -> None:
    out = marked(p(run("甲乙丙丁戊己")), "乙丙丁", "丁戊", "丙", "乙丙丁")
    assert [anchor_of(out, at) for at in range(4)] == ["乙丙丁", "丁戊", "丙", "乙丙丁"]
    assert len(ours(out)) == 4
    assert read_here(out, "a.docx", HERE).text == "标题。\n甲乙丙丁戊己\n"


def test_words_that_do_not_agree_with_their_paragraph_mark_all_of_it() -> None:
    # Hidden by a style: the reader knows it, the marks do not.
    styles = '<w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    parts = parts_of(
        word_package(p(run("标题。")) + p(run("甲乙"), run("藏", '<w:rStyle w:val="h"/>'), run("丙丁")))
    )
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", styles.encode())
    data = package(parts)
    assert read_here(data, "a.docx", HERE).text == "标题。\n甲乙丙丁\n"
    assert anchor_of(marked(data, "乙丙")) == "甲乙藏丙丁"
    assert anchor_of(marked(data, "丙丁")) == "丙丁"


def absent(section: str, line: int) -> ReportCard:
    leaf = element("e0", "要素0", "missing", expected=Expected(line=line, page=None, section=section))
    return ReportCard(path="a.docx", elements=(leaf,), score=0.0)


def test_what_is_missing_is_told_at_the_end_of_its_section() -> None:
    body = "".join(p(run(words)) for words in ("一、成效", "做了甲。", "做了乙。", "", "二、不足", "还缺丙。"))
    data = word_package(p(run("标题。")) + body)
    text = read_here(data, "a.docx", HERE).text
    end = text.index("二、不足") - 1
    sections = (
        SectionResult(role="achievements", title="一、成效", level=1, start=text.index("一、"), end=end, line=2),
        SectionResult(role="shortcomings", title="二、不足", level=1, start=end + 1, end=len(text), line=6),
    )
    card = replace(absent("一、成效", 2), sections=sections, text=text)
    out = annotate(data, card, OPTIONS, name="a.docx", limits=HERE)
    assert [(c.anchor, c.text.split("\n")[0]) for c in ours(out)][1:] == [("做了乙。", "这一节还应写到：")]
    nowhere = ours(
        annotate(
            data, replace(card, elements=(element("e0", "要素0", "missing"),)), OPTIONS, name="a.docx", limits=HERE
        )
    )
    assert [c.anchor for c in nowhere] == ["标题。"]
    assert "报告里没有相应章节，可单列一节\n【应有 · 未提及】要素0" in nowhere[0].text


def test_a_note_at_the_foot_is_not_the_end_of_a_section() -> None:
    it = sample(SEEDS[2], "edited.docx")
    assert "相关数据由镇司法所提供" not in "".join(comment.anchor for comment in ours(it.out))


def test_a_finding_without_words_is_told_at_the_title() -> None:
    data = word_package(p(run("标题。")) + p(run("甲乙。")))
    card = replace(card_of(data), findings=(finding("signature-date", "info", "", start=3, line=1),))
    assert [c.anchor for c in ours(marked(data, card=card))] == ["标题。"]


# -- hostile words


def test_hostile_words_stay_words() -> None:
    data = word_package(p(run("标题。")) + p(run("甲乙丙")))
    nasty = "</w:t><w:p>&amp;]]>\0\x1b[31m\u202e\u2066\ud800\ufffe\r\n\"'完"
    card = card_of(data, "乙")
    leaf = replace(
        card.elements[0], title=f"要素0{nasty}", message=nasty, advice=nasty, citations=(nasty,), band_reason=nasty
    )
    bad = finding("x", "error", "乙", start=card.text.index("乙"), line=2)
    card = replace(card, elements=(leaf,), findings=(replace(bad, message=nasty),), notes=(nasty,))
    out = annotate(data, card, OPTIONS, name="a.docx", limits=HERE)
    text = "".join(comment.text for comment in ours(out))
    assert "</w:t><w:p>&amp;]]>[31m" in text
    assert not re.search("[\0-\x09\x0b-\x1f\u202e\u2066\ufffe]", text)
    assert read_here(out, "a.docx", HERE).text == "标题。\n甲乙丙\n"


# -- packages and parts of other shapes


def body_of(data: bytes) -> str:
    return parts_of(data)[MAIN].decode()


def with_main(data: bytes, main: bytes) -> bytes:
    return package(parts_of(data) | {MAIN: main})


SIMPLE = word_package(p(run("标题。")) + p(run("甲乙丙")))


@pytest.mark.parametrize(
    ("label", "encode"),
    [
        ("UTF-16", lambda text: text.encode("utf-16")),
        ("UTF-16", lambda text: b"\xfe\xff" + text.encode("utf-16-be")),
        ("GB2312", lambda text: text.encode("gb18030")),
        ("UTF-8", lambda text: b"\xef\xbb\xbf" + text.encode()),
        ("US-ASCII", lambda text: text.encode("ascii", "xmlcharrefreplace")),
    ],
)
def test_a_main_part_in_any_encoding_is_marked(label: str, encode: Callable[[str], bytes]) -> None:
    data = with_main(SIMPLE, encode(body_of(SIMPLE).replace("UTF-8", label)))
    out = marked(data, "乙")
    assert anchor_of(out) == "乙"
    assert read_here(out, "a.docx", HERE).text == "标题。\n甲乙丙\n"


def test_an_encoding_that_nobody_knows_is_refused() -> None:
    card = card_of(SIMPLE, "乙")
    data = with_main(SIMPLE, body_of(SIMPLE).replace("UTF-8", "X-UNKNOWN").encode())
    with pytest.raises(ReadError) as caught:
        annotate(data, replace(card, sha256=""), OPTIONS, name="a.docx", limits=HERE)
    assert caught.value.code == "damaged"


def test_the_documents_own_prefix_is_used() -> None:
    main = re.sub(r"(</?)w:", r"\1ns0:", body_of(SIMPLE)).replace(" w:", " ns0:").replace("xmlns:w=", "xmlns:ns0=")
    out = marked(with_main(SIMPLE, main.encode()), "乙")
    assert '<ns0:commentRangeStart ns0:id="1"/><ns0:r ' in main_of(out)
    assert anchor_of(out) == "乙"


def test_a_default_namespace_does_not_serve_for_attributes() -> None:
    main = re.sub(r"(</?)w:", r"\1", body_of(SIMPLE)).replace("xmlns:w=", "xmlns=").replace(" w:", " ")
    out = marked(with_main(SIMPLE, main.encode()), "乙")
    assert anchor_of(out) == "乙"
    assert (
        '<w:commentRangeStart xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="1"/>'
        in main_of(out)
    )


def test_a_prefix_that_means_something_else_inside_is_not_relied_on() -> None:
    main = body_of(SIMPLE).replace(
        "<w:r ", '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    )
    other = main.replace("<w:p>", '<w:p><w:pPr><x xmlns:w="urn:other"/></w:pPr>')
    for body in (main, other):
        assert anchor_of(marked(with_main(SIMPLE, body.encode()), "乙")) == "乙"
    assert 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="1"' in main_of(
        marked(with_main(SIMPLE, other.encode()), "乙")
    )


def test_an_empty_part_of_comments_is_filled() -> None:
    parts = parts_of(marked(SIMPLE, "乙"))
    root = f"<x:comments xmlns:x={re.search(rb'xmlns:w=([^ >]+)', parts[COMMENTS])[1].decode()}/>"  # type: ignore[index]
    data = package(parts | {COMMENTS: root.encode(), MAIN: parts_of(SIMPLE)[MAIN]})
    out = marked(data, "乙")
    assert anchor_of(out) == "乙"
    assert b"<x:comment x:id=" in parts_of(out)[COMMENTS]


def test_comments_may_stand_under_another_name_or_be_lost() -> None:
    parts = parts_of(marked(SIMPLE, "乙"))
    moved = {name.replace("comments.xml", "c/notes.xml"): data for name, data in parts.items()}
    moved[LINKS] = moved[LINKS].replace(b"comments.xml", b"/word/c/notes.xml")
    out = parts_of(marked(package(moved), "乙"))
    assert COMMENTS not in out
    assert out["word/c/notes.xml"].count(b"<w:comment ") == 4
    lost = {name: data for name, data in parts.items() if name != COMMENTS}
    again = parts_of(marked(package(lost | {MAIN: parts_of(SIMPLE)[MAIN]}), "乙"))
    assert again[COMMENTS].count(b"<w:comment ") == 2
    assert again[TYPES].count(b"comments+xml") == 1


def test_a_part_that_nothing_leads_to_is_left_alone() -> None:
    data = package(parts_of(SIMPLE) | {COMMENTS: b"<orphan/>"})
    out = parts_of(marked(data, "乙"))
    assert out[COMMENTS] == b"<orphan/>"
    assert b'PartName="/word/comments1.xml"' in out[TYPES]


def test_ids_follow_those_in_use_even_by_lost_comments() -> None:
    mark = '<w:commentRangeStart w:id="41"/><w:commentRangeEnd w:id="41"/>'
    main = main_of(marked(p(run("甲乙"), mark), "乙"))
    assert '<w:commentRangeStart w:id="42"/>' in main


def test_a_document_without_relationships_gets_them() -> None:
    data = package({name: part for name, part in parts_of(SIMPLE).items() if name != LINKS})
    assert anchor_of(marked(data, "乙")) == "乙"
    assert b'Target="comments.xml"' in parts_of(marked(data, "乙"))[LINKS]


def rezipped(parts: dict[str, bytes], *, stored: bool = False, streamed: bool = False, big: bool = False) -> bytes:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    out = Stream() if streamed else io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b"kept"
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, (2021, 5, 6, 7, 8, 10))
            info.compress_type = archive.compression
            info.comment = b"of an entry"
            with archive.open(info, "w", force_zip64=big) as handle:
                handle.write(part)
    return out.getvalue()


@pytest.mark.parametrize(
    "how", [{"stored": True}, {"streamed": True}, {"big": True}, {"streamed": True, "big": True}]
)
def test_any_way_of_packing_is_kept(how: dict[str, bool]) -> None:
    data = rezipped(parts_of(SIMPLE), **how)
    out = marked(data, "乙")
    assert anchor_of(out) == "乙"
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        assert archive.testzip() is None
        assert archive.comment == b"kept"
        assert {info.date_time for info in archive.infolist()} == {(2021, 5, 6, 7, 8, 10)}
        assert [info.comment for info in archive.infolist()] == [b"of an entry"] * 5 + [b""]
    before, after = raw(data), raw(out)
    assert after["word/styles.xml"] == before["word/styles.xml"]


def test_a_directory_with_zip64_fields_is_mended() -> None:
    data = bytearray(rezipped(parts_of(SIMPLE)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at, last = archive.start_dir, archive.infolist()[-1]
    at = data.rindex(b"PK\1\2")
    extra = struct.pack("<HHQQQ", 1, 24, last.file_size, last.compress_size, last.header_offset)
    name_size = struct.unpack_from("<H", data, at + 28)[0]
    data[at + 20 : at + 28] = data[at + 42 : at + 46] + data[at + 42 : at + 46]
    data[at + 20 : at + 28] = b"\xff" * 8
    data[at + 42 : at + 46] = b"\xff" * 4
    data[at + 30 : at + 32] = struct.pack("<H", len(extra))
    data[at + 46 + name_size : at + 46 + name_size] = extra
    end = data.rindex(b"PK\5\6")
    data[end + 12 : end + 16] = struct.pack("<L", struct.unpack_from("<L", data, end + 12)[0] + len(extra))
    out = marked(bytes(data), "乙")
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        assert archive.testzip() is None
    assert anchor_of(out) == "乙"


# -- what is refused or said


def test_a_signed_document_says_that_its_signature_is_lost() -> None:
    assert not is_signed(SIMPLE, name="a.docx")
    data = package(parts_of(SIMPLE) | {"_xmlsignatures/origin.sigs": b""})
    assert is_signed(data, name="a.docx")
    first = ours(marked(data, "乙"))[0]
    assert "签名失效" in first.text
    assert "签名" not in ours(marked(SIMPLE, "乙"))[0].text


def test_only_word_documents_and_their_own_cards_are_taken() -> None:
    card = card_of(SIMPLE, "乙")
    for data, wrong, code in (
        ("报告".encode(), card, "not-docx"),
        (docx_typed("别的报告。"), card, "other-card"),
        (SIMPLE, replace(card, error="坏了"), "not-checked"),
    ):
        with pytest.raises(UsageError) as caught:
            annotate(data, wrong, OPTIONS, name="a.docx", limits=HERE)
        assert caught.value.code == code


@pytest.mark.parametrize("part", [MAIN, LINKS, TYPES, COMMENTS])
def test_a_doctype_is_refused_in_every_part(part: str) -> None:
    parts = parts_of(marked(SIMPLE, "乙"))
    parts[part] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts[part].partition(b"?>")[2]
    card = replace(card_of(SIMPLE, "乙"), sha256="")
    if part == TYPES:  # only looked at where a part is added
        parts.pop(COMMENTS)
    with pytest.raises(ReadError) as caught:
        annotate(package(parts), card, OPTIONS, name="a.docx", limits=HERE, place=lambda offset: (1, offset + 1))
    assert caught.value.code == "unsafe-xml"


def test_limits_hold() -> None:
    card = replace(card_of(SIMPLE, "乙"), sha256="")
    deep = word_package(p("<w:smartTag>" * 500 + run("甲") + "</w:smartTag>" * 500))
    for data, limits, code in ((deep, HERE, "too-deep"), (SIMPLE, replace(HERE, xml_elements=5), "too-big")):
        with pytest.raises(ReadError) as caught:
            annotate(data, card, OPTIONS, name="a.docx", limits=limits, place=lambda offset: (1, offset + 1))
        assert caught.value.code == code


def test_places_that_do_not_exist_do_no_harm() -> None:
    card = replace(card_of(SIMPLE, "乙"), sha256="")
    for line, column in ((99, 1), (0, 1), (2, 99), (1, 1)):
        out = annotate(SIMPLE, card, OPTIONS, name="a.docx", limits=HERE, place=lambda _, a=line, b=column: (a, b))  # type: ignore[misc]
        assert read_here(out, "a.docx", HERE).text == "标题。\n甲乙丙\n"
        assert ours(out)
