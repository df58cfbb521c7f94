"""Report cards in, bytes out: one file a format."""

from lawcheck.lazily import attributes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lawcheck.reporters.base import RenderOptions, Reporter, find_reporter, printable
    from lawcheck.reporters.letter import letter_of
    from lawcheck.reporters.outline import Part, to_markdown
    from lawcheck.reporters.rule_info import RuleInfo, rules_of

__all__ = [
    "Part",
    "RenderOptions",
    "Reporter",
    "RuleInfo",
    "find_reporter",
    "letter_of",
    "printable",
    "rules_of",
    "to_markdown",
]

__getattr__ = attributes(
    __name__,
    {
        "Part": "lawcheck.reporters.outline",
        "RenderOptions": "lawcheck.reporters.base",
        "Reporter": "lawcheck.reporters.base",
        "RuleInfo": "lawcheck.reporters.rule_info",
        "find_reporter": "lawcheck.reporters.base",
        "letter_of": "lawcheck.reporters.letter",
        "printable": "lawcheck.reporters.base",
        "rules_of": "lawcheck.reporters.rule_info",
        "to_markdown": "lawcheck.reporters.outline",
    },
)
