"""lawcheck beside bare searches for the same words, in one run: what counts are the ratios.

    python -m benchmarks.speed [--rounds N] [--reports N] [--write]

The corpus is made anew from the sentences of the samples and the labelled reports. What is compared takes turns, round
by round, so that whatever else the machine does meets all alike. Times are of the processor, but for the start of
programs and for runs in several processes, which are by the clock. ``--write`` puts the figures into docs/performance.md.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import os
import platform
import pstats
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import regex

import lawcheck
from benchmarks import others
from benchmarks.corpus import ROOT, reports
from benchmarks.page import write_figures
from lawcheck.authoring.wheel import brought
from lawcheck.checklist import Checklist, load_checklist
from lawcheck.document import Document, parse
from lawcheck.judge import judge
from lawcheck.match import Matcher
from lawcheck.match.scan import Engine, Hits
from lawcheck.patterns import Scanner
from lawcheck.pipeline import check_text
from lawcheck.readers import source_of_text
from lawcheck.reporters import RenderOptions, find_reporter

Work = Callable[[], object]

_RATIOS: dict[str, float] = {}
"""What this run has measured beside something else, by name."""

_AIMS = (
    (
        "automaton: all necessary literals",
        "whole pipeline beside a bare scan of its literals",
        "at most 15 × its time",
    ),
    (
        "`re`, one pattern after the other",
        "beside `re`, one pattern after the other",
        "at most a tenth of its time",
    ),
    ("hyperscan: all words and patterns", "beside hyperscan", "at most 3 × its time"),
    ("semgrep", "beside semgrep", "at most 1/400 of its time"),
    (
        "`lawcheck check one.txt`, nothing kept",
        "`lawcheck check one.txt` beside `python -c pass`, cold",
        "at most 8 ×",
    ),
    ("`lawcheck check one.txt`, checked before", "the same, warm", "at most 5 ×"),
    ("`import lawcheck`", "`import lawcheck`", "at most 1.5 ×"),
    ("`lawcheck --version`", "`lawcheck --version`", "at most 2 ×"),
    ("length", "longest beside ordinary reports, for each character", "1 ×"),
    ("rules", "all leaves beside the first six, for each leaf", "less than 1 ×"),
    ("processes", "two processes beside one", "at least 1.8 × as fast"),
    ("memory", "the parent's memory beside that with a quarter of the reports", "within 10%"),
)


def main() -> int:
    """Print the figures, or write them down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--reports", type=int, default=30, help="reports that the searches are compared on")
    parser.add_argument("--many", type=int, default=400, help="reports that processes and memory are measured on")
    parser.add_argument("--longest", type=int, default=200_000, help="characters of the longest report")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    arguments = parser.parse_args()
    texts = [text for _, text in reports(arguments.reports)]
    lines = [
        *_side_by_side(texts, arguments.rounds),
        *_stages(texts, arguments.rounds),
        *_profile(texts),
        *_starts(arguments.rounds),
        *_lengths(arguments.rounds, arguments.longest),
        *_rules(texts, arguments.rounds),
        *_batches(arguments.many),
    ]
    figures = "\n".join([*_setting(texts), *_aims(), *lines]) + "\n"
    print(figures)
    if arguments.write:
        write_figures("figures", figures)
    return 0


def _setting(texts: list[str]) -> Iterator[str]:
    checklist = load_checklist()
    concepts = checklist.concepts
    patterns = sum(len(c.patterns) + len(c.protect_patterns) for c in concepts)
    words = sum(len(c.words) + len(c.protect_words) for c in concepts)
    characters = sum(map(len, texts)) / len(texts)
    yield f"lawcheck {lawcheck.__version__}, Python {platform.python_version()}, {os.cpu_count()} cores; {len(texts)} reports of "
    yield f"{characters:,.0f} characters on average; {len(checklist.leaves)} leaves, {words:,} words, {patterns} patterns."
    yield ""


def _aims() -> Iterator[str]:
    yield "| what | aim | measured |"
    yield "| --- | --- | ---: |"
    for name, what, aim in _AIMS:
        if name in _RATIOS:
            yield f"| {what} | {aim} | {_beside(_RATIOS[name])} |"
    yield ""


# -- side by side


