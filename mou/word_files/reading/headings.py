"""Tell headings from text in a list of paragraphs, by style, numbering, bold or capitals. Pure."""

import re
from dataclasses import dataclass

from mou.word_files.reading.blocks import Paragraph

HEADING_MAX_CHARS = 110
HEADING_MAX_WORDS = 14
RUN_IN_MAX_WORDS = 9
LABELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "article",
        re.compile(r"(?:article|section|part)\s+(?:[ivxl]{1,6}|\d{1,2}|[a-z])\b[\s.:\u2013\u2014-]*", re.IGNORECASE),
    ),
    ("decimal2", re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\)?\s+")),
    ("decimal", re.compile(r"\d{1,2}[.)]\s*(?=[^\d\s])")),
    ("roman", re.compile(r"[IVXL]{1,6}[.)]\s+")),
    ("alpha", re.compile(r"[A-Z][.)]\s+")),
)
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
SMALL_WORDS = frozenset(
    ["a", "an", "and", "as", "at", "between", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with"]
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its `shape` says which headings are its equals; `rest` is text that follows it in the paragraph."""

    shape: str
    title: str
    rest: str


@dataclass(slots=True)
class Reader:
    """Reads headings in order: whether "I." is Roman one or the ninth letter depends on what was before."""

    last_roman: int = 0
    last_letter: str = "@"  # the sign before A

    def heading(self, paragraph: Paragraph) -> Heading | None:
        """Return the heading that a paragraph is, or begins with."""
        text = paragraph.text
        label, shape = self._label(text)
        body = text[len(label) :].strip()
        if paragraph.level is not None or paragraph.style.startswith("heading"):
            return Heading(f"style{paragraph.level or 0}", _clean_title(body), "")
        bold = paragraph.bold_lead[len(label) :].strip() if paragraph.bold_lead.startswith(label) else ""
        if not shape and paragraph.number is not None and not paragraph.is_bullet:
            shape = f"list{paragraph.number[1]}"
        title, rest = _split_title(body, bold, has_number=bool(shape))
        if not title:
            return None
        return Heading(shape or ("capitals" if _is_capitals(title) else "bold"), _clean_title(title), rest)

    def _label(self, text: str) -> tuple[str, str]:
        for shape, pattern in LABELS:
            found = pattern.match(text)
            if found and (shape != "roman" or self._is_roman(found[0])):
                if shape == "alpha":
                    self.last_letter = found[0][0]
                return found[0], shape
        return "", ""

    def _is_roman(self, label: str) -> bool:
        """Say whether a label goes on with the Roman numerals, rather than with the letters."""
        numeral = label.rstrip(" .)\n\t")
        value = _read_roman(numeral)
        if len(numeral) == 1 and value != self.last_roman + 1 and ord(numeral) == ord(self.last_letter) + 1:
            return False
        self.last_roman, self.last_letter = value, "@"
        return True


def _read_roman(numeral: str) -> int:
    values = [ROMAN[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _split_title(body: str, bold: str, *, has_number: bool) -> tuple[str, str]:
    """Return the title and what follows it in the same paragraph; no title if it is ordinary text."""
    if not body or not body[0].isalnum() or body.lower().startswith(("whereas", "now, therefore", "now therefore")):
        return "", ""
    # A bold beginning is a title whatever follows.
    if bold and _is_short(bold) and any(letter.isalpha() for letter in bold):
        return bold, body[len(bold) :].lstrip(" .:\u2013\u2014-")
    if has_number and _is_short(body) and not body.endswith((".", ";", ",")) and "\n" not in body:
        return body, ""
    if _is_capitals(body) and _is_short(body) and "\n" not in body:
        return body, ""
    if has_number:
        return _run_in(body)
    return "", ""


def _run_in(body: str) -> tuple[str, str]:
    """Split "Training. The officer shall …": a few words that begin with capitals, then a sentence."""
    lead, sign, rest = _first_stop(body)
    words = [word for word in lead.replace("/", " ").split() if word.lower() not in SMALL_WORDS]
    named = [word for word in words if word[0].isupper() or not word[0].isalpha()]
    # The first word of any sentence is a capital; a title has more of them, or is one word before a sentence.
    if sign and rest and 0 < len(lead.split()) <= RUN_IN_MAX_WORDS and len(named) == len(words):
        return lead, rest
    return "", ""


def _first_stop(body: str) -> tuple[str, str, str]:
    found = re.search(r"[.:](?=\s|$)|\s[\u2013\u2014-]\s", body[:HEADING_MAX_CHARS])
    return (body[: found.start()], found[0], body[found.end() :].strip()) if found else (body, "", "")


def _is_short(text: str) -> bool:
    return len(text) <= HEADING_MAX_CHARS and len(text.split()) <= HEADING_MAX_WORDS


def _is_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 3 and all(letter.isupper() for letter in letters)


def _clean_title(title: str) -> str:
    """Return a title without its stop, and not in capitals throughout."""
    title = " ".join(title.split()).rstrip(" .:;\u2013\u2014-")
    if not _is_capitals(title):
        return title
    words = [word if word.lower() in SMALL_WORDS else word.capitalize() for word in title.lower().split()]
    return " ".join(words)[:1].upper() + " ".join(words)[1:]
