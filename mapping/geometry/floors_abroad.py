"""Read what floors are called in European and East Asian files. Pure.

Some languages number the first floor above the ground (1. Obergeschoss), some the one on it (1階); a word of such a
language says which, whatever else is in the file. English words that only files use stand here too.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from mapping.geometry.tokens import fold_text, key_of

# First to fifth, as they stand before or after the word for floor; the first that begins so counts.
NUMBERED = (
    ("erst", "premier", "1er", "primo", "primeiro", "первыи", "一"),
    ("zweit", "deuxieme", "second", "segundo", "второи", "二"),
    ("dritt", "troisieme", "terz", "terceiro", "третии", "三"),
    ("viert", "quatrieme", "quart", "четверт", "四"),
    ("funft", "cinquieme", "quint", "пят", "五"),
)
NUMBER = "n"
# {0} stands for a number; what a word means: its key, or "+" for floors above the ground, "=" from one on it, "-" below
# it, "~" between two of those that are numbered from one.
WORDS: tuple[tuple[str, str], ...] = (
    # German
    ("erdgeschoss|erdgeschoß|parterre|eg|e g", "ground"),
    ("{0} (?:og|obergeschoss|obergeschoß|stock|stockwerk|etage)|{0}og", "+"),
    ("(?:og|obergeschoss|obergeschoß|stock|stockwerk|etage) ?{0}", "+"),
    ("{0} (?:ug|untergeschoss|untergeschoß|kellergeschoss)|(?:untergeschoss|untergeschoß|kellergeschoss) {0}", "-"),
    ("untergeschoss|untergeschoß|ug|keller|kellergeschoss|kg|souterrain", "basement"),
    ("dachgeschoss|dachgeschoß|dg|dach", "roof"),
    ("zwischengeschoss|zwischengeschoß|zg", "mezzanine"),
    # French
    ("rez de chaussee|rdc", "ground"),
    ("{0} etage|etage {0}|{0}(?:e|er|eme|nd|nde) etage|r plus {0}", "+"),
    ("sous sol {0}|{0} sous sol|{0}(?:e|er|eme) sous sol|r minus {0}", "-"),
    ("sous sol|cave", "basement"),
    ("entresol", "mezzanine"),
    ("toit|toiture", "roof"),
    # Italian
    ("piano terra|piano terreno|pianterreno|pt", "ground"),
    ("{0} piano|piano {0}|{0}[oº] piano", "+"),
    ("piano interrato|interrato|seminterrato|piano seminterrato|sotterraneo", "basement"),
    ("ammezzato|piano ammezzato|mezzanino", "mezzanine"),
    ("tetto|copertura", "roof"),
    # Portuguese
    ("terreo|andar terreo|piso terreo|res do chao|r c", "ground"),
    ("{0} andar|andar {0}|{0}[oº] andar", "+"),
    ("subsolo {0}|{0} subsolo|{0}[oº] subsolo|cave {0}", "-"),
    ("subsolo", "basement"),
    ("sobreloja|mezanino", "mezzanine"),
    ("cobertura|telhado", "roof"),
    # Russian
    ("{0} этаж|этаж {0}|{0} ?(?:и|ыи|ои) этаж", "="),
    ("подвал|подвальныи этаж|цоколь|цокольныи этаж", "basement"),
    ("антресоль|мезонин", "mezzanine"),
    ("крыша|кровля", "roof"),
    # Korean
    ("(?:지상 ?)?{0}층", "="),
    ("지하 ?{0} ?층|b{0}층", "-"),
    ("지하층", "basement"),
    ("중층|중이층", "mezzanine"),
    ("옥상|옥상층", "roof"),
    # Chinese
    ("第?{0}[层樓楼層]", "="),
    ("(?:地下|负|負){0}[层樓楼層]", "-"),
    ("首层|首層|地面层|地面層", "ground"),
    ("地下室", "basement"),
    ("夹层|夾層", "mezzanine"),
    ("屋顶|屋頂|天台", "roof"),
    # Japanese
    ("(?:地上)?{0}階", "="),
    ("地下{0}階", "-"),
    ("地階", "basement"),
    ("中{0}階|m{0}f", "~"),
    ("屋上|屋上階", "roof"),
    # English
    ("main (?:level|floor)", "ground"),
    ("upper (?:level|floor)", "upper"),
    ("garden (?:level|floor)", "garden"),
    ("penthouse|penthouse (?:level|floor)|ph", "penthouse"),
)
HALF = Decimal("0.5")
ORDINALS = {"upper": Decimal(1), "garden": Decimal(-1), "ground": Decimal(0), "basement": Decimal(-1)}


@dataclass(frozen=True, slots=True)
class FloorAbroad:
    """The key of a floor (see floor_words), and its ordinal where the language says it.

    `is_above`: its number is counted above the ground floor.
    """

    key: str
    ordinal: Decimal | None
    is_above: bool = False


def floor_abroad(text: str) -> FloorAbroad | None:
    """Return the floor that a whole text names in one of these languages; None where it says anything else."""
    plain = unicodedata.normalize("NFKC", text)
    # A sign is no letter: "R+1" and "R-1" would be one word.
    plain = re.sub(r"^\s*[rR]\s*([+-])\s*(?=[0-9])", lambda sign: f"r {'plus' if sign[1] == '+' else 'minus'} ", plain)
    word = key_of(plain)
    for pattern, meaning in _compile_patterns():
        found = pattern.fullmatch(word)
        if found is not None:
            said = next((one for one in found.groups() if one), "")
            return _floor_of(meaning, _number_of(said) if said else 0)
    return None


def is_written_apart(text: str) -> bool:
    """Say whether a floor's name is written in Korean, Chinese or Japanese: who reads English hears it in English."""
    letters = [one for one in text if one.isalpha() and not one.isascii()]
    return bool(letters) and all(unicodedata.name(one, "").startswith(("CJK", "HANGUL")) for one in letters)


def _floor_of(meaning: str, number: int) -> FloorAbroad | None:
    if meaning == "+":
        return FloorAbroad(str(number), Decimal(number), is_above=True)
    if meaning == "=":
        return FloorAbroad(str(number), Decimal(number - 1)) if number else None
    if meaning == "-":
        return FloorAbroad(f"b{number}", Decimal(-number)) if number else None
    if meaning == "~":
        return FloorAbroad("mezzanine", Decimal(number) - 1 - HALF) if number else None
    return FloorAbroad(meaning, ORDINALS.get(meaning))


def _number_of(said: str) -> int:
    if said.isdecimal():
        return int(said)
    return next(number for number, words in enumerate(_fold_numbers(), start=1) if said.startswith(words))


@cache
def _fold_numbers() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold_text(word) for word in words) for words in NUMBERED)


@cache
def _compile_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    # An ordinal has its ending: "erstes", "terzo", "пятыи".
    words = "|".join(rf"{word}\w*" for group in _fold_numbers() for word in group)
    number = f"([0-9]{{1,2}}|{words})"
    return tuple((re.compile(fold_text(pattern).replace("{0}", number)), meaning) for pattern, meaning in WORDS)
