from __future__ import annotations

import codecs
import hashlib
import io
import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.errors import ReadError
from lawcheck.language import load_chinese
from lawcheck.readers import Extraction, Limits, SourceText, load_source, read_bytes, source_of_text

SHORT = "2020年，我镇聘请法律顾问1名。"
REPORT = (
    "张八桥镇2023年法治政府建设情况报告\n"
    "2023年，我镇坚持以习近平新时代中国特色社会主义思想为指导，认真落实县委、县政府决策部署，推进法治政府建设。\n"
    "一、主要举措和成效\n"
    "（一）加强组织领导。镇党委书记主持召开专题会议4次，听取法治建设工作汇报，研究解决重点问题。\n"
    "（二）规范行政执法。全面落实行政执法“三项制度”，办理行政处罚案件28起，均经法制审核。\n"
)
TRADITIONAL = (
    "鎮政府聘請法律顧問，審核合同28份，開展法治宣傳活動，依法處理行政復議案件，落實黨政主要負責人職責。"
    "全年組織學法4次，調解矛盾糾紛143起，公開政府信息，接受社會監督，不斷提高依法行政的能力和水平。"
)
COMMON = sorted(load_chinese().common)


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "报告.txt")
    assert caught.value.where == "报告.txt"
    assert caught.value.fix
    return caught.value.code


# -- encodings that are read


@pytest.mark.parametrize("text", [SHORT, REPORT, "a", "法"])
def test_utf_8_is_read_with_and_without_a_byte_order_mark(text):
    for data in (text.encode(), codecs.BOM_UTF8 + text.encode()):
        source = read_bytes(data, "报告.txt")
        assert source.text == text
        assert source.encoding == "utf-8"


@pytest.mark.parametrize("text", [SHORT, REPORT])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(text, mark, encoding):
    source = read_bytes(mark + text.encode(encoding), "报告.txt")
    assert source.text == text
    assert source.encoding == encoding


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_characters(encoding):
    source = read_bytes(REPORT.encode(encoding), "报告.txt")
    assert source.text == REPORT
    assert source.encoding == encoding


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
@pytest.mark.parametrize("text", [SHORT, REPORT])
def test_gbk_is_read_as_gb18030(text, encoding):
    source = read_bytes(text.encode(encoding), "报告.txt")
    assert source.text == text
    assert source.encoding == "gb18030"


def test_a_rare_character_of_four_gb18030_bytes_is_read():
    text = REPORT + "负责人：𠮷某。\n"
    assert read_bytes(text.encode("gb18030"), "报告.txt").text == text


def test_big5_is_read():
    source = read_bytes(TRADITIONAL.encode("big5"), "报告.txt")
    assert source.text == TRADITIONAL
    assert source.encoding == "big5"


@settings(max_examples=40, deadline=None)
@given(st.permutations(COMMON).map("".join))
def test_common_words_survive_every_encoding(words):
    text = f"2023年\n{words}。\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"):
        assert read_bytes(text.encode(encoding), "报告.txt").text == text


def test_line_ends_stay_as_they_were():
    text = "一、甲\r\n二、乙\r三、丙\n"
    assert read_bytes(text.encode(), "报告.txt").text == text
    assert load_source(io.BytesIO(text.encode())).text == text


def test_a_mark_inside_the_text_stays():
    assert read_bytes("法\ufeff治".encode(), "报告.txt").text == "法\ufeff治"


