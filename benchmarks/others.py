"""semgrep and textlint, where they are on PATH, as searches for the words and patterns of the checklist.

Both are programs for any text, with rules of one's own: here one for each word and pattern. They run without a network,
on one core, over the same normalised texts as the other searches.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

NAMES = ("semgrep", "textlint")
ROUNDS = 3
"""Rounds that are enough for programs that take so long."""

Pairs = set[tuple[str, int]]
"""Names of files, and numbers of the sources that are in them."""


@dataclass(frozen=True)
class Program:
    """A program with its rules written, ready to run.

    Attributes:
        skipped: Sources that its regular expressions do not know.
        found: How often a report has a source, to the program.
        expected: How often one has, to ``regex``, of all sources.
    """

    name: str
    version: str
    how: str
    command: list[str]
    environment: dict[str, str]
    reports: Path
    nothing: Path
    sources: int
    skipped: int
    found: int
    expected: int

    def seconds(self) -> float:
        """Return the processor seconds of one run over all reports, without those of starting and loading the rules."""
        return self._spent(self.reports) - self._spent(self.nothing)

    def _spent(self, target: Path) -> float:
        before = _children_seconds()
        subprocess.run(
            [*self.command, str(target)],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        return _children_seconds() - before

    def told(self) -> str:
        """Return what is to be known of its row."""
        return (
            f"{self.name} {self.version} ({self.how}): {self.skipped} of {self.sources:,} words and patterns left out as it "
            f"does not know their syntax; {self.found:,} times a report has one, to `regex` {self.expected:,} times."
        )


@contextmanager
def at_hand(texts: list[str], sources: list[str]) -> Iterator[list[Program]]:
    """Make the programs that are installed ready to search the texts, in a folder that goes away."""
    present = [name for name in NAMES if installed(name)]
    if not present:
        yield []
        return
    expected = _expected(texts, sources)
    with tempfile.TemporaryDirectory() as folder:
        yield [_ready(name, Path(folder) / name, texts, sources, expected) for name in present]


def installed(name: str) -> str | None:
    """Return where the program is, if it can be measured here."""
    if sys.platform == "win32":
        return None  # which does not tell the processor time of children
    return shutil.which(name)


def _children_seconds() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _expected(texts: list[str], sources: list[str]) -> int:
    patterns = [regex.compile(source) for source in sources]
    return sum(pattern.search(text) is not None for text in texts for pattern in patterns)


def _ready(name: str, folder: Path, texts: list[str], sources: list[str], expected: int) -> Program:
    """Write the reports and the rules, and run once: that tells what is left out and found, and warms up."""
    write, read, how = _KINDS[name]
    reports, nothing = folder / "reports", folder / "nothing.txt"
    reports.mkdir(parents=True)
    for number, text in enumerate(texts):
        (reports / f"{number:05}.txt").write_text(text, encoding="utf-8")
    nothing.write_text("。\n", encoding="utf-8")
    environment = {
        **os.environ,
        "SEMGREP_SEND_METRICS": "off",
        "SEMGREP_ENABLE_VERSION_CHECK": "0",
        "SEMGREP_SETTINGS_FILE": str(folder / "settings.yml"),  # else it writes into the home folder
        "SEMGREP_LOG_FILE": str(folder / "semgrep.log"),
    }
    known = dict(enumerate(sources))
    program = installed(name) or name
    command = [program, *write(folder, known)]
    skipped, found = read(_json_of([*command, str(reports)], environment))
    if skipped:
        known = {number: source for number, source in known.items() if number not in skipped}
        write(folder, known)
        _, found = read(_json_of([*command, str(reports)], environment))
    version = subprocess.run(
        [program, "--version"], env=environment, capture_output=True, text=True, check=True
    ).stdout
    return Program(
        name=name,
        version=version.split()[-1].removeprefix("v"),
        how=how,
        command=command,
        environment=environment,
        reports=reports,
        nothing=nothing,
        sources=len(sources),
        skipped=len(sources) - len(known),
        found=len(found),
        expected=expected,
    )


def _json_of(command: list[str], environment: dict[str, str]) -> Any:
    """Return what the program prints; its exit code says only that something was found."""
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        raise RuntimeError(f"{command[0]} cannot be compared: {done.stderr[-2000:]}") from error


# -- semgrep


def _write_semgrep(folder: Path, sources: dict[int, str]) -> list[str]:
    """Write a rule for each source, and return the arguments.

    One rule with all sources in ``pattern-either`` takes twenty times as long, rules of ten sources as long as rules of
    one; and only rules of one tell what was found. ``--experimental`` leaves out the part of semgrep that is written in
    Python, which takes most of the time where so much is found. JSON is YAML that is read sooner.
    """
    rules = [
        {
            "id": f"source-{number}",
            "languages": ["regex"],
            "severity": "INFO",
            "message": "found",
            "pattern-regex": re.sub(r"\\u([0-9a-fA-F]{4})", r"\\x{\1}", source),  # as PCRE writes it
        }
        for number, source in sources.items()
    ]
    path = folder / "rules.json"
    path.write_text(json.dumps({"rules": rules}, ensure_ascii=False), encoding="utf-8")
    return [
        *("scan", "--experimental", "--quiet", "--json", f"--config={path}", "--jobs=1"),
        *("--metrics=off", "--disable-version-check", "--no-git-ignore", "--timeout=0", "--max-target-bytes=0"),
    ]


def _read_semgrep(told: Any) -> tuple[set[int], Pairs]:
    skipped: set[int] = set()
    for error in told["errors"]:
        if not error.get("rule_id"):
            raise RuntimeError(f"semgrep cannot be compared: {error}")
        skipped.add(_number(error["rule_id"]))
    return skipped, {(Path(each["path"]).name, _number(each["check_id"])) for each in told["results"]}


def _number(rule: str) -> int:
    return int(rule.rpartition("-")[2])


# -- textlint

_RULE = """\
const sources = require("./sources.json");

