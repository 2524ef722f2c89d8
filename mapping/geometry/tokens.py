"""Cut a text into words that can be compared: small letters, no accents, each with its place in the text. Pure."""

import re
import unicodedata
from dataclasses import dataclass

# "rm112", "door7": the word for a kind of place and its number, written together.
TOGETHER = re.compile(r"([a-z]+)([0-9]+[a-z]?)")
# Longer than any message; what is beyond it names no place.
MAX_CHARS = 8_000
JOINED = frozenset(
    ("room", "rm", "door", "dr", "stair", "hall", "exit", "salon", "aula", "puerta", "escalera", "pasillo", "grid")
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, folded, and from where to where it stands in the text.

    `is_loud`: written without small letters. `is_after_stop`: something else than spaces stands before it.
    """

    text: str
    start: int
    end: int
    is_loud: bool
    is_after_stop: bool


def fold_text(text: str) -> str:
    """Return a text in small letters without accents."""
    return "".join(one for one in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(one) != "Mn")


def split_tokens(text: str) -> list[Token]:
    """Return the words and numbers of a text in order."""
    found: list[Token] = []
    start = -1
    for index, char in enumerate(f"{text[:MAX_CHARS]} "):
        if unicodedata.category(char)[0] in "LNM":
            start = index if start < 0 else start
        elif start >= 0:
            is_after_stop = text[found[-1].end if found else 0 : start].strip() != ""
            found += _cut_word(text[start:index], start, is_after_stop=is_after_stop)
            start = -1
    return found


def key_of(text: str) -> str:
    """Return a text as its folded words with one space between them: how names and numbers are looked up."""
    return " ".join(one.text for one in split_tokens(text))


def _cut_word(word: str, start: int, *, is_after_stop: bool) -> list[Token]:
    folded, is_loud = fold_text(word), word == word.upper()
    together = TOGETHER.fullmatch(folded)
    if together is None or together[1] not in JOINED or len(folded) != len(word):
        return [Token(folded, start, start + len(word), is_loud, is_after_stop)] if folded else []
    middle = start + len(together[1])
    return [
        Token(together[1], start, middle, is_loud, is_after_stop),
        Token(together[2], middle, start + len(word), is_loud, is_after_stop=False),
    ]
