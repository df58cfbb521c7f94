"""Hostile files: small to make, made when asked for, each with the error that it must end in."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from reportlab.lib.pdfencrypt import StandardEncryption
from tests.samples import (
    OFD_FONTS,
    WORD_ROOT,
    XML,
    Line,
    deflated,
    docx_typed,
    html,
    ofd,
    ofd_document,
    ofd_line,
    ofd_page,
    ofd_root,
    package,
    parts_of,
    pdf,
    pdf_scanned,
    png,
    stored,
    txt,
    word_package,
    zip_of,
    zip_parts,
)

REPORT = """清溪县河口镇人民政府2023年度法治政府建设情况报告
县委、县政府：
2023年，河口镇坚持以习近平法治思想为指导，认真贯彻落实县委、县政府决策部署。现将有关情况报告如下：
一、主要举措和成效
（一）加强组织领导。镇党委书记、镇长主持召开法治建设专题会议4次，听取工作汇报；研究解决重点问题12个。
（二）规范行政执法。落实行政执法公示制度，公示信息63条；配备执法记录仪12台；审核重大执法决定7件，占比100%。
（三）依法决策。聘请法律顾问1名，全年审核合同28份，出具法律意见书12份。重大行政决策均经合法性审查。
（四）化解矛盾纠纷。排查矛盾纠纷85件，化解83件；接待来访群众46批次；开展“12·4”国家宪法日活动，参加1200余人。
（五）公开政务信息。全年主动公开政府信息210条，办理依申请公开3件，没有发生行政复议和行政诉讼。
二、党政主要负责人履行推进法治建设第一责任人职责情况
镇党委书记带头学法，对重要工作亲自部署、重大问题亲自过问、重点环节亲自协调、重要任务亲自督办。
1.主持党委会研究法治工作4次，解决执法人员不足、执法车辆老旧等问题。
2.组织党委理论学习中心组学习《中华人民共和国行政处罚法》，共6次。
三、存在的不足和原因
一是执法力量薄弱，持证人员只有5人，主要原因是两名骨干调离后未及时补充。二是干部学法不够深入，形式比较单一。
四、下一步工作安排
（一）充实执法队伍。2024年，我镇将招录法制审核员2名，6月底前完成资格考试；组织会前学法12次。
（二）继续深入开展法治宣传教育，不断提高依法行政水平。
特此报告。
"""


@dataclass(frozen=True, slots=True)
class Hostile:
    """A hostile file.

    Attributes:
        name: What it tries, in a few words; names the test.
        filename: As the user would give it; the extension may lie.
        make: Makes its bytes.
        codes: The error codes that are right; None for a report that is read.
    """

    name: str
    filename: str
    make: Callable[[], bytes]
    codes: tuple[str | None, ...]

    @property
    def is_archive(self) -> bool:
        """Whether it holds several reports, which are checked one by one."""
        return self.filename.endswith(".zip")


HOSTILE: list[Hostile] = []


def _hostile(filename: str, *codes: str | None) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Put what a function makes on the list, under the function's own name."""

    def put(make: Callable[[], bytes]) -> Callable[[], bytes]:
        HOSTILE.append(Hostile(make.__name__.strip("_").replace("_", " "), filename, make, codes))
        return make

    return put


# -- nothing in it


@_hostile("报告.docx", "empty")
def nothing_at_all() -> bytes:
    return b""


@_hostile("报告.txt", "empty")
def only_blanks() -> bytes:
    return " \r\n\t　\n".encode() * 100


@_hostile("报告.docx", "empty")
def a_document_of_empty_paragraphs() -> bytes:
    return word_package("<w:p/>" * 50)


@_hostile("报告.txt", "binary", "empty")
def text_of_nul_bytes() -> bytes:
    return b"\0" * 5000


# -- ZIP


_SHORT = {
    "document": "word/document.xml",
    "styles": "word/styles.xml",
    "page": "Doc_0/Pages/Page_0/Content.xml",
    "pages": "Doc_0/Document.xml",
}


def _changed(data: bytes, **parts: str | bytes) -> bytes:
    """Return an office document with parts replaced, each called by its short name."""
    return package({**parts_of(data), **{_SHORT[name]: new for name, new in parts.items()}})


def _document(body: str) -> str:
    return f"{XML}<w:document {WORD_ROOT}><w:body>{body}</w:body></w:document>"


