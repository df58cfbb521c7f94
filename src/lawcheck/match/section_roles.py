"""The role of every sentence: from headings where they tell, from transitional sentences where they do not."""

from __future__ import annotations

from lawcheck.checklist import Checklist
from lawcheck.document import Document
from lawcheck.language import load_chinese
from lawcheck.match.scan import Hits

INTRO, ACHIEVEMENTS, SHORTCOMINGS, CAUSES, PLAN, OTHER = (
    "intro", "achievements", "shortcomings", "causes", "plan", "other",
)  # fmt: skip


class Roles:
    """Roles of sections and sentences.

    Attributes:
        of_section: Role by section index.
        of_sentence: Role by sentence index.
        lends: Actor group that a heading lends to its sentences, by sentence index; empty for none.
    """

    def __init__(self, document: Document, checklist: Checklist, hits: Hits, year: int | None) -> None:
        self.document, self.checklist, self.hits, self.year = document, checklist, hits, year
        self.matched: set[int] = set()
        self.fused: set[int] = set()
        self.of_section = self._sections()
        self.of_sentence, self.lends = self._sentences()

    def _sections(self) -> list[str]:
        document = self.document
        top = min((s.level for s in document.sections[1:]), default=1)
        roles: list[str] = []
        late = False
        for index, section in enumerate(document.sections):
            if index == 0:
                roles.append(INTRO if len(document.sections) > 1 else ACHIEVEMENTS)
                continue
            parent = section.parent
            inherited = roles[parent] if parent > 0 else ""
            role = self._of_heading(index, first_level=section.level <= top or parent == 0)
            if role is None and section.level <= top:
                role = self._by_year(section.title) or (OTHER if late else ACHIEVEMENTS)
            elif role is None:
                role = inherited or ACHIEVEMENTS
                if parent in self.fused:
                    opened = [
                        r.role
                        for r in self.checklist.roles
                        if r.fused >= 0 and self.hits.in_heading(r.fused, index)
                    ]
                    role = opened[0] if opened else role
                    if not opened:
                        self.fused.add(index)
            else:
                self.matched.add(index)
            if section.level <= top and role in (SHORTCOMINGS, PLAN):
                late = True
            roles.append(role)
        return roles

    def _of_heading(self, section: int, *, first_level: bool) -> str | None:
        named = []
        for rule in self.checklist.roles:
            loose = first_level and rule.headings >= 0 and self.hits.in_heading(rule.headings, section)
            if loose or (rule.strict >= 0 and self.hits.in_heading(rule.strict, section)):
                named.append(rule.role)
        if SHORTCOMINGS in named and PLAN in named:
            # 存在的问题和下一步打算: shortcomings until the first sentence about the time to come.
            self.fused.add(section)
            return SHORTCOMINGS
        return named[0] if named else None

    def _by_year(self, title: str) -> str | None:
        named = load_chinese().year_named
        return PLAN if self.year is not None and named.format(year=self.year + 1) in title else None

    def _sentences(self) -> tuple[list[str], list[str]]:
        """Give every sentence its section's role, changed by sentences that open another one.

        A transition holds to the end of the section where no heading told the role (or where a fused heading told
        two), and to the end of the paragraph or item elsewhere.
        """
        document = self.document
        lenders = {rule.role: rule.lends for rule in self.checklist.roles if rule.lends}
        openers = [(rule.role, rule.opens) for rule in self.checklist.roles if rule.opens >= 0]
        roles: list[str] = []
        lends: list[str] = []
        free = len(document.sections) <= 1
        role, section_at, block_at, item_at = "", -1, -1, -1
        sticky = ""
        until = ""
        for index, sentence in enumerate(document.sentences):
            base = self.of_section[sentence.section]
            if sentence.section != section_at:
                if not (sticky and not free and self._inside(sentence.section, section_at)):
                    role, sticky = base, ""
                section_at = sentence.section
            elif (until == "block" and sentence.block != block_at) or (
                until == "item" and sentence.item != item_at
            ):
                role, until = sticky or base, ""
            block_at, item_at = sentence.block, sentence.item
            opened = self._opens(openers, index, base)
            if opened and opened != role:
                told = sentence.section in self.matched or any(
                    s in self.matched for s in document.path(sentence.section)
                )
                splits = any(s in self.fused for s in document.path(sentence.section))
                first = index == 0 or document.sentences[index - 1].block != sentence.block
                if free or splits or (not told and first):
                    if opened != CAUSES:
                        role = sticky = opened
                        until = ""
                    else:
                        role, until = opened, "block"
                elif not told:
                    role, until = opened, "block"  # a promise in the middle of a paragraph opens no section
                elif base in (SHORTCOMINGS, CAUSES):
                    role, until = opened, ("item" if opened == PLAN else "block")
                elif base in (ACHIEVEMENTS, "first-responsible-person", OTHER) and opened == PLAN:
                    role, until = opened, "block"
                elif base == INTRO and opened == PLAN:
                    pass
            roles.append(role)
            lends.append(next((lenders[self.of_section[s]] for s in document.path(sentence.section)
                               if self.of_section[s] in lenders), ""))  # fmt: skip
        return roles, lends

    def _inside(self, section: int, above: int) -> bool:
        return above in self.document.path(section) and above > 0

    def _opens(self, openers: list[tuple[str, int]], index: int, base: str) -> str | None:
        sentence = self.document.sentences[index]
        for role, concept in openers:
            for start, _ in self.hits.find(concept, index):
                if start <= sentence.start_norm + 14:
                    return role
        if self.year is not None and base != PLAN:
            head = self.document.norm[sentence.start_norm : sentence.start_norm + 8]
            openings = load_chinese().year_openings
            if head.startswith(tuple(opening.format(year=self.year + 1) for opening in openings)):
                return PLAN
        return None
