"""What went wrong, where, and how to mend it: the one shape of every error that leaves lawcheck."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any


class LawcheckError(Exception):
    """An error for people, of the shape *where: what. How to fix it*.

    Args:
        what: What is wrong, with the offending value.
        where: File, or ``file:line:column``, or an option's name; empty when there is no place.
        fix: What to do about it; empty when nothing sensible can be said.
        code: A short kebab-case name that scripts may rely on.
        keys: Keys of ``messages`` that say what is wrong and how to mend it in every language; empty for errors about
            rules, which are said in English alone.
        values: What these messages are filled in with.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        fix: str = "",
        code: str = "error",
        keys: Sequence[str] = (),
        values: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix
        self.code = code
        self.keys = tuple(keys)
        self.values = values or {}

    def __str__(self) -> str:
        return self.line(self.what, self.fix)

    def line(self, what: str, fix: str) -> str:
        """Return the error on one line, with these words for what is wrong and how to mend it."""
        what = what if what.endswith(tuple(".。!！?？")) else f"{what}."
        head = f"{self.where}: {what}" if self.where else what
        return f"{head} {fix}" if fix else head

    def details(self) -> dict[str, Any]:
        """Return the keyword arguments that make the same error again, for its way from one process to another."""
        return {name: getattr(self, name) for name in ("where", "fix", "code", "keys", "values")}

    def __reduce__(self) -> tuple[object, ...]:
        # Worker processes send errors home; keyword arguments need help to survive pickling.
        return _rebuild, (type(self), self.what, self.details())


def _rebuild(cls: type[LawcheckError], what: str, kept: dict[str, Any]) -> LawcheckError:
    return cls(what, **kept)


class ReadError(LawcheckError):
    """A report could not be read; becomes ``card.error``."""


class ChecklistError(LawcheckError):
    """A checklist is wrong: always with file, line and column of the wrong key or value."""


class UsageError(LawcheckError):
    """A wrong option or argument."""


class PluginError(LawcheckError):
    """Something another package adds could not be loaded."""


class OutOfTimeError(LawcheckError):
    """A pattern or a report used up its time; becomes the status ``unchecked``."""


def shown_path(path: Path) -> str:
    """Return a path as messages show it: from the working folder where it lies below it."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()
