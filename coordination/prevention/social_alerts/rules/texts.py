"""Find words in a post, whatever its case and accents. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache


def fold_text(text: str) -> str:
    """Return a text without case, accents and doubled spaces, by which words are compared."""
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(bare.casefold().split())


@lru_cache(maxsize=1024)
def finder_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of some words or phrases, each whole, in a folded text. Only literal words: no pattern."""
    longest_first = sorted({fold_text(one) for one in words if fold_text(one)}, key=len, reverse=True)
    if not longest_first:
        return re.compile(r"(?!)")
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def found_in(text: str, words: Iterable[str]) -> list[str]:
    """Return which words stand in a text that is folded already, in the order in which they stand."""
    return list(dict.fromkeys(finder_of(tuple(words)).findall(text)))
