"""Document and checklist in, mentions out."""

from lawcheck.match.identity import Fact, Identity, read_identity
from lawcheck.match.model import Mention, NearMiss
from lawcheck.match.run import LeafMatches, Matcher

__all__ = ["Fact", "Identity", "LeafMatches", "Matcher", "Mention", "NearMiss", "read_identity"]
