"""Turn a Word file into a proposal of clauses, topics, terms, dates and signatories. Pure: no Django."""

import html
import re

from mou.vocabulary import Topic
from mou.word_files.reading.blocks import Block, Paragraph, Table, read_blocks
from mou.word_files.reading.dates import find_dates
from mou.word_files.reading.headings import Heading
from mou.word_files.reading.hidden import shown_blocks
from mou.word_files.reading.outline import Outline, Section, outline_paper
from mou.word_files.reading.proposal import Proposal, ProposedClause, ProposedSignatory, Remark
from mou.word_files.reading.tables import terms_of_table
from mou.word_files.reading.term_finders import find_terms
from mou.word_files.reading.topics import match_topic

CLAUSES_MAX = 200
DOUBTFUL = 0.5  # below it the page asks for the topic rather than showing one
SPLIT_CONFIDENCE = 0.6
SPLIT_CHARS = 350  # a part shorter than this stays with its section, whatever it is about


def clauses_from_docx(content: bytes) -> Proposal:
    """Read a .docx agreement into a proposal; nothing of it is accepted until a person says so.

    Raises: BadPaper: it is no Word file, or larger than an agreement can be.
    """
    blocks, hidden = shown_blocks(read_blocks(content))
    parts = outline_paper(blocks)
    sections = [piece for section in parts.sections for piece in _split_section(section)]
    clauses = tuple(_keep_terms_once(tuple(_propose_clause(one) for one in sections[:CLAUSES_MAX])))
    words = "\n".join(_text_of(one.blocks) for one in sections)
    effective_on, expires_on = find_dates(words)
    return Proposal(
        title=parts.title,
        effective_on=effective_on,
        expires_on=expires_on,
        clauses=clauses,
        signatories=_find_signatories(parts.closing),
        remarks=(*hidden, *_remarks_on(parts, sections, clauses)),
    )


def _propose_clause(section: Section) -> ProposedClause:
    text = _text_of(section.blocks)
    match = match_topic(section.heading, text)
    tables = [term for one in section.blocks if isinstance(one, Table) for term in terms_of_table(one)]
    said = "\n".join(_line_of(one) for one in section.blocks if not isinstance(one, Table))
    return ProposedClause(
        heading=section.heading[:200],
        body_html=_html_of(section.blocks),
        topic=match.topic,
        confidence=match.confidence,
        other_topics=match.others,
        terms=(*tables, *find_terms(said)),
    )


def _keep_terms_once(clauses: tuple[ProposedClause, ...]) -> list[ProposedClause]:
    """Leave each term in the clause that says it first: an agreement says each thing once.

    What a later clause says otherwise is not lost: the check of the finished text finds contradictions.
    """
    seen: set[tuple[str, str]] = set()
    kept: list[ProposedClause] = []
    for clause in clauses:
        fresh = {(term.kind, term.scope): term for term in reversed(clause.terms)}
        terms = tuple(term for key, term in reversed(fresh.items()) if key not in seen)
        seen |= set(fresh)
        kept.append(
            ProposedClause(
                clause.heading, clause.body_html, clause.topic, clause.confidence, clause.other_topics, terms
            )
        )
    return kept


# --- sections that speak of several things --------------------------------------------------------------------------
def _split_section(section: Section) -> list[Section]:
    """Part a long section at those of its own headings that are surely about something else."""
    whole = match_topic(section.heading, _text_of(section.blocks)).topic
    pieces = [Section(section.heading)]
    for title, blocks in _parts_of(section):
        text = _text_of(blocks)
        match = match_topic(title, text)
        current = match_topic(pieces[-1].heading, _text_of(pieces[-1].blocks)).topic if len(pieces) > 1 else whole
        is_other = match.topic is not current and match.confidence >= SPLIT_CONFIDENCE and len(text) >= SPLIT_CHARS
        if title and is_other:
            pieces.append(Section(f"{section.heading}: {title}"[:200]))
        elif title:
            pieces[-1].blocks.append(Heading("", title, ""))
        pieces[-1].blocks.extend(blocks)
    return [piece for piece in pieces if piece.blocks] or [section]


def _parts_of(section: Section) -> list[tuple[str, list[Block]]]:
    parts: list[tuple[str, list[Block]]] = [("", [])]
    for one in section.blocks:
        if isinstance(one, Heading):
            parts.append((one.title, []))
        else:
            parts[-1][1].append(one)
    return parts


# --- words and markup -----------------------------------------------------------------------------------------------
def _text_of(blocks: list[Block | Heading] | list[Block]) -> str:
    return "\n".join(_line_of(one) for one in blocks)


def _line_of(block: Block | Heading) -> str:
    if isinstance(block, Heading):
        return block.title
    return block.text if isinstance(block, Paragraph) else "\n".join(" | ".join(row) for row in block.rows)


