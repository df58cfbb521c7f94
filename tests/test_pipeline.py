"""The Python door: check, check_text, check_many, and the card they give."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import lawcheck
from lawcheck import Checklist, ChecklistError, ReportCard, Status, check, check_many, check_text, load_checklist
from lawcheck.readers import Limits

REPORT = """清溪镇2023年法治政府建设年度情况报告

2023年，清溪镇深入推进法治政府建设。现将有关情况报告如下：
一、党政主要负责人履行推进法治建设第一责任人职责情况
镇党委书记任镇法治建设领导小组组长，全年主持召开法治建设专题会议4次。镇长听取法治工作汇报3次。
二、主要举措和成效
在镇政府公示栏公示行政处罚决定36件。司法所审核重大行政执法决定5件。
人民调解委员会受理纠纷120件，化解率达98%。
三、存在的不足
一是执法力量不足，持证执法人员只有5人。
四、2024年工作安排
一是充分发挥法律顾问作用，6月底前完成执法资格考试。
"""
"""Causes (statutory) are missing; legal-counsel (expected) is planned; enforcement-recording is missing."""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def verdict(card: ReportCard) -> tuple[Any, ...]:
    """Return all that a card says, but for the name it was given."""
    return (card.title, card.body, card.kind, card.year, card.score, card.passed, card.elements, card.findings)


# -- sources ----------------------------------------------------------------------------------------------------


def test_a_path_bytes_files_and_text_give_the_same_verdict(report: Path) -> None:
    wanted = verdict(check_text(REPORT))
    assert verdict(check(report)) == wanted
    assert verdict(check(str(report))) == wanted
    assert verdict(check(report.read_bytes())) == wanted
    with report.open("rb") as binary:
        assert verdict(check(binary)) == wanted
    with report.open(encoding="utf-8") as text:
        assert verdict(check(text)) == wanted
    assert verdict(check(io.BytesIO(REPORT.encode("utf-8")))) == wanted
    assert verdict(check(io.StringIO(REPORT))) == wanted


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_of_a_file_changes_no_verdict(encoding: str) -> None:
    assert verdict(check(REPORT.encode(encoding))) == verdict(check_text(REPORT))


def test_a_card_carries_the_name_of_its_file(report: Path) -> None:
    assert check(report).path == report.as_posix()
    assert check(report, name="another name").path == "another name"
    with report.open("rb") as file:
        assert check(file).path == str(report)
    assert check(report.read_bytes(), name="bytes.txt").path == "bytes.txt"
    assert check_text(REPORT, name="text").path == "text"
    assert check_text(REPORT).path == ""


def test_a_card_carries_the_hash_of_what_was_read(report: Path) -> None:
    assert check(report).sha256 == hashlib.sha256(report.read_bytes()).hexdigest()
    assert check_text(REPORT).sha256 == hashlib.sha256(REPORT.encode("utf-8")).hexdigest()


# -- errors -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (bytes(range(256)) * 4, "binary"),
        (REPORT.encode("gb18030") + b"\xff\xff", "undecodable"),
        (b"%PDF-1.7\n" + bytes(100), None),
        (b"x" * (Limits().file_bytes + 1), "too-big"),
    ],
    ids=["empty", "blank", "binary", "undecodable", "not a text", "too big"],
)
def test_a_bad_file_gives_a_card_with_its_error_and_no_exception(
    data: bytes, code: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    for card in (check(path), check(data), check(io.BytesIO(data))):
        assert card.error
        assert card.error_code
        assert code is None or card.error_code == code
        assert card.passed is False
        assert card.score is None
        assert card.elements == card.findings == card.missing == ()


def test_a_file_that_is_not_there_and_a_folder_give_cards_too(tmp_path: Path) -> None:
    assert check(tmp_path / "nowhere.txt").error_code == "unreadable"
    assert check(tmp_path).error


def test_text_without_a_word_gives_a_card_with_its_error() -> None:
    for text in ("", " \n", "。。。"):
        assert check_text(text).error_code == "empty"


def test_a_wrong_checklist_raises(report: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("checklist: mine\nelemnts: []\n", encoding="utf-8")
    for wrong in ("anual-report", tmp_path / "mine.yaml", tmp_path / "nowhere.yaml", []):
        with pytest.raises(ChecklistError):
            check(report, checklist=wrong)
        with pytest.raises(ChecklistError):
            list(check_many([report], checklist=wrong))


# -- many -------------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = []
    for number in range(36):
        path = tmp_path / f"{(number * 7) % 36:02d}.txt"
        path.write_text(REPORT.replace("36件", f"{number + 3}件") if number % 5 else "", encoding="utf-8")
        paths.append(path)
    return paths


def test_many_reports_come_back_in_the_order_given(files: list[Path]) -> None:
    cards = list(check_many(files))
    assert [card.path for card in cards] == [path.as_posix() for path in files]
    assert [card.error is not None for card in cards] == [number % 5 == 0 for number in range(36)]


def test_any_number_of_jobs_gives_the_same_cards(files: list[Path]) -> None:
    assert list(check_many(files, jobs=2)) == list(check_many(files, jobs=1))


def test_options_reach_the_worker_processes(files: list[Path], tmp_path: Path) -> None:
    layer = tmp_path / "mine.yaml"
    layer.write_text("checklist: mine\nversion: 1.0.0\ntitle: 我的\nextends: annual-report\n", encoding="utf-8")
    options: dict[str, Any] = {
        "checklist": str(layer), "kind": "county-department", "year": 2018, "fail_under": 99.0, "lang": "en",
    }  # fmt: skip
    two = list(check_many(files[:20], jobs=2, **options))
    assert two == list(check_many(files[:20], **options))
    assert (two[1].kind, two[1].year, two[1].threshold) == ("county-department", 2018, 99.0)
    assert two[1].checklist == ("mine", "1.0.0")
    assert two[1]["causes"].title == "Causes of the shortcomings"


def test_cards_come_one_by_one(files: list[Path]) -> None:
    def names() -> Any:
        yield files[1]
        raise AssertionError("asked for more than was taken")

    assert next(iter(check_many(names()))).path == files[1].as_posix()


def test_no_report_gives_no_card() -> None:
    assert list(check_many([])) == []
    assert list(check_many([], jobs=2)) == []


# -- the card ---------------------------------------------------------------------------------------------------


def test_a_card_gives_elements_and_parts_by_their_id() -> None:
    card = check_text(REPORT)
    assert card["legal-counsel"].status == "planned"
    assert card["three-enforcement-systems"].status is Status.PARTIAL
    assert card["enforcement-disclosure"].status is Status.COVERED
    assert card["enforcement-disclosure"] in card["three-enforcement-systems"].parts


@pytest.mark.parametrize("name", ["legal-counsle", "", "法律顾问"])
def test_an_unknown_id_is_a_key_error(name: str) -> None:
    with pytest.raises(KeyError):
        check_text(REPORT)[name]


def test_a_card_with_an_error_has_no_elements_to_ask_for() -> None:
    with pytest.raises(KeyError):
        check_text("")["legal-counsel"]


def test_evidence_tells_its_words_and_their_place() -> None:
    found = check_text(REPORT)["legal-counsel"].evidence[0]
    lines = REPORT.split("\n")
    assert "法律顾问" in found.quote
    assert REPORT[found.start : found.end] == found.quote
    assert lines[found.line - 1][found.column - 1 :].startswith(found.quote)
    assert found.line == 12
    assert found.section == "四、2024年工作安排"
    assert found.role == "plan"
    assert found.modality == "planned"


def test_what_is_missing_is_told_statutory_first() -> None:
    missing = check_text(REPORT).missing
    levels = [leaf.level.value for leaf in missing]
    order = ["statutory", "expected", "recommended"]
    assert levels == sorted(levels, key=order.index)
    assert missing[0].id == "causes"
    assert {"legal-counsel", "enforcement-recording"} <= {leaf.id for leaf in missing}
    assert {leaf.status for leaf in missing} <= {Status.MISSING, Status.LACKING, Status.PLANNED}


def test_missing_names_parts_and_not_the_element_above_them() -> None:
    names = [leaf.id for leaf in check_text(REPORT).missing]
    assert "three-enforcement-systems" not in names
    assert "enforcement-disclosure" not in names
    assert len(set(names)) == len(names)


def test_a_report_passes_only_with_all_that_is_statutory() -> None:
    assert check_text(REPORT, fail_under=0).passed is False
    whole = REPORT.replace("只有5人。", "只有5人，主要原因是两名骨干调离。")
    assert check_text(whole, fail_under=0).passed is True
    assert check_text(whole, fail_under=100).passed is False


# -- options ----------------------------------------------------------------------------------------------------


def test_kind_and_year_override_what_is_read() -> None:
    card = check_text(REPORT, kind="county-government", year=2018)
    assert (card.kind, card.year) == ("county-government", 2018)
    assert card["causes"].status is Status.NOT_APPLICABLE
    assert check_text(REPORT).kind == "township"
    assert check_text(REPORT).year == 2023


def test_messages_come_in_the_language_asked_for() -> None:
    assert check_text(REPORT)["causes"].title == "不足的原因"
    assert check_text(REPORT, lang="en")["causes"].title == "Causes of the shortcomings"


def test_a_checklist_is_given_as_id_path_list_or_object(report: Path, tmp_path: Path) -> None:
    layer = tmp_path / "mine.yaml"
    layer.write_text(
        "checklist: mine\nversion: 1.0.0\ntitle: 我的\nextends: annual-report\n"
        "elements: [{id: causes, level: expected}]\n",
        encoding="utf-8",
    )
    top = tmp_path / "top.yaml"
    top.write_text("threshold: 12\n", encoding="utf-8")
    shipped: Sequence[Any] = ("annual-report", ["annual-report"], load_checklist(), None)
    wanted = check(report)
    assert all(check(report, checklist=checklist) == wanted for checklist in shipped)
    mine = check(report, checklist=layer)
    assert mine.checklist == ("mine", "1.0.0")
    assert mine["causes"].level == "expected"
    assert check(report, checklist=str(layer)) == check(report, checklist=load_checklist(layer)) == mine
    both = check(report, checklist=[layer, top])
    assert both.threshold == 12
    assert both.elements == mine.elements


def test_load_checklist_gives_the_same_object_while_its_files_stay(checklist: Checklist) -> None:
    assert load_checklist("annual-report") is checklist


def test_all_public_names_are_there() -> None:
    for name in lawcheck.__all__:
        assert getattr(lawcheck, name) is not None
    assert {"check", "check_text", "check_many", "load_checklist"} <= set(lawcheck.__all__)
    with pytest.raises(AttributeError):
        lawcheck.no_such_name  # noqa: B018
