"""Which characters a text may hold: those that a reader sees, so that shown words are the stored words. Pure.

What is refused: controls, bidirectional controls, characters without a picture (Default_Ignorable_Code_Point), tags,
private and unassigned ones, halves of surrogate pairs, and piles of marks that cover their neighbors. Right-to-left
letters are letters. Joiners and the emoji selector stay where a script or an emoji needs them (docs/decisions/0173).
"""

import functools
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

LINES = "\t\n\r"
ZWNJ, ZWJ = "\u200c", "\u200d"
EMOJI_SELECTORS = "\ufe0e\ufe0f"
KEYCAP = "\u20e3"
VIRAMA = 9  # the combining class of the sign that joins two consonants of an Indic script
# UTS #39, 5.4: more marks on one letter than any language writes; they run into the lines above and below.
MARKS_MAX = 4
# DerivedCoreProperties.txt, Default_Ignorable_Code_Point: what is there is not of the categories refused as a whole.
IGNORABLE = frozenset(
    map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)))
)
# A blank that is no space, and a note without a head: neither is ignorable, and neither shows anything.
BLANK = frozenset("\u2800\U0001d159")
# Format characters with a picture of their own: Prepended_Concatenation_Mark of PropList.txt.
VISIBLE_FORMAT = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
REFUSED_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
# Set aside for emoji (emoji-data.txt, Extended_Pictographic): a phone may be newer than this server's tables.
PICTURES_TO_COME = range(0x1F000, 0x1FB00)
# Punctuation and letters that emoji-variation-sequences.txt makes pictures of.
PICTURES_OF_SIGNS = frozenset("\u203c\u2049\u2139\u3030\u303d")
VARIATION_17 = range(0xE0100, 0xE01F0)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A character that must not stand where it stands. `position` counts characters from one."""

    char: str
    position: int

    @property
    def name(self) -> str:
        """The character as Unicode calls it: U+202E RIGHT-TO-LEFT OVERRIDE."""
        return f"U+{ord(self.char):04X} {unicodedata.name(self.char, '')}".rstrip()


@dataclass(frozen=True, slots=True)
class HiddenAt:
    """The same in a document of JSON: `pointer` says in which text (RFC 6901)."""

    pointer: str
    hidden: Hidden


def first_hidden(text: str) -> Hidden | None:
    """Return the first character that a reader would not see for what it is."""
    return next(all_hidden(text), None)


def all_hidden(text: str) -> Iterator[Hidden]:
    """Yield every character that a reader would not see for what it is."""
    if text.isascii() and text.isprintable():
        return
    if not any(_is_suspect(char) or _is_mark(char) for char in set(text)):
        return
    marks = 0
    for at, char in enumerate(text):
        marks = marks + 1 if _is_mark(char) else 0
        if marks > MARKS_MAX or (_is_suspect(char) and not _is_needed(text, at)):
            yield Hidden(char, at + 1)


def is_shown_line(text: str) -> bool:
    """Say whether a text is one line of what a reader sees."""
    return not any(char in LINES for char in text) and first_hidden(text) is None


def without_hidden(text: str) -> str:
    """Return the text without them: for files of others, whose importer says that something was taken out."""
    while found := {one.position for one in all_hidden(text)}:
        # Again: what a joiner was needed by may be gone.
        text = "".join(char for at, char in enumerate(text, start=1) if at not in found)
    return text


def hidden_sentence(what: str, hidden: Hidden) -> str:
    """Say what stands where, for people who cannot see it."""
    return f"The {what} holds a character that does not show: {hidden.name} at position {hidden.position}."


def hidden_in_json(tree: object) -> HiddenAt | None:
    """Return the first such character in the texts and names of a JSON document, however deep."""
    waiting: list[tuple[str, object]] = [("", tree)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, str):
            if hidden := first_hidden(value):
                return HiddenAt(pointer, hidden)
        elif isinstance(value, Mapping):
            # A name that hides something cannot be pointed at: what holds it can.
            if hidden := next(filter(None, map(first_hidden, map(str, value))), None):
                return HiddenAt(pointer, hidden)
            inner = [(f"{pointer}/{_escape_key(str(key))}", one) for key, one in value.items()]
            waiting.extend(reversed(inner))
        elif isinstance(value, Sequence):
            waiting.extend(reversed([(f"{pointer}/{at}", one) for at, one in enumerate(value)]))
    return None


def mixed_scripts(text: str) -> tuple[str, ...]:
    """Return the scripts of the letters of a text, if no one way of writing has them all together; else nothing.

    The a of Latin and that of Cyrillic look alike: a name of both is two names, or a trap (UTS #39, 5.1 and 5.2).
    """
    found = {_script_of(char) for char in text if unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lo")}
    if len(found) < 2 or any(found <= together for together in WRITTEN_TOGETHER):
        return ()
    return tuple(sorted(found))


# UTS #39, 5.2, "Highly Restrictive": what Japanese, Chinese and Korean mix, and Latin with them.
WRITTEN_TOGETHER = (
    frozenset(("Latin", "Cjk", "Hiragana", "Katakana")),
    frozenset(("Latin", "Cjk", "Bopomofo")),
    frozenset(("Latin", "Cjk", "Hangul")),
)


def _escape_key(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


@functools.lru_cache(maxsize=4096)
def _is_suspect(char: str) -> bool:
    if char in LINES or char in VISIBLE_FORMAT:
        return False
    category = unicodedata.category(char)
    if category == "Cn" and ord(char) in PICTURES_TO_COME:
        return False
    return category in REFUSED_CATEGORIES or char in IGNORABLE or char in BLANK or ord(char) in VARIATION_17


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me")


def _is_needed(text: str, at: int) -> bool:
    """Say whether a joiner or an emoji selector stands where it shows."""
    char = text[at]
    before = text[at - 1] if at else ""
    after = text[at + 1 : at + 2]
    if char in EMOJI_SELECTORS:
        return _takes_selector(before) or (before in "#*0123456789" and before != "" and after == KEYCAP)
    if char == ZWJ:
        return _joins_indic(before, after) or (_ends_picture(text, at) and _is_picture(after))
    return char == ZWNJ and (_joins_indic(before, after) or _parts_letters(text, at))


def _takes_selector(char: str) -> bool:
    return char in PICTURES_OF_SIGNS or (char != "" and unicodedata.category(char) in ("So", "Sm") and char > "\x7f")


def _is_picture(char: str) -> bool:
    return _takes_selector(char) or (char != "" and ord(char) in PICTURES_TO_COME)


def _ends_picture(text: str, at: int) -> bool:
    before = text[at - 1] if at else ""
    if before and before in EMOJI_SELECTORS:
        before = text[at - 2] if at > 1 else ""
    return _is_picture(before) or "\U0001f3fb" <= before <= "\U0001f3ff"


def _joins_indic(before: str, after: str) -> bool:
    """RFC 5892, A.1 and A.2: after a virama; and before one, as Bengali writes it."""
    viramas = [one for one in (before, after) if one and unicodedata.combining(one) == VIRAMA]
    return bool(viramas) and before != "" and unicodedata.category(before)[0] in "LM"


def _parts_letters(text: str, at: int) -> bool:
    """RFC 5892, A.1: between two letters that would join without it, as in Persian verbs."""
    before = next((one for one in reversed(text[:at]) if not unicodedata.combining(one)), "")
    after = next((one for one in text[at + 1 :] if not unicodedata.combining(one)), "")
    both, either = _joining_letters()
    return before in both and after in either


@functools.cache
def _joining_letters() -> tuple[frozenset[str], frozenset[str]]:
    """Return the Arabic letters that join to the next one, and those that join to the one before.

    Python has no Joining_Type; the presentation forms say the same: who has an initial form joins onwards.
    """
    forms: dict[str, set[str]] = {"<initial>": set(), "<final>": set()}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)):
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if kind in forms and len(letters) == 1:
            forms[kind].add(chr(int(letters[0], 16)))
    return frozenset(forms["<initial>"]), frozenset(forms["<final>"])


@functools.lru_cache(maxsize=4096)
def _script_of(char: str) -> str:
    """Return a letter's script by its name: Python has no Script property, and names begin with it."""
    if char in "ªº":
        return "Latin"
    return unicodedata.name(char, "Unknown").split()[0].split("-")[0].capitalize()
