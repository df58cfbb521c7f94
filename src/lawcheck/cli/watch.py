"""``lawcheck check --watch``: check again whenever a report, a rule or a setting was saved."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from lawcheck.checklist import DEFAULT, load_checklist
from lawcheck.cli.main import EXIT_UNCHECKED, say_failure
from lawcheck.config import TOML_NAME, YAML_NAME, find_config
from lawcheck.errors import LawcheckError, shown_path
from lawcheck.messages import misuse, say
from lawcheck.readers import files_of
from lawcheck.reporters import printable

_SHOWN = 3
_PAUSE = 0.5
"""Seconds between two looks at the files; what changed has to be at rest for as long."""

_LASTING = ("missing-extra", "unknown-format", "unknown-kind", "unknown-limit", "binary", "bad-year")
"""Errors that saving a file does not mend."""

State = dict[str, tuple[int, int]]
"""By file: when it was changed, in nanoseconds, and its size in bytes."""


def _wait() -> None:
    time.sleep(_PAUSE)


def watch_command(
    arguments: argparse.Namespace,
    check: Callable[[argparse.Namespace], int],
    pause: Callable[[], None] = _wait,
) -> int:
    """Check, and check again after every change, until the user interrupts.

    Files are looked at rather than listened to: that works on network drives, and with programs that write a new file and
    put it in the old one's place.

    Args:
        arguments: As they were given, before settings filled them in: settings may change, too.
        check: Checks once.
        pause: Waits before the files are looked at again; ``KeyboardInterrupt`` ends the watch.

    Returns:
        The exit code of the last run.

    Raises:
        UsageError: Standard input is to be watched.
    """
    lang = arguments.lang or "zh"
    if "-" in arguments.paths:
        raise misuse("watch", where="-", lang=lang)
    code = EXIT_UNCHECKED
    watched = _Watched(arguments)
    try:
        while True:
            watched.look()
            state = watched.state()
            own = argparse.Namespace(**vars(arguments))
            try:
                code = check(own)
            except LawcheckError as error:
                code = say_failure(error, own)
                if error.code in _LASTING:
                    return code
            sys.stdout.flush()
            print(f"lawcheck: {say('watch.waiting', lang)}", file=sys.stderr, flush=True)
            changed = _next(state, watched, pause)
            names = printable(say("comma", lang).join(changed[:_SHOWN])) + (" …" if len(changed) > _SHOWN else "")
            print(f"lawcheck: {say('watch.changed', lang, names=names)}", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        return code


def _next(before: State, watched: _Watched, pause: Callable[[], None]) -> list[str]:
    """Return the files that changed, once nothing changes any more."""
    last = before
    while True:
        pause()
        now = watched.state()
        if now != before and now == last:
            return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
        last = now


class _Watched:
    """All that a run depends on: reports, settings, baseline, waivers, and the files of the checklist."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        # These two may come to be; a checklist that is wrong is known by its name alone.
        self.beside: set[str] = {YAML_NAME, TOML_NAME, *(arguments.checklist or ())}
        self.output = arguments.output

    def state(self) -> State:
        """Return what the files are like now; what the run itself writes is not among them."""
        output = os.path.realpath(self.output) if self.output else None
        found: State = {}
        for name in (*files_of(self.arguments.paths), *self.beside):
            try:
                state = Path(name).stat()
            except OSError:
                continue
            if output is None or os.path.realpath(name) != output:
                found[shown_path(Path(name))] = (state.st_mtime_ns, state.st_size)
        return found

    def look(self) -> None:
        """Learn of more files, before a run; those of a checklist that is wrong at the moment stay known from before."""
        given = self.arguments
        with suppress(LawcheckError):  # the run itself says what is wrong
            config = find_config(Path.cwd())
            settings = config.values
            self.output = given.output or settings["output"]
            named = (config.path, given.baseline or settings["baseline"], given.waivers or settings["waivers"])
            self.beside |= {str(path) for path in named if path is not None}
            self.beside |= {*load_checklist(given.checklist or settings["checklist"] or DEFAULT).sources}
