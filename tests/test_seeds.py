"""What must be true of the five samples, and stays true when places, numbers or the order of sections change."""

from __future__ import annotations

import hashlib
import random
import re
from itertools import pairwise
from pathlib import Path

import pytest

from lawcheck import ReportCard, check_text

FACTS = {
    "000": ("township", 2020),
    "001": ("township", 2023),
    "002": ("township", 2021),
    "003": ("township", 2020),
    "004": ("township", 2020),
}

VERDICTS = {
    "000": {"legal-counsel": "missing", "enforcement-recording": "missing", "first-responsible-person": "covered"},
    "001": {"legal-counsel": "weak", "first-responsible-person": "covered", "frp-personally": "missing"},
    "002": {
        "legal-counsel": "covered",
        "enforcement-disclosure": "weak",
        "enforcement-recording": "weak",
        "enforcement-legal-review": "covered",
        "first-responsible-person": "covered",
    },
    "003": {
        "legal-counsel": "planned",
        "first-responsible-person": "weak",
        "frp-personally": "weak",
        "enforcement-disclosure": "missing",
    },
    "004": {
        "legal-counsel": "covered",
        "enforcement-disclosure": "covered",
        "enforcement-recording": "covered",
        "enforcement-legal-review": "covered",
        "first-responsible-person": "covered",
        "frp-personally": "weak",
    },
}


def statuses(card: ReportCard) -> dict[str, str]:
    return {leaf.id: leaf.status.value for element in card.elements for leaf in element.leaves()}


@pytest.mark.parametrize("name", FACTS)
def test_year_and_kind_are_read_off_the_report_with_their_evidence(name: str, seed_texts: dict[str, str]) -> None:
    card = check_text(seed_texts[name])
    assert (card.kind, card.year) == FACTS[name]
    read = dict(card.read)
    for fact in ("kind", "year"):
        assert read[fact].quote
        assert read[fact].quote.replace(" ", "") in seed_texts[name].replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("name", VERDICTS)
def test_the_samples_get_the_verdicts_a_careful_reader_gives(name: str, seed_texts: dict[str, str]) -> None:
    found = statuses(check_text(seed_texts[name]))
    assert {leaf: found[leaf] for leaf in VERDICTS[name]} == VERDICTS[name]


@pytest.mark.parametrize("name", FACTS)
def test_every_sample_has_shortcomings_and_a_plan_but_no_causes(name: str, seed_texts: dict[str, str]) -> None:
    card = check_text(seed_texts[name])
    assert card["shortcomings"].status.value == "covered"
    assert card["next-year-plan"].status.value == "covered"
    assert card["causes"].status.value == "missing"
    assert not card.passed


def rename_places(text: str) -> str:
    for old, new in (
        ("西王庄镇", "柳河镇"),
        ("张八桥镇", "石门岭镇"),
        ("高观镇", "双溪口镇"),
        ("高观", "双溪口"),
        ("城口县", "云岭县"),
        ("辛口镇", "望亭镇"),
        ("辛口", "望亭"),
        ("西青区", "东湖区"),
        ("宝丰县", "平丰县"),
        ("吕跃红", "周建业"),
        ("杨璞", "钱正"),
        ("广东光源", "南粤正道"),
    ):
        text = text.replace(old, new)
    return text


def change_counts(text: str) -> str:
    """Give every count beside a measure word another value; years, dates and titles stay."""
    return re.sub(
        r"(?<![0-9.年月〔])([1-9][0-9]{1,3})(?=(余)?(件|起|次|名|人次|份|册|家|条|处|幅|张|批))",
        lambda found: str(int(found.group(1)) + 3),
        text,
    )


def swap_achievement_paragraphs(text: str) -> str:
    """Put the second-level paragraphs of the achievements section into another order."""
    lines = text.split("\n")
    at = [i for i, line in enumerate(lines) if re.match(r"[（(][一二三四五六七八]+[）)]", line.strip())]
    end = next(
        (i for i, line in enumerate(lines) if re.match(r"[二三四五]、.{0,24}(不足|问题)", line.strip())), len(lines)
    )
    at = [i for i in at if i < end]
    if len(at) < 2 or any(b - a > 1 for a, b in pairwise(at)):
        return text
    picked = [lines[i] for i in at]
    random.Random(3).shuffle(picked)
    for i, line in zip(at, picked, strict=True):
        lines[i] = line
    return "\n".join(lines)


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize("change", [rename_places, change_counts, swap_achievement_paragraphs])
def test_no_verdict_hangs_on_a_name_a_number_or_an_order(
    name: str, change: object, seed_texts: dict[str, str]
) -> None:
    text = seed_texts[name]
    changed = change(text)  # type: ignore[operator]
    assert statuses(check_text(changed)) == statuses(check_text(text))


def test_the_shipped_samples_are_not_altered() -> None:
    seeds = sorted((Path(__file__).resolve().parents[1] / "seeds").glob("*.txt"))
    digests = {p.name[:3]: hashlib.sha256(p.read_bytes()).hexdigest()[:12] for p in seeds}
    assert len(digests) == 5
    assert digests == {
        "000": "9cf84dc4aff8",
        "001": "af4b6ceff854",
        "002": "b8bd44157329",
        "003": "15e1a440f987",
        "004": "a05bad3b1688",
    }
