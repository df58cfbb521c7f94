"""Every key of a checklist file, as pydantic models: what authors write is checked here and nowhere else.

The JSON Schema in ``rules/schemas/`` is derived from these models (``make schema``).
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Regex = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Role = Literal["intro", "achievements", "first-responsible-person", "shortcomings", "causes", "plan", "other"]
ModalityName = Literal["done", "planned", "lacking", "cited", "past", "other"]
ScopeName = Literal["clause", "sentence", "item", "paragraph", "section", "document"]
LevelName = Literal["statutory", "expected", "recommended"]
StatusName = Literal["covered", "partial", "weak", "planned", "lacking", "missing", "not-applicable", "unchecked"]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
Weight = Annotated[float, Field(ge=0, le=1000, strict=True)]
Year = Annotated[int, Field(ge=1949, le=2200, strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(ge=1, le=50, strict=True)]


class Model(BaseModel):
    """Refuses unknown keys and names the nearest known one."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys_only(cls, data: Any) -> Any:
        if isinstance(data, dict):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            for key in data:
                if key not in known and key not in cls.model_fields:
                    near = get_close_matches(str(key), known, n=1, cutoff=0.5)
                    hint = f"Did you mean '{near[0]}'?" if near else f"Known keys: {', '.join(known)}."
                    raise PydanticCustomError("unknown_key", "{hint}", {"key": str(key), "hint": hint})
        return data


class TextModel(Model):
    """A text in Chinese and English; a plain string stands for both."""

    zh: str
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain_string(cls, data: Any) -> Any:
        return {"zh": data, "en": data} if isinstance(data, str) else data


class BasisModel(Model):
    """A law, rule or standard that elements cite."""

    title: TextModel
    issuer: str = ""
    number: str = Field("", description="Document number, such as 国办发〔2018〕118号.")
    date: Date | None = None
    articles: str = ""
    since: Year | None = Field(
        None, description="First reported year it holds for, where reports on earlier ones are asked for too."
    )
    until: Year | None = Field(None, description="Last reported year it holds for, as of a five-year plan.")
    mark: Literal["V", "P", "U"] = Field("V", description="V seen at a source, P partly, U general knowledge.")
    asks: TextModel | None = None


class VocabModel(Model):
    """Words and patterns with one meaning; ``not`` protects longer phrases that mean something else."""

    words: tuple[Words, ...] = ()
    patterns: tuple[Regex, ...] = ()
    uses: tuple[Name, ...] = Field((), description="Other vocabulary entries that are part of this one.")
    not_: tuple[Words, ...] = Field((), alias="not")
    not_patterns: tuple[Regex, ...] = ()
    add: tuple[Words, ...] = Field((), description="In a layer: words added to the base's entry.")
    remove: tuple[Words, ...] = Field((), description="In a layer: words taken out of the base's entry.")

    @model_validator(mode="before")
    @classmethod
    def _plain_list(cls, data: Any) -> Any:
        return {"words": data} if isinstance(data, list | tuple) else data


class NumberModel(Model):
    """A quantity: a number with one of these measure words, any of the language's when empty."""

    units: tuple[Words, ...] = ()


class ListModel(Model):
    """An enumeration: at least so many different words of one list."""

    of: str | tuple[Words, ...]
    at_least: Count = 2


class ClauseModel(Model):
    """Any clause of at least so many characters."""

    min: Annotated[int, Field(ge=1, le=200, strict=True)] = 6


class AtLeastModel(Model):
    """At least so many of these hold."""

    count: Count
    of: tuple[ExprModel, ...] = Field(min_length=1)


class ExprModel(Model):
    """One operator. Order inside a group never matters, except that the first member of a group is the anchor."""

    phrase: str | tuple[Words, ...] | None = Field(None, description="Literal words, or $name of the vocabulary.")
    pattern: Regex | tuple[Regex, ...] | None = Field(None, description="Regular expressions inside one sentence.")
    near: tuple[ExprModel, ...] | None = Field(None, description="One of every group, in any order.")
    number: NumberModel | Literal["any"] | None = None
    date: Literal[True] | None = Field(None, description="A date or a rhythm.")
    document: Literal[True] | None = Field(None, description="A document the body itself issued: 印发《…》.")
    heading: str | tuple[Words, ...] | None = Field(None, description="Words of a heading above.")
    list_: ListModel | None = Field(None, alias="list")
    subject: str | tuple[Name, ...] | None = Field(
        None, description="Actor groups that must be the clause's subject."
    )
    cue: ModalityName | tuple[ModalityName, ...] | None = Field(None, description="An explicit cue stands here.")
    clause: ClauseModel | None = None
    all_: tuple[ExprModel, ...] | None = Field(None, alias="all")
    any_: tuple[ExprModel, ...] | None = Field(None, alias="any")
    none: tuple[ExprModel, ...] | None = None
    at_least: AtLeastModel | None = None
    within: ScopeName | None = None
    context: Flag = Field(False, description="Only sets the topic: may stand in a title or another modality.")

    @model_validator(mode="before")
    @classmethod
    def _plain_phrase(cls, data: Any) -> Any:
        return {"phrase": data} if isinstance(data, str | list | tuple) else data

    @model_validator(mode="after")
    def _one_operator(self) -> ExprModel:
        given = [name for name in OPERATORS if getattr(self, name) is not None]
        if not given:
            raise PydanticCustomError(
                "no_operator", "an expression needs one of: {ops}", {"ops": ", ".join(_SHOWN)}
            )
        main = [name for name in given if name != "none"]
        if len(main) > 1:
            raise PydanticCustomError(
                "two_operators",
                "an expression has one operator beside 'none', found {ops}: put them under 'all' or 'any'",
                {"ops": ", ".join(name.rstrip("_") for name in main)},
            )
        return self


