"""Checklists: YAML in, a compiled plain object out."""

from lawcheck.checklist.compiled import Checklist, Element, Leaf, Level, Status
from lawcheck.checklist.load import load_checklist

__all__ = ["Checklist", "Element", "Leaf", "Level", "Status", "load_checklist"]
