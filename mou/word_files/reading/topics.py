"""Say which of the twenty topics a clause is about, and how sure that is. Pure: it counts words."""

import functools
import math
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from mou.vocabulary import Topic

HEADING_WEIGHT = 7.0
STRONG_WEIGHT = 2.5
WORD_WEIGHT = 0.6
MOST_OF_ONE = 3  # a word that stands ten times in a clause says little more than one that stands three times
DOUBT = 4.0  # what speaks against a clause of few words
WORDS_FULL = 150  # a longer clause says everything more often
TEXT_MAX_CHARS = 20_000


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """The likeliest topic with its confidence between 0 and 1, and the next likely ones for a person to choose from."""

    topic: Topic
    confidence: float
    others: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class _Signs:
    heading: tuple[re.Pattern[str], ...]
    strong: re.Pattern[str]
    words: re.Pattern[str]


def match_topic(heading: str, text: str) -> TopicMatch:
    """Return what a clause is about. One that gives no sign at all is miscellaneous with no confidence."""
    head, body = plain_text(heading), plain_text(text[:TEXT_MAX_CHARS])
    long = max(1.0, len(body.split()) / WORDS_FULL)
    scores = {topic: _score_topic(signs, head, body) / math.sqrt(long) for topic, signs in _load_signs().items()}
    # Heading hits are not thinned by the length of the text below them.
    for topic, signs in _load_signs().items():
        scores[topic] += _heading_score(signs, head)
    ranked = sorted(scores, key=lambda topic: -scores[topic])
    first, second = scores[ranked[0]], scores[ranked[1]]
    if first == 0:
        return TopicMatch(Topic.MISCELLANEOUS, 0.0, ())
    # Squares, because twice the signs of the runner-up leave little doubt and as many leave all of it.
    confidence = first**2 / (first**2 + second**2 + DOUBT**2)
    return TopicMatch(
        ranked[0], round(min(confidence, 0.99), 2), tuple(topic for topic in ranked[1:4] if scores[topic] > 0)
    )


def plain_text(text: str) -> str:
    """Return text as it is compared: lower case, straight quotes and hyphens, single spaces."""
    straight = text.lower().translate(str.maketrans("\u2018\u2019\u201c\u201d\u2010\u2011\u2013\u2014", "''\"\"----"))
    return " ".join(straight.split())


def _heading_score(signs: _Signs, head: str) -> float:
    """Count the best sign of a heading: one that is the whole heading says most, one at its beginning says more."""
    best = 0.0
    for sign in signs.heading:
        found = sign.search(head)
        if found:
            share = len(found[0]) / max(len(head), 1)
            best = max(best, HEADING_WEIGHT * (0.6 + 0.4 * share + (0.2 if found.start() == 0 else 0.0)))
    return best


def _score_topic(signs: _Signs, head: str, body: str) -> float:
    return STRONG_WEIGHT * _count_signs(signs.strong, f"{head} . {body}") + WORD_WEIGHT * _count_signs(
        signs.words, body
    )


def _count_signs(pattern: re.Pattern[str], text: str) -> int:
    seen: dict[str, int] = {}
    for found in pattern.finditer(text):
        seen[found[0]] = min(seen.get(found[0], 0) + 1, MOST_OF_ONE)
    return sum(seen.values())


@functools.cache
def _load_signs() -> dict[Topic, _Signs]:
    rows = tomllib.loads((Path(__file__).parent / "topics.toml").read_text(encoding="utf-8"))
    return {
        Topic(name): _Signs(
            heading=tuple(_match_any([sign]) for sign in row["heading"]),
            strong=_match_any(row["strong"]),
            words=_match_any(row["words"]),
        )
        for name, row in rows.items()
    }


def _match_any(phrases: list[str]) -> re.Pattern[str]:
    # Longest first, so that "incident commander" is not counted as "command" as well by the same pattern.
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join((r"\b" if one[0].isalnum() else "") + re.escape(one) for one in ordered))