def _side_by_side(texts: list[str], rounds: int) -> Iterator[str]:
    checklist = load_checklist()
    norms = [parse(source_of_text(text)).norm for text in texts]
    work: dict[str, Work] = {"lawcheck": partial(_check_all, texts, checklist)}
    work |= _searches(checklist, norms)
    with others.at_hand(norms, _sources(checklist)) as programs:
        times = _taking_turns(work, rounds, programs)
    own = statistics.median(times["lawcheck"])
    yield "| what | ms a report | spread | lawcheck takes |"
    yield "| --- | ---: | ---: | ---: |"
    for name, spent in times.items():
        middle = statistics.median(spent)
        spread = (max(spent) - min(spent)) / middle
        beside = "" if name == "lawcheck" else _beside(own / middle)
        _RATIOS[name] = own / middle
        yield f"| {name} | {1000 * middle / len(texts):.2f} | {spread:.0%} | {beside} |"
    if programs:
        yield ""
        yield "Programs: one run over all reports, less a run over a single character, which is their start and loading the rules."
        yield from (program.told() for program in programs)
    absent = [name for name in others.NAMES if not others.installed(name)]
    if absent:
        yield ""
        yield f"Not installed here, so not compared: {', '.join(absent)}."
    yield ""


def _beside(ratio: float) -> str:
    """Return how many times as long lawcheck takes; as a fraction, where it is the faster."""
    if ratio < 0.95:
        return f"1/{_two_digits(1 / ratio)}"
    return f"{_two_digits(ratio)} ×"


def _two_digits(ratio: float) -> str:
    return f"{float(f'{ratio:.2g}'):.{0 if ratio >= 9.5 else 1}f}"


def _searches(checklist: Checklist, norms: list[str]) -> dict[str, Work]:
    """Return searches of the same words and patterns that know nothing of reports."""
    literals = Engine.of(checklist).literals
    sources = _sources(checklist)
    known = [re.compile(source) for source in sources if _compiles(re, source)]
    all_of_them = [regex.compile(source) for source in sources]
    scanner = Scanner(literals)
    found: dict[str, Work] = {
        "automaton: all necessary literals": lambda: [scanner.scan(norm) for norm in norms],
        "`re`, one pattern after the other": lambda: [[p.search(norm) for p in known] for norm in norms],
        "`regex`, one pattern after the other": lambda: [[p.search(norm) for p in all_of_them] for norm in norms],
    }
    hyperscan = _hyperscan(sources)
    if hyperscan is not None:
        data = [norm.encode() for norm in norms]
        found["hyperscan: all words and patterns"] = lambda: [hyperscan(each) for each in data]
    return found


def _sources(checklist: Checklist) -> list[str]:
    words: dict[str, None] = {}
    for concept in checklist.concepts:
        for word in (*concept.words, *concept.protect_words):
            words.setdefault(re.escape(word))
        for pattern in (*concept.patterns, *concept.protect_patterns):
            words.setdefault(pattern.source)
    return list(words)


def _compiles(module: Any, source: str) -> bool:
    try:
        module.compile(source)
    except re.error:
        return False
    return True


def _hyperscan(sources: list[str]) -> Callable[[bytes], object] | None:
    try:
        import hyperscan
    except ImportError:
        return None
    flags = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_SINGLEMATCH
    taken = []
    for source in sources:
        try:
            hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK).compile(expressions=[source.encode()], flags=[flags])
        except Exception:
            continue  # look-around and the like, which it does not know
        taken.append(source.encode())
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=taken, flags=[flags] * len(taken), ids=list(range(len(taken))))

    def search(data: bytes) -> list[int]:
        hits: list[int] = []
        database.scan(data, match_event_handler=lambda number, *_: hits.append(number))
        return hits

    return search


def _taking_turns(
    work: dict[str, Work], rounds: int, programs: Sequence[others.Program] = ()
) -> dict[str, list[float]]:
    """Return the processor seconds of every round, one of each in turn; the first turn warms up.

    Programs take part in the first few rounds only: they are slow, and already warm.
    """
    spent: dict[str, list[float]] = {name: [] for name in (*work, *(program.name for program in programs))}
    gc.collect()
    gc.freeze()  # what the benchmark itself holds is no burden of what it measures
    for turn in range(rounds + 1):
        for name, run in work.items():
            began = time.process_time()
            run()
            if turn:
                spent[name].append(time.process_time() - began)
        for program in programs:
            if 1 <= turn <= others.ROUNDS:
                spent[program.name].append(program.seconds())
    return spent


# -- stages


def _stages(texts: list[str], rounds: int) -> Iterator[str]:
    checklist = load_checklist()
    sources = [source_of_text(text) for text in texts]
    documents = [parse(source) for source in sources]
    cards = [judge(document, checklist) for document in documents]
    render = find_reporter("json")
    times = _taking_turns(
        {
            "parse": partial(_each, parse, sources),
            "scan": partial(_each, partial(Hits, checklist=checklist), documents),
            "matcher": partial(_each, partial(Matcher, checklist=checklist), documents),
            "judge": partial(_judge_all, documents, checklist),
            "render": lambda: b"".join(render(cards, RenderOptions())),
        },
        rounds,
    )
    middle = {name: statistics.median(spent) / len(texts) for name, spent in times.items()}
    shares = {
        "normalise, headings, sentences": middle["parse"],
        "one pass over the literals": middle["scan"],
        "title, kind, year, section roles": middle["matcher"] - middle["scan"],
        "match and judge": middle["judge"] - middle["matcher"],
        "write JSON": middle["render"],
    }
    whole = sum(shares.values())
    yield "| stage | ms a report | share |"
    yield "| --- | ---: | ---: |"
    for name, seconds in shares.items():
        yield f"| {name} | {1000 * seconds:.2f} | {seconds / whole:.0%} |"
    yield ""


