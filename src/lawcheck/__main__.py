"""``python -m lawcheck``."""

from lawcheck.cli.main import run

if __name__ == "__main__":
    run()
