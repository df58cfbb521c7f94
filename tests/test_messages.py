"""What we print exists in both languages, once, with the same values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import lawcheck

FOLDER = Path(lawcheck.__file__).parent / "messages"
TEXTS = {lang: (FOLDER / f"{lang}.yaml").read_text(encoding="utf-8") for lang in ("zh", "en")}
WORDS = {lang: yaml.safe_load(text) for lang, text in TEXTS.items()}


def test_both_languages_say_the_same_things():
    assert set(WORDS["zh"]) == set(WORDS["en"])


@pytest.mark.parametrize("key", sorted(WORDS["zh"]))
def test_a_message_has_the_same_values_in_both_languages(key):
    values = [set(re.findall(r"\{(\w+)\}", words[key])) for words in WORDS.values()]
    assert values[0] == values[1]


@pytest.mark.parametrize("lang", WORDS)
def test_no_message_is_written_twice(lang):
    keys = re.findall(r"(?m)^([\w.-]+):", TEXTS[lang])
    assert sorted(keys) == sorted(set(keys))


def test_every_reason_for_not_reading_a_file_says_what_to_do():
    reasons = {key for key in WORDS["zh"] if key.startswith("read.") and not key.endswith(".fix")}
    assert {key for key in reasons if f"{key}.fix" not in WORDS["zh"]} == set()
