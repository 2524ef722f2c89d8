"""The words that the product proposes for each message, in English and Spanish. Pure."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from coordination.incident.family_messages.vocabulary import FamilyMessageKind

FIRST_LANGUAGE = "en"


@cache
def proposed_words() -> dict[FamilyMessageKind, Mapping[str, str]]:
    """Return the proposed words of each message, by language."""
    text = files("coordination.family_messages.rules").joinpath("library.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    return {kind: read[kind.value] for kind in FamilyMessageKind}