_MEGABYTE = b" " * (1 << 20)


@_hostile("报告.docx", "bomb", "too-big")
def a_part_of_300_megabytes_in_300_kilobytes() -> bytes:
    head, tail = _document("").encode().split(b"<w:body>")
    parts = [
        deflated(name, [data]) for name, data in parts_of(docx_typed(REPORT)).items() if "document.xml" not in name
    ]
    chunks = [head, b"<w:body>", *[_MEGABYTE] * 300, tail]
    return zip_parts([*parts, deflated("word/document.xml", chunks)])


@_hostile("报告.docx", "bomb", "too-big", "damaged")
def a_part_that_lies_about_its_size() -> bytes:
    parts = [
        deflated(name, [data]) for name, data in parts_of(docx_typed(REPORT)).items() if "document.xml" not in name
    ]
    real = deflated("word/document.xml", [_document("").encode(), *[_MEGABYTE] * 100])
    return zip_parts([*parts, replace(real, size=4000)])


@_hostile("报告.docx", "too-big")
def a_zip_of_twenty_thousand_entries() -> bytes:
    parts = [deflated(name, [data]) for name, data in parts_of(docx_typed(REPORT)).items()]
    return zip_parts([*parts, *(stored(b"word/media/%d.png" % at, b"") for at in range(20_000))])


