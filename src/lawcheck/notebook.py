"""Report cards in a notebook: one shows itself, many become a data frame."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib import import_module
from typing import Any

import lawcheck
from lawcheck.judge import ReportCard
from lawcheck.messages import misuse, unknown
from lawcheck.reporters import RenderOptions, find_reporter
from lawcheck.reporters.csv_ import COLUMNS, rows_of

LIBRARIES = ("pandas", "polars")


def show(card: ReportCard) -> str:
    """Return a card as HTML for a notebook: the reviewer's page in a frame that can do nothing."""
    options = RenderOptions(version=lawcheck.__version__, checklist=card.checklist)
    page = b"".join(find_reporter("html")(iter([card]), options)).decode("utf-8")
    return f'<iframe sandbox srcdoc="{escape(page)}" style="width: 100%; height: 40rem; border: 1px solid #ccc"></iframe>'


def cards_to_frame(cards: Iterable[ReportCard], library: str | None = None) -> Any:
    """Return a tidy data frame: one row for each report and leaf, with the columns of ``--format csv``.

    Args:
        cards: Report cards, such as ``check_many`` yields.
        library: ``pandas`` or ``polars``; the first of them that is installed by default.

    Raises:
        UsageError: Unknown library, or none is installed.
    """
    module = _library(library)
    rows = [row for card in cards for row in rows_of(card)]
    return module.DataFrame({name: [row.get(name) for row in rows] for name in COLUMNS})


def _library(name: str | None) -> Any:
    if name is not None and name not in LIBRARIES:
        raise unknown("library", name, LIBRARIES, where="library")
    for candidate in LIBRARIES if name is None else (name,):
        try:
            return import_module(candidate)
        except ImportError:
            continue
    names = name or ", ".join(LIBRARIES)
    raise misuse("missing-extra", detail="library", where="cards_to_frame", names=names, first=name or LIBRARIES[0])
