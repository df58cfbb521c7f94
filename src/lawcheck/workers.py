"""Work in several processes: chunks out, results back in input order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import Any, TypeVar

from lawcheck.judge import ReportCard
from lawcheck.messages import misuse
from lawcheck.readers import Found

T = TypeVar("T")
R = TypeVar("R")

LEAST, MOST = 4, 16
"""Reports a worker takes at once: few of a short run, so that at its end none waits long for another."""

AHEAD = 48
"""Reports for each worker that are under way or wait for their turn."""


def itself(card: ReportCard) -> ReportCard:
    """Return the card."""
    return card


def check_in_processes(
    sources: Iterable[Found], *, jobs: int, finish: Callable[[ReportCard], R], **options: Any
) -> Iterator[R]:
    """Yield what comes of reports in input order; at most a few chunks per worker are under way, so memory stays bounded.

    Args:
        sources: The reports.
        jobs: Processes.
        finish: What a worker makes of a card and sends: unpacking cards is work that only one process does.
        **options: As for ``check_many``.
    """
    rows = iter(sources)
    waiting: deque[tuple[int, Future[list[R]]]] = deque()
    taken = ahead = 0
    # spawn, not fork: a caller's threads and locks must not leak into workers.
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
        while True:
            while ahead < jobs * AHEAD:
                # One more for every sixteen that each worker has had: what one may wait at the end is a small part of the run.
                chunk = list(islice(rows, min(MOST, max(LEAST, taken // (jobs * MOST)))))
                if not chunk:
                    break
                waiting.append((len(chunk), pool.submit(_check_chunk, chunk, finish, options)))
                taken, ahead = taken + len(chunk), ahead + len(chunk)
            if not waiting:
                return
            count, future = waiting.popleft()
            ahead -= count
            try:
                made = future.result()
            except BrokenProcessPool:
                raise misuse("workers", where="jobs", lang=options.get("lang", "zh")) from None
            yield from made


def map_in_processes(function: Callable[[T], R], items: Iterable[T], *, jobs: int) -> Iterator[R]:
    """Yield a function's results in input order; with one job in this process."""
    if jobs <= 1:
        yield from map(function, items)
        return
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(function, items)


def _check_chunk(chunk: list[Found], finish: Callable[[ReportCard], R], options: dict[str, Any]) -> list[R]:
    from lawcheck.pipeline import check_many

    return [finish(card) for card in check_many(chunk, jobs=1, **options)]