@_hostile("报告.docx", "too-big", "damaged")
def a_directory_of_a_million_entries_and_no_file() -> bytes:
    """Before anything is read, a program that trusts the directory builds an object for every entry."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 1) + bytes(16) + b"x"
    directory = entry * 1_000_000
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 65_535, 65_535, len(directory), 4, 0)
    return b"PK\x03\x04" + directory + end


@_hostile("报告.docx", "encrypted")
def an_encrypted_entry() -> bytes:
    parts = parts_of(docx_typed(REPORT)).items()
    return zip_parts(
        deflated(name, [data], flags=1 if name.endswith("document.xml") else 0) for name, data in parts
    )


@_hostile("资料.zip", "unsafe-path")
def a_path_out_of_the_archive() -> bytes:
    return zip_of({"../../etc/passwd.txt": txt(REPORT)})


@_hostile("资料.zip", "unsafe-path")
def an_absolute_path_in_the_archive() -> bytes:
    return zip_of({"/etc/cron.d/报告.txt": txt(REPORT)})


@_hostile("资料.zip", "archive")
def an_archive_in_an_archive_in_an_archive_in_an_archive() -> bytes:
    data = zip_of({"报告.txt": txt(REPORT)})
    for depth in range(3):
        data = zip_of({f"{depth}.zip": data})
    return data


@_hostile("资料.zip", "bomb", "too-big", "archive")
def an_archive_of_archives_of_bombs() -> bytes:
    """As 42.zip: sixteen in sixteen in sixteen, 250 GB in all."""
    data = zip_parts([deflated("报告.txt", [_MEGABYTE] * 64)])
    for _ in range(3):
        data = package({f"{at}.zip": data for at in range(16)})
    return data


# -- XML

_LAUGHS = '<!DOCTYPE w:document [<!ENTITY a0 "哈哈哈哈">{}]>'.format(
    "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
)
_OUTSIDE = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _declared(xml: str, doctype: str, reference: str) -> str:
    """Put a DOCTYPE before the root element, and a reference to its entity into the first text."""
    start = xml.index("<", xml.index("?>"))
    text = min(at for at in (xml.find("</w:t>"), xml.find("</ofd:TextCode>")) if at > 0)
    return xml[:start] + doctype + xml[start:text] + reference + xml[text:]


def _docx_declaring(doctype: str, reference: str, encoding: str = "utf-8") -> bytes:
    data = docx_typed(REPORT)
    xml = _declared(parts_of(data)["word/document.xml"].decode(), doctype, reference)
    return _changed(data, document=xml.replace("UTF-8", encoding, 1).encode(encoding))


def _ofd_declaring(doctype: str, reference: str) -> bytes:
    data = ofd(REPORT)
    xml = parts_of(data)["Doc_0/Pages/Page_0/Content.xml"].decode()
    return _changed(data, page=_declared(xml, doctype.replace("w:document", "ofd:Page"), reference))


@_hostile("报告.docx", "unsafe-xml")
def a_billion_laughs() -> bytes:
    return _docx_declaring(_LAUGHS, "&a9;")


@_hostile("报告.docx", "unsafe-xml")
def a_billion_laughs_in_utf_16() -> bytes:
    """A search for the bytes ``<!DOCTYPE`` finds nothing."""
    return _docx_declaring(_LAUGHS, "&a9;", "utf-16")


@_hostile("报告.docx", "unsafe-xml")
def an_entity_that_is_a_file_of_the_system() -> bytes:
    return _docx_declaring(_OUTSIDE, "&x;")


@_hostile("报告.ofd", "unsafe-xml")
def a_billion_laughs_in_an_ofd() -> bytes:
    return _ofd_declaring(_LAUGHS, "&a9;")


@_hostile("报告.ofd", "unsafe-xml")
def an_entity_that_is_a_file_of_the_system_in_an_ofd() -> bytes:
    return _ofd_declaring(_OUTSIDE, "&x;")


# -- Word


def _body(text: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())


@_hostile("报告.docx", "too-deep")
def five_thousand_nested_content_controls() -> bytes:
    start, end = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
    return word_package(start * 5000 + _body(REPORT) + end * 5000)


@_hostile("报告.docx", "too-deep")
def two_thousand_nested_tables() -> bytes:
    start, end = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return word_package(start * 2000 + _body(REPORT) + end * 2000)


@_hostile("报告.docx", None)
def a_table_of_a_billion_columns() -> bytes:
    """Whoever lays the cells on a grid needs a billion of them, for each row."""
    cell = (
        '<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/><w:vMerge w:val="restart"/></w:tcPr>'
        + _body("合计")
        + "</w:tc>"
    )
    before = '<w:trPr><w:gridBefore w:val="1000000000"/></w:trPr>'
    return word_package(_body(REPORT) + "<w:tbl>" + f"<w:tr>{before}{cell * 10}</w:tr>" * 10 + "</w:tbl>")


@_hostile("报告.docx", None)
def list_numbers_beyond_all_measure() -> bytes:
    """Numbers, levels and starts that no list has: to be left out, or written somehow, but soon."""
    level = (
        '<w:lvl w:ilvl="{}"><w:start w:val="2000000000"/><w:numFmt w:val="{}"/><w:lvlText w:val="%1%2%9"/></w:lvl>'
    )
    forms = (
        "upperRoman",
        "chineseCountingThousand",
        "upperLetter",
        "ideographTraditional",
        "japaneseCounting",
        "ordinal",
    )
    levels = "".join(level.format(at, form) for at, form in enumerate(forms))
    numbering = (
        f'{XML}<w:numbering {WORD_ROOT}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    numbered = "<w:p><w:pPr><w:numPr><w:ilvl w:val='{}'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"
    body = "".join(numbered.format(at) for at in (0, 1, 2, 3, 4, 5, 999999999, -1, "x"))
    return package(_with_numbering(word_package(_body(REPORT) + body), numbering))


def _with_numbering(data: bytes, numbering: str) -> dict[str, str | bytes]:
    parts: dict[str, str | bytes] = {**parts_of(data), "word/numbering.xml": numbering}
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
    relation = f'<Relationship Id="n" Type="{kind}" Target="numbering.xml"/></Relationships>'.encode()
    rels = "word/_rels/document.xml.rels"
    return parts | {rels: parts_of(data)[rels].replace(b"</Relationships>", relation)}


@_hostile("报告.docx", None)
def styles_based_on_each_other() -> bytes:
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:basedOn w:val="{}"/></w:style>'
    styles = f"{XML}<w:styles {WORD_ROOT}>{style.format('a', 'b')}{style.format('b', 'a')}{style.format('c', 'c')}</w:styles>"
    body = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t>一、总体情况</w:t></w:r></w:p>'
    return _changed(word_package(_body(REPORT) + body.format("a") + body.format("c")), styles=styles)


@_hostile("报告.docx", "too-big")
def a_hundred_thousand_paragraphs() -> bytes:
    body = "".join(f"<w:p><w:r><w:t>第{at}项</w:t></w:r></w:p>" for at in range(100_000))
    return zip_parts(stored(name.encode(), data) for name, data in parts_of(word_package(body)).items())


@_hostile("报告.docx", "damaged", "empty")
def a_document_without_a_document() -> bytes:
    return package(
        {name: data for name, data in parts_of(docx_typed(REPORT)).items() if "/document.xml" not in name}
    )


@_hostile("报告.docx", "damaged")
def half_a_docx() -> bytes:
    data = docx_typed(REPORT)
    return data[: len(data) // 2]


@_hostile("报告.docx", "damaged")
def a_docx_whose_text_ends_early() -> bytes:
    data = docx_typed(REPORT)
    return _changed(data, document=parts_of(data)["word/document.xml"][:2000])


# -- PDF


def _pdf_of(objects: Mapping[int, bytes]) -> bytes:
    """Write a PDF; object 1 is its catalog."""
    body, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    size = max(objects) + 1
    rows = b"".join(
        b"%010d 00000 n \n" % places[at] if at in places else b"0000000000 65535 f \n" for at in range(size)
    )
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return bytes(body) + b"xref\n0 %d\n" % size + rows + trailer


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_ONE_PAGE = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def _page(rest: bytes) -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %b >>" % rest


def _packed_zeros(size: int) -> bytes:
    """Return what zlib makes of so many zeros, a multiple of 16 MB, without making them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    # Adler-32 of n zeros: the sum stays 1, the sum of sums is n.
    checksum = struct.pack(">HH", size % 65_521, 1)
    return b"\x78\xda" + block * (size >> 24) + b"\x03\x00" + checksum


