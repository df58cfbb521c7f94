"""ZIP files, opened without trust: every count and size is checked while inflating, nothing is written to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO

from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused, too_big

_CHUNK = 256 * 1024
_RATIO_FROM = 4 * 1024 * 1024
"""Inflated size from which on the ratio counts, in bytes: small parts of repeated text are packed very tightly."""

_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What zipfile raises for damaged parts, and for ways of packing that it does not know."""

_ENTRY = b"PK\x01\x02"
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


class Zip:
    """A ZIP whose parts are read within limits.

    Args:
        data: The bytes, or an open binary file.
        name: The file, for messages.
        limits: How much is read.

    Raises:
        ReadError: Damaged, or too many entries.
    """

    def __init__(self, data: bytes | IO[bytes], name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self._read = 0
        # An entry of the directory needs these four bytes: counted before zipfile builds an object for each.
        if isinstance(data, bytes) and data.count(_ENTRY) > 20 * limits.zip_entries:
            raise too_big("zip_entries", data.count(_ENTRY), limits, name)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, UnicodeError, NotImplementedError) as error:
            raise refused("damaged", name, why=str(error)) from None
        infos = self._zip.infolist()
        if len(infos) > limits.zip_entries:
            raise too_big("zip_entries", len(infos), limits, name)
        self.infos = {_name(info): info for info in infos}

    def __contains__(self, part: str) -> bool:
        return part in self.infos

    def find(self, part: str) -> str | None:
        """Return a part's real name where only its case or its slashes differ."""
        if part in self.infos:
            return part
        wanted = _plain(part)
        return next((name for name in self.infos if _plain(name) == wanted), None)

    def fresh(self) -> Zip:
        """Count what is inflated from here anew: of an archive of reports, each has the limits for itself."""
        self._read = 0
        return self

    def read(self, part: str) -> bytes:
        """Return a part inflated.

        Raises:
            ReadError: Not there, damaged, encrypted, or beyond a limit.
        """
        info = self.infos.get(part)
        if info is None:
            raise refused("damaged", self.name, why=f"{part} ?")
        if info.flag_bits & _ENCRYPTED:
            raise refused("encrypted", self.name)
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as handle:
                while chunk := handle.read(_CHUNK):
                    size += len(chunk)
                    self._read += len(chunk)
                    self._guard(size, info.compress_size)
                    parts.append(chunk)
        except _BROKEN as error:
            raise refused("damaged", self.name, why=f"{part}: {error}") from None
        return b"".join(parts)

    def head(self, part: str, size: int) -> bytes:
        """Return the first bytes of a part.

        Raises:
            ReadError: Damaged or encrypted.
        """
        info = self.infos[part]
        if info.flag_bits & _ENCRYPTED:
            raise refused("encrypted", self.name)
        try:
            with self._zip.open(info) as handle:
                return handle.read(size)
        except _BROKEN as error:
            raise refused("damaged", self.name, why=f"{part}: {error}") from None

    def _guard(self, size: int, packed: int) -> None:
        if size > self.limits.part_bytes:
            raise too_big("part_bytes", size, self.limits, self.name)
        if self._read > self.limits.expanded_bytes:
            raise too_big("expanded_bytes", self._read, self.limits, self.name)
        if size > _RATIO_FROM and size > self.limits.ratio * max(1, packed):
            raise refused("bomb", self.name, ratio=size // max(1, packed), most=self.limits.ratio)

    def close(self) -> None:
        """Close the file."""
        self._zip.close()


def _name(info: zipfile.ZipInfo) -> str:
    """Return an entry's name; without the UTF-8 flag, Chinese programs write it in GBK and zipfile guesses cp437."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).split("\0")[0]
        except UnicodeDecodeError:
            continue
    return info.filename


def _plain(part: str) -> str:
    return part.replace("\\", "/").strip("/").lower()
