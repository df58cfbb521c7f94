"""The words we print, by language, and the functions that look them up."""

from lawcheck.messages.lookup import LANGUAGES, error_of, misuse, say, say_error, say_place, unknown

__all__ = ["LANGUAGES", "error_of", "misuse", "say", "say_error", "say_place", "unknown"]
