"""Reading in a process of its own: a parser that crashes, hangs or eats memory takes nothing else down.

One child serves many files, since starting Python costs more than reading most of them. It is killed when a file takes
too long and started anew for the next. Results travel as JSON: whatever a broken parser makes of the child's memory, the
caller never executes what comes back.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from typing import IO, Any

from lawcheck.errors import ReadError
from lawcheck.readers.extraction import Extraction, Note
from lawcheck.readers.limits import Limits
from lawcheck.readers.refusals import refused
from lawcheck.readers.source import SourceBlock, SourceText
from lawcheck.spans import PlaceMap

_FILES = 500
"""Files after which a child is replaced, so that what a parser leaks stays small."""


def read_apart(data: bytes, name: str, limits: Limits) -> SourceText:
    """Read a report in a child process, within the limits of time and memory.

    Raises:
        ReadError: As ``read_bytes``; ``too-slow`` and ``reader-crashed`` in addition.
    """
    return _CHILD.read(data, name, limits)


class _Child:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._memory = 0
        self._served = 0

    def read(self, data: bytes, name: str, limits: Limits) -> SourceText:
        with self._lock:
            process = self._running(limits)
            request = {"name": name, "size": len(data), "limits": asdict(limits)}
            late = threading.Event()

            def stop() -> None:
                late.set()
                process.kill()

            timer = threading.Timer(limits.seconds, stop)
            timer.start()
            try:
                answer = _exchange(process, request, data)
            finally:
                timer.cancel()
            if answer is None:
                self.stop()
                if late.is_set():
                    raise refused("too-slow", name, seconds=f"{limits.seconds:g}")
                raise refused("reader-crashed", name)
            self._served += 1
        if "error" in answer:
            raise ReadError(**answer["error"])
        return _source(answer["source"])

    def _running(self, limits: Limits) -> subprocess.Popen[bytes]:
        worn = self._served >= _FILES or self._memory != limits.memory_bytes
        if self._process is not None and (worn or self._process.poll() is not None):
            self.stop()
        if self._process is None:
            self._process = _started(limits.memory_bytes)
            self._memory, self._served = limits.memory_bytes, 0
        return self._process

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()

    def forget(self) -> None:
        """After a fork: the child is the parent's."""
        self._lock = threading.Lock()
        self._process = None


_CHILD = _Child()
atexit.register(_CHILD.stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_CHILD.forget)


def _started(memory: int) -> subprocess.Popen[bytes]:
    # -P: the working folder may hold files called like modules. The caller's own search path is handed on instead.
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "lawcheck.readers.child", str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )


def _exchange(process: subprocess.Popen[bytes], request: dict[str, Any], data: bytes) -> dict[str, Any] | None:
    """Send a file and return the answer, None when the child is gone."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.write(data)
        process.stdin.flush()
        head = process.stdout.readline()
        if not head.strip().isdigit():
            return None
        body = process.stdout.read(int(head))
    except (OSError, ValueError):
        return None
    if len(body) != int(head):
        return None
    answer: dict[str, Any] = json.loads(body)
    return answer


# -- the child's side


def serve(stdin: IO[bytes], stdout: IO[bytes]) -> None:
    """Answer requests until the caller is gone."""
    from lawcheck.readers.base import read_here

    while line := stdin.readline():
        request = json.loads(line)
        data = stdin.read(request["size"])
        name, limits = request["name"], Limits(**request["limits"])
        answer: dict[str, Any]
        try:
            answer = {"source": _wire(read_here(data, name, limits))}
        except ReadError as error:
            answer = {"error": _wire_error(error)}
        body = json.dumps(answer).encode("utf-8")
        stdout.write(b"%d\n" % len(body))
        stdout.write(body)
        stdout.flush()


def _wire_error(error: ReadError) -> dict[str, Any]:
    return {"what": error.what, **error.details()}


def _wire(source: SourceText) -> dict[str, Any]:
    wire = {name: getattr(source, name) for name in ("text", "name", "sha256", "reader", "encoding")}
    wire["notes"] = [(n.code, n.values) for n in source.notes]
    wire["blocks"] = [(b.start, b.kind, b.level, b.number, b.anchor) for b in source.blocks]
    wire["places"] = source.places.rows() if source.places is not None else None
    wire["extraction"] = {
        **asdict(source.extraction),
        "incomplete": [(n.code, n.values) for n in source.extraction.incomplete],
    }
    return wire


def _source(wire: dict[str, Any]) -> SourceText:
    extraction = wire["extraction"]
    extraction["incomplete"] = _notes(extraction["incomplete"])
    extraction["pages_without_text"] = tuple(extraction["pages_without_text"])
    extraction["skipped"] = tuple((kind, count) for kind, count in extraction["skipped"])
    return SourceText(
        text=wire["text"],
        name=wire["name"],
        sha256=wire["sha256"],
        reader=wire["reader"],
        encoding=wire["encoding"],
        notes=_notes(wire["notes"]),
        blocks=tuple(
            SourceBlock(start=start, kind=kind, level=level, number=number, anchor=anchor)
            for start, kind, level, number, anchor in wire["blocks"]
        ),
        places=PlaceMap.of_rows(wire["places"]) if wire["places"] is not None else None,
        extraction=Extraction(**extraction),
    )


def _notes(wire: list[Any]) -> tuple[Note, ...]:
    return tuple(Note(code, tuple((key, value) for key, value in values)) for code, values in wire)


def _bound(memory: int) -> None:
    """Bound the memory of this process, where the system can; leave no core file behind."""
    try:
        import resource
    except ImportError:  # Windows has no such limit: there only the time is bounded
        return
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def main() -> None:
    """Run as the child: requests on standard input, answers on standard output."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # A library that prints must not break the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    _bound(int(sys.argv[1]))
    # Pages nest deeper than Python's caution allows; how deep is bounded before they are walked.
    sys.setrecursionlimit(20_000)
    with suppress(BrokenPipeError, KeyboardInterrupt):
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
