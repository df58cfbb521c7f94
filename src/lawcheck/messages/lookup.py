"""Looks words up in ``zh.yaml`` and ``en.yaml`` beside this file."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from lawcheck.cache import parsed
from lawcheck.errors import LawcheckError, UsageError

LANGUAGES = ("zh", "en")

E = TypeVar("E", bound=LawcheckError)


@cache
def _words(lang: str) -> dict[str, str]:
    loaded: dict[str, str] = parsed(Path(__file__).with_name(f"{lang}.yaml").read_bytes())
    return loaded


def say(key: str, lang: str, /, **values: object) -> str:
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


def error_of(
    kind: type[E],
    key: str,
    /,
    *,
    where: str = "",
    code: str = "error",
    fix: str = "",
    lang: str = "zh",
    **values: Any,
) -> E:
    """Return an error that can be said in every language.

    Args:
        kind: Class of the error.
        key: Key of the message that says what is wrong.
        where: As in ``LawcheckError``.
        code: As in ``LawcheckError``.
        fix: Key of the message that says how to mend it; ``<key>.fix`` by default.
        lang: Language of the error as it is raised; ``say_error`` says it in another.
        **values: What both messages are filled in with.
    """
    keys = (key, fix or f"{key}.fix")
    what, how = (say(name, lang, **values) for name in keys)
    return kind(what, where=where, fix=how, code=code, keys=keys, values=values)


def misuse(code: str, /, *, where: str, detail: str = "", lang: str = "zh", **values: Any) -> UsageError:
    """Return the error for a wrong option, argument or file of the user's.

    Args:
        code: The error's code; ``usage.<code>`` are its words, or ``usage.<code>.<detail>``.
        where: As in ``LawcheckError``.
        detail: Which of several messages of this code.
        lang: Language of the error.
        **values: What the words are filled in with.
    """
    key = f"usage.{code}.{detail}" if detail else f"usage.{code}"
    return error_of(UsageError, key, where=where, code=code, lang=lang, **values)


def unknown(
    thing: str,
    name: str,
    known: Collection[str],
    /,
    *,
    where: str,
    lang: str = "zh",
    shown: Collection[str] | None = None,
) -> UsageError:
    """Return the error for a name that is none of those known, with the nearest of them or else all.

    Args:
        thing: What it should name; ``unknown.<thing>`` says it, ``unknown-<thing>`` is the code.
        name: The name.
        known: The names there are.
        shown: As they are listed where none is near; as they are by default.
        where: The option or argument.
        lang: Language of the error.
    """
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    return error_of(
        UsageError,
        f"unknown.{thing}",
        where=where,
        code=f"unknown-{thing}",
        fix="unknown.near" if near else "unknown.none_near",
        lang=lang,
        name=name,
        near="".join(near),
        known=", ".join(known if shown is None else shown),
    )


def say_error(error: LawcheckError, lang: str) -> tuple[str, str]:
    """Return what is wrong and how to mend it in a language, as far as the error can be said in it."""
    if not error.keys:
        return error.what, error.fix
    what, fix = (say(key, lang, **error.values) for key in error.keys)
    return what, fix
