"""Puts parts into a ZIP and leaves every other entry as it was, packed bytes and all."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from lawcheck.readers.refusals import refused

_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_ZIP64 = 0x0001
_FULL = 0xFFFFFFFF
"""What stands for a number that is in the ZIP64 field."""

_UTF8_NAME = 0x800
_FIRST_DAY = [0, 1 << 5 | 1]


def patch_zip(data: bytes, changed: Mapping[int, bytes], added: Mapping[str, bytes], name: str) -> bytes:
    """Return a ZIP with some entries changed and others added behind the last one.

    Args:
        data: The ZIP.
        changed: New contents by the offset of the entry's header; they keep the entry's date.
        added: Contents of new entries by their names; they get the date of the first changed entry.
        name: The file, for messages.

    Raises:
        ReadError: Its directory is damaged.
    """
    try:
        return _Patch(data, changed).write(added)
    except (zipfile.BadZipFile, struct.error, ValueError, LookupError) as error:
        raise refused("damaged", name, why=str(error)) from None


@dataclass(frozen=True, slots=True)
class _Contents:
    """What an entry holds, packed."""

    method: int
    packed: bytes
    crc: int
    size: int

    @classmethod
    def of(cls, contents: bytes, method: int = zipfile.ZIP_DEFLATED) -> _Contents:
        if method == zipfile.ZIP_STORED:
            return cls(method, contents, zlib.crc32(contents), len(contents))
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(contents) + packer.flush()
        return cls(zipfile.ZIP_DEFLATED, packed, zlib.crc32(contents), len(contents))

    @property
    def facts(self) -> tuple[int, int, int]:
        return self.crc, len(self.packed), self.size


class _Patch:
    def __init__(self, data: bytes, changed: Mapping[int, bytes]) -> None:
        self.data = data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.infos = archive.infolist()
            self.start, self.comment = archive.start_dir, archive.comment
        methods = {info.header_offset: info.compress_type for info in self.infos}
        self.changed = {at: _Contents.of(contents, methods[at]) for at, contents in changed.items()}

    def write(self, added: Mapping[str, bytes]) -> bytes:
        edges = sorted({*(info.header_offset for info in self.infos), self.start})
        out = bytearray(self.data[: edges[0]])
        moved: dict[int, int] = {}
        for start, end in pairwise(edges):
            moved[start] = len(out)
            out += self._header(start) if start in self.changed else self.data[start:end]
        directory, date = self._directory(moved)
        for title, contents in added.items():
            local, central = _new(title.encode(), _Contents.of(contents), date, len(out))
            out += local
            directory += central
        count = len(self.infos) + len(added)
        end_record = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(out), len(self.comment))
        return bytes(out + directory + end_record + self.comment)

    def _header(self, start: int) -> bytes:
        """Return the header of a changed entry, and its contents."""
        contents = self.changed[start]
        signature, version, flags, _, *when = _LOCAL.unpack_from(self.data, start)
        if signature != b"PK\3\4":
            raise ValueError("PK 03 04 ?")
        at = start + _LOCAL.size
        title, extra = self.data[at : at + when[5]], self.data[at + when[5] : at + when[5] + when[6]]
        extra = _without_zip64(extra)
        # The sizes stand here now: no flag says that they follow the contents.
        head = (version, flags & _UTF8_NAME, contents.method, *when[:2], *contents.facts)
        return _LOCAL.pack(b"PK\3\4", *head, len(title), len(extra)) + title + extra + contents.packed

    def _directory(self, moved: Mapping[int, int]) -> tuple[bytearray, list[int]]:
        """Return the directory, and time and date of the first changed entry."""
        directory, date, at = bytearray(), _FIRST_DAY, self.start
        for info in self.infos:
            signature, *fields = _CENTRAL.unpack_from(self.data, at)
            if signature != b"PK\1\2":
                raise ValueError("PK 01 02 ?")
            at += _CENTRAL.size
            name, extra, comment = (self._piece(at, sum(fields[9:n]), fields[n]) for n in (9, 10, 11))
            at += sum(fields[9:12])
            if info.header_offset in self.changed and date is _FIRST_DAY:
                date = fields[4:6]
            extra = self._mended(info, fields, extra)
            fields[10], fields[15] = len(extra), moved[info.header_offset]
            directory += _CENTRAL.pack(b"PK\1\2", *fields) + name + extra + comment
        return directory, date

    def _mended(self, info: zipfile.ZipInfo, fields: list[int], extra: bytes) -> bytes:
        """Mend the fields of a directory record, and return its extra fields."""
        contents = self.changed.get(info.header_offset)
        if contents is not None:
            fields[2:4] = [fields[2] & _UTF8_NAME, contents.method]
            fields[6:9] = contents.facts
        elif _FULL in (fields[7], fields[8], fields[15]):
            fields[7:9] = [info.compress_size, info.file_size]
        else:
            return extra
        fields[12] = 0
        return _without_zip64(extra)

    def _piece(self, at: int, ahead: int, size: int) -> bytes:
        return self.data[at + ahead : at + ahead + size]


def _new(title: bytes, contents: _Contents, date: list[int], offset: int) -> tuple[bytes, bytes]:
    """Return header with contents, and directory record, of a new entry."""
    flags = 0 if title.isascii() else _UTF8_NAME
    facts = (20, flags, contents.method, *date, *contents.facts, len(title), 0)
    local = _LOCAL.pack(b"PK\3\4", *facts) + title + contents.packed
    return local, _CENTRAL.pack(b"PK\1\2", 20, *facts, 0, 0, 0, 0, offset) + title


def _without_zip64(extra: bytes) -> bytes:
    """Return extra fields without the sizes of a ZIP beyond 4 GB."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind != _ZIP64:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return kept + extra[at:]