def _html_of(blocks: list[Block | Heading]) -> str:
    parts: list[str] = []
    for one in blocks:
        if isinstance(one, Heading):
            parts.append(f"<p><strong>{_escape_text(one.title)}</strong></p>")
        elif isinstance(one, Table):
            parts.append(_table_html(one))
        elif one.is_bullet or one.number is not None:
            _add_item(parts, one)
        else:
            parts.append(f"<p>{_escape_text(one.text)}</p>")
    return "".join(parts)


def _add_item(parts: list[str], paragraph: Paragraph) -> None:
    """Add a paragraph of a list to the list before it, or begin one."""
    tag = "ul" if paragraph.is_bullet else "ol"
    item = f"<li>{_escape_text(paragraph.text)}</li></{tag}>"
    if parts and parts[-1].endswith(f"</li></{tag}>"):
        parts[-1] = parts[-1].removesuffix(f"</{tag}>") + item
    else:
        parts.append(f"<{tag}>{item}")


def _table_html(table: Table) -> str:
    """Write a table as a list, one row to a point, each cell with the words above its column.

    Clauses hold no tables: a list is read aloud, printed and compared word by word like everything else in them.
    """
    head, rows = table.rows[0], table.rows[1:]
    has_head = bool(rows) and len(head) > 1 and all(head) and len(set(head)) == len(head)
    lines = [_row_html(row, head) for row in rows] if has_head else [_row_html(row, ()) for row in table.rows]
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines if line) + "</ul>"


def _row_html(row: tuple[str, ...], head: tuple[str, ...]) -> str:
    cells = [
        f"{_escape_text(head[at])}: {_escape_text(cell)}" if 0 < at < len(head) else _escape_text(cell)
        for at, cell in enumerate(row)
        if cell
    ]
    if head and row[:1] and row[0] and len(cells) > 1:
        return f"<strong>{cells[0]}</strong>. " + "; ".join(cells[1:])
    return "; ".join(cells)


def _escape_text(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


# --- signatories and remarks ----------------------------------------------------------------------------------------
NAMED = re.compile(r"\bname\s*:\s*([^_\n|]{3,80})", re.IGNORECASE)
TITLED = re.compile(r"\btitle\s*:\s*([^_\n|]{3,80})", re.IGNORECASE)
PERSON = re.compile(
    r"((?:(?:Dr|Mr|Ms|Mrs|Chief|Sheriff)\.? )?[A-Z][\w'.-]+(?: [A-Z][\w'.-]*){1,3}), ([A-Z][\w ,.'-]{3,70})$"
)


def _find_signatories(closing: list[Block]) -> tuple[ProposedSignatory, ...]:
    """Return who is named to sign: "Name: … Title: …", or "A. Person, Superintendent" by itself."""
    cells = [cell for one in closing for cell in _cells_of(one)]
    found: list[ProposedSignatory] = []
    name = ""
    for line in (line.strip() for cell in cells for line in cell.split("\n")):
        named, titled, person = NAMED.search(line), TITLED.search(line), PERSON.match(line)
        if named:
            name = named[1].strip()
        if titled and name:
            found.append(ProposedSignatory(name, titled[1].strip()))
            name = ""
        elif person and not named and not titled:
            found.append(ProposedSignatory(person[1], person[2].strip()))
    return tuple(dict.fromkeys(found))[:12]


def _cells_of(block: Block) -> list[str]:
    """Return the texts of a block; of a table column by column, because each party signs in its own."""
    if isinstance(block, Paragraph):
        return [block.text]
    width = max((len(row) for row in block.rows), default=0)
    return ["\n".join(row[at] for row in block.rows if at < len(row)) for at in range(width)]


def _remarks_on(parts: Outline, sections: list[Section], clauses: tuple[ProposedClause, ...]) -> list[Remark]:
    found: list[Remark] = []
    if not parts.has_headings:
        found.append(Remark("no_headings", "No headings were recognised; the text is one clause."))
    if len(sections) > CLAUSES_MAX:
        found.append(Remark("too_many_clauses", f"Only the first {CLAUSES_MAX} clauses were read."))
    if not parts.closing:
        found.append(Remark("no_signatures", "No signature block was found."))
    doubtful = [clause.heading for clause in clauses if clause.confidence < DOUBTFUL]
    if doubtful:
        found.append(Remark("doubtful_topics", "Look at the topic of: " + "; ".join(doubtful)[:500]))
    missing = [topic.value for topic in Topic if topic not in {clause.topic for clause in clauses}]
    if missing:
        found.append(Remark("topics_not_found", "Nothing was found about: " + ", ".join(missing)))
    return found
