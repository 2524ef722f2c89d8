"""Make Word files of agreements, in the manners that people write them, from the text under tests/data/agreements."""

import enum
import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

SRO_MEMORANDUM = Path(__file__).resolve().parents[2] / "data" / "agreements" / "sro_memorandum.txt"


class Manner(enum.Enum):
    """How headings are made: numbers typed in bold, Word's own styles, plain capitals, titles run into the text."""

    TYPED_NUMBERS = "typed numbers"
    STYLES = "styles"
    CAPITALS = "capitals"
    RUN_IN = "run in"


def paper(text: str, manner: Manner) -> bytes:
    """Return a .docx of marked text: ! title, # section, = subsection, - point, | cells of a table's row."""
    document = docx.Document()
    held = ""  # a title that waits for the paragraph it runs into
    for kind, lines in _blocks(text):
        body = lines[0][1:] if kind in "!#=-" else lines[0]
        if kind == "#" and manner is Manner.RUN_IN and "ATTACHMENT" not in body:
            held = body
        elif kind == " ":
            written = document.add_paragraph()
            if held:
                written.add_run(f"{_numbered(held)}. ").bold = True
            written.add_run(body)
            held = ""
        else:
            _mark(document, kind, body, lines, manner)
    return saved(document)


def _mark(document: Document, kind: str, body: str, lines: list[str], manner: Manner) -> None:
    if kind == "|":
        _table(document, lines)
    elif kind == "!":
        _bold(document, body, centred=True)
    elif kind == "#":
        _section(document, body, manner)
    elif kind == "=":
        _subsection(document, body, manner)
    else:
        document.add_paragraph(body, style="List Bullet")


def saved(document: Document) -> bytes:
    """Return the bytes of a document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines with their marks; rows of one table together."""
    rows: list[str] = []
    for line in [*text.splitlines(), ""]:
        if rows and not line.startswith("|"):
            yield "|", rows
            rows = []
        if line.startswith("|"):
            rows.append(line)
        elif line:
            yield (line[0] if line[0] in "!#=-" else " "), [line]


def _table(document: Document, lines: list[str]) -> None:
    rows = [line[1:].replace("\\n", "\n").split("|") for line in lines]
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for at, row in enumerate(rows):
        for cell, words in zip(table.rows[at].cells, row, strict=False):
            cell.text = words


def _section(document: Document, words: str, manner: Manner) -> None:
    if manner is Manner.STYLES:
        document.add_heading(_titled(_without_number(words)), level=1)
    elif manner is Manner.CAPITALS:
        document.add_paragraph(_without_number(words))
    else:
        _bold(document, words, centred=False)


def _subsection(document: Document, words: str, manner: Manner) -> None:
    if manner is Manner.STYLES:
        document.add_heading(_without_number(words), level=2)
    else:
        underlined = document.add_paragraph().add_run(words)
        underlined.underline = True


def _bold(document: Document, words: str, *, centred: bool) -> None:
    written = document.add_paragraph()
    written.add_run(words).bold = True
    if centred:
        written.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _without_number(words: str) -> str:
    return re.sub(r"^[IVX]+\. |^[A-Z]\. ", "", words)


def _numbered(words: str) -> str:
    """Return "VII. TRAINING" as "7. Training"."""
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    numerals = [tens + one for tens in ("", "X", "XX") for one in ones]
    numeral, _, title = words.partition(". ")
    return f"{numerals.index(numeral)}. {_titled(title)}"


def _titled(words: str) -> str:
    return words.capitalize()


def track(document: Document, *, deleted: str, inserted: str) -> None:
    """Add a paragraph of which part was struck out and part put in, with changes still tracked."""
    paragraph = document.add_paragraph("Kept. ")
    for tag, text_tag, words in (("w:del", "w:delText", deleted), ("w:ins", "w:t", inserted)):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        change.set(qn("w:author"), "Somebody")
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
