"""What other rooms may ask of a language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lawcheck.language.modality import Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWords:
    """Words or patterns that set the modality of a mention.

    Attributes:
        modality: What they set.
        words: Literals, matched in normalised text.
        patterns: Regular expressions, matched inside one sentence.
        direction: ``forward`` (the mention stands after the cue), ``backward`` (before it) or ``both``.
        reach: ``clause`` or ``sentence``: how far the cue speaks.
        not_in: Section roles in which the cue says nothing.
        ongoing: What began in an earlier year is still done: the year named does not make it past.
        note: Why; shown by ``explain``.
    """

    modality: Modality
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    direction: str = "both"
    reach: str = "clause"
    not_in: tuple[str, ...] = ()
    ongoing: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unless:
    """A frame: whatever stands inside its match is only ``cited``, unless another pattern holds in the sentence.

    Attributes:
        aim: An aim: about the time to come it is a plan.
    """

    pattern: str
    unless: str = ""
    aim: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Regular expressions over normalised text, by what they find.

    Attributes:
        body_named: The ending of a body's name, somewhere in a title.
        blank: Something still to be filled in, with its advice: it tells nothing.
        numbered: The number that begins a heading or an item, in a line as it stands in a file.
        item: A marker of an enumerated item that runs on in a paragraph.
        told: Signs that a phrase tells something done, so that it is no heading.
        heading_year: A year in a heading, which is no figure.
        flat_heading: Where a heading begins in a line whose line ends were lost.
        written_date: A date below a report.
        imprint: A line below the signature that tells of the document: 抄送, 印发, a note in brackets.
        signed: A line that is a signature.
        attachment: The beginning of a line that names an attachment.
        numbered_or_dated: A short line below a title that holds a number or a year.
        office_line: A line above a title that belongs to the form of an official document: the office's red head, the
            document's number, who signed it, how secret or urgent it is.
        year: A year; group 1.
        title_year: A year in a title; group 1.
        year_range: Two years; group 1 is the later.
        day: A full date; groups year and month.
        stated_date: A date that a file states of itself; groups year, month, day.
        signed_date: A date as it stands below a report; groups year, month, day, in digits or numerals.
        title_lead: What stands before a body's name in a title.
        title_cut: Where a body's name in a title ends.
        signature_cut: Where a body's name in a signature ends.
        act_year: A year that may date an act; group 1.
        year_of_period: A year that only begins or ends a period.
        year_compared: Before a year: it is compared with, or one end of a range.
        year_of_thing: A year that belongs to a thing and dates no act.
        year_of_named_thing: After the digits, inside a clause: the year of a thing.
        relative_year_compared: Before 去年 and the like: compared with.
        relative_year_of_period: After 去年 and the like: compared with, or a period.
        norm_named: Before a 《title》: someone follows it, nobody issues it.
        subject_lead: What may stand before a subject: time, place, connectives.
        subject_joint: What may stand between two actors that are one subject: 街道 党工委 书记, 书记王某、 镇长.
        subject_office: The office before a title: 由 镇党委 书记.
        subject_favoured: After an actor: named as guide or source, not as the doer.
        object_marker: Before an actor: it is the object.
        listed: What parts the members of an enumeration.
        topic: An opening that only names what the sentences after it are about.
        topic_word: At the end of a clause: it names something that the next clause speaks of.
        nominal: A clause that can only name something: no verb of doing at its head, no figure.
        month_day: A date without its year.
        counted: A quantity in Chinese numerals: 两次 and 十余件, but not 三项制度 or 第一责任人.
        not_a_count: After a measure word: the number belongs to a name.
    """

    body_named: re.Pattern[str]
    blank: re.Pattern[str]
    numbered: re.Pattern[str]
    item: re.Pattern[str]
    told: re.Pattern[str]
    heading_year: re.Pattern[str]
    flat_heading: re.Pattern[str]
    written_date: re.Pattern[str]
    imprint: re.Pattern[str]
    signed: re.Pattern[str]
    attachment: re.Pattern[str]
    numbered_or_dated: re.Pattern[str]
    office_line: re.Pattern[str]
    year: re.Pattern[str]
    title_year: re.Pattern[str]
    year_range: re.Pattern[str]
    day: re.Pattern[str]
    stated_date: re.Pattern[str]
    signed_date: re.Pattern[str]
    title_lead: re.Pattern[str]
    title_cut: re.Pattern[str]
    signature_cut: re.Pattern[str]
    act_year: re.Pattern[str]
    year_of_period: re.Pattern[str]
    year_compared: re.Pattern[str]
    year_of_thing: re.Pattern[str]
    year_of_named_thing: re.Pattern[str]
    relative_year_compared: re.Pattern[str]
    relative_year_of_period: re.Pattern[str]
    norm_named: re.Pattern[str]
    subject_lead: re.Pattern[str]
    subject_joint: re.Pattern[str]
    subject_office: re.Pattern[str]
    subject_favoured: re.Pattern[str]
    object_marker: re.Pattern[str]
    listed: re.Pattern[str]
    topic: re.Pattern[str]
    topic_word: re.Pattern[str]
    nominal: re.Pattern[str]
    month_day: re.Pattern[str]
    counted: re.Pattern[str]
    not_a_count: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoiltCopy:
    """Signs by which a spoilt copy of a report is known.

    Attributes:
        code: What is wrong with it.
        pattern: Matches each sign, in the text as it was read.
        at_least: How many different signs, or places of one, there must be.
        instead_of_figures: The signs stand where figures should: there must be more of them than of figures.
    """

    code: str
    pattern: re.Pattern[str]
    at_least: int
    instead_of_figures: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """Words to rewrite an act with, so that its right reading changes in a known way.

    Attributes:
        promise: Template that makes ``{act}`` a promise.
        this_year: Template that dates it to the reported year.
        earlier: Template that dates it to ``{year}``.
        title: Template that makes it a document's title.
        other: Template that makes ``{body}`` its doer.
        absent: What denies the verb that follows.
        completed: What marks an act as over, after its verb.
        first_level: Template that numbers a first-level heading otherwise, with ``{numeral}`` or ``{value}``.
        second_level: The same, for a second-level one.
        now: Words that date an act to the present or say that it is over.
        verbs: Verbs that can be denied.
    """

    promise: str
    this_year: str
    earlier: str
    title: str
    other: str
    absent: str
    completed: str
    first_level: str
    second_level: str
    now: tuple[str, ...]
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language's conventions; every value comes from its YAML file.

    Attributes:
        sentence_ends: Characters that end a sentence.
        clause_ends: Characters that end a clause.
        common: The most frequent characters of reports, to tell a right decoding from a wrong one.
        cues: Default cues, in no particular order.
        pseudo_words: Literals that only protect: a cue inside one of them does not count.
        pseudo_patterns: The same, as patterns.
        frames: Places where a mention is only cited.
        grammar: Small grammar, by name.
        markers: Ways of numbering headings, tried in order: name, usual level (1 highest) and pattern; a group is the number.
        numbering: The first numbers of the first and the second level.
        year_named: How a year is written, with ``{year}``.
        year_openings: How a sentence about a year begins, with ``{year}``.
        scales: What may stand between a number in digits and its measure word: of each one or none, in this order.
        units: Measure words that make a number a quantity.
        rhythms: Words for a date or a rhythm.
        issue_verbs: Verbs that make a following 《title》 the body's own document.
        relative_years: Words for a year by its distance from the reported one (-1, 0, 1).
        furniture: Patterns of lines that belong to a web page or a file, not to the report.
        surnames: First characters of personal names.
        not_names: Beginnings of words that look like a name but are none.
        title_ends: Endings of lines that are titles and so never run on into the next line.
        copies: Signs of spoilt copies.
        traditional: Frequent characters that only traditional texts hold.
        rewriting: Words to rewrite an act with.
    """

    sentence_ends: str
    clause_ends: str
    common: frozenset[str]
    cues: tuple[CueWords, ...]
    pseudo_words: tuple[str, ...]
    pseudo_patterns: tuple[str, ...]
    frames: tuple[Unless, ...]
    grammar: Grammar
    markers: tuple[tuple[str, int, re.Pattern[str]], ...]
    numbering: tuple[str, str]
    year_named: str
    year_openings: tuple[str, ...]
    scales: tuple[tuple[str, ...], ...]
    units: tuple[str, ...]
    rhythms: tuple[str, ...]
    issue_verbs: tuple[str, ...]
    relative_years: dict[str, int]
    furniture: tuple[str, ...]
    title_ends: tuple[str, ...]
    surnames: frozenset[str]
    not_names: tuple[str, ...]
    copies: tuple[SpoiltCopy, ...]
    traditional: frozenset[str]
    rewriting: Rewriting
