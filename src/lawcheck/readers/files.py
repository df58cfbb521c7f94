"""The bytes of a file on disk."""

from __future__ import annotations

import os
from pathlib import Path

from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused, too_big


def contents(path: str | os.PathLike[str], shown: str, limits: Limits) -> bytes:
    """Return a file's bytes.

    Raises:
        ReadError: It cannot be opened, or is too big: told before a byte is read, so that a disk image costs nothing.
    """
    if "\0" in shown:
        raise refused("unreadable", shown.replace("\0", "?"), detail="path")
    try:
        size = Path(path).stat().st_size
        if size > limits.file_bytes:
            raise too_big("file_bytes", size, limits, shown)
        with Path(path).open("rb") as handle:
            return handle.read(limits.file_bytes + 1)
    except OSError as error:
        known = {FileNotFoundError: "absent", IsADirectoryError: "folder", PermissionError: "forbidden"}
        if type(error) in known:
            raise refused("unreadable", shown, detail=known[type(error)]) from None
        raise refused("unreadable", shown, why=error.strerror or str(error)) from None
