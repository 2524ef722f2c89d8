"""What an app shows in an alarm, in every language: from the catalog of the pages, and the same for everyone."""

from functools import cache
from typing import Annotated

from django.conf import settings
from django.utils.translation import override
from ninja import Schema
from pydantic import Field

from coordination.incident.response_actions.readers import Does
from coordination.incident.response_actions.words import directive_words, duty_words, response_words
from coordination.vocabulary import PanicKind, ResponseActionKind, SafetyStrategy, ShelterHazard


class SafetyWords(Schema):
    """The words of one language. What stands in braces is replaced: `{where}`, `{place}`, `{door}`, `{time}`.

    `directives`: term and directive of each response action, as they are called out. `{where}` is the destination, else
    the words of `shelter_hazards`, a colon and those of `safety_strategies`.
    `do_now`: what a person does, by whose words it has for them (`does`) and the response action.
    `exercise`, `real`: stand before everything of an exercise, and before what is real while there is one.
    `called_from`, `nearest_door`: follow what a person does, where a press began the action.
    `no_contact`: stands above what is not current.
    """

    directives: dict[ResponseActionKind, str]
    do_now: dict[Does, dict[ResponseActionKind, str]]
    safety_strategies: dict[SafetyStrategy, str]
    shelter_hazards: dict[ShelterHazard, str]
    panic_kinds: Annotated[dict[PanicKind, str], Field(description="What the buttons of an alarm say, by their value.")]
    exercise: str
    real: str
    called_from: str
    nearest_door: str
    no_contact: str


class SafetyWordsOut(Schema):
    """The words by language, such as `en` and `es`. They change only with the server's version."""

    languages: dict[str, SafetyWords]


@cache
def safety_words() -> SafetyWordsOut:
    """Return the words of every language."""
    return SafetyWordsOut(languages={code: _words_in(code) for code, _name in settings.LANGUAGES})


def _words_in(language: str) -> SafetyWords:
    with override(language):
        spoken, duties, shown = directive_words(), duty_words(), response_words()
        return SafetyWords(
            directives={kind: spoken[f"directive.{kind}"] for kind in ResponseActionKind},
            do_now={does: {kind: duties[f"do_now.{does}.{kind}"] for kind in ResponseActionKind} for does in Does},
            safety_strategies={one: one.label for one in SafetyStrategy},
            shelter_hazards={one: one.label for one in ShelterHazard},
            panic_kinds={one: one.label for one in PanicKind},
            exercise=shown["response.exercise"],
            real=shown["response.real"],
            called_from=shown["response.called_from"],
            nearest_door=shown["response.door"],
            no_contact=shown["response.as_of"],
        )