// With "u" what JavaScript would read in another way than Python is an error, and so left out.
const known = [];
const skipped = [];
for (const [number, source] of sources) {
  try {
    known.push([number, new RegExp(source, "u")]);
  } catch {
    skipped.push(number);
  }
}

module.exports = ({ Syntax, RuleError, report, getSource, locator }) => ({
  [Syntax.Document](node) {
    const text = getSource(node);
    for (const [number, pattern] of known) {
      const found = pattern.exec(text);
      if (found) report(node, new RuleError(`found ${number}`, { padding: locator.at(found.index) }));
    }
    for (const number of skipped) report(node, new RuleError(`skipped ${number}`));
  },
});
"""


def _write_textlint(folder: Path, sources: dict[int, str]) -> list[str]:
    """Write one rule that searches the whole text for each source, as the loops do, and return the arguments."""
    rules, settings = folder / "rules", folder / "textlintrc.json"
    rules.mkdir(exist_ok=True)
    (rules / "sources.json").write_text(json.dumps(list(sources.items()), ensure_ascii=False), encoding="utf-8")
    (rules / "lawcheck-sources.js").write_text(_RULE, encoding="utf-8")
    settings.write_text(json.dumps({"rules": {"lawcheck-sources": True}}), encoding="utf-8")
    return ["--rulesdir", str(rules), "--config", str(settings), "--format", "json"]


def _read_textlint(told: Any) -> tuple[set[int], Pairs]:
    skipped: set[int] = set()
    found: Pairs = set()
    for report in told:
        for message in report["messages"]:
            what, number = message["message"].split()
            if what == "skipped":
                skipped.add(int(number))
            else:
                found.add((Path(report["filePath"]).name, int(number)))
    return skipped, found


_Write = Callable[[Path, dict[int, str]], list[str]]
_Read = Callable[[Any], tuple[set[int], Pairs]]

_KINDS: dict[str, tuple[_Write, _Read, str]] = {
    "semgrep": (
        _write_semgrep,
        _read_semgrep,
        "`--experimental --jobs=1`, a rule for each; it tells every place, and `^` and `$` are to it the ends of a line",
    ),
    "textlint": (_write_textlint, _read_textlint, "one rule of our own that tells the first place of each"),
}
