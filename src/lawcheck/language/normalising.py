"""Widths, blanks, quotation marks and debris of conversion healed for matching; the map back is kept.

Source of the kinds of noise: readings of published reports (page furniture, ``[bookmark: _GoBack]``, bold marks,
blanks inside dates, half-width punctuation).
"""

from __future__ import annotations

import re
import unicodedata

_WIDTH: dict[int, str] = {full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)}
# Punctuation goes the other way: Chinese text is matched with its own, full-width marks.
_WIDTH.update(
    {
        ord("("): "（", ord(")"): "）", 0xFF08: "（", 0xFF09: "）",
        ord(";"): "；", 0xFF1B: "；", ord("!"): "！", 0xFF01: "！", ord("?"): "？", 0xFF1F: "？",
        0xFF0C: "，", 0xFF1A: "：", 0xFF61: "。", 0xFF0E: ".", 0xFE52: ".", ord("〈"): "《", ord("〉"): "》",
        ord("﹑"): "、", ord("､"): "、", ord("﹐"): "，", ord("﹕"): "：", ord("﹔"): "；",
        ord("—"): "-", ord("–"): "-", ord("－"): "-", ord("～"): "~", ord("〔"): "（", ord("〕"): "）",
        ord("％"): "%", ord("﹪"): "%", ord("•"): "·", ord("・"): "·", ord("‧"): "·",
    }
)  # fmt: skip

# Text layers of PDF files hold radicals in place of the characters that look like them: ⼀ for 一, ⻓ for 长.
_WIDTH.update(
    {
        code: plain
        for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))
        if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1 and plain != chr(code)
    }
)
_RADICALS = "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳"
_WORDS = "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟"
_WIDTH.update(zip(map(ord, _RADICALS), _WORDS, strict=True))

_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9])")
_COLON = re.compile(r"(?<![0-9]):|:(?![0-9])")
_STOP = re.compile(r"(?<=[\u4e00-\u9fff》）%])\.(?![.])|(?<=[0-9])\.(?=\s*$)")
READING = re.compile(r"(?<=[\u4e00-\u9fff])[（(][a-zü]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,4}[)）]")
"""The reading of the character before it, as copies of some sites hold it: 內(nèi)容."""

_DELETE = re.compile(
    r"\[bookmark[:：][^\]\n]{0,80}\]"  # Word leftovers
    r"|\*\*|(?<![\w_])__(?=[^_\s])|(?<=[^_\s])__(?![\w_])"  # bold marks, but not a blank to fill in: ____
    r"|[\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\u3000\u00a0]+"
    rf"|{READING.pattern}"
    r"|[“”„‟\"‘’‚‛「」『』]"
)


def normalise_line(line: str) -> list[tuple[int, str]]:
    """Return the pieces of a line that are matched, each with its offset in the line.

    Within a piece, searched and original text have the same length, so that places can be mapped back.
    """
    healed = line.translate(_WIDTH)
    if "," in healed:
        healed = _COMMA.sub("，", healed)
    if ":" in healed:
        healed = _COLON.sub("：", healed)
    if "." in healed:
        healed = _STOP.sub("。", healed)
    pieces = []
    at = 0
    for gap in _DELETE.finditer(healed):
        if gap.start() > at:
            pieces.append((at, healed[at : gap.start()]))
        at = gap.end()
    if at < len(healed):
        pieces.append((at, healed[at:]))
    return pieces


def normalise(text: str) -> str:
    """Return a word or phrase as it looks in normalised text."""
    return "".join(words for _, words in normalise_line(text))
