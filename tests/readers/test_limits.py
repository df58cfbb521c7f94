"""Every limit can be changed, and says which one it was."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from tests.samples import SAMPLES, zip_of

import lawcheck
from lawcheck.errors import UsageError
from lawcheck.readers import Limits

TEXT = "清溪镇2023年法治政府建设情况报告\n一、主要举措\n" + "镇政府聘请法律顾问2名，审核合同28份。\n" * 400
DEEP = f"<html><body>{'<div>' * 30}<p>{TEXT}</p></body></html>".encode()
TAGGED = f"<html><body><p title='{'长' * 200}'>{TEXT}</p></body></html>".encode()
CASES = {
    "file_bytes": ("typed.docx", None, 1000),
    "text_bytes": ("utf-8.txt", None, 1000),
    "characters": ("typed.docx", None, 1000),
    "blocks": ("typed.docx", None, 100),
    "pages": ("pages.pdf", None, 2),
    "zip_entries": ("typed.docx", None, 2),
    "part_bytes": ("typed.docx", None, 5000),
    "expanded_bytes": ("typed.docx", None, 5000),
    "xml_elements": ("typed.docx", None, 50),
    "tag_characters": ("a.html", TAGGED, 100),
    "html_depth": ("a.html", DEEP, 20),
    "depth": ("typed.docx", None, 3),
    "seconds": ("pages.pdf", None, 0.001),
    "memory_bytes": ("pages.pdf", None, 60 * 1024 * 1024),
    "ratio": ("big.docx", None, 2),
    "nesting": ("a.zip", None, 1),
}
CODES = {"html_depth": "too-deep", "depth": "too-deep", "seconds": "too-slow", "ratio": "bomb"}


def test_every_limit_has_a_case():
    assert set(CASES) == {field.name for field in fields(Limits)}


@pytest.mark.parametrize("name", [name for name in CASES if name not in ("nesting", "ratio", "memory_bytes")])
def test_a_file_beyond_a_limit_is_refused_and_told_which(name):
    sample, data, most = CASES[name]
    data = data or SAMPLES[sample](TEXT)
    card = lawcheck.check(data, name=sample, limits=replace(Limits(), **{name: most}))
    assert card.error_code == CODES.get(name, "too-big"), card.error
    told = str(card.error)
    if card.error_code == "too-big":
        assert f"--limit {name}=" in told
    assert lawcheck.check(data, name=sample).error is None


def test_a_part_packed_too_tightly_is_refused():
    from lawcheck.readers.zip_ import Zip

    packed = SAMPLES["typed.docx"](TEXT * 60)
    card = lawcheck.check(packed, name="报告.docx", limits=Limits(ratio=2, blocks=10**6))
    assert card.error_code == "bomb"
    assert Zip(packed, "报告.docx", Limits()).read("word/document.xml")


def test_a_reader_that_wants_more_memory_than_it_may_have_is_stopped():
    card = lawcheck.check(SAMPLES["pages.pdf"](TEXT), name="报告.pdf", limits=Limits(memory_bytes=40 * 1024 * 1024))
    assert card.error_code in ("reader-crashed", "too-big", "missing-extra", "damaged")
    assert not card.passed


def test_archives_in_archives_stop_at_the_limit(tmp_path):
    path = tmp_path / "外.zip"
    path.write_bytes(zip_of({"内.zip": zip_of({"报告.txt": TEXT.encode()})}))
    assert [card.error_code for card in lawcheck.check_many([path], limits=Limits(nesting=1))] == ["archive"]
    assert [card.error_code for card in lawcheck.check_many([path])] == [None]


@pytest.mark.parametrize("setting", ["pages", "pages=", "pages=many", "pages=-1", "pages=0", "pagess=3"])
def test_a_wrong_setting_is_refused(setting):
    with pytest.raises(UsageError):
        Limits.of_settings([setting])


def test_settings_are_read_as_they_are_written():
    assert Limits.of_settings(["pages=900", "zip-entries=5", "seconds=0"]) == Limits(
        pages=900, zip_entries=5, seconds=0
    )
