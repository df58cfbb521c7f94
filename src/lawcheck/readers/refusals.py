"""Why a file is not read: the errors of all readers."""

from __future__ import annotations

from typing import Any

from lawcheck.errors import ReadError
from lawcheck.messages import error_of
from lawcheck.readers.limits import Limits


def refused(code: str, name: str, *, detail: str = "", **values: Any) -> ReadError:
    """Return the error that says why a file is not read and what to do about it.

    Args:
        code: What scripts rely on; ``read.<code>`` and ``read.<code>.fix`` are its words.
        name: The file.
        detail: Which wording of the code, when it has several.
        **values: What the words are filled in with.
    """
    key = f"read.{code}.{detail}" if detail else f"read.{code}"
    return error_of(ReadError, key, where=name, code=code, **values)


def too_big(limit: str, count: float, limits: Limits, name: str) -> ReadError:
    """Return the error for a file beyond one of the limits."""
    most = getattr(limits, limit)
    return refused("too-big", name, detail=limit, count=f"{count:,}", most=f"{most:,}", limit=limit)
