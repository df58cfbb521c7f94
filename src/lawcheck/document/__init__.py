"""From source text to document: blocks, headings, sentences, clauses; knows no checklist."""

from lawcheck.document.model import Block, Clause, Document, Section, Sentence
from lawcheck.document.parse import parse

__all__ = ["Block", "Clause", "Document", "Section", "Sentence", "parse"]