def _packed_twice(size: int) -> bytes:
    return zlib.compress(zlib.compress(_packed_zeros(size), 9), 9)


_TRIPLE = b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"
_ANY_PDF = ("too-big", "damaged", "reader-crashed", "too-slow", "no-text-layer", "empty")


@_hostile("报告.pdf", "too-big")
def a_million_pages_in_one_kilobyte() -> bytes:
    """A tree of pages whose branches are all the same one."""
    levels = {
        at: b"<< /Type /Pages /Parent %d 0 R /Count %d /Kids [%b] >>"
        % (at - 1, 10 ** (8 - at), b"%d 0 R " % (at + 1) * 10)
        for at in range(2, 8)
    }
    return _pdf_of({1: _CATALOG, **levels, 8: _page(b"")})


@_hostile("报告.pdf", "too-big", "damaged", "no-text-layer", "empty")
def a_page_count_that_is_not_true() -> bytes:
    return _pdf_of({1: _CATALOG, 2: b"<< /Type /Pages /Count 2000000000 /Kids [3 0 R] >>", 3: _page(b"")})


@_hostile("报告.pdf", *_ANY_PDF)
def eight_gigabytes_of_page_contents_in_a_few_kilobytes() -> bytes:
    contents = b"/Contents [%b]" % (b"4 0 R " * 8)
    return _pdf_of({1: _CATALOG, 2: _ONE_PAGE, 3: _page(contents), 4: _stream(_packed_twice(1 << 30), _TRIPLE)})


@_hostile("报告.pdf", *_ANY_PDF)
def an_object_stream_of_gigabytes() -> bytes:
    """Objects packed into a stream of 4 GB, which must be unpacked to find the first page."""
    bomb = _stream(_packed_twice(1 << 32), b"/Type /ObjStm /N 3 /First 20 " + _TRIPLE)
    # The table of objects is a stream too: 1, 2 and 3 lie inside object 4.
    rows = b"".join(struct.pack(">BLH", *row) for row in ((0, 0, 0), (2, 4, 0), (2, 4, 1), (2, 4, 2)))
    body = b"%PDF-1.5\n"
    place = len(body)
    body += b"4 0 obj\n%b\nendobj\n" % bomb
    start = len(body)
    rows += struct.pack(">BLH", 1, place, 0) + struct.pack(">BLH", 1, start, 0)
    table = _stream(rows, b"/Type /XRef /Size 6 /W [1 4 2] /Root 1 0 R")
    return body + b"5 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, start)


