"""The scales of the ED School Climate Surveys as data, and how an answer is read. Pure.

Source: EDSCLS measures and user guide (safesupportivelearning.ed.gov): three domains with thirteen topics; emergency
readiness forms no scale, physical health none for students, parents' answers none. Names of items, such as SENGREL9:
who is asked (S, I, N, P), the domain, the topic, a number. EDSCLS' own scale scores (100 to 500) come of a model whose
parameters a file of answers does not have: here a scale is the share of favorable answers, and says so.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from coordination.prevention.climate.vocabulary import ClimateDomain, ClimateNumbers, ClimateScale

_S, _D = ClimateScale, ClimateDomain
INDICATORS = (_S.CONNECTEDNESS, _S.TRUSTED_ADULT, _S.COMFORT_REPORTING)
DOMAINS: Mapping[ClimateScale, ClimateDomain] = {
    **dict.fromkeys(INDICATORS, _D.INDICATOR),
    **dict.fromkeys((_S.CULTURAL_COMPETENCE, _S.RELATIONSHIPS, _S.PARTICIPATION), _D.ENGAGEMENT),
    **dict.fromkeys((_S.EMOTIONAL_SAFETY, _S.PHYSICAL_SAFETY, _S.BULLYING), _D.SAFETY),
    **dict.fromkeys((_S.SUBSTANCE_ABUSE, _S.EMERGENCY_READINESS), _D.SAFETY),
    **dict.fromkeys((_S.PHYSICAL_ENVIRONMENT, _S.INSTRUCTION, _S.PHYSICAL_HEALTH), _D.ENVIRONMENT),
    **dict.fromkeys((_S.MENTAL_HEALTH, _S.DISCIPLINE), _D.ENVIRONMENT),
}
TOPICS = tuple(one for one in ClimateScale if one not in INDICATORS)
# The letters of a topic in the name of an item, by its domain; the longest that fits counts.
ITEM = re.compile(r"[SINP](ENG|SAF|ENV)([A-Z]{2,5})\d{1,3}\b")
TOPIC_LETTERS: Mapping[tuple[str, str], ClimateScale] = {
    ("ENG", "CLC"): _S.CULTURAL_COMPETENCE,
    ("ENG", "REL"): _S.RELATIONSHIPS,
    ("ENG", "PAR"): _S.PARTICIPATION,
    ("SAF", "EMO"): _S.EMOTIONAL_SAFETY,
    ("SAF", "PSA"): _S.PHYSICAL_SAFETY,
    ("SAF", "BUL"): _S.BULLYING,
    ("SAF", "SUB"): _S.SUBSTANCE_ABUSE,
    ("SAF", "ERM"): _S.EMERGENCY_READINESS,
    ("SAF", "EMR"): _S.EMERGENCY_READINESS,
    ("ENV", "PEN"): _S.PHYSICAL_ENVIRONMENT,
    ("ENV", "INS"): _S.INSTRUCTION,
    ("ENV", "PHE"): _S.PHYSICAL_HEALTH,
    ("ENV", "MEN"): _S.MENTAL_HEALTH,
    ("ENV", "DIS"): _S.DISCIPLINE,
}
# Most questions of these topics ask for something bad: who agrees says that the climate is worse.
MOSTLY_REVERSED = (_S.BULLYING, _S.SUBSTANCE_ABUSE)
# Words of a question, in both languages, by the indicator that it asks for. A person decides on the page.
INDICATOR_WORDS: Mapping[ClimateScale, tuple[str, ...]] = {
    _S.TRUSTED_ADULT: ("trusted adult", "adult at this school", "adult at school", "talk to a teacher", "adulto"),
    _S.COMFORT_REPORTING: ("report", "tell an adult", "tell someone", "tell someone", "avisar", "denunciar"),
    _S.CONNECTEDNESS: ("belong", "connected", "part of this school", "part of my school", "pertenezco", "parte de"),
}
SCHOOL_HEADINGS = ("school", "schoolname", "schname", "campus", "building", "escuela", "site")
GOOD, MIDDLE, BAD = 1.0, 0.5, 0.0
WORDS: Mapping[str, float] = {
    **dict.fromkeys(("strongly agree", "agree", "somewhat agree", "always", "often", "usually", "yes", "true"), GOOD),
    **dict.fromkeys(("almost always", "most of the time", "very true", "mostly true"), GOOD),
    **dict.fromkeys(("totalmente de acuerdo", "muy de acuerdo", "de acuerdo", "siempre", "a menudo", "si"), GOOD),
    **dict.fromkeys(("neither agree nor disagree", "neutral", "neither", "sometimes"), MIDDLE),
    **dict.fromkeys(("ni de acuerdo ni en desacuerdo", "a veces"), MIDDLE),
    **dict.fromkeys(("strongly disagree", "disagree", "somewhat disagree", "never", "rarely", "no", "false"), BAD),
    **dict.fromkeys(("almost never", "hardly ever", "seldom", "not true", "not at all true"), BAD),
    **dict.fromkeys(("totalmente en desacuerdo", "muy en desacuerdo", "en desacuerdo", "nunca", "rara vez"), BAD),
}
NO_ANSWER = frozenset(
    (
        *("", "na", "n/a", "n.a.", ".", "-", "-1", "-2", "-7", "-8", "-9", "99", "missing", "null", "skip"),
        *("don't know", "i don't know", "dont know", "not applicable", "no answer", "no se"),
        *("prefer not to answer", "prefer not to say"),
    )
)
NUMBER = re.compile(r"[1-9]0?(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class AnswerScale:
    """How numbers are read: which end agrees, and which number is the highest."""

    numbers: ClimateNumbers
    highest: int

    def value_of_number(self, number: int) -> float | None:
        """Return what a number says; None: it is not of this scale."""
        if not 1 <= number <= self.highest:
            return None
        agrees = number if self.numbers is ClimateNumbers.HIGH_AGREES else self.highest + 1 - number
        middle = (self.highest + 1) / 2
        return MIDDLE if agrees == middle else (GOOD if agrees > middle else BAD)


def plain_text(text: str) -> str:
    """Return an answer as it is compared: small letters, no accents, one space, a typographic apostrophe as any."""
    folded = unicodedata.normalize("NFKD", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).casefold()
    return " ".join("".join(one for one in folded if not unicodedata.combining(one)).split())


def number_in(answer: str) -> int | None:
    """Return the number that an answer is."""
    return int(float(answer)) if NUMBER.fullmatch(answer) else None


def value_of(answer: str, scale: AnswerScale) -> float | None:
    """Return what a plain answer that is one says: 1 agrees, 0 does not. None: it cannot be read."""
    number = number_in(answer)
    return WORDS.get(answer) if number is None else scale.value_of_number(number)


def topic_of(heading: str) -> ClimateScale | None:
    """Return the topic of an EDSCLS item by the name that stands in a heading."""
    found = ITEM.search(heading.upper())
    return None if found is None else TOPIC_LETTERS.get((found[1], found[2][:3]))


def indicator_of(heading: str) -> ClimateScale | None:
    """Return the indicator that the words of a question ask for."""
    said = plain_text(heading)
    return next((one for one, words in INDICATOR_WORDS.items() if any(word in said for word in words)), None)


def is_school_heading(heading: str) -> bool:
    """Say whether a heading is that of the column with the school."""
    said = "".join(one for one in plain_text(heading) if one.isalnum())
    return said in SCHOOL_HEADINGS
