"""Report cards in, bytes out: one file a format."""

from lawcheck.reporters.base import RenderOptions, Reporter, RuleInfo, find_reporter, printable, rules_of

__all__ = ["RenderOptions", "Reporter", "RuleInfo", "find_reporter", "printable", "rules_of"]
