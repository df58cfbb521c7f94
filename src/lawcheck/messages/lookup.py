"""Looks words up in ``zh.yaml`` and ``en.yaml`` beside this file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

LANGUAGES = ("zh", "en")


@cache
def _words(lang: str) -> dict[str, str]:
    import yaml

    text = (files("lawcheck.messages") / f"{lang}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


def say(key: str, lang: str, **values: object) -> str:
    """Return a message in a language, with its values filled in.

    Raises:
        KeyError: No such message: a slip in lawcheck, found by its tests.
    """
    text = _words(lang)[key]
    return text.format(**values) if values else text


def say_place(lang: str, unit: str, line: int, page: int | None = None) -> str:
    """Return how a person finds a place: a line or a paragraph, with its page where that is known."""
    if page is None:
        return say(f"report.{unit}", lang, line=line)
    return say(f"report.page_{unit}", lang, page=page, line=line)