def _each(step: Callable[[Any], object], things: list[Any]) -> None:
    for thing in things:
        step(thing)


def _profile(texts: list[str]) -> Iterator[str]:
    """Tell where matching and judging spend their time, by file; the profiler weighs small functions too heavily."""
    checklist = load_checklist()
    documents = [parse(source_of_text(text)) for text in texts]
    _judge_all(documents, checklist)
    profile = cProfile.Profile()
    profile.runcall(_judge_all, documents, checklist)
    spent: Counter[str] = Counter()
    calls: Counter[str] = Counter()
    for (file, _, _), (_, count, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        path = Path(file)
        where = f"{path.parent.name}/{path.name}" if "lawcheck" in path.parts else "built-ins and libraries"
        spent[where] += own
        calls[where] += count
    whole = sum(spent.values())
    yield "| match and judge, by file | share | calls a report |"
    yield "| --- | ---: | ---: |"
    for where, seconds in spent.most_common(9):
        yield f"| {where} | {seconds / whole:.0%} | {calls[where] / len(texts):,.0f} |"
    yield f"| all | 100% | {calls.total() / len(texts):,.0f} |"
    yield ""


# -- starts


def _starts(rounds: int) -> Iterator[str]:
    report = str(next(iter(sorted((ROOT / "seeds").glob("003*.txt")))))
    python, run = sys.executable, [sys.executable, "-m", "lawcheck"]
    text = source_of_text(Path(report).read_text(encoding="utf-8"))
    with (
        tempfile.TemporaryDirectory() as folder,
        others.at_hand([parse(text).norm], _sources(load_checklist())) as programs,
    ):
        # An installed package has its modules compiled, whatever this machine's own settings are.
        usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        usual["PYTHONPATH"] = str(_as_installed(Path(folder)))
        cached, without = {**usual, "LAWCHECK_CACHE": folder}, {**usual, "LAWCHECK_CACHE": "off"}
        Path(folder).chmod(0o700)
        changed = Path(folder) / "one.txt"
        commands = {
            "`python -c pass`": ([python, "-c", "pass"], cached),
            "`import lawcheck`": ([python, "-c", "import lawcheck"], cached),
            "`lawcheck --version`": ([*run, "--version"], cached),
            "`lawcheck --help`": ([*run, "--help"], cached),
            "`lawcheck check one.txt`, checked before": ([*run, "check", report], cached),
            "`lawcheck check one.txt`, not checked before": ([*run, "check", str(changed)], cached),
            "`lawcheck check one.txt`, nothing kept": ([*run, "check", report], without),
        }
        for program in programs:
            commands[f"`{program.name}`, the same report"] = ([*program.command, report], program.environment)
        spent: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(rounds + 1):
            for name, (command, environment) in commands.items():
                changed.write_text(text.text + "\n" * turn, encoding="utf-8")
                began = time.perf_counter()
                subprocess.run(command, env=environment, capture_output=True, check=False, cwd=folder)
                if turn:
                    spent[name].append(time.perf_counter() - began)
    base = statistics.median(spent["`python -c pass`"])
    yield "| start | ms | beside `python -c pass` |"
    yield "| --- | ---: | ---: |"
    for name, each in spent.items():
        middle = statistics.median(each)
        _RATIOS[name] = middle / base
        yield f"| {name} | {1000 * middle:.0f} | {middle / base:.1f} × |"
    yield ""


def _as_installed(folder: Path) -> Path:
    """Return a folder with the package as a wheel brings it: its rules compiled."""
    package = folder / "installed" / "lawcheck"
    shutil.copytree(ROOT / "src" / "lawcheck", package)
    shutil.copytree(ROOT / "rules", package / "rules")
    for name, data in brought().items():
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).write_bytes(data)
    return package.parent


# -- scaling


