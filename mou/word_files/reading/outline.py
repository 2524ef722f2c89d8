"""Part the blocks of a paper into its title, its sections and its signature block. Pure."""

import re
from collections import Counter
from dataclasses import dataclass, field

from mou.word_files.reading.blocks import Block, Paragraph, Table
from mou.word_files.reading.headings import Heading, Reader

CLOSING = re.compile(
    r"in witness (?:whereof|thereof)|the parties (?:hereto )?have (?:caused|executed|signed)", re.IGNORECASE
)
CLOSING_HEADINGS = re.compile(r"(?:authorized |authorised |approval )?signatures?(?: page| block)?$", re.IGNORECASE)
ANNEX = re.compile(r"(?:appendix|exhibit|attachment|annex|schedule|addendum)\b", re.IGNORECASE)
RECITAL = re.compile(r"whereas\b|now,? therefore\b|witnesseth", re.IGNORECASE)
SIGNATURE_LINE = re.compile(r"_{5,}|^\s*(?:by|signature|signed)\s*:", re.IGNORECASE | re.MULTILINE)
OPENING = re.compile(r"(?:this|the following) (?:memorandum|agreement|mou|document)|whereas", re.IGNORECASE)
BETWEEN = frozenset({"between", "and", "by and between", "for", "by and among"})
EQUALS_NEEDED = 3  # a shape of heading that stands fewer times does not divide the paper


@dataclass(slots=True)
class Section:
    """A heading and what stands below it. Headings of a lower rank stay among the blocks, as Heading."""

    heading: str
    blocks: list[Block | Heading] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """A paper in parts; `closing` is its signature block."""

    title: str
    sections: list[Section]
    closing: list[Block]
    has_headings: bool


def outline_paper(blocks: tuple[Block, ...]) -> Outline:
    """Return a paper in parts. What stands before the first heading becomes "Parties" and "Recitals"."""
    reader = Reader()
    found = [reader.heading(one) if isinstance(one, Paragraph) else None for one in blocks]
    title, begin = _paper_title(blocks, found)
    end, resume = _find_closing(blocks, found, begin)
    top = _top_shape(found[begin:end])
    sections: list[Section] = []
    opening = Section("Parties")
    recitals = Section("Recitals")
    for block, heading in zip(
        (*blocks[begin:end], *blocks[resume:]), (*found[begin:end], *found[resume:]), strict=True
    ):
        if heading is not None and (heading.shape == top or _is_annex(block)):
            sections.append(Section(heading.title))
            _add_rest(sections[-1], heading, block)
        elif sections:
            _place_block(sections[-1], heading, block)
        elif isinstance(block, Paragraph) and RECITAL.match(block.text):
            _place_block(recitals, None, block)
        else:
            _place_block(recitals if recitals.blocks else opening, heading, block)
    before = [one for one in (opening, recitals) if one.blocks]
    return Outline(title, before + sections, list(blocks[end:resume]), has_headings=bool(sections))


def _add_rest(section: Section, heading: Heading, block: Block) -> None:
    if heading.rest and isinstance(block, Paragraph):
        section.blocks.append(Paragraph(heading.rest, "", None, None, is_bullet=False, bold_lead=""))


def _place_block(section: Section, heading: Heading | None, block: Block) -> None:
    if heading is None:
        section.blocks.append(block)
    else:
        section.blocks.append(heading)
        _add_rest(section, heading, block)


def _paper_title(blocks: tuple[Block, ...], found: list[Heading | None]) -> tuple[str, int]:
    """Return the title and where the text begins: the first lines that are a title by style, capitals or bold."""
    lines: list[str] = []
    for at, (block, heading) in enumerate(zip(blocks, found, strict=True)):
        is_title = isinstance(block, Paragraph) and (
            block.style in ("title", "subtitle") or (heading is not None and heading.shape in ("capitals", "bold"))
        )
        is_between = isinstance(block, Paragraph) and block.text.lower() in BETWEEN
        is_recital = isinstance(block, Paragraph) and bool(RECITAL.match(block.text))
        # Another line of the title begins like one; a heading followed at once by its text is a section.
        begins = (
            bool(lines) and not is_between and _heads_text(lines[-1], blocks[at + 1 : at + 2], found[at + 1 : at + 2])
        )
        if is_recital or begins or not (is_title or (lines and is_between)) or len(lines) >= 8:
            return _join_lines(lines), at
        if isinstance(block, Paragraph):
            is_line = heading is not None and not heading.rest and not is_between
            lines.append(
                heading.title if heading is not None and is_line else _line_text(block.text, is_between=is_between)
            )
    return _join_lines(lines), len(blocks) if not lines else len(lines)


def _line_text(text: str, *, is_between: bool) -> str:
    return text.lower() if is_between else text


def _heads_text(before: str, following: tuple[Block, ...], found: list[Heading | None]) -> bool:
    """Say whether a line that looks like a title stands over text of its own, and is a section already."""
    if before.lower() in BETWEEN or not following or found[0] is not None:
        return False
    return isinstance(following[0], Paragraph) and not OPENING.match(following[0].text)


def _join_lines(lines: list[str]) -> str:
    return " ".join(lines)[:200]


def _find_closing(blocks: tuple[Block, ...], found: list[Heading | None], begin: int) -> tuple[int, int]:
    """Return where the signature block begins, and where an annex after it does."""
    end = next((at for at in range(begin, len(blocks)) if _is_closing(blocks[at], found[at])), len(blocks))
    resume = next((at for at in range(end, len(blocks)) if found[at] and _is_annex(blocks[at])), len(blocks))
    return end, resume


def _is_annex(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(ANNEX.match(block.text))


def _is_closing(block: Block, heading: Heading | None) -> bool:
    if isinstance(block, Table):
        cells = [cell for row in block.rows for cell in row]
        return sum(bool(SIGNATURE_LINE.search(cell)) for cell in cells) >= 2
    if heading is not None and CLOSING_HEADINGS.match(heading.title):
        return True
    return bool(CLOSING.search(block.text[:200])) or bool(
        re.match(r"(?:by|signature)\s*:\s*_{3,}", block.text, re.IGNORECASE)
    )


def _top_shape(found: list[Heading | None]) -> str:
    """Return the shape of the headings that divide the paper: of those that stand often enough, the first to come."""
    shapes = [one.shape for one in found if one is not None]
    counts = Counter(shapes)
    styles = sorted(shape for shape, times in counts.items() if shape.startswith("style") and times >= EQUALS_NEEDED)
    if styles:
        return styles[0]
    often = [shape for shape in shapes if counts[shape] >= EQUALS_NEEDED]
    if often:
        return often[0]
    return shapes[0] if shapes else ""
