"""The same report gets the same verdict, whichever file it comes in.

The five samples and two reports of the development set, in every format that ``tests/samples.py`` makes.
"""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path

import pytest
from tests.samples import NOT_TO_BE_READ, SAMPLES, converted, docx_numbered, pdf_scanned

import lawcheck
from lawcheck.cli.main import main

ROOT = Path(__file__).parents[2]
REPORTS = {
    path.stem[:3]: path
    for path in (*sorted((ROOT / "seeds").glob("*.txt")), *sorted(Path(__file__).parent.glob("reports/*.txt")))
}
FILES = Path(__file__).parent / "files"
FORMATS = [name for name in SAMPLES if "scanned" not in name and not name.endswith(".zip")]
LEAST_QUOTES = 0.98


def text_of(report: str) -> str:
    return REPORTS[report].read_text(encoding="utf-8")


@cache
def plain(report: str) -> lawcheck.ReportCard:
    return lawcheck.check_text(text_of(report))


def bare(text: str | None) -> str:
    return "".join((text or "").split())


def compare(card: lawcheck.ReportCard, report: str) -> None:
    """Fail with a list of what differs from the verdict on the plain text."""
    expected = plain(report)
    assert card.error is None, card.error
    assert (card.year, card.kind, bare(card.title), card.body) == (
        expected.year,
        expected.kind,
        bare(expected.title),
        expected.body,
    )
    leaves = {leaf.id: leaf for element in card.elements for leaf in element.leaves()}
    wanted = {leaf.id: leaf for element in expected.elements for leaf in element.leaves()}
    assert {name: leaf.status for name, leaf in leaves.items()} == {
        name: leaf.status for name, leaf in wanted.items()
    }
    quotes = [(name, bare(found.quote)) for name, leaf in wanted.items() for found in leaf.evidence]
    there = {(name, bare(found.quote)) for name, leaf in leaves.items() for found in leaf.evidence}
    lost = [quote for quote in quotes if quote not in there]
    assert len(lost) <= (1 - LEAST_QUOTES) * len(quotes), lost
    assert not any(
        words in found.quote for leaf in leaves.values() for found in leaf.evidence for words in NOT_TO_BE_READ
    )


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gets_the_verdict_of_the_plain_text(name, report):
    compare(lawcheck.check(SAMPLES[name](text_of(report)), name=name), report)


@pytest.mark.parametrize("path", sorted(FILES.glob("verdict-*")), ids=lambda path: path.name)
def test_files_written_by_libreoffice_get_the_verdict_of_the_plain_text(path):
    compare(lawcheck.check(path), path.stem.removeprefix("verdict-"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed; .ci/run installs it")
@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("suffix", ["doc", "wps", "rtf"])
def test_what_libreoffice_writes_now_gets_the_verdict_of_the_plain_text(suffix, report):
    # LibreOffice forgets where a list starts anew when it writes these formats.
    data = converted(docx_numbered(text_of(report), restarts=False), "doc" if suffix == "wps" else suffix)
    assert data is not None
    compare(lawcheck.check(data, name=f"报告.{suffix}"), report)


def test_the_quote_of_a_place_stands_there():
    for name in FORMATS:
        card = lawcheck.check(SAMPLES[name](text_of("003")), name=name)
        for element in card.elements:
            for leaf in element.leaves():
                assert all(found.line >= 1 and found.column >= 1 for found in leaf.evidence)
                paged = name.endswith((".pdf", ".ofd"))
                assert all((found.page is not None) == paged for found in leaf.evidence), name


@pytest.mark.parametrize("pages", [{1, 2}, {2, 3, 4}])
def test_pages_without_text_make_what_is_not_found_unchecked(pages):
    card = lawcheck.check(pdf_scanned(text_of("003"), pages), name="报告.pdf")
    assert card.extraction is not None
    assert set(card.extraction.pages_without_text).isdisjoint(pages)
    assert card.extraction.pages_without_text
    statuses = {leaf.status.value for element in card.elements for leaf in element.leaves()}
    assert "missing" not in statuses
    assert "unchecked" in statuses
    assert not card.passed
    assert any(str(card.extraction.pages_without_text[0]) in text for text in card.notes)


def test_a_folder_of_sixty_mixed_files_is_checked_in_one_run(tmp_path, capsys):
    reports = list(REPORTS)
    for at in range(60):
        name = FORMATS[at % len(FORMATS)]
        (tmp_path / f"{at:02}-{name}").write_bytes(SAMPLES[name](text_of(reports[at % len(reports)])))
    out = tmp_path / "result.json"
    assert main(["check", str(tmp_path), "--format", "json", "--output", str(out), "--jobs", "2"]) == 1
    assert capsys.readouterr().err == ""
    summary = json.loads(out.read_text(encoding="utf-8"))["summary"]
    assert (summary["reports"], summary["errors"]) == (60, 0)
