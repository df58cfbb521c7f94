"""Which reports stand behind some paths: files, folders and archives are walked, in a fixed order."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lawcheck.errors import ReadError
from lawcheck.readers.detect import EMPTY_ZIP, ZIP, is_archive, readable_head
from lawcheck.readers.files import contents
from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused

if TYPE_CHECKING:
    from lawcheck.readers.source import SourceText
    from lawcheck.readers.zip_ import Zip

_NOT_REPORTS = ("readme", "license", "changelog", "contributing")
_HIDDEN = (".", "~$", "__MACOSX")
"""Beginnings of the names of files that are hidden, or that programs leave beside those of a person."""


@dataclass(frozen=True, slots=True)
class Found:
    """A report to read.

    Attributes:
        name: What to call it: its path, within an archive the archive's path before it.
        path: The file on disk.
        inside: Names of the entries that lead to it, an archive within an archive first; empty for a plain file.
        error: Why it cannot be read, when that is known already.
    """

    name: str
    path: str
    inside: tuple[str, ...] = ()
    error: ReadError | None = None

    def read(self, limits: Limits | None = None, *, convert: bool = False, data: bytes | None = None) -> SourceText:
        """Read it.

        Args:
            limits: How much is read.
            convert: As for ``read_bytes``.
            data: Its contents, where they are at hand.

        Raises:
            ReadError: It cannot be read.
        """
        from lawcheck.readers.base import read_bytes

        limits = limits or Limits()
        return read_bytes(self.contents(limits) if data is None else data, self.name, limits, convert=convert)

    def contents(self, limits: Limits) -> bytes:
        """Return its bytes, those of an entry inflated within the limits.

        Raises:
            ReadError: They cannot be had.
        """
        if self.error is not None:
            raise self.error
        if not self.inside:
            return contents(self.path, self.name, limits)
        from lawcheck.readers.zip_ import Zip

        try:
            changed = Path(self.path).stat().st_mtime_ns
        except OSError as error:
            raise refused("unreadable", self.name, why=error.strerror or str(error)) from None
        data = _archive(self.path, changed, limits).fresh().read(self.inside[0])
        for name in self.inside[1:]:
            data = Zip(data, self.name, limits).read(name)
        return data


@lru_cache(maxsize=1)
def _archive(path: str, changed: int, limits: Limits) -> Zip:
    """Return an archive whose reports are read one after the other."""
    from lawcheck.readers.zip_ import Zip

    return Zip(contents(path, path, limits), path, limits)


@dataclass(slots=True)
class Walk:
    """Walks through paths; what in a folder was left out is told.

    Attributes:
        limits: How much is read.
        left_out: Files of folders and archives that are no reports, by name.
        outside: Links that lead out of a folder that was named, by name; they are not followed.
    """

    limits: Limits = field(default_factory=Limits)
    left_out: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def find(self, paths: Iterable[str | os.PathLike[str]]) -> Iterator[Found]:
        """Yield the reports behind some paths, in a fixed order; ``-`` stays what it is."""
        for path in paths:
            name = os.fspath(path)
            if name != "-" and Path(name).is_dir():
                for file in self._files(Path(name)):
                    yield from self._file(file.as_posix(), file.as_posix())
            else:
                yield from self._file(name, name.replace(os.sep, "/"))

    def _files(self, root: Path) -> Iterator[Path]:
        real = root.resolve()
        for file in _tree(root, self.outside):
            if file.is_symlink() and not file.resolve().is_relative_to(real):
                self.outside.append(file.as_posix())
            elif _is_other(file.name):
                continue
            elif self._worth_reading(file):
                yield file
            else:
                self.left_out.append(file.as_posix())

    def _worth_reading(self, file: Path) -> bool:
        try:
            if not stat.S_ISREG(file.stat().st_mode):
                return False  # a pipe would be waited for without end
            with file.open("rb") as handle:
                head = handle.read(1024)
        except OSError:
            return True  # reading it says why it cannot be read
        return readable_head(head, file.suffix.lower())

    def _file(self, path: str, name: str) -> Iterator[Found]:
        try:
            with Path(path).open("rb") as handle:
                zipped = handle.read(4) in (ZIP, EMPTY_ZIP) and stat.S_ISREG(os.fstat(handle.fileno()).st_mode)
                if zipped and os.fstat(handle.fileno()).st_size <= self.limits.file_bytes:
                    from lawcheck.readers.zip_ import Zip

                    archive = Zip(handle, name, self.limits)
                    if is_archive(archive.infos):
                        yield from self._entries(archive, path, name, ())
                        return
        except ReadError as error:
            if error.code != "damaged":
                yield Found(name, path, error=error)
                return
        except (OSError, ValueError):
            pass  # reading it says why it cannot be opened
        yield Found(name, path)

    def _entries(self, archive: Zip, path: str, name: str, inside: tuple[str, ...]) -> Iterator[Found]:
        """Yield the reports of an archive, those of archives inside it too, as deep as the limit allows."""
        before = len(self.left_out)
        count = 0
        for entry in sorted(archive.infos):
            if archive.infos[entry].is_dir():
                continue
            shown = f"{name}/{entry}"
            parts = PurePosixPath(entry.replace("\\", "/")).parts
            if ".." in parts or entry.startswith(("/", "\\")) or ":" in parts[0]:
                yield Found(shown, path, error=refused("unsafe-path", shown))
            elif any(_hidden(part) for part in parts) or _is_other(parts[-1]):
                continue
            else:
                yield from self._entry(archive, path, shown, (*inside, entry))
            count += 1
        if not count and len(self.left_out) == before:
            yield Found(name, path, error=refused("archive", name, detail="empty"))

    def _entry(self, archive: Zip, path: str, name: str, inside: tuple[str, ...]) -> Iterator[Found]:
        try:
            head = archive.head(inside[-1], 1024)
            if not readable_head(head, PurePosixPath(name).suffix.lower()):
                self.left_out.append(name)
                return
            if head.startswith((ZIP, EMPTY_ZIP)):
                from lawcheck.readers.zip_ import Zip

                inner = Zip(io.BytesIO(archive.read(inside[-1])), name, self.limits)
                if is_archive(inner.infos):
                    if len(inside) >= self.limits.nesting:
                        raise refused("archive", name, detail="nested", most=self.limits.nesting)
                    yield from self._entries(inner, path, name, inside)
                    return
        except ReadError as error:
            yield Found(name, path, inside, error)
            return
        yield Found(name, path, inside)


def files_of(paths: Iterable[str | os.PathLike[str]]) -> Iterator[str]:
    """Yield every file that a walk through these paths would look at, without opening any."""
    for path in paths:
        if Path(path).is_dir():
            yield from map(str, _tree(Path(path), []))
        else:
            yield os.fspath(path)


def _tree(root: Path, links: list[str]) -> Iterator[Path]:
    """Yield the files below a folder in the order of their paths, a folder at a time: a corpus may be larger than memory.

    Args:
        root: The folder.
        links: Takes the links to folders, which are not followed.
    """
    open_folders = [(root, iter(_names(root)))]
    while open_folders:
        folder, names = open_folders[-1]
        packed = next(names, None)
        if packed is None:
            open_folders.pop()
            continue
        name = os.fsdecode(packed)
        path = folder / name
        if not name.endswith("/"):
            yield path
        elif path.is_symlink():
            links.append(path.as_posix())
        else:
            open_folders.append((path, iter(_names(path))))


def _names(folder: Path) -> list[bytes]:
    """Return what stands in a folder, in order, a slash after the names of folders: they sort as the paths below them do.

    As bytes, which take half the room of Chinese text and sort alike.
    """
    try:
        with os.scandir(folder) as entries:
            return sorted(
                os.fsencode(f"{entry.name}/" if entry.is_dir() else entry.name)
                for entry in entries
                if not _hidden(entry.name)
            )
    except OSError:
        return []


def _hidden(name: str) -> bool:
    return name.startswith(_HIDDEN)


def _is_other(name: str) -> bool:
    """Say whether a file tells of a folder's contents or of a program rather than being one of its reports."""
    return name.lower().startswith(_NOT_REPORTS)
