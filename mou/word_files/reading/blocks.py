"""Read a Word file (.docx) as paragraphs and tables in order, within bounds. Pure: no Django.

Only three parts of the archive are opened (the text, its styles, its numbering), each up to a size; a document type
declaration is refused, so there are no entities; deleted text of tracked changes is left out and inserted text stays.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from mou.errors import BadPaper

FILE_MAX_BYTES = 10 * 1024 * 1024
PART_MAX_BYTES = 16 * 1024 * 1024
PARTS_MAX = 2_000
ELEMENTS_MAX = 400_000
DEPTH_MAX = 120
BLOCKS_MAX = 5_000
TEXT_MAX_CHARS = 400_000
UNREAD = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "footnoteReference", "rPr", "pPr"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `level` is its outline level (0 = chapter) if its style has one; `number` its automatic list.

    `bold_lead` is the text in bold that it begins with, all of it if it is all bold.
    """

    text: str
    style: str
    level: int | None
    number: tuple[str, int] | None
    is_bullet: bool
    bold_lead: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows of cells of text."""

    rows: tuple[tuple[str, ...], ...]


type Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    level: int | None
    number: tuple[str, int] | None
    is_bold: bool


class _Watchful(ET.TreeBuilder):
    """Builds the tree of a part and stops at what no honest document has."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.elements = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self.depth += 1
        self.elements += 1
        if self.depth > DEPTH_MAX or self.elements > ELEMENTS_MAX:
            raise BadPaper("The document is nested too deep or too large.")
        return super().start(_local_name(tag), {_local_name(name): value for name, value in attrs.items()})

    def end(self, tag: str, /) -> ET.Element:
        self.depth -= 1
        return super().end(_local_name(tag))

    def doctype(self, name: str, public_id: str | None, system_id: str | None) -> None:
        raise BadPaper("The document declares a document type; Word never does.")


