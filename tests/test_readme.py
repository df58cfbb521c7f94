"""Every example in the READMEs is run, and prints what it says it prints (… stands for lines left out)."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from lawcheck import load_checklist
from lawcheck.authoring.examples import load_cases, run_cases
from lawcheck.cli.main import main

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"<!-- (file|run): (\S+)(?: (\d))? -->\n```\w+\n(.*?)```", re.S)
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]


def blocks(readme: Path) -> list[tuple[str, str, str, str]]:
    return BLOCK.findall(readme.read_text(encoding="utf-8"))


def told(expected: str, printed: str) -> bool:
    """Say whether the printed lines are those expected, … standing for any lines."""
    pieces = [
        "\n".join(re.escape(line) for line in piece.split("\n")) for piece in re.split(r"(?m)^…\n?", expected)
    ]
    return re.fullmatch(r"(?:.*\n)*?".join(pieces), printed) is not None


@pytest.mark.parametrize("readme", READMES, ids=lambda p: p.name)
def test_what_the_readme_shows_is_what_happens(
    readme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    found = blocks(readme)
    assert {kind for kind, *_ in found} == {"file", "run"}
    for kind, name, code, text in found:
        if kind == "file":
            Path(name).write_text(text, encoding="utf-8")
        elif name == "python":
            exec(compile(text, readme.name, "exec"), {})
            capsys.readouterr()
        else:
            command, _, expected = text.partition("\n")
            assert main(shlex.split(command.removeprefix("$ lawcheck "))) == int(code)
            printed = capsys.readouterr().out
            assert told(expected, printed), printed


@pytest.mark.parametrize("readme", READMES, ids=lambda p: p.name)
def test_nobody_is_told_to_install_someone_elses_package(readme: Path) -> None:
    for text in (readme.read_text(encoding="utf-8"), (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")):
        assert not re.search(r"pip install +['\"]?lawcheck(?!-cn)", text)


@pytest.mark.parametrize("readme", READMES, ids=lambda p: p.name)
def test_links_inside_the_project_lead_somewhere(readme: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", readme.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_the_element_that_contributing_adds_passes_its_own_cases(tmp_path: Path) -> None:
    entry, cases = re.findall(r"```yaml\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.S)
    layer = tmp_path / "added.yaml"
    layer.write_text(
        "checklist: added\nversion: 1.0.0\ntitle: added\nextends: annual-report\nelements:\n" + entry,
        encoding="utf-8",
    )
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "village-rules.yaml").write_text(cases, encoding="utf-8")
    checklist = load_checklist(str(layer))
    found = list(run_cases(load_cases(tmp_path / "cases", checklist), checklist))
    assert len(found) == 4
    assert [r.case.name for r in found if not r.right] == []