# -- bytes that are refused


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(REPORT.encode()[:200] + b"\xff" + REPORT.encode()[200:], id="one wrong byte in UTF-8"),
        pytest.param("年".encode() * 100 + "年".encode()[:2], id="UTF-8 cut inside a character"),
        pytest.param(REPORT.encode("gbk") + b"\xff", id="one wrong byte in GBK"),
        pytest.param(codecs.BOM_UTF8 + REPORT.encode("gbk"), id="GBK behind a UTF-8 mark"),
        pytest.param(codecs.BOM_UTF16_LE + b"abc", id="half a unit behind a UTF-16 mark"),
        pytest.param(codecs.BOM_UTF16_BE + b"\xd8\x00\x00a", id="half a surrogate pair"),
        pytest.param(codecs.BOM_UTF32_LE + b"abcd", id="no code point behind a UTF-32 mark"),
        pytest.param(("行政機関の法律顧問は三名です。" * 10).encode("shift_jis"), id="Shift JIS"),
        pytest.param(("행정기관의 법률고문은 세 명입니다." * 10).encode("euc-kr"), id="EUC-KR"),
        pytest.param(("Société générale à Zürich, " * 50).encode("latin-1"), id="Latin-1"),
        pytest.param(("法治政府建设" * 20).encode("utf-16-le"), id="UTF-16 without mark, blank or digit"),
        pytest.param(bytes(range(1, 256)) * 4, id="every byte but NUL"),
    ],
)
def test_a_wrong_guess_is_worse_than_an_error(data):
    assert refused(data) == "undecodable"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(REPORT.encode() + b"\0", id="UTF-8 with a NUL"),
        pytest.param(bytes(range(256)) * 4, id="every byte"),
        pytest.param(b"\0" * 64, id="only NULs"),
        pytest.param(REPORT.encode("utf-32-le"), id="UTF-32 without a mark"),
        pytest.param(("The quick brown fox. " * 20 + "\0!").encode(), id="long ASCII with a NUL"),
    ],
)
def test_nul_bytes_mean_binary(data):
    assert refused(data) == "binary"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n\t ",
        codecs.BOM_UTF8,
        codecs.BOM_UTF16_LE,
        codecs.BOM_UTF16_BE,
        codecs.BOM_UTF32_LE,
        codecs.BOM_UTF8 + b"\n",
        "　　\n\u00a0\u200b".encode(),
        "。，、——……《》\n".encode(),
        b"-----\n*****\n",
        codecs.BOM_UTF16_LE + " \n。".encode("utf-16-le"),
    ],
)
def test_no_letter_and_no_figure_is_empty(data):
    assert refused(data) == "empty"


@pytest.mark.parametrize("text", ["", " \n", "。，"])
def test_plain_text_without_a_word_is_empty_too(text):
    with pytest.raises(ReadError) as caught:
        source_of_text(text)
    assert caught.value.code == "empty"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"GIF89a", "图片"),
        (b"\x1f\x8b\x08", "压缩"),
        (b"Rar!\x1a\x07", "压缩"),
        (b"7z\xbc\xaf\x27\x1c", "压缩"),
        (b"\x7fELF\x02\x01\x01", "程序"),
        (b"MZ\x90\x00", "程序"),
    ],
)
def test_another_kind_of_file_is_named_and_not_decoded(head, kind):
    with pytest.raises(ReadError, match=kind) as caught:
        read_bytes(head + REPORT.encode("gbk"), "报告.txt")
    assert caught.value.code == "unsupported"


def test_the_bytes_decide_and_not_the_extension():
    assert read_bytes(SHORT.encode(), "报告.docx").text == SHORT


# -- sizes


def test_one_byte_more_than_the_limit_is_too_big(tmp_path):
    limits = Limits(file_bytes=60)
    path = tmp_path / "报告.txt"
    path.write_bytes(b"a" * 60)
    assert len(load_source(path, limits=limits).text) == 60
    assert len(read_bytes(b"a" * 60, "", limits).text) == 60
    path.write_bytes(b"a" * 61)
    for source in (path, b"a" * 61, io.BytesIO(b"a" * 61)):
        with pytest.raises(ReadError, match="61") as caught:
            load_source(source, limits=limits)
        assert caught.value.code == "too-big"


def test_a_huge_file_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / "disk.img"
    path.touch()
    os.truncate(path, 40 * Limits().file_bytes)
    with pytest.raises(ReadError) as caught:
        load_source(path)
    assert caught.value.code == "too-big"
    assert caught.value.where == path.as_posix()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_file_without_an_end_is_refused():
    with pytest.raises(ReadError) as caught:
        load_source("/dev/zero")
    assert caught.value.code == "too-big"