def read_blocks(content: bytes) -> tuple[Block, ...]:
    """Return the paragraphs and tables of a .docx file that hold text, in order.

    Raises: BadPaper: it is no such file, or larger than an agreement can be.
    """
    if len(content) > FILE_MAX_BYTES:
        raise BadPaper(f"The file is larger than {FILE_MAX_BYTES // 1024 // 1024} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > PARTS_MAX:
                raise BadPaper("The file holds too many parts.")
            main = _main_part(archive)
            folder = main.rpartition("/")[0]
            body = _read_tree(archive, main)
            styles = _read_styles(_optional_tree(archive, f"{folder}/styles.xml"))
            bullets = _read_bullets(_optional_tree(archive, f"{folder}/numbering.xml"))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        # What zipfile raises for archives that are broken, encrypted or packed in a way it does not know.
        raise BadPaper("The file is not a Word document (.docx).") from error
    return _take_bounded(_read_blocks(body, styles, bullets))


def _take_bounded(blocks: Iterator[Block]) -> tuple[Block, ...]:
    kept: list[Block] = []
    chars = 0
    for block in blocks:
        chars += (
            len(block.text) if isinstance(block, Paragraph) else sum(len(cell) for row in block.rows for cell in row)
        )
        if len(kept) >= BLOCKS_MAX or chars > TEXT_MAX_CHARS:
            raise BadPaper("The document is longer than an agreement can be.")
        kept.append(block)
    return tuple(kept)


# --- the archive ----------------------------------------------------------------------------------------------------
def _local_name(name: str) -> str:
    """Return a name without its namespace: the strict and the transitional form of the format differ only there."""
    return name.rpartition("}")[2]


def _main_part(archive: zipfile.ZipFile) -> str:
    for relation in _read_tree(archive, "_rels/.rels").iter("Relationship"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise BadPaper("The file is not a Word document (.docx).")


def _read_tree(archive: zipfile.ZipFile, name: str) -> ET.Element:
    found = _optional_tree(archive, name)
    if found is None:
        raise BadPaper("The file is not a Word document (.docx).")
    return found


def _optional_tree(archive: zipfile.ZipFile, name: str) -> ET.Element | None:
    try:
        part = archive.open(name)
    except KeyError:
        return None
    with part:
        # What the archive says of a part's size is a claim; this is what is really read.
        content = part.read(PART_MAX_BYTES + 1)
    if len(content) > PART_MAX_BYTES:
        raise BadPaper("A part of the document is too large.")
    parser = ET.XMLParser(target=_Watchful())  # noqa: S314  # a document type is refused, so there are no entities
    try:
        parser.feed(content)
        root: ET.Element = parser.close()
    except ET.ParseError as error:
        raise BadPaper("The document is not well-formed.") from error
    return root


# --- styles and numbering -------------------------------------------------------------------------------------------
def _read_styles(root: ET.Element | None) -> dict[str, _Style]:
    rows = {} if root is None else {one.get("styleId", ""): one for one in root.iter("style")}
    return {name: _read_style(name, rows) for name in rows}


def _read_style(name: str, rows: dict[str, ET.Element]) -> _Style:
    """Return a style with what it takes from those it is based on; a circle of styles ends after ten."""
    level: int | None = None
    number: tuple[str, int] | None = None
    is_bold: bool | None = None
    shown, at = rows[name].find("name"), rows.get(name)
    for _ in range(10):
        if at is None:
            break
        level = _outline_level(at) if level is None else level
        number = number or _number_of(at)
        is_bold = _read_bold(at.find("rPr")) if is_bold is None else is_bold
        based = at.find("basedOn")
        at = None if based is None else rows.get(based.get("val", ""))
    return _Style("" if shown is None else shown.get("val", "").lower(), level, number, bool(is_bold))


def _outline_level(element: ET.Element) -> int | None:
    level = element.find("pPr/outlineLvl")
    value = _whole_number(level)
    return value if value is not None and value < 9 else None  # 9 is body text


def _number_of(element: ET.Element) -> tuple[str, int] | None:
    numbering = element.find("pPr/numPr")
    if numbering is None:
        return None
    list_id = numbering.find("numId")
    name = "" if list_id is None else list_id.get("val", "")
    return (name, _whole_number(numbering.find("ilvl")) or 0) if name not in ("", "0") else None


def _whole_number(element: ET.Element | None) -> int | None:
    value = "" if element is None else element.get("val", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None


def _read_bullets(root: ET.Element | None) -> frozenset[tuple[str, int]]:
    """Return the lists and levels that are marked by bullets and not by numbers."""
    if root is None:
        return frozenset()
    kinds = {
        (abstract.get("abstractNumId", ""), _whole_or_zero(level.get("ilvl", "")))
        for abstract in root.iter("abstractNum")
        for level in abstract.iter("lvl")
        if (form := level.find("numFmt")) is not None and form.get("val") == "bullet"
    }
    lists = {
        one.get("numId", ""): found.get("val", "")
        for one in root.iter("num")
        if (found := one.find("abstractNumId")) is not None
    }
    return frozenset((name, level) for name, kind in lists.items() for of, level in kinds if of == kind)


def _whole_or_zero(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _read_bold(properties: ET.Element | None) -> bool | None:
    mark = None if properties is None else properties.find("b")
    return None if mark is None else mark.get("val", "true") not in ("0", "false", "off")


# --- the text -------------------------------------------------------------------------------------------------------
def _read_blocks(
    element: ET.Element, styles: dict[str, _Style], bullets: frozenset[tuple[str, int]]
) -> Iterator[Block]:
    for child in element:
        if child.tag == "p":
            paragraph = _read_paragraph(child, styles, bullets)
            if paragraph.text:
                yield paragraph
        elif child.tag == "tbl":
            rows = tuple(tuple(_cell_text(cell) for cell in row.iter("tc")) for row in child.iter("tr"))
            if any(any(row) for row in rows):
                yield Table(rows)
        elif child.tag not in UNREAD:  # body, content controls, insertions: whatever holds paragraphs
            yield from _read_blocks(child, styles, bullets)


def _cell_text(cell: ET.Element) -> str:
    parts = ("".join(text for text, _ in _read_runs(one, is_bold=False)).strip() for one in cell.iter("p"))
    return "\n".join(part for part in parts if part)


def _read_paragraph(element: ET.Element, styles: dict[str, _Style], bullets: frozenset[tuple[str, int]]) -> Paragraph:
    named = element.find("pPr/pStyle")
    style = styles.get("" if named is None else named.get("val", ""), _Style("", None, None, is_bold=False))
    level = _outline_level(element)
    number = _number_of(element) or style.number
    runs = list(_read_runs(element, is_bold=style.is_bold))
    return Paragraph(
        text=_tidy_text("".join(text for text, _ in runs)),
        style=style.name,
        level=style.level if level is None else level,
        number=number,
        is_bullet=number in bullets if number is not None else "bullet" in style.name,
        bold_lead=_tidy_text(_bold_lead(runs)),
    )


def _bold_lead(runs: list[tuple[str, bool]]) -> str:
    lead = ""
    for text, is_bold in runs:
        if not is_bold and text.strip():
            break
        lead += text
    return lead


def _read_runs(element: ET.Element, *, is_bold: bool) -> Iterator[tuple[str, bool]]:
    """Yield the text below an element in order, with whether it is bold."""
    if element.tag == "r":
        found = _read_bold(element.find("rPr"))
        is_bold = is_bold if found is None else found
    for child in element:
        if child.tag == "t":
            yield child.text or "", is_bold
        elif child.tag in ("tab", "ptab"):
            yield " ", is_bold
        elif child.tag in ("br", "cr"):
            yield "\n", is_bold
        elif child.tag == "noBreakHyphen":
            yield "-", is_bold
        elif child.tag not in UNREAD:
            yield from _read_runs(child, is_bold=is_bold)


def _tidy_text(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\x00", "").split("\n"))
    return "\n".join(line for line in lines if line)
