"""What a lesson may say, which languages it has, and what a school still lacks. Pure."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from unicodedata import normalize

from coordination.incident.protocols.vocabulary import ProtocolAudience
from coordination.prevention.lessons.vocabulary import LessonAudience, LessonTopic

LESSON_CHARS = 4000
# What is written by a district. The words for danger are those of its response protocol.
WRITTEN = tuple(one for one in LessonTopic if one is not LessonTopic.OPTIONS)
PROTOCOL_AUDIENCES = {
    one: ProtocolAudience.ADULTS
    if one in (LessonAudience.STAFF, LessonAudience.FAMILIES)
    else ProtocolAudience(one.value)
    for one in LessonAudience
}
# How people end a life is named in no lesson, nor is a death a success or a crime: recommendations for reporting on
# suicide. Stems in both languages of the product.
UNSAFE = re.compile(
    r"\b(commit(s|ted|ting)? suicide|(successful|failed|completed) suicide|hang(ed|ing|s)? (him|her|them|your|my)sel|"
    r"noose|overdos|slit|cut(ting)? (their|his|her|your) wrist|jump(ed|ing|s)? (off|from)|carbon monoxide|suffocat|"
    r"asphyx|cometi\w* (el )?suicidio|suicidio (consumado|fallido)|ahorc|sobredosis|cort\w+ las venas|"
    r"(tir|lanz)\w+ (de|desde) (un|una|el|la) (puente|edificio|ventana|techo|azotea)|asfixi)"
)
HELP_NUMBERS = {"911": re.compile(r"9\W?1\W?1"), "988": re.compile(r"988")}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3}|-[A-Z]{2})?")
OWN_LANGUAGES = {"en": "English", "es": "Español"}

type LessonKey = tuple[LessonAudience, LessonTopic]


@dataclass(frozen=True, slots=True)
class Held:
    """A lesson that was held: what of it, on which day, for how many."""

    audience: LessonAudience
    topics: frozenset[LessonTopic]
    held_on: date
    people: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a topic stands for an audience in a school year. `last_on`: when it was last held, None if it was not."""

    audience: LessonAudience
    topic: LessonTopic
    last_on: date | None
    times: int
    people: int


@cache
def library_lessons() -> Mapping[tuple[LessonAudience, LessonTopic, str], str]:
    """Return the proposed texts by audience, topic and language."""
    text = files("coordination.prevention.lessons").joinpath("library.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    return {
        (audience, topic, language): read[audience.value][topic.value][language].strip()
        for audience in LessonAudience
        for topic in WRITTEN
        for language in OWN_LANGUAGES
    }


def has_unsafe_words(text: str) -> bool:
    """Tell whether a text names a way to end a life or calls it a crime or success, in English or Spanish."""
    plain = normalize("NFKD", text.casefold())
    return UNSAFE.search("".join(one for one in plain if not "\u0300" <= one <= "\u036f")) is not None


def lacking_numbers(audience: LessonAudience, topic: LessonTopic, text: str) -> list[str]:
    """Return which help a lesson on how to report does not name: 9-1-1 and, from grade 6 on, 988."""
    if topic is not LessonTopic.HOW_TO_REPORT:
        return []
    wanted = ["911"] if audience.is_small else ["911", "988"]
    return [one for one in wanted if HELP_NUMBERS[one].search(text) is None]


def standings_of(audiences: Collection[LessonAudience], held: Iterable[Held]) -> list[Standing]:
    """Return how each topic stands for each of a school's audiences, by what it held in the school year."""
    of_year = list(held)
    found = []
    for audience in LessonAudience:
        for topic in LessonTopic if audience in audiences else ():
            rows = [one for one in of_year if one.audience is audience and topic in one.topics]
            last = max((one.held_on for one in rows), default=None)
            found.append(Standing(audience, topic, last, len(rows), sum(one.people for one in rows)))
    return found


def lacking_in(standings: Iterable[Standing]) -> list[LessonKey]:
    """Return what was not held yet."""
    return [(one.audience, one.topic) for one in standings if one.last_on is None]


def most_with_every_topic(standings: Iterable[Standing]) -> dict[LessonAudience, int]:
    """Return, of each audience, how many at most had every topic: as many as had the topic that fewest had."""
    found: dict[LessonAudience, int] = {}
    for one in standings:
        found[one.audience] = min(found.get(one.audience, one.people), one.people)
    return found
