"""``lawcheck``: reads the arguments and calls one command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import lawcheck
from lawcheck.errors import LawcheckError

EXIT_PASSED, EXIT_FAILED, EXIT_UNCHECKED = 0, 1, 2


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """Return the argument parser.

    Args:
        only: The one command whose arguments are wanted; all by default.
    """
    top = _Parser(
        prog="lawcheck",
        description="检查报告是否写到了规定要写的内容。 Checks whether a report contains what the rules say it must.",
        epilog="退出码 exit codes: 0 全部通过 all passed · 1 有的不通过 some did not · 2 有的没能检查 something was not checked",
    )
    top.add_argument("--version", action="version", version=f"lawcheck {lawcheck.__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (told, fill) in _COMMANDS.items():
        sub = commands.add_parser(name, help=told)
        if only in (None, name):
            fill(sub)
    return top


class _Parser(argparse.ArgumentParser):
    """A parser that is made without measuring the terminal, as those of its commands are."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_formatter, **options)


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Return what formats help, as wide as the terminal; ``argparse`` would import a module to measure it."""
    said = os.environ.get("COLUMNS", "")
    columns = int(said) if said.isdecimal() else 0
    if not columns:
        with suppress(OSError):
            columns = os.get_terminal_size().columns
    return argparse.HelpFormatter(prog, width=(columns or 80) - 2)


def _check(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="文件、文件夹，或 - 表示标准输入 file, folder, or - for standard input",
    )
    _layers(sub)
    _reading(sub)
    sub.add_argument(
        "--format",
        help="text | json | jsonl | html | csv | xlsx | parquet | markdown | sarif | junit | github | gitlab | checkstyle "
        "(默认 default: by the name of the file, else text)",
    )
    sub.set_defaults(formats=None)
    sub.add_argument(
        "-o", "--output", metavar="FILE", help="写入文件而不是标准输出 write there instead of standard output"
    )
    sub.add_argument(
        "--fail-under", type=float, metavar="SCORE", help="低于此分不通过 fail a report that scores less"
    )
    sub.add_argument(
        "--jobs",
        type=int,
        metavar="N",
        help="进程数 worker processes (默认 default: the machine's cores)",
    )
    sub.add_argument(
        "--baseline", metavar="FILE", help="只报告基线以外的新问题 report only what is not in this baseline"
    )
    sub.add_argument("--waivers", metavar="FILE", help="有人签字的豁免 YAML file of signed waivers")
    sub.add_argument(
        "--no-cache", action="store_true", help="不用缓存，全部重做 make everything anew, keep nothing"
    )
    sub.add_argument(
        "--resume",
        action="store_true",
        help="接着上次中断的检查往下做（用于 --format jsonl --output） go on with a run that was broken off "
        "(with --format jsonl --output)",
    )
    sub.add_argument(
        "--watch",
        action="store_true",
        help="文件保存后重新检查，按 Ctrl+C 结束 check again whenever a file is saved, until Ctrl+C",
    )


def _baseline(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("paths", nargs="+", metavar="PATH", help="文件或文件夹 files or folders")
    sub.add_argument("-o", "--output", metavar="FILE", required=True, help="写入的文件 the file to write")
    sub.add_argument("--jobs", type=int, metavar="N", help="进程数 worker processes")
    _layers(sub)
    _reading(sub)


def _explain(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("report", metavar="REPORT", help="报告文件，或 - 表示标准输入 file, or - for standard input")
    sub.add_argument("element", nargs="?", metavar="ELEMENT", help="要素或分项的 id id of an element or part")
    _layers(sub)
    _reading(sub)


def _rules(sub: argparse.ArgumentParser) -> None:
    verbs = sub.add_subparsers(dest="verb", metavar="VERB", required=True)
    listing = verbs.add_parser("list", help="内置的检查清单 built-in checklists")
    show = verbs.add_parser("show", help="要素、权重、依据 elements, weights, basis")
    show.add_argument("element", nargs="?", metavar="ELEMENT")
    show.add_argument(
        "--resolved",
        action="store_true",
        help="叠加后的结果和每个值的出处 the outcome of all layers and where each value came from",
    )
    examine = verbs.add_parser("check", help="检验清单有没有写错 find mistakes in a checklist")
    examine.add_argument(
        "reports",
        nargs="*",
        metavar="FILE",
        help="清单文件 (.yaml)；再加报告，可以找出从不起作用的规则 checklists (.yaml); reports find rules that never decide",
    )
    test = verbs.add_parser("test", help="用例句检验 run the example cases")
    test.add_argument(
        "--cases", metavar="DIR", help="例句文件夹 folder of case files (默认 default: cases/ beside the checklist)"
    )
    mutate = verbs.add_parser(
        "mutate", help="改动报告，看结论跟不跟着变 edit reports and see whether the verdicts follow"
    )
    mutate.add_argument("reports", nargs="+", metavar="REPORT", help="报告文件 report files")
    mutate.add_argument(
        "--operator", action="append", metavar="NAME", help="只做这种改动，可重复 only this edit; may be repeated"
    )
    mutate.add_argument("--cases", metavar="DIR", help="例句文件夹 folder of case files")
    mutate.add_argument("--format", default="text", choices=("text", "json"))
    mutate.add_argument(
        "--jobs", type=int, default=1, metavar="N", help="进程数 worker processes (默认 default: 1)"
    )
    schema = verbs.add_parser("schema", help="打印 JSON Schema print a JSON Schema")
    kind = schema.add_mutually_exclusive_group()
    kind.add_argument("--report", action="store_true", help="输出格式的 of the JSON output")
    kind.add_argument("--cases", action="store_true", help="例句文件的 of a case file")
    for verb in (show, examine, test, mutate):
        _layers(verb)
    for verb in (listing, show, examine, test):
        verb.add_argument("--lang", choices=("zh", "en"), default="zh")


def _letter(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "report",
        metavar="REPORT",
        help="报告文件，或 - 表示标准输入；文件夹则给每份不通过的报告写一份，-o 为文件夹 "
        "file, or - for standard input; of a folder, one letter for each report that did not pass, -o names a folder",
    )
    _document(sub)
    _layers(sub)
    _reading(sub)


def _annotate(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("report", metavar="REPORT", help="报告文件；.docx 只加批注 report; a .docx only gets comments")
    sub.add_argument("-o", "--output", metavar="FILE", required=True, help="写入的 .docx the .docx to write")
    _layers(sub)
    _reading(sub)


def _template(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--kind", metavar="KIND", help="机关类别 kind of body (默认 default: the checklist's own)")
    sub.add_argument("--year", type=int, required=True, metavar="YEAR", help="报告年度 reported year")
    sub.add_argument("--lang", choices=("zh", "en"), help="提示的语言 language of the advice (默认 default: zh)")
    _document(sub)
    _layers(sub)


def _config(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--schema", action="store_true", help="打印设置文件的 JSON Schema print the schema of the file"
    )
    sub.add_argument("--lang", choices=("zh", "en"), help="信息的语言 language of messages (默认 default: zh)")


def _completion(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("shell", choices=("bash", "zsh"), help='用法 use: eval "$(lawcheck completion bash)"')


def _eval(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("gold", metavar="GOLD", help="标注文件 labelled reports, YAML or JSON")
    sub.add_argument("--map", metavar="FILE", help="标签到要素的对应 label → element ids")
    sub.add_argument("--format", default="text", choices=("text", "json"))
    sub.add_argument(
        "--baseline", choices=("keyword",), help="和单纯找词比较 compare with a search for the same words"
    )
    sub.add_argument("--disagreements", action="store_true", help="列出每一处不同 list every disagreement")
    _layers(sub)


def _document(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--format",
        choices=("markdown", "docx"),
        help="输出格式 format (默认 default: by the name of the file, else markdown)",
    )
    sub.set_defaults(formats=("markdown", "docx"))
    sub.add_argument(
        "-o", "--output", metavar="FILE", help="写入文件而不是标准输出 write there instead of standard output"
    )


def _layers(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--checklist",
        action="append",
        metavar="ID|FILE",
        help="清单 id 或文件，可重复叠加 id or YAML file; may be repeated to layer",
    )


def _reading(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--kind",
        metavar="KIND",
        help="机关类别 kind of body: township 乡镇, subdistrict 街道, county-department 部门, county-government 政府",
    )
    sub.add_argument("--year", type=int, metavar="YEAR", help="报告年度 reported year")
    sub.add_argument("--lang", choices=("zh", "en"), help="信息的语言 language of messages (默认 default: zh)")
    sub.add_argument(
        "--convert",
        action="store_true",
        default=None,
        help="读不了的格式（.odt、UOF、Word 95）用 LibreOffice 转换 let LibreOffice convert what cannot be read",
    )
    sub.add_argument(
        "--limit",
        action="append",
        metavar="NAME=VALUE",
        help="改变读取上限，如 pages=900，可重复 change a limit of reading; may be repeated",
    )


_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "check": ("检查文件或文件夹 check files or folders", _check),
    "baseline": ("把现有问题记为基线 accept today's problems as a baseline", _baseline),
    "explain": ("说明为什么这样判断 why a verdict is what it is", _explain),
    "rules": ("查看和检验检查清单 look at and test checklists", _rules),
    "letter": ("给起草单位的反馈意见 a letter to the drafting office", _letter),
    "annotate": ("带批注的 Word 文件 a Word document with comments where something has to be added", _annotate),
    "template": ("报告提纲，含全部应写内容 an outline with all that is asked", _template),
    "config": ("现行设置和每个值的出处 the settings in force and where each was said", _config),
    "completion": ("命令行补全脚本 a script that completes the command line", _completion),
    "eval": ("和人工标注比较 compare with labelled reports", _eval),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    argv = sys.argv[1:] if argv is None else argv
    # Arguments of the other commands would take longer to describe than a short run takes.
    arguments = parser(argv[0] if argv and argv[0] in _COMMANDS else None).parse_args(argv)
    try:
        return _dispatch(arguments)
    except LawcheckError as error:
        return say_failure(error, arguments)


def say_failure(error: LawcheckError, arguments: argparse.Namespace) -> int:
    """Say on standard error why there is no result, and return the exit code for that."""
    from lawcheck.messages import say_error

    said = say_error(error, getattr(arguments, "lang", None) or "zh")
    print(f"lawcheck: {error.line(*said)}", file=sys.stderr)
    return EXIT_UNCHECKED


def _dispatch(arguments: argparse.Namespace) -> int:
    if getattr(arguments, "no_cache", False):
        from lawcheck import cache

        os.environ[cache.VARIABLE] = "off"  # for worker processes, too
    if getattr(arguments, "watch", False):
        from lawcheck.cli.watch import watch_command

        return watch_command(arguments, _run)
    return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.command in ("check", "baseline", "explain", "letter", "annotate", "template", "config"):
        from lawcheck.cli.settings import apply

        apply(arguments)
    if arguments.command == "config":
        from lawcheck.cli.settings import config_command

        return config_command(arguments)
    if arguments.command == "baseline":
        from lawcheck.cli.check import baseline_command

        return baseline_command(arguments)
    if arguments.command == "check":
        from lawcheck.cli.check import check_command

        return check_command(arguments)
    if arguments.command == "completion":
        from lawcheck.cli.completion import completion_command

        return completion_command(arguments)
    if arguments.command == "explain":
        from lawcheck.cli.explain import explain_command

        return explain_command(arguments)
    if arguments.command in ("letter", "annotate", "template"):
        from lawcheck.cli import documents

        run = {
            "letter": documents.letter_command,
            "annotate": documents.annotate_command,
            "template": documents.template_command,
        }
        return run[arguments.command](arguments)
    if arguments.command == "rules":
        from lawcheck.cli.rules import rules_command

        return rules_command(arguments)
    from lawcheck.cli.evaluate import eval_command

    return eval_command(arguments)


def run() -> None:
    """Run as a program."""
    try:
        code = main()
        sys.stdout.flush()
    except OSError as error:
        # The reader went away (lawcheck … | head), which is no error of ours, or the disk is full; nothing more can be said.
        if not isinstance(error, BrokenPipeError):
            from lawcheck.messages import misuse

            unwritable = misuse("unwritable", where="stdout", why=error.strerror or error)
            print(f"lawcheck: {unwritable}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_UNCHECKED
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
