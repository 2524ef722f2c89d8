"""The words of a protocol by age, and what small children are never told. Pure."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from unicodedata import normalize

from coordination.incident.protocols.vocabulary import Protocol, ProtocolAudience

WORDS_CHARS = 200
SMALL_CHILDREN = frozenset((ProtocolAudience.K_TO_2, ProtocolAudience.GRADES_3_TO_5))
# Infants, preschool, prekindergarten, transitional kindergarten and kindergarten.
BEFORE_FIRST = frozenset(("it", "pr", "pk", "tk", "kg", "k"))
LAST_GRADES = (
    (2, ProtocolAudience.K_TO_2),
    (5, ProtocolAudience.GRADES_3_TO_5),
    (8, ProtocolAudience.GRADES_6_TO_8),
    (12, ProtocolAudience.GRADES_9_TO_12),
)
# Stems in both languages of the product; the word "armario" is a place to hide.
NEVER_TO_CHILDREN = re.compile(
    r"\b(fight|fought|attack|punch|weapon|kill|shoot|shot\b|guns?\b|die\b|defend|defien|pelea|pelee|luch|ataca|ataque|"
    r"golpea|golpee|armas?\b|matar|dispar|morir|muer)"
)


@dataclass(frozen=True, slots=True)
class WordsFor:
    """What one audience is told: as it was written, and in Spanish, if it is written."""

    words: str
    words_es: str

    def words_in(self, language: str) -> str:
        """Return it in a language; as it was written where it is in no other."""
        return (self.words_es if language.startswith("es") else "") or self.words


type ProtocolWords = Mapping[ProtocolAudience, WordsFor]


def has_fighting_words(text: str) -> bool:
    """Tell whether words are about fighting or dying, in English or Spanish, with or without accents."""
    plain = normalize("NFKD", text.casefold())
    return NEVER_TO_CHILDREN.search("".join(one for one in plain if not "\u0300" <= one <= "\u036f")) is not None


def audience_of_grade(grade: str) -> ProtocolAudience | None:
    """Return the age of a grade as rosters write it: "KG", "03", "10", "Grade 4"; None where it is none of them.

    Source: the grades of the Common Education Data Standards, which OneRoster uses.
    """
    plain = grade.strip().casefold()
    if plain in BEFORE_FIRST:
        return ProtocolAudience.K_TO_2
    number = re.fullmatch(r"(?:grade\s*)?0?(\d{1,2})", plain)
    if number is None:
        return None
    ages = (one for highest, one in LAST_GRADES if 1 <= int(number[1]) <= highest)
    return next(ages, None)


@cache
def library_words() -> dict[Protocol, ProtocolWords]:
    """Return the proposed words of each protocol but the district's own."""
    text = files("coordination.incident.protocols").joinpath("library.toml").read_text(encoding="utf-8")
    return {
        Protocol(name): {one: WordsFor(by_age[one.value]["en"], by_age[one.value]["es"]) for one in ProtocolAudience}
        for name, by_age in tomllib.loads(text).items()
    }


# What holds where a district has chosen nothing: the response actions are those of this protocol, too.
PROPOSED = Protocol.SRP
