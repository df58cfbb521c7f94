from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from tests.samples import zip_of

import lawcheck
from lawcheck.cli.main import main
from lawcheck.readers import Limits, Walk

REPORT = "清溪镇2023年法治政府建设年度情况报告\n一、主要举措\n镇政府聘请法律顾问2名，审核合同28份。\n".encode()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def names(path: Path, **limits: int) -> list[str]:
    return [found.name.removeprefix(f"{path.parent.as_posix()}/") for found in Walk(Limits(**limits)).find([path])]


def cards(path: Path, **limits: int) -> dict[str, lawcheck.ReportCard]:
    checked = lawcheck.check_many([path], limits=Limits(**limits))
    return {card.path.removeprefix(f"{path.parent.as_posix()}/"): card for card in checked}


@pytest.fixture
def archive(tmp_path):
    def make(files: dict[str, bytes]) -> Path:
        path = tmp_path / "上报.zip"
        path.write_bytes(zipped(files))
        return path

    return make


def test_the_reports_of_an_archive_are_checked_one_by_one(archive):
    found = cards(archive({"乡镇/甲.txt": REPORT, "乡镇/乙.txt": b"", "图.png": b"\x89PNG"}))
    assert list(found) == ["上报.zip/乡镇/乙.txt", "上报.zip/乡镇/甲.txt"]
    assert found["上报.zip/乡镇/甲.txt"]["legal-counsel"].status == "covered"
    assert found["上报.zip/乡镇/乙.txt"].error_code == "empty"


def test_names_in_gbk_are_read(tmp_path):
    path = tmp_path / "上报.zip"
    path.write_bytes(zip_of({"城关镇报告.txt": REPORT}, gbk_names=True))
    assert names(path) == ["上报.zip/城关镇报告.txt"]


def test_an_archive_in_an_archive_is_walked_as_deep_as_the_limit(archive):
    inner = zipped({"丙.txt": REPORT})
    path = archive({"区县.zip": inner})
    assert list(cards(path)) == ["上报.zip/区县.zip/丙.txt"]
    refused = cards(path, nesting=1)["上报.zip/区县.zip"]
    assert refused.error_code == "archive"
    assert "nesting" in str(refused.error)


@pytest.mark.parametrize("name", ["../外.txt", "/etc/外.txt", "C:/外.txt", "甲/../../外.txt"])
def test_an_entry_that_points_out_of_the_archive_is_refused(archive, name):
    found = cards(archive({name: REPORT, "好.txt": REPORT}))
    assert [card.error_code for card in found.values() if card.error] == ["unsafe-path"]
    assert not found["上报.zip/好.txt"].error


def test_an_archive_without_a_report_says_so(archive):
    assert [card.error_code for card in cards(archive({})).values()] == ["archive"]


def test_a_docx_is_no_archive_and_a_zip_given_as_one_report_is_refused(archive):
    path = archive({"甲.txt": REPORT})
    card = lawcheck.check(path)
    assert card.error_code == "archive"
    assert "check_many" in str(card.error)


def test_a_folder_is_walked_by_content_and_in_order(tmp_path):
    for name, data in {
        "b/报告.txt": REPORT,
        "a/报告.md": REPORT,
        "a/无扩展名": b"%PDF-1.4\n",
        "a/表.xlsx": zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}),
        "a/程序.py": b"print()",
        "a/~$报告.docx": b"lock",
        ".git/报告.txt": REPORT,
        "a/README.md": b"about",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    walk = Walk()
    found = [f.name.removeprefix(f"{tmp_path.as_posix()}/") for f in walk.find([tmp_path])]
    assert found == ["a/报告.md", "a/无扩展名", "b/报告.txt"] or found == ["a/无扩展名", "a/报告.md", "b/报告.txt"]
    assert [Path(name).name for name in walk.left_out] == ["程序.py", "表.xlsx"]


def test_a_link_that_leaves_the_folder_is_not_followed_and_told(tmp_path):
    (tmp_path / "外").mkdir()
    (tmp_path / "外/密.txt").write_bytes(REPORT)
    folder = tmp_path / "内"
    folder.mkdir()
    (folder / "真.txt").write_bytes(REPORT)
    (folder / "近.txt").symlink_to(folder / "真.txt")
    (folder / "远.txt").symlink_to(tmp_path / "外/密.txt")
    (folder / "夹").symlink_to(tmp_path / "外")
    walk = Walk()
    assert sorted(Path(found.name).name for found in walk.find([folder])) == ["真.txt", "近.txt"]
    assert sorted(Path(name).name for name in walk.outside) == ["夹", "远.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "管.txt")
    walk = Walk()
    assert list(walk.find([tmp_path])) == []
    assert walk.left_out


def test_the_command_checks_the_others_and_ends_with_2_when_one_cannot_be_read(tmp_path, capsys):
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "包.zip").write_bytes(zipped({"好.txt": REPORT}))
    (tmp_path / "图.jpg").write_bytes(b"\xff\xd8\xff")
    assert main(["check", str(tmp_path), "--format", "json"]) == 2
    out = capsys.readouterr()
    reports = {Path(r["path"]).name: r for r in json.loads(out.out)["reports"]}
    assert reports["坏.docx"]["error_code"] == "damaged"
    assert reports["好.txt"]["error"] is None
    assert "图.jpg" in out.err


def test_many_jobs_give_the_same_cards_for_an_archive(archive):
    path = archive({f"{at:02}.txt": REPORT + f"第{at}份。".encode() for at in range(40)})
    one = list(lawcheck.check_many([path]))
    assert list(lawcheck.check_many([path], jobs=2)) == one
    assert len(one) == 40


def test_a_limit_can_be_changed_on_the_command_line(tmp_path, capsys):
    (tmp_path / "甲.txt").write_bytes(REPORT)
    assert main(["check", str(tmp_path), "--limit", "text_bytes=10"]) == 2
    assert "--limit text_bytes" in capsys.readouterr().out
    assert main(["check", str(tmp_path), "--limit", "nonsense=1"]) == 2
    error = capsys.readouterr().err
    assert "没有“nonsense”这项上限。 可用的有：" in error
    assert "text_bytes" in error


@pytest.mark.parametrize(
    "files",
    [
        ["a.txt", "a/x.txt", "a-b/x.txt", "a b.txt", "a0/x.txt", "aa.txt"],
        ["乙/乙.txt", "乙.txt", "甲/丙/丁.txt", "甲/丙.txt", "甲（一）.txt"],
        ["b/1.txt", "b/10.txt", "b/2.txt", "B/1.txt"],
    ],
)
def test_a_folder_is_walked_in_the_order_of_its_paths_without_being_listed_whole(tmp_path, files):
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(REPORT)
    assert names(tmp_path) == [f"{tmp_path.name}/{name}" for name in sorted(files)]


def test_of_a_large_corpus_paths_are_looked_for_again_and_nothing_is_lost(tmp_path, monkeypatch, capsys):
    for at in range(5):
        (tmp_path / f"{at}.txt").write_bytes(REPORT)
    (tmp_path / "图.png").write_bytes(b"\x89PNG")
    assert main(["check", str(tmp_path), "--format", "jsonl"]) == 1
    small = capsys.readouterr()
    monkeypatch.setattr("lawcheck.cli.check._KEPT", 2)
    assert main(["check", str(tmp_path), "--format", "jsonl"]) == 1
    large = capsys.readouterr()
    assert [json.loads(line)["path"][-5:] for line in large.out.splitlines()] == [f"{at}.txt" for at in range(5)]
    assert large == small