OPERATORS = (
    "phrase", "pattern", "near", "number", "date", "document", "heading", "list_", "subject", "cue", "clause",
    "all_", "any_", "none", "at_least",
)  # fmt: skip
_SHOWN = tuple(name.rstrip("_") for name in OPERATORS)


class BranchModel(ExprModel):
    """One way in which an element can be evidenced."""

    name: str = Field("", description="Short name, shown by explain.")
    in_: tuple[Role, ...] = Field((), alias="in")
    gives: Literal["substance", "covered", "weak", "lacking"] = "substance"
    headlines: Flag = Field(False, description="Run-in headlines count too.")
    modality: tuple[ModalityName, ...] | None = Field(
        None, description="Counts in these; the rule's 'counts' by default."
    )
    zero: Flag = Field(False, description="Says that nothing was there to report; counts as done.")


class SayModel(Model):
    """A message for each status."""

    covered: TextModel | None = None
    partial: TextModel | None = None
    weak: TextModel | None = None
    planned: TextModel | None = None
    lacking: TextModel | None = None
    missing: TextModel | None = None


class YearsModel(Model):
    """Reported years, inclusive."""

    from_: Year | None = Field(None, alias="from")
    to: Year | None = None


class RuleModel(Model):
    """What elements and parts have in common."""

    id: Id
    title: TextModel | None = None
    asks: TextModel | None = Field(None, description="The question it asks.")
    advice: TextModel | None = Field(None, description="What to write.")
    level: LevelName | None = None
    level_for: dict[str, LevelName] = {}
    level_from: dict[int, LevelName] = {}
    basis: tuple[Id, ...] | None = None
    kinds: tuple[Id, ...] | None = Field(None, description="Kinds of body asked; all when left out.")
    years: YearsModel | None = None
    section: Role | tuple[Role, ...] | None = Field(
        None,
        description="Where it normally stands, best first: where a missing one is told to go, never a condition.",
    )
    weight: Weight | None = None
    weight_for: dict[str, Weight] = {}
    counts: tuple[ModalityName, ...] | None = None
    whose: Literal["body", "any"] | None = Field(
        None, description="Whose act counts: the body's own, or anybody's."
    )
    evidence: tuple[BranchModel, ...] = ()
    except_: tuple[ExprModel, ...] = Field((), alias="except")
    marks: tuple[ExprModel, ...] | None = None
    needs: Count = 1
    absent: StatusName = "missing"
    say: SayModel | None = None
    off: Flag = False
    reason: str = Field("", description="Why it is switched off.")
    replace: Flag = Field(
        False, description="In a layer: take the place of the base's rule instead of amending it."
    )

    @model_validator(mode="after")
    def _off_needs_a_reason(self) -> RuleModel:
        if self.off and not self.reason:
            raise PydanticCustomError("off_without_reason", "'off: true' needs a 'reason'", {})
        return self


class PartModel(RuleModel):
    """A leaf below an element."""


class ElementModel(RuleModel):
    """One thing that a report has to contain."""

    parts: tuple[PartModel, ...] = ()
    umbrella: tuple[BranchModel, ...] = Field((), description="Evidence that counts weakly for every part.")
    zero: tuple[BranchModel, ...] = Field((), description="Nothing-to-report statements that cover every part.")

    @model_validator(mode="after")
    def _parts_or_evidence(self) -> ElementModel:
        if self.parts and self.evidence:
            raise PydanticCustomError(
                "parts_and_evidence", "an element with parts has no evidence of its own: move it into a part", {}
            )
        if self.umbrella and not self.parts:
            raise PydanticCustomError("umbrella_without_parts", "'umbrella' needs 'parts'", {})
        return self


class KindModel(Model):
    """A kind of body."""

    id: Id
    title: TextModel
    names: Regex = Field(description="Matches a body's name at its end.")
    selves: Regex = Field(description="What such a body calls itself.")
    sample: str = Field("", description="Name of such a body, for the example cases.")


class IdentityModel(Model):
    """How title, body and year are read off a report."""

    title: Regex
    body: Regex
    formula: Regex
    plan_year: Regex | None = Field(
        None, description="A year of a plan, from its first digit: not the reported one."
    )
    named: Regex | None = Field(
        None, description="How a body is named in the text, when title and signature do not."
    )
    sample: str = Field("{body} {year}", description="A title, for the example cases, with {body} and {year}.")
    default_kind: Id


