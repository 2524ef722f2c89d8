"""The words of messages: placeholders from a closed list, filled in; how long a text message is. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from coordination.family_messages.vocabulary import Placeholder

TEXT_CHARS = 600
BRACED = re.compile(r"\{([^{}]*)\}")
KNOWN = frozenset(one.value for one in Placeholder)
# 3GPP TS 23.038: the basic alphabet, and what takes two places in it.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWO = frozenset("^{}\\[~]|€")
ONE_GSM, EACH_GSM = 160, 153
ONE_WIDE, EACH_WIDE = 70, 67


@dataclass(frozen=True, slots=True)
class TextLength:
    """How long a text message is. `is_wide`: one letter outside the basic alphabet makes each part shorter."""

    characters: int
    segments: int
    is_wide: bool


def placeholders_in(text: str) -> frozenset[str]:
    """Return what stands in braces."""
    return frozenset(BRACED.findall(text))


def is_well_braced(text: str) -> bool:
    """Tell whether all that stands in braces is known, and each brace is of a pair."""
    return placeholders_in(text) <= KNOWN and not set("{}") & set(BRACED.sub("", text))


def fill_text(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in, once: what a value says in braces stays as it is."""
    return BRACED.sub(lambda found: values.get(found.group(1), ""), text)


def length_of_text(text: str) -> TextLength:
    """Return how many text messages a carrier makes of it."""
    if all(one in GSM or one in GSM_TWO for one in text):
        places = sum(2 if one in GSM_TWO else 1 for one in text)
        return TextLength(len(text), 1 if places <= ONE_GSM else ceil(places / EACH_GSM), is_wide=False)
    # UTF-16: what lies beyond its plane takes two places.
    places = len(text.encode("utf-16-le")) // 2
    return TextLength(len(text), 1 if places <= ONE_WIDE else ceil(places / EACH_WIDE), is_wide=True)
