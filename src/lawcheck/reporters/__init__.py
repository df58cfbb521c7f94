"""Report cards in, bytes out: one file a format."""

from lawcheck.reporters.base import RenderOptions, Reporter, find_reporter, printable

__all__ = ["RenderOptions", "Reporter", "find_reporter", "printable"]
