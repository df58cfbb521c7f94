"""Precision and recall of each modality on the labelled sentences in ``tests/match/modality.tsv``.

python -m benchmarks.modality
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lawcheck.checklist import load_checklist
from lawcheck.document import parse
from lawcheck.language import Modality
from lawcheck.match import Matcher
from lawcheck.readers import source_of_text

SET = Path(__file__).resolve().parents[1] / "tests" / "match" / "modality.tsv"
HEADINGS = {
    "achievements": "主要举措和成效",
    "shortcomings": "存在的不足",
    "plan": "下一步工作安排",
    "first-responsible-person": "党政主要负责人履行推进法治建设第一责任人职责情况",
    "causes": "存在问题的原因",
}


@dataclass(frozen=True)
class Line:
    """A sentence, the section it stands in, and how one of its words speaks."""

    modality: str
    section: str
    word: str
    sentence: str


def load() -> list[Line]:
    """Return the labelled sentences."""
    with SET.open(encoding="utf-8", newline="") as handle:
        return [Line(**row) for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)]


def read(line: Line) -> str:
    """Return the modality that lawcheck gives to the word of one line."""
    heading = f"一、{HEADINGS[line.section]}\n" if line.section in HEADINGS else ""
    text = f"清溪镇2023年法治政府建设情况报告\n\n{heading}{line.sentence}\n"
    if line.section == "intro":
        text += "一、主要举措和成效\n召开会议2次。\n"
    document = parse(source_of_text(text))
    matcher = Matcher(document, load_checklist(), kind="township", year=2023)
    at = text.index(line.word, text.index(line.sentence))
    for index, sentence in enumerate(document.sentences):
        span = document.span(sentence.start_norm, sentence.end_norm)
        if span.start <= at < span.end:
            start = next(
                n for n in range(sentence.start_norm, sentence.end_norm) if document.text_map.original(n) >= at
            )
            end = start + len(line.word)
            return matcher.modalities.read(index, start, end).modality.value
    raise AssertionError(f"the word stands in no sentence: {line}")


def readings() -> list[tuple[Line, str]]:
    """Return every line with the modality it is read in."""
    return [(line, read(line)) for line in load()]


def figures(rows: Iterable[tuple[Line, str]]) -> dict[str, tuple[int, float, float, float]]:
    """Return, for each modality, how many lines are labelled with it, and precision, recall and F1."""
    rows = list(rows)
    out = {}
    for modality in Modality:
        right = sum(line.modality == got == modality for line, got in rows)
        labelled = sum(line.modality == modality for line, _ in rows)
        given = sum(got == modality for _, got in rows)
        out[modality.value] = (labelled, right / given, right / labelled, 2 * right / (labelled + given))
    return out


def main() -> int:
    """Print the figures and the sentences that are read otherwise than they are labelled."""
    rows = readings()
    print(f"{len(rows)} sentences\nmodality   lines  precision  recall     F1")
    for modality, (labelled, precision, recall, f1) in figures(rows).items():
        print(f"  {modality:8s} {labelled:5d}      {precision:.3f}   {recall:.3f}  {f1:.3f}")
    for line, got in rows:
        if line.modality != got:
            print(f"  labelled {line.modality}, read {got}: {line.sentence}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
