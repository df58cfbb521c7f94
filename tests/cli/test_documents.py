"""``lawcheck letter`` and ``lawcheck template``."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.samples import SAMPLES

import lawcheck
from lawcheck.cli.main import main
from lawcheck.readers import load_source
from lawcheck.reporters import letter_of, to_markdown

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
KINDS = ("township", "subdistrict", "county-department", "county-government")


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


# -- the outline


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("year", [2017, 2020, 2025])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_in_an_outline_every_placeholder_is_found_and_nothing_is_reported(kind, year, lang, capsys):
    text = printed(capsys, "template", "--kind", kind, "--year", str(year), "--lang", lang)
    card = lawcheck.check_text(text, kind=kind, year=year)
    statuses = {leaf.id: leaf.status for element in card.elements for leaf in element.leaves()}
    assert set(statuses.values()) <= {"missing", "not-applicable"}, statuses
    placeholder = next(finding for finding in card.findings if finding.rule == "placeholder")
    assert placeholder.severity == "error"
    assert f" {text.count('【')} " in placeholder.message
    assert not card.passed


def test_an_outline_holds_what_is_asked_of_the_kind_and_nothing_else(capsys):
    checklist = lawcheck.load_checklist()
    text = printed(capsys, "template", "--kind", "county-department", "--year", "2019")
    for leaf in checklist.leaves:
        asked = leaf.applies("county-department", 2019)
        assert (leaf.advice.zh.split("。")[0].replace("；", "，") in text) == asked, leaf.id


def test_an_outline_reads_as_sections_in_their_roles(capsys):
    card = lawcheck.check_text(printed(capsys, "template", "--kind", "township", "--year", "2025"), kind="township")
    roles = [section.role for section in card.sections if section.level == 1]
    assert set(roles) >= {"achievements", "shortcomings", "causes", "first-responsible-person", "plan"}
    assert card.year == 2025


def test_an_outline_filled_in_is_covered(capsys):
    text = printed(capsys, "template", "--kind", "township", "--year", "2023")
    at = text.index("【", text.index("法律顾问\n"))
    filled = text[:at] + "聘请法律顾问2名，审核合同28份。" + text[text.index("】", at) + 1 :]
    assert lawcheck.check_text(filled, kind="township", year=2023)["legal-counsel"].status == "covered"


def test_a_kind_that_does_not_exist_is_refused(capsys):
    assert main(["template", "--kind", "townsip", "--year", "2025"]) == 2
    assert "township" in capsys.readouterr().err


# -- the letter


def test_a_letter_names_every_gap_with_place_advice_and_basis(capsys):
    text = printed(capsys, "letter", str(SEEDS[3]))
    card = lawcheck.check(SEEDS[3])
    for leaf in card.missing:
        assert leaf.title in text
        if leaf.level != "recommended":
            assert leaf.advice in text
            assert leaf.citations[0] in text
    assert "第 18 行“充分发挥法律顾问作用，加强重大行政决策合法性审查”" in text
    assert text.startswith("# 关于《城口县高观镇人民政府2020年度法治政府建设工作情况报告》的反馈意见")


def test_a_letter_holds_no_figure_that_the_card_does_not(capsys):
    text = printed(capsys, "letter", str(SEEDS[3]))
    assert text.count("【请填写：") == 3  # date, sender, date of the letter: what only a person knows
    for report in SEEDS:
        card = lawcheck.check(report)
        told = to_markdown(letter_of(card, checklist="清单"))
        reported = [leaf for element in card.elements for leaf in element.leaves() if leaf.status == "covered"]
        assert not any(f"{leaf.title}：{leaf.message}" in told for leaf in reported)


def test_a_report_that_cannot_be_read_gets_no_letter(tmp_path):
    card = lawcheck.check(b"", name="空.txt")
    with pytest.raises(lawcheck.UsageError, match="没有可检查的内容"):
        letter_of(card, checklist="清单")


def test_a_report_without_gaps_gets_a_short_letter():
    card = lawcheck.check(SEEDS[3])
    covered = next(element for element in card.elements if element.status == "covered")
    clean = replace(card, elements=(covered,), findings=(), passed=True, score=100.0, notes=())
    text = to_markdown(letter_of(clean, checklist="清单"))
    assert "没有必须补充修改的内容" in text
    assert "重新报送" not in text
    assert "## " not in text


def test_a_letter_is_written_from_standard_input_and_in_english(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SEEDS[3].read_bytes())))
    text = printed(capsys, "letter", "-", "--lang", "en")
    assert "Causes of the shortcomings" in text


@pytest.mark.parametrize("command", [["letter", str(SEEDS[3])], ["template", "--year", "2025"]])
def test_a_document_in_a_file_is_the_one_on_standard_output(command, tmp_path, capsys):
    file = tmp_path / "文.md"
    out = printed(capsys, *command)
    assert printed(capsys, *command, "-o", str(file)) == ""
    assert file.read_text(encoding="utf-8") == out


@pytest.mark.parametrize("command", [["letter", str(SEEDS[3])], ["template", "--year", "2025"]])
def test_a_document_is_written_as_a_word_file_that_says_the_same(command, tmp_path, capsys):
    file = tmp_path / "文.docx"
    text = printed(capsys, *command)
    printed(capsys, *command, "--format", "docx", "-o", str(file))
    source = load_source(file)
    assert source.extraction.format == "docx"
    bare = "".join(line.lstrip("# ") for line in text.splitlines())
    assert "".join(source.text.split()) == "".join(bare.split())


def test_a_hostile_title_stays_on_its_line():
    card = replace(lawcheck.check(SEEDS[3]), title="题\n# 假\x1b[31m\u202e", body="<b>镇</b>\n")
    text = to_markdown(letter_of(card, checklist="清单"))
    assert "\n# 假" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\n<b>" not in text


# -- comments


@pytest.mark.parametrize("name", ["报告.docx", "报告.txt", "报告.html"])
def test_a_report_becomes_a_word_file_with_comments(name, tmp_path, capsys):
    maker = {"报告.docx": "numbered.docx", "报告.txt": "utf-8.txt", "报告.html": "site.html"}[name]
    report, out = tmp_path / name, tmp_path / "批注.docx"
    report.write_bytes(SAMPLES[maker](SEEDS[3].read_text(encoding="utf-8")))
    printed(capsys, "annotate", str(report), "-o", str(out))
    before, after = load_source(report), load_source(out)
    assert "".join(after.text.split()) == "".join(before.text.split())
    with zipfile.ZipFile(out) as package:
        comments = package.read("word/comments.xml").decode()
    assert "法律顾问" in comments
    assert "不足的原因" in comments


def test_comments_are_not_written_over_the_report_itself(tmp_path, capsys):
    report = tmp_path / "报告.docx"
    report.write_bytes(SAMPLES["typed.docx"](SEEDS[3].read_text(encoding="utf-8")))
    before = report.read_bytes()
    assert main(["annotate", str(report), "-o", str(report)]) == 2
    assert report.read_bytes() == before
    assert "另一个文件名" in capsys.readouterr().err


def test_what_cannot_be_read_gets_no_comments(tmp_path, capsys):
    report = tmp_path / "坏.docx"
    report.write_bytes(b"PK\x03\x04")
    assert main(["annotate", str(report), "-o", str(tmp_path / "x.docx")]) == 2
    assert not (tmp_path / "x.docx").exists()
    assert "坏.docx" in capsys.readouterr().err
