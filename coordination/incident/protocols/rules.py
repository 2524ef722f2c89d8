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