class SectionModel(Model):
    """A section role with its heading variants."""

    role: Role
    headings: tuple[Regex, ...] = Field((), description="Patterns for first-level headings.")
    strict: tuple[Regex, ...] = Field((), description="Patterns for headings at any level, whole heading.")
    opens: tuple[Regex, ...] = Field((), description="Patterns at the start of a sentence that open the role.")
    fused: tuple[Regex, ...] = Field(
        (),
        description="Patterns of lower headings that open the role inside a heading that joins shortcomings and plan.",
    )
    lends: str = Field("", description="Actor group that fills in for missing or collective subjects.")
    sample: str = Field("", description="A heading to use in examples and skeletons.")


class ActorModel(Model):
    """Words that can be the subject of an act."""

    words: tuple[Words, ...] = ()
    patterns: tuple[Regex, ...] = ()
    not_: tuple[Words, ...] = Field((), alias="not")
    not_patterns: tuple[Regex, ...] = ()
    group: str = Field(
        "", description="Group it belongs to, when several entries share one; its own name by default."
    )
    outside: Flag = False
    principal: Flag = Field(False, description="Wins over the other groups in one coordinated subject.")
    collective: Flag = Field(False, description="Gives way to the subject that a heading lends.")
    kinds: tuple[Id, ...] = ()
    agents: tuple[Words, ...] = Field((), description="Words before it that still leave it the doer (由, 以).")


class CueModel(Model):
    """An extra cue."""

    modality: ModalityName
    words: tuple[Words, ...] = ()
    patterns: tuple[Regex, ...] = ()
    direction: Literal["forward", "backward", "both"] = "both"
    reach: Literal["clause", "sentence"] = "clause"
    not_in: tuple[Role, ...] = Field((), description="Section roles in which the cue says nothing.")
    ongoing: bool = Field(False, description="What began in an earlier year is still done.")
    note: str = ""


class PseudoModel(Model):
    """Extra phrases that only protect."""

    words: tuple[Words, ...] = ()
    patterns: tuple[Regex, ...] = ()


class DayModel(Model):
    """A day of the year after (or before) the reported one."""

    years: int = Field(1, strict=True, description="0 the reported year, 1 the next.")
    month: int = Field(ge=1, le=12, strict=True)
    day: int = Field(ge=1, le=31, strict=True)


class IntegrityModel(Model):
    """A finding that is not about an element."""

    id: Id
    check: Literal[
        "pattern",
        "duplicate-sentence",
        "heading-number",
        "plan-year",
        "promised",
        "no-title",
        "kind-guessed",
        "dated-after",
        "dated-before",
        "undated",
    ]
    severity: Literal["error", "warning", "info"]
    title: TextModel
    message: TextModel
    patterns: tuple[Regex, ...] = ()
    unless: Regex | None = None
    once: Flag = Field(False, description="Report only the first place and say how often.")
    element: str = ""
    kinds: tuple[str, ...] = Field((), description="Kinds of body it concerns; all when empty.")
    day: DayModel | None = Field(None, description="Of 'dated-after' and 'dated-before'.")
    off: Flag = False
    reason: str = ""


class ChecklistModel(Model):
    """A checklist file after its includes and layers are put together."""

    checklist: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: TextModel
    description: TextModel | None = None
    min_engine: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")] = "0.1.0"
    valid_from: Date | None = Field(None, description="First reported year or day it is meant for.")
    valid_to: Date | None = None
    extends: str | None = Field(
        None, description="Id or path of the checklist this one is laid over, id@major allowed."
    )
    include: tuple[str, ...] = Field((), description="Files beside this one whose keys belong to it.")
    threshold: Annotated[float, Field(strict=True)] = Field(
        60, ge=0, le=100, description="Least score that passes."
    )
    credits: dict[StatusName, Annotated[float, Field(ge=0, le=1, strict=True)]] = {}
    kinds: tuple[KindModel, ...] = ()
    identity: IdentityModel | None = None
    basis: dict[Id, BasisModel] = {}
    vocab: dict[Name, VocabModel] = {}
    actors: dict[Name, ActorModel] = {}
    sections: tuple[SectionModel, ...] = ()
    cues: tuple[CueModel, ...] = ()
    pseudo: PseudoModel | None = None
    elements: tuple[ElementModel, ...] = ()
    integrity: tuple[IntegrityModel, ...] = ()


class CaseModel(Model):
    """An example text with the status it must get."""

    name: Annotated[str, StringConstraints(min_length=3, max_length=160)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    status: Literal["covered", "weak", "planned", "lacking", "missing"]
    in_: Role = Field("achievements", alias="in")
    heading: str = ""
    kind: str = "township"
    year: Year = 2023
    note: str = ""


class CasesModel(Model):
    """A case file."""

    element: Id
    cases: tuple[CaseModel, ...] = Field(min_length=1)


AtLeastModel.model_rebuild()
ExprModel.model_rebuild()
BranchModel.model_rebuild()
