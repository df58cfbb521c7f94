"""docs/performance.md: the figures in it are written by the benchmarks, each between marks of its own."""

from __future__ import annotations

from benchmarks.corpus import ROOT

PAGE = ROOT / "docs" / "performance.md"


def write_figures(name: str, figures: str) -> None:
    """Put figures in the place of those that stand under a name.

    Raises:
        ValueError: The page has no such marks.
    """
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(begin)
    _, mark, tail = rest.partition(end)
    if not mark:
        raise ValueError(f"{PAGE}: no place for {name}")
    PAGE.write_text(head + begin + figures + end + tail, encoding="utf-8")
