"""``python -m lawcheck``, and the command."""

from __future__ import annotations

import sys


def run() -> None:
    """Run as a program."""
    if sys.argv[1:] == ["--version"]:  # answered before anything is imported to read arguments with
        from lawcheck import __version__

        print(f"lawcheck {__version__}")
        return
    from lawcheck.cli.main import run

    run()


if __name__ == "__main__":
    run()
