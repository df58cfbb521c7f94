"""``lawcheck completion``: what a shell offers after TAB."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from lawcheck.cli.main import main


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    folder = tmp_path_factory.mktemp("completion")
    (folder / "reports").mkdir()
    found = subprocess.run(
        [sys.executable, "-m", "lawcheck", "completion", "bash"], capture_output=True, text=True, check=True
    )
    (folder / "lawcheck.bash").write_text(found.stdout, encoding="utf-8")
    return folder / "lawcheck.bash"


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["ch"], {"check"}),
        (["check", "--wat"], {"--watch"}),
        (["check", "--format", "s"], {"sarif"}),
        (["check", "--lang", ""], {"zh", "en"}),
        (["check", "re"], {"reports"}),
        (["template", "--kind", "town"], {"township"}),
        (["letter", "--format", ""], {"markdown", "docx"}),
        (["rules", "sho"], {"show"}),
        (["rules", "show", "legal-coun"], {"legal-counsel"}),
    ],
)
def test_bash_offers_what_may_come_next(script, words, offered):
    line = " ".join(f"'{word}'" for word in ["lawcheck", *words])
    # The function that bash was told to ask, asked as bash asks it.
    asked = (
        f"source {script.name}; COMP_WORDS=({line}); COMP_CWORD={len(words)}; "
        "ask=$(complete -p lawcheck); ask=${ask##*-F }; ${ask%% *}; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    found = subprocess.run(
        ["bash", "--norc", "-c", asked], cwd=script.parent, capture_output=True, text=True, check=True
    )
    assert {word.strip() for word in found.stdout.split()} == offered


def test_zsh_gets_a_script_of_its_own(capsys):
    assert main(["completion", "zsh"]) == 0
    assert capsys.readouterr().out.startswith("#compdef lawcheck")


def test_without_shtab_the_message_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    assert "lawcheck-cn[completion]" in capsys.readouterr().err
