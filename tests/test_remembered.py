"""What is remembered of a report is what checking it again would say, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import lawcheck
from lawcheck import cache, remembered
from lawcheck.cli.main import main
from lawcheck.pipeline import Rules, check_found
from lawcheck.readers import Walk

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))[:2]
OURS = "checklist: ours\nversion: 1.0.0\ntitle: 本县\nextends: annual-report\nthreshold: {threshold}\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    for path in SEEDS:
        (tmp_path / "reports" / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.fixture
def judged(monkeypatch):
    """Names of the reports that were really judged."""
    names: list[str] = []
    from lawcheck.judge.run import judge as original

    def judge(document, *args, **options):
        names.append(document.source.name)
        return original(document, *args, **options)

    monkeypatch.setattr("lawcheck.judge.run.judge", judge)
    return names


def kept(folder: Path) -> list[Path]:
    return list((folder / "cache" / remembered.KIND).glob("*"))


def test_a_card_that_is_remembered_is_the_card(folder, judged):
    first = list(lawcheck.check_many("reports", remember=True))
    assert len(judged) == len(SEEDS)
    second = list(lawcheck.check_many("reports", remember=True))
    assert len(judged) == len(SEEDS)
    plain = list(lawcheck.check_many("reports"))
    assert first == second == plain
    assert [card.text for card in second] == [card.text for card in plain]


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "html", "csv", "sarif", "github", "markdown"])
def test_every_output_is_the_same_from_memory(folder, judged, capsysbinary, form):
    told = []
    for _ in range(2):
        main(["check", "reports", "--jobs", "1", "--format", form])
        told.append(capsysbinary.readouterr())
    assert len(judged) == len(SEEDS)
    main(["check", "reports", "--jobs", "1", "--format", form, "--no-cache"])
    assert told[0] == told[1] == capsysbinary.readouterr()
    assert len(judged) == 2 * len(SEEDS)


@pytest.mark.parametrize(
    "options",
    [{"kind": "subdistrict"}, {"year": 2020}, {"fail_under": 1.0}, {"lang": "en"}, {"checklist": "ours.yaml"}],
    ids=lambda options: next(iter(options)),
)
def test_with_another_option_a_report_is_checked_again(folder, judged, options):
    (folder / "ours.yaml").write_text(OURS.format(threshold=1), encoding="utf-8")
    list(lawcheck.check_many("reports", remember=True))
    found = list(lawcheck.check_many("reports", remember=True, **options))
    assert len(judged) == 2 * len(SEEDS)
    assert found == list(lawcheck.check_many("reports", **options))


def test_only_what_changed_is_checked_again(folder, judged):
    list(lawcheck.check_many("reports", remember=True))
    judged.clear()
    path = folder / "reports" / SEEDS[0].name
    path.write_text(path.read_text(encoding="utf-8") + "排查矛盾纠纷3件。\n", encoding="utf-8")
    list(lawcheck.check_many("reports", remember=True))
    assert judged == [f"reports/{path.name}"]


def test_when_the_rules_change_all_is_checked_again(folder, judged):
    (folder / "ours.yaml").write_text(OURS.format(threshold=1), encoding="utf-8")
    before = list(lawcheck.check_many("reports", checklist="ours.yaml", remember=True))
    (folder / "ours.yaml").write_text(OURS.format(threshold=99), encoding="utf-8")
    after = list(lawcheck.check_many("reports", checklist="ours.yaml", remember=True))
    assert len(judged) == 2 * len(SEEDS)
    assert {card.threshold for card in before} == {1.0}
    assert {card.threshold for card in after} == {99.0}


@pytest.mark.parametrize("change", [lambda data: data[:-9], lambda data: b"", lambda data: data[::-1]])
def test_an_entry_that_is_none_is_not_believed(folder, judged, change):
    (first,) = lawcheck.check_many([SEEDS[0]], remember=True)
    (path,) = kept(folder)
    cache.store(remembered.KIND, path.name, change(path.read_bytes().partition(b"\n")[2]))
    (second,) = lawcheck.check_many([SEEDS[0]], remember=True)
    assert len(judged) == 2
    assert first == second


def test_what_could_not_be_read_or_was_stopped_is_tried_again(folder, monkeypatch):
    (folder / "empty.txt").write_bytes(b"")
    for _ in range(2):
        (card,) = lawcheck.check_many(["empty.txt"], remember=True)
        assert card.error_code == "empty"
    with monkeypatch.context() as patch:
        patch.setattr("lawcheck.patterns.REPORT_SECONDS", 0.0)
        patch.setattr("lawcheck.patterns.SECONDS_A_CHARACTER", 0.0)
        patch.setattr("lawcheck.patterns.Clock.left", 1.0)
        (card,) = lawcheck.check_many([SEEDS[0]], remember=True)
        assert card.unchecked
    assert kept(folder) == []


def test_a_card_judged_by_rules_that_changed_meanwhile_is_not_kept(folder):
    (folder / "ours.yaml").write_text(OURS.format(threshold=1), encoding="utf-8")
    rules = Rules("ours.yaml")
    rules.refuse_wrong(remember=True)
    (folder / "ours.yaml").write_text(OURS.format(threshold=99), encoding="utf-8")
    (report,) = Walk().find([SEEDS[0]])
    assert check_found(report, rules, remember=True).threshold == 99.0
    assert kept(folder) == []


def test_the_library_keeps_nothing_unless_it_is_asked_to(folder):
    list(lawcheck.check_many("reports"))
    lawcheck.check(SEEDS[0])
    assert not (folder / "cache" / remembered.KIND).exists()


def test_workers_remember_too(folder, capsysbinary):
    main(["check", "reports", "--format", "jsonl", "--jobs", "1"])
    first = capsysbinary.readouterr().out
    before = {path.name: path.stat().st_mtime_ns for path in kept(folder)}
    assert len(before) == len(SEEDS)
    (folder / "reports" / "另一份.txt").write_text(SEEDS[0].read_text(encoding="utf-8") + "。", encoding="utf-8")
    found = Walk().find(["reports"])
    cards = list(lawcheck.check_many(found, jobs=2, remember=True))
    assert [card.path for card in cards[: len(SEEDS)]] == [json.loads(line)["path"] for line in first.splitlines()]
    after = {path.name: path.stat().st_mtime_ns for path in kept(folder)}
    assert len(after) == len(SEEDS) + 1
    assert before.items() <= after.items()  # none was written again


def test_a_run_from_memory_imports_neither_rules_nor_engine(folder):
    import subprocess
    import sys

    program = (
        "import sys; from lawcheck.cli.main import main; main(['check', 'reports', '--jobs', '1', '-o', 'out.txt']);"
        "print(*sorted(sys.modules))"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, encoding="utf-8"
        )
    modules = set(done.stdout.split())
    heavy = {"yaml", "regex", "pydantic", "lawcheck.match", "lawcheck.checklist.compiled", "lawcheck.document"}
    assert not modules & heavy


def test_reports_in_an_archive_are_told_apart(folder, judged):
    import zipfile

    for name in ("a.zip", "b.zip"):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.write(SEEDS[0], "甲.txt")
    rules = Rules(None)
    for _ in range(2):
        cards = [check_found(report, rules, remember=True) for report in Walk().find(["a.zip", "b.zip"])]
    assert [card.path for card in cards] == ["a.zip/甲.txt", "b.zip/甲.txt"]
    assert len(judged) == 2