@_hostile("报告.pdf", *_ANY_PDF, "garbled", None)
def forms_that_draw_forms_that_draw_forms() -> bytes:
    """Twelve levels, each drawn ten times by the one above: a million million pieces of text."""
    resources = b"/Resources << /Font << /F 20 0 R >> /XObject << /X %d 0 R >> >>"
    levels = {
        at: _stream(b"/X Do " * 10, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + resources % (at + 1))
        for at in range(5, 17)
    }
    last = _stream(b"BT /F 12 Tf (x) Tj ET", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + resources % 5)
    first = {1: _CATALOG, 2: _ONE_PAGE, 3: _page(b"/Contents 4 0 R " + resources % 5), 4: _stream(b"/X Do")}
    return _pdf_of({**first, **levels, 17: last, 20: _FONT})


@_hostile("报告.pdf", "garbled", "no-text-layer")
def a_text_layer_without_a_map() -> bytes:
    """Glyph numbers of a font that nobody has: text is seen, but cannot be read."""
    return _pdf_with_glyphs(None)


@_hostile("报告.pdf", "garbled", "no-text-layer")
def a_text_layer_mapped_to_private_characters() -> bytes:
    return _pdf_with_glyphs(0xE000)


@_hostile("报告.pdf", "garbled")
def a_text_layer_mapped_to_rare_characters() -> bytes:
    """As some printers do it: every glyph is some Han character, none the right one."""
    return _pdf_with_glyphs(0x8C00)


def _pdf_with_glyphs(target: int | None) -> bytes:
    chance = random.Random(1)
    rows = [
        bytes(chance.choice(b"\x01\x02") if at % 2 == 0 else chance.randrange(256) for at in range(60))
        for _ in range(25)
    ]
    lines = b"".join(b"<%b> Tj 0 -28 Td " % row.hex().encode() for row in rows)
    known = b"/ToUnicode 8 0 R" if target is not None else b""
    objects = {
        1: _CATALOG,
        2: _ONE_PAGE,
        3: _page(b"/Contents 4 0 R /Resources << /Font << /F 5 0 R >> >>"),
        4: _stream(b"BT /F 16 Tf 74 720 Td " + lines + b"ET"),
        5: b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+XBS /Encoding /Identity-H /DescendantFonts [6 0 R] %b >>"
        % known,
        6: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+XBS /FontDescriptor 7 0 R /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        7: b"<< /Type /FontDescriptor /FontName /ABCDEF+XBS /Flags 4 /FontBBox [0 -200 1000 900] /Ascent 900 /Descent -200 "
        b"/ItalicAngle 0 /CapHeight 700 /StemV 80 >>",
    }
    if target is not None:
        objects[8] = _stream(_map_to(target))
    return _pdf_of(objects)


def _map_to(target: int) -> bytes:
    rows = b"".join(b"<%02x00> <%02xff> <%04x>\n" % (high, high, target + 256 * high) for high in (1, 2))
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n2 beginbfrange\n%bendbfrange\nendcmap end end"
        % rows
    )


@_hostile("报告.pdf", "encrypted")
def a_pdf_with_a_password() -> bytes:
    return pdf(REPORT, encrypt=StandardEncryption("geheim", ownerPassword="owner", strength=128))


@_hostile("报告.pdf", None)
def a_pdf_that_only_forbids_printing() -> bytes:
    """Encrypted with an empty password: anybody may open it."""
    return pdf(REPORT, encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0, strength=128))


@_hostile("报告.pdf", "no-text-layer")
def a_scan() -> bytes:
    return pdf_scanned(REPORT)


