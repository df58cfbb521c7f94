"""The words we print, by language, and the one function that looks them up."""

from lawcheck.messages.lookup import LANGUAGES, say, say_place

__all__ = ["LANGUAGES", "say", "say_place"]
