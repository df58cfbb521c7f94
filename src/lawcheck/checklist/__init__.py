"""Checklists: YAML in, a compiled plain object out."""

from lawcheck.lazily import attributes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lawcheck.checklist.compiled import Checklist, Element, Leaf
    from lawcheck.checklist.load import DEFAULT, head_of, load_checklist
    from lawcheck.checklist.terms import Level, Status

__all__ = ["DEFAULT", "Checklist", "Element", "Leaf", "Level", "Status", "head_of", "load_checklist"]

__getattr__ = attributes(
    __name__,
    {
        "Checklist": "lawcheck.checklist.compiled",
        "DEFAULT": "lawcheck.checklist.load",
        "Element": "lawcheck.checklist.compiled",
        "Leaf": "lawcheck.checklist.compiled",
        "Level": "lawcheck.checklist.terms",
        "Status": "lawcheck.checklist.terms",
        "head_of": "lawcheck.checklist.load",
        "load_checklist": "lawcheck.checklist.load",
    },
)
