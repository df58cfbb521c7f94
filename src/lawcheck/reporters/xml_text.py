"""Text of reports on its way into XML."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def content(text: str) -> str:
    """Return text as the content of an element."""
    return escape(_FORBIDDEN.sub(" ", text))


def attribute(text: str) -> str:
    """Return text as an attribute's value, in its quotation marks and on one line."""
    return quoteattr(_FORBIDDEN.sub(" ", text).replace("\r", " ").replace("\n", " "))
