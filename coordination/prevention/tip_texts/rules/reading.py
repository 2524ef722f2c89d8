"""What a text message to the door of tips says: a school's code, STOP, words that call for help. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from coordination.incident.accountability.text_messages.text_grammar import (
    DOORS,
    EXERCISE,
    FILLERS,
    NEGATIONS,
    STARTS,
    STATE_OF,
    STOPS,
    SUBSTITUTES,
)
from coordination.prevention.tips.vocabulary import TipCategory

# Four letters and a digit: neither a word that begins a sentence, nor a room of a school, which have three at most.
CODE = re.compile(r"[A-Z]{4,8}[0-9]{1,4}")
AT_START = re.compile(r"\W*([A-Za-z]{4,8})[ -]?([0-9]{1,4})(?![A-Za-z0-9])[\s:,.;!-]*", re.ASCII)
# "Room 112 …" and "Help 112 …" begin reports of rooms.
RESERVED = frozenset(
    {*STOPS, *STARTS, *STATE_OF, *FILLERS, *DOORS, *NEGATIONS, *EXERCISE, *SUBSTITUTES}
    | {"info", "grade", "grado", "call", "level", "floor", "period", "bldg"}
)
# Asked for in this order; stems in both languages, without accents. A person reads the tip: this says only how soon.
CATEGORIES = {
    TipCategory.SUICIDE: (
        r"suicid|kill (my|him|her|them)sel|(end|take) (my|his|her|their) (own )?life|want(s|ed)? to die|"
        r"better off dead|matarme|matarse|quitar\w* la vida|quiere morir|quiero morir"
    ),
    TipCategory.PLANNED_ATTACK: r"shoot|bomb|massacre|attack|tiroteo|disparar|masacre|ataque|atacar",
    TipCategory.WEAPON: r"\bguns?\b|knife|knives|weapon|pistol|rifle|glock|machete|\barmas?\b|cuchill|navaja",
    TipCategory.SELF_HARM: r"self.?harm|(hurt|cut)(s|ting|ing)? (my|him|her|them)sel|autolesi|hacerse dano|se corta",
    TipCategory.THREAT: r"threat|\bkill|amenaz|\bmatar",
    TipCategory.FIGHT: r"\bfight|pelea|pelear",
    TipCategory.ABUSE: r"\babus|molest|beats (me|him|her|them)|touche[sd] (me|him|her)|me pega|me toca",
    TipCategory.BULLYING: r"bull(y|ied|ies)|acoso|se burlan",
    TipCategory.DRUGS: r"\bdrugs?\b|vap(e|ing)|weed|fentanyl|drogas?\b|vapea",
}
WORRYING = frozenset(
    {
        TipCategory.SUICIDE,
        TipCategory.PLANNED_ATTACK,
        TipCategory.WEAPON,
        TipCategory.SELF_HARM,
        TipCategory.THREAT,
        TipCategory.ABUSE,
    }
)
NOW = re.compile(r"right now|\bnow\b|happening|emergency|\bhelp\b|ahora|emergencia|ayuda|socorro|auxilio|\b9-?1-?1\b")
SPANISH = frozenset(
    {"el", "la", "los", "las", "un", "una", "de", "del", "que", "en", "y", "es", "esta", "con", "por", "para", "tiene"}
    | {"hay", "se", "mi", "su", "alguien", "yo", "quiere", "va", "escuela"}
)
ENGLISH = frozenset(
    {"the", "a", "an", "of", "in", "is", "are", "has", "have", "there", "with", "for", "to", "and", "my", "his", "her"}
    | {"he", "she", "they", "someone", "i", "at", "not", "school", "going"}
)


@dataclass(frozen=True, slots=True)
class Coded:
    """A text that begins with what may be a school's code, and what follows it."""

    code: str
    words: str
    # Written in one piece: people who mean no code put a blank between word and number.
    is_one_word: bool


def read_code(text: str) -> Coded | None:
    """Return the code at the beginning of a text; None where none can stand there."""
    found = AT_START.match(text)
    if found is None or found[1].casefold() in RESERVED:
        return None
    return Coded(f"{found[1]}{found[2]}".upper(), text[found.end() :].strip(), f"{found[1]}{found[2]}" in found[0])


def is_good_code(code: str) -> bool:
    """Tell whether a desk may have a code: it is no word that people begin a text with."""
    found = CODE.fullmatch(code)
    return found is not None and code.rstrip("0123456789").casefold() not in RESERVED


def category_of(text: str) -> TipCategory:
    """Return what a text seems to be about, until a person has read it."""
    plain = _plain_words(text)
    return next((one for one, stems in CATEGORIES.items() if re.search(stems, plain)), TipCategory.OTHER)


def is_now(text: str) -> bool:
    """Tell whether a text says that it happens now."""
    return NOW.search(_plain_words(text)) is not None


def names_danger(text: str) -> bool:
    """Tell whether words of a text name danger: the answer then says whom to call."""
    return is_now(text) or category_of(text) in WORRYING


def language_of(text: str, before: str = "en") -> str:
    """Return in which of our languages a text is, `before` where it does not show."""
    words = set(re.findall(r"[a-z]+", _plain_words(text)))
    spanish, english = len(words & SPANISH), len(words & ENGLISH)
    if spanish == english:
        return "es" if any(one in text for one in "ñÑ¿¡") else before
    return "es" if spanish > english else "en"


def _plain_words(text: str) -> str:
    """Return a text in small letters, without accents."""
    parted = unicodedata.normalize("NFD", text.casefold().replace("\u2019", "'"))
    return "".join(one for one in parted if not unicodedata.combining(one))
