"""Reports made anew from the sentences of the samples and of the labelled reports, always the same for a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lawcheck.checklist import load_checklist
from lawcheck.document import parse
from lawcheck.match import Matcher
from lawcheck.readers import source_of_text

ROOT = Path(__file__).resolve().parents[1]
SHORT, LONG = 3_000, 6_000
"""Characters of an ordinary report."""

_HEADINGS = {
    "achievements": "一、主要举措和成效",
    "shortcomings": "二、存在的问题",
    "causes": "三、问题的原因",
    "plan": "四、下一年度工作安排",
}
_SHARES = {"achievements": 0.74, "shortcomings": 0.09, "causes": 0.05, "plan": 0.12}
_TOWNS = (
    "清溪",
    "白石",
    "长坪",
    "河口",
    "东塘",
    "西岭",
    "南渡",
    "北关",
    "大埠",
    "小港",
    "龙潭",
    "凤山",
    "马店",
    "牛集",
    "松林",
)


@cache
def _sentences() -> dict[str, list[str]]:
    """Return the sentences of all reports at hand, by the role of their section."""
    checklist = load_checklist()
    found: dict[str, list[str]] = {role: [] for role in _HEADINGS}
    folders = [ROOT / "seeds", *(ROOT / "tests" / "labelled").glob("*/reports")]
    for path in sorted(path for folder in folders for path in folder.iterdir() if path.is_file()):
        document = parse(source_of_text(path.read_text(encoding="utf-8"), path.name))
        matcher = Matcher(document, checklist)
        for sentence, role in zip(document.sentences, matcher.roles.of_sentence, strict=True):
            words = document.norm[sentence.start_norm : sentence.end_norm].strip()
            if role in found and len(words) > 8 and "\n" not in words:
                found[role].append(words)
    return found


def reports(count: int, *, seed: int = 7, characters: int | None = None) -> Iterator[tuple[str, str]]:
    """Yield names and texts.

    Args:
        count: How many.
        seed: The same one gives the same reports.
        characters: Length of each; between 3,000 and 6,000 by default.
    """
    pool = _sentences()
    chance = random.Random(seed)
    for at in range(count):
        length = characters or chance.randint(SHORT, LONG)
        town, year = chance.choice(_TOWNS), chance.randint(2018, 2024)
        lines = [f"{town}镇人民政府{year}年度法治政府建设情况报告"]
        for role, heading in _HEADINGS.items():
            lines.append(heading)
            left = length * _SHARES[role]
            while left > 0:
                paragraph = "".join(chance.choice(pool[role]) for _ in range(chance.randint(1, 4)))
                paragraph += "" if paragraph.endswith("。") else "。"
                left -= len(paragraph)
                lines.append(f"　　{paragraph}")
        yield f"{at:06d}-{town}镇.txt", "\n".join(lines) + "\n"
