"""Checklists: YAML in, a compiled plain object out."""

from lawcheck.checklist.compiled import Checklist, Element, Leaf, Level, Status
from lawcheck.checklist.load import DEFAULT, load_checklist

__all__ = ["DEFAULT", "Checklist", "Element", "Leaf", "Level", "Status", "load_checklist"]
