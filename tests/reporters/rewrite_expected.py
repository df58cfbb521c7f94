"""Writes ``tests/expected/`` anew: ``python tests/reporters/rewrite_expected.py``; then read the diff."""

from __future__ import annotations

from pathlib import Path

from cards import outputs

EXPECTED = Path(__file__).resolve().parents[1] / "expected"


def main() -> None:
    EXPECTED.mkdir(exist_ok=True)
    for name, content in outputs().items():
        path = EXPECTED / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            print(f"rewrote {path.name}")


if __name__ == "__main__":
    main()
