"""Find names of people in a text. Pure."""

import re
import unicodedata
from collections.abc import Iterable


def named_in(text: str, names: Iterable[str]) -> str | None:
    """Return a name of two words or more that stands whole in a text, whatever its case and accents; None: none does.

    A single word is no name here: "Hall" and "Nurse" are places and duties.
    """
    folded = f" {_fold_text(text)} "
    return next((one for one in names if len(one.split()) > 1 and f" {_fold_text(one)} " in folded), None)


def _fold_text(text: str) -> str:
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join(re.findall(r"\w+", bare.casefold()))