def test_one_character_more_than_the_limit_is_too_big():
    limits = Limits(characters=20)
    assert source_of_text("年" * 20, limits=limits).text == "年" * 20
    for source in (("年" * 21).encode(), io.StringIO("年" * 21)):
        with pytest.raises(ReadError, match="21") as caught:
            load_source(source, limits=limits)
        assert caught.value.code == "too-big"


# -- where the bytes come from


class Somewhere:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return str(self.path)


@pytest.fixture
def report(tmp_path) -> Path:
    path = tmp_path / "报告 2023.txt"
    path.write_bytes(REPORT.encode("gbk"))
    return path


@pytest.mark.parametrize("form", [str, Path, Somewhere])
def test_a_path_is_read_in_every_form_and_names_the_source(report, form):
    source = load_source(form(report))
    assert source.text == REPORT
    assert source.name == report.as_posix()
    assert source.reader == "text"
    assert source.sha256 == hashlib.sha256(report.read_bytes()).hexdigest()


def test_a_relative_path_is_named_as_it_was_given(report, monkeypatch):
    monkeypatch.chdir(report.parent)
    assert load_source(report.name).name == report.name


def test_bytes_are_read():
    source = load_source(REPORT.encode("gbk"))
    assert source.text == REPORT
    assert source.name == "<bytes>"


def test_a_binary_file_object_is_read_and_gives_its_name(report):
    with report.open("rb") as handle:
        source = load_source(handle)
    assert source.text == REPORT
    assert source.name == str(report)
    assert source.encoding == "gb18030"


def test_a_text_file_object_is_read_as_it_was_decoded(report):
    with report.open(encoding="gbk") as handle:
        source = load_source(handle)
    assert source.text == REPORT
    assert source.name == str(report)
    assert source.encoding == ""


@pytest.mark.parametrize("handle", [io.BytesIO(SHORT.encode()), io.StringIO(SHORT)])
def test_a_file_object_without_a_name_is_read_too(handle):
    source = load_source(handle)
    assert source.text == SHORT
    assert source.name == "<file>"


def test_a_given_name_is_used_for_every_source(report):
    for source in (report, str(report), SHORT.encode(), io.BytesIO(SHORT.encode()), io.StringIO(SHORT)):
        assert load_source(source, "张八桥镇").name == "张八桥镇"


def test_a_given_name_stands_in_the_message(tmp_path):
    for source in (tmp_path / "fehlt.txt", b"", io.BytesIO(b""), io.StringIO("")):
        with pytest.raises(ReadError, match=r"^张八桥镇: ") as caught:
            load_source(source, "张八桥镇")
        assert caught.value.where == "张八桥镇"


def test_a_missing_file_is_unreadable(tmp_path):
    path = tmp_path / "没有.txt"
    with pytest.raises(ReadError) as caught:
        load_source(path)
    assert caught.value.code == "unreadable"
    assert caught.value.where == path.as_posix()


def test_a_folder_is_unreadable(tmp_path):
    with pytest.raises(ReadError) as caught:
        load_source(tmp_path)
    assert caught.value.code == "unreadable"


def test_a_name_that_no_file_can_have_is_unreadable():
    with pytest.raises(ReadError) as caught:
        load_source("年" * 5000)
    assert caught.value.code == "unreadable"


def test_plain_text_is_wrapped_as_it_is():
    source = source_of_text(SHORT)
    digest = hashlib.sha256(SHORT.encode()).hexdigest()
    read = Extraction(format="text", reader="text")
    assert source == SourceText(text=SHORT, name="", sha256=digest, reader="text", extraction=read)


def test_half_a_surrogate_pair_in_plain_text_is_no_error():
    assert source_of_text("法\ud800治").text == "法\ud800治"


def test_an_error_travels_between_processes_whole():
    with pytest.raises(ReadError) as caught:
        read_bytes(b"", "报告.txt")
    home = pickle.loads(pickle.dumps(caught.value))
    assert (str(home), home.where, home.fix, home.code) == (
        str(caught.value),
        "报告.txt",
        caught.value.fix,
        "empty",
    )