def _lengths(rounds: int, longest: int) -> Iterator[str]:
    checklist = load_checklist()
    yield "| characters of a report | µs a character |"
    yield "| ---: | ---: |"
    costs = {}
    for length in (1_000, 4_000, 20_000, 100_000, 200_000):
        if length > longest:
            break
        text = next(reports(1, characters=length))[1]
        work: dict[str, Work] = {"": partial(check_text, text, checklist=checklist)}
        spent = _taking_turns(work, max(2, rounds // 2))[""]
        costs[length] = statistics.median(spent) / len(text)
        yield f"| {len(text):,} | {1e6 * costs[length]:.1f} |"
    _RATIOS["length"] = costs[max(costs)] / costs[4_000]
    yield ""


def _rules(texts: list[str], rounds: int) -> Iterator[str]:
    checklist = load_checklist()
    documents = [parse(source_of_text(text)) for text in texts]
    parts = {
        count: replace(checklist, elements=checklist.elements[:count], engine={})
        for count in (5, 12, 24, len(checklist.elements))
    }
    work: dict[str, Work] = {str(count): partial(_judge_all, documents, part) for count, part in parts.items()}
    times = _taking_turns(work, max(2, rounds // 2))
    yield "| elements | leaves | ms a report |"
    yield "| ---: | ---: | ---: |"
    costs = []
    for count, part in parts.items():
        middle = statistics.median(times[str(count)])
        costs.append(middle / len(part.leaves))
        yield f"| {count} | {len(part.leaves)} | {1000 * middle / len(texts):.1f} |"
    _RATIOS["rules"] = costs[-1] / costs[0]
    yield ""


def _check_all(texts: list[str], checklist: Checklist) -> None:
    for text in texts:  # a card is let go before the next one, as in a run over a folder
        check_text(text, checklist=checklist)


def _judge_all(documents: list[Document], checklist: Checklist) -> None:
    for document in documents:
        judge(document, checklist)


_BUSY = "t = 0\nfor n in range(20_000_000): t += n"


def _two_alone() -> float:
    """Return how much faster two programs do twice the work of one: on shared or threaded cores less than twice."""
    spent = []
    for count in (1, 2):
        began = time.perf_counter()
        programs = [subprocess.Popen([sys.executable, "-c", _BUSY]) for _ in range(count)]
        for program in programs:
            program.wait()
        spent.append(time.perf_counter() - began)
    return 2 * spent[0] / spent[1]


def _batches(count: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in reports(count):
            (Path(folder) / name).write_text(text, encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "lawcheck",
            "check",
            folder,
            "--format",
            "jsonl",
            "-o",
            os.devnull,
            "--no-cache",
        ]
        yield "| `lawcheck check --format jsonl --jobs` | reports | reports a second | beside one |"
        yield "| ---: | ---: | ---: | ---: |"
        alone = 0.0
        for jobs in (1, 2):
            began = time.perf_counter()
            subprocess.run([*command, "--jobs", str(jobs)], check=False)
            rate = count / (time.perf_counter() - began)
            alone = alone or rate
            yield f"| {jobs} | {count} | {rate:.1f} | {rate / alone:.2f} × |"
        _RATIOS["processes"] = rate / alone
        yield f"| what this machine gives two programs that share nothing | | | {_two_alone():.2f} × |"
        yield ""
        if not Path("/proc/self/status").exists():
            return
        yield "| reports in one run | peak memory of the parent, MB |"
        yield "| ---: | ---: |"
        peaks = []
        for part in (count // 4, count):
            with some_of(Path(folder), part) as some:
                peaks.append(peak_of_parent(some))
            yield f"| {part:,} | {peaks[-1]:.1f} |"
        _RATIOS["memory"] = peaks[-1] / peaks[0]
        yield ""


@contextmanager
def some_of(folder: Path, count: int) -> Iterator[Path]:
    """Give a folder with the first files of another."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        some = Path(place) / "some"
        some.mkdir()
        for path in islice(sorted(folder.iterdir()), count):
            os.link(path, some / path.name)
        yield some


def peak_of_parent(folder: Path) -> float:
    """Return the most memory that the parent of two processes takes for a folder, in MB; as Linux counts it."""
    program = (
        "import sys; from pathlib import Path; from lawcheck.cli.main import main\n"
        "if __name__ == '__main__':\n"
        "    main(['check', sys.argv[1], '--jobs', '2', '--format', 'jsonl', '--no-cache', '-o', '/dev/null'])\n"
        "    told = Path('/proc/self/status').read_text()\n"
        "    print(int(told.split('VmHWM:')[1].split()[0]) / 1024)\n"
    )
    script = folder.parent / f"peak-{os.getpid()}.py"
    script.write_text(program, encoding="utf-8")
    try:
        out = subprocess.run([sys.executable, str(script), str(folder)], capture_output=True, text=True, check=True)
    finally:
        script.unlink()
    return float(out.stdout)


if __name__ == "__main__":
    raise SystemExit(main())
