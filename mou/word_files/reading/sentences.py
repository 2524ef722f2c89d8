"""Part a clause into sentences and read the numbers in them. Pure."""

import re

SENTENCE_MAX_CHARS = 1_500
STOP = re.compile(r"(?<=[.;!?])[\"\u201d')]*\s+(?=[A-Z(\"\u201c\u00a7\d])")
# A full stop after these ends no sentence.
SHORTENED = re.compile(
    r"(?:\b(?:No|Dr|Mr|Mrs|Ms|St|Lt|Sgt|Capt|Gen|Stat|Sec|Ch|Art|U\.S|U\.S\.C|C\.F\.R|G\.L|e\.g|i\.e|vs?)\.|\b[A-Z]\.)$"
)
UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WORD_NUMBERS = {word: number for number, word in enumerate(UNITS)} | TENS
_word = "|".join(sorted(WORD_NUMBERS, key=len, reverse=True))
# As agreements write them: four, four (4), 4, twenty-four (24), one hundred eighty (180).
NUMBER = rf"(?:(?:{_word})(?:[ -](?:{_word}|hundred))*\s*(?:\((?P<{{0}}a>\d+(?:\.\d+)?)\))?|(?P<{{0}}b>\d+(?:\.\d+)?))"


def number_pattern(name: str) -> str:
    """Return a pattern of a number in figures, in words or in both; read it with `number_in`."""
    return rf"(?P<{name}>" + NUMBER.replace("{0}", name) + ")"


def number_in(found: re.Match[str], name: str) -> float | None:
    """Return the number that a pattern of `number_pattern` found; figures in brackets win over words."""
    figures = found[f"{name}a"] or found[f"{name}b"]
    if figures:
        return float(figures)
    return _read_spoken(found[name])


def _read_spoken(text: str) -> float | None:
    total = 0
    for word in re.findall(r"[a-z]+", text.lower()):
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in WORD_NUMBERS:
            total += WORD_NUMBERS[word]
    return float(total) if total else None


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text, each bounded in length; lines end sentences too."""
    found: list[str] = []
    for line in text.split("\n"):
        kept = ""
        for part in STOP.split(line):
            kept = f"{kept} {part}".strip()
            if not SHORTENED.search(kept):
                found.append(kept[:SENTENCE_MAX_CHARS])
                kept = ""
        if kept:
            found.append(kept[:SENTENCE_MAX_CHARS])
    return [one for one in found if one]
