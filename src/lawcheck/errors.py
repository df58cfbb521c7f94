"""What went wrong, where, and how to mend it: the one shape of every error that leaves lawcheck."""

from __future__ import annotations

from typing import Any


class LawcheckError(Exception):
    """An error for people, of the shape *where: what. How to fix it*.

    Args:
        what: What is wrong, with the offending value.
        where: File, or ``file:line:column``, or an option's name; empty when there is no place.
        fix: What to do about it; empty when nothing sensible can be said.
        code: A short kebab-case name that scripts may rely on.
        message: Key of ``messages`` that says it in every language, for errors that end up on a report card.
        values: What the message is filled in with.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        fix: str = "",
        code: str = "error",
        message: str = "",
        values: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix
        self.code = code
        self.message = message
        self.values = values or {}

    def __str__(self) -> str:
        what = self.what if self.what.endswith(tuple(".。!！?？")) else f"{self.what}."
        head = f"{self.where}: {what}" if self.where else what
        return f"{head} {self.fix}" if self.fix else head

    def __reduce__(self) -> tuple[object, ...]:
        # Worker processes send errors home; keyword arguments need help to survive pickling.
        kept = {name: getattr(self, name) for name in ("where", "fix", "code", "message", "values")}
        return _rebuild, (type(self), self.what, kept)


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
    """A pattern used up its time budget; becomes the status ``unchecked``."""