@_hostile("报告.pdf", "damaged", "no-text-layer")
def half_a_pdf() -> bytes:
    data = pdf(REPORT)
    return data[: len(data) // 2]


@_hostile("报告.pdf", "damaged")
def only_the_head_of_a_pdf() -> bytes:
    return b"%PDF-1.7\n"


# -- OFD

_TEXT = Line("清溪县河口镇人民政府2023年度法治政府建设情况报告", 74, 120)


def _ofd_of(page: str, *, units: str = "", templates: Mapping[str, str] | None = None, pages: int = 1) -> bytes:
    """Return an OFD of equal pages, with graphic units and template pages."""
    templates = templates or {}
    resources = OFD_FONTS.replace(
        "</ofd:Res>", f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    parts = {
        "OFD.xml": ofd_root(),
        "Doc_0/Document.xml": ofd_document(["Pages/P.xml"] * pages, templates),
        "Doc_0/PublicRes.xml": resources,
        "Doc_0/Pages/P.xml": page,
        **{f"Doc_0/{place}": xml for place, xml in templates.items()},
    }
    return zip_parts(stored(name.encode(), xml.encode()) for name, xml in parts.items())


def _unit(number: int, content: str) -> str:
    return (
        f'<ofd:CompositeGraphicUnit ID="{number}" Width="210" Height="297"><ofd:Content>{content}</ofd:Content>'
        "</ofd:CompositeGraphicUnit>"
    )


def _use(number: int) -> str:
    return f'<ofd:CompositeObject ID="{number + 10_000}" Boundary="0 0 210 297" ResourceID="{number}"/>'


@_hostile("报告.ofd", None, "too-deep", "empty", "no-text-layer", "damaged")
def a_graphic_that_holds_itself() -> bytes:
    return _ofd_of(ofd_page(ofd_line(10, _TEXT) + _use(500), 9), units=_unit(500, ofd_line(11, _TEXT) + _use(500)))


@_hostile("报告.ofd", None, "too-deep", "too-big", "empty", "no-text-layer", "damaged")
def graphics_that_hold_two_of_the_next() -> bytes:
    """Forty levels: a million million lines of text."""
    units = "".join(_unit(500 + at, _use(501 + at) * 2) for at in range(40)) + _unit(540, ofd_line(11, _TEXT))
    return _ofd_of(ofd_page(ofd_line(10, _TEXT) + _use(500), 9), units=units)


@_hostile("报告.ofd", None, "too-deep", "empty", "no-text-layer", "damaged")
def templates_in_a_ring() -> bytes:
    templates = {
        "T1.xml": ofd_page(ofd_line(12, _TEXT), 13, 1002),
        "T2.xml": ofd_page(ofd_line(14, _TEXT), 15, 1001),
    }
    return _ofd_of(ofd_page(ofd_line(10, _TEXT), 9, 1001), templates=templates)


@_hostile("报告.ofd", "too-deep")
def five_thousand_nested_blocks() -> bytes:
    blocks = "<ofd:PageBlock>" * 5000 + ofd_line(10, _TEXT) + "</ofd:PageBlock>" * 5000
    return _ofd_of(ofd_page(blocks, 9))


def _advanced(delta: str) -> bytes:
    xml = parts_of(ofd(REPORT))["Doc_0/Pages/Page_0/Content.xml"].decode()
    head, _, tail = xml.partition('DeltaX="')
    return _changed(ofd(REPORT), page=f'{head}DeltaX="{delta}"{tail[tail.index(chr(34)) + 1 :]}')


@_hostile("报告.ofd", None)
def a_billion_advances() -> bytes:
    return _advanced("g 1000000000 5")


@_hostile("报告.ofd", None, "damaged")
def advances_that_are_no_numbers() -> bytes:
    return _advanced("g -1 nan inf g 1e400 x g")


@_hostile("报告.ofd", "too-big")
def an_ofd_of_a_hundred_thousand_pages() -> bytes:
    return _ofd_of(ofd_page(ofd_line(10, _TEXT), 9), pages=100_000)


@_hostile("报告.ofd", "damaged", "empty", "no-text-layer", "unsafe-path")
def an_ofd_whose_pages_lie_outside() -> bytes:
    """Paths out of the package, to a file of the system and to the network."""
    places = ["../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://example.com/Content.xml"]
    return _changed(ofd(REPORT), pages=ofd_document(places))


@_hostile("报告.ofd", "damaged")
def half_an_ofd() -> bytes:
    data = ofd(REPORT)
    return data[: len(data) // 2]


# -- web pages


@_hostile("报告.html", "too-deep")
def a_hundred_thousand_nested_divs() -> bytes:
    return f"<html><body>{'<div>' * 100_000}{REPORT}</body></html>".encode()


@_hostile("报告.html", "too-deep", "too-big", "reader-crashed", "too-slow", None)
def formatting_that_every_paragraph_opens_again() -> bytes:
    """Unclosed fonts, all different: the rules of HTML reopen all of them in every paragraph."""
    fonts = "".join(f"<p><font size={at}>法" for at in range(20_000))
    return f"<html><body>{REPORT}{fonts}</body></html>".encode()


@_hostile("报告.html", "too-big")
def a_tag_of_a_megabyte() -> bytes:
    attributes = " ".join(f"a{at}=1" for at in range(130_000))
    return f"<html><body><p {attributes}>{REPORT}</p></body></html>".encode()


@_hostile("报告.html", "no-body")
def a_page_that_only_points_to_an_attachment() -> bytes:
    page = html("\n").decode()
    body = '<p>正文见附件</p><p>附件：<a href="P0202401.pdf">河口镇2023年度法治政府建设情况报告.pdf</a></p>'
    return page.replace('<div class="TRS_Editor">', f'<div class="TRS_Editor">{body}').encode()


@_hostile("报告.mht", "no-body", "too-deep", "too-big", "damaged")
def a_thousand_messages_in_messages() -> bytes:
    """Whoever reads MIME with a function that calls itself runs out of stack."""
    head = "MIME-Version: 1.0\nSubject: x\nContent-Type: multipart/related; boundary=b{0}\n\n--b{0}\n"
    return "".join(head.format(at) for at in range(3000)).encode() + html(REPORT)


# -- RTF


def rtf(text: str) -> bytes:
    """Write a text as RTF: every character beyond ASCII by its number."""
    return b"{\\rtf1\\ansi\\ansicpg936\\uc1 " + _rtf_text(text) + b"}"


def _rtf_text(text: str) -> bytes:
    units = struct.iter_unpack("<h", text.replace("\n", "\r").encode("utf-16-le"))
    return "".join(
        "\\par\n" if at == 13 else chr(at) if 32 <= at < 128 else f"\\u{at}?" for (at,) in units
    ).encode()


@_hostile("报告.rtf", "too-deep", "damaged", None)
def a_hundred_thousand_nested_groups() -> bytes:
    return b"{\\rtf1\\ansicpg936 " + b"{" * 100_000 + _rtf_text(REPORT) + b"}" * 100_001


@_hostile("报告.rtf", "damaged", None, "empty", "no-text-layer")
def binary_data_of_two_gigabytes_that_is_not_there() -> bytes:
    return b"{\\rtf1\\ansicpg936 {\\pict\\bin2000000000 x}" + _rtf_text(REPORT) + b"}"


# -- names that lie: the bytes decide


@_hostile("报告.doc", None)
def a_docx_called_doc() -> bytes:
    return docx_typed(REPORT)


@_hostile("报告.docx", None)
def a_pdf_called_docx() -> bytes:
    return pdf(REPORT)


@_hostile("报告.doc", None)
def a_web_page_called_doc() -> bytes:
    return html(REPORT)


@_hostile("报告.doc", None)
def an_rtf_called_doc() -> bytes:
    return rtf(REPORT)


@_hostile("报告.pdf", None)
def text_called_pdf() -> bytes:
    return txt(REPORT, "gb18030")


@_hostile("报告.docx", "unsupported")
def a_picture_called_docx() -> bytes:
    return png()


@_hostile("报告.doc", "unsupported")
def a_program_called_doc() -> bytes:
    return b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff" + bytes(200) + b"This program cannot be run in DOS mode."


@_hostile("报告.docx", "unsupported")
def a_spreadsheet_called_docx() -> bytes:
    return package({"[Content_Types].xml": f"{XML}<Types/>", "xl/workbook.xml": f"{XML}<workbook/>"})


@_hostile("报告.docx", "unsupported")
def a_rar_called_docx() -> bytes:
    return b"Rar!\x1a\x07\x01\0" + random.Random(2).randbytes(2000)


@_hostile("报告.docx", "unsupported")
def a_7z_called_docx() -> bytes:
    return b"7z\xbc\xaf\x27\x1c\0\x04" + random.Random(3).randbytes(2000)


# -- OLE compound files: Word 97 and what looks like it

_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    """Return an entry of an OLE directory; stream names form a list that hangs on the right sides."""
    raw = name.encode("utf-16-le") + b"\0\0" if name else b""
    head = raw.ljust(64, b"\0") + struct.pack("<HBBLLL", len(raw), kind, 1, _FREE, right, child)
    return head + bytes(16 + 4 + 16) + struct.pack("<LQ", start, size)


def ole(streams: Mapping[str, bytes]) -> bytes:
    """Write an OLE compound file of up to three streams, padded to the size below which streams would be stored apart."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    table, sectors, entries = [_TABLE, _END], bytearray(), []
    for at, name in enumerate(names, 1):
        data = streams[name].ljust(4096, b"\0")
        data += bytes(-len(data) % 512)
        start, used = len(table), len(data) // 512
        table += [*range(start + 1, start + used), _END]
        entries.append(_entry(name, 2, start, len(data), right=at + 1 if at < len(names) else _FREE))
        sectors += data
    assert len(table) <= 128, "one sector of the table holds 64 kB"
    assert len(names) <= 3, "one sector of the directory holds the root and three streams"
    directory = _entry("Root Entry", 5, _END, 0, child=1) + b"".join(entries)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<LLLLLLLLL", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109L", 0, *[_FREE] * 108)
    return (
        head
        + struct.pack("<128L", *table, *[_FREE] * (128 - len(table)))
        + directory
        + _entry("", 0, 0, 0) * (3 - len(names))
        + bytes(sectors)
    )


def _word97() -> bytes:
    """Return a Word 97 head whose table of pieces lies beyond the end of its stream."""
    head = struct.pack("<HHHHH", 0xA5EC, 0xC1, 0, 0x0804, 0) + struct.pack("<H", 0x0200) + bytes(20)
    head += struct.pack("<H", 14) + bytes(28) + struct.pack("<H", 22) + bytes(88)
    table = bytearray(8 * 93)
    struct.pack_into("<LL", table, 8 * 33, 0x7FFFFFF0, 0x7FFFFFF0)
    return (head + struct.pack("<H", 93) + bytes(table)).ljust(1536, b"\0") + REPORT.encode("utf-16-le")


@_hostile("报告.docx", "encrypted")
def a_docx_with_a_password() -> bytes:
    return ole(
        {
            "EncryptionInfo": b"\x04\0\x04\0\x40\0\0\0<encryption/>",
            "EncryptedPackage": random.Random(4).randbytes(5000),
        }
    )


@_hostile("报告.doc", "encrypted")
def a_doc_with_a_password() -> bytes:
    data = bytearray(_word97())
    struct.pack_into("<H", data, 10, 0x0300)
    return ole({"WordDocument": bytes(data), "1Table": bytes(4096)})


@_hostile("报告.wps", "unsupported")
def a_works_document() -> bytes:
    return ole({"CONTENTS": b"CHNKWKS " + bytes(100), "\x01CompObj": bytes(100)})


@_hostile("报告.doc", "unsupported")
def an_old_spreadsheet_called_doc() -> bytes:
    return ole({"Workbook": b"\x09\x08\x10\0\0\x06\x05\0"})


@_hostile("报告.doc", "old-word")
def a_word_95_document() -> bytes:
    return ole({"WordDocument": struct.pack("<HH", 0xA5DC, 104) + bytes(1000) + REPORT.encode("gbk")})


@_hostile("报告.doc", "old-word")
def a_word_2_document() -> bytes:
    return b"\xdb\xa5\x2d\0" + bytes(2000)


@_hostile("报告.doc", "damaged")
def a_doc_whose_pieces_lie_beyond_its_end() -> bytes:
    return ole({"WordDocument": _word97(), "1Table": bytes(4096)})


@_hostile("报告.doc", "damaged")
def half_a_doc() -> bytes:
    data = ole({"WordDocument": _word97(), "1Table": bytes(4096)})
    return data[: len(data) // 2]


@_hostile("报告.doc", "damaged")
def a_doc_whose_sectors_form_a_ring() -> bytes:
    data = bytearray(ole({"WordDocument": _word97(), "1Table": bytes(4096)}))
    struct.pack_into("<L", data, 512 + 4 * 9, 2)
    return bytes(data)


@_hostile("报告.doc", "damaged")
def only_the_signature_of_a_doc() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600


# -- texts that are no report, for what comes after the readers: rules whose work grows with the square of the text

ENDLESS: dict[str, str] = {
    "a number of fifty thousand digits": REPORT + "1" * 50_000,
    "fifty thousand numbers": REPORT + "1." * 50_000,
    "a sentence of sixty thousand characters": REPORT + "法律顾问审核合同" * 7_500,
    "forty thousand headings": "（一）加强领导\n" * 40_000,
    "brackets that are never closed": REPORT + "（“《" * 50_000,
    "nothing but commas": REPORT + "，" * 200_000,
    "blanks without end": REPORT + ("　" * 1000 + "x") * 200,
}
