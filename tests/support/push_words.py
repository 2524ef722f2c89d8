"""What locked screens say, as it is declared: of the room's events, and of all else that tells people."""

import importlib

from coordination.room.capability import Alert
from coordination.room.registry import event_rules
from push.texts import PushWords
from tests.support.processes import ROOT
from tests.support.sources import product_modules


def event_titles() -> dict[str, str]:
    """Return the English title of each event that alerts people, by its word."""
    return {word: rule.alert.push.title for word, rule in event_rules().items() if isinstance(rule.alert, Alert)}


def push_words() -> dict[str, PushWords]:
    """Return all that locked screens say: of events by their word, of the rest by the name of its declaration."""
    found = {word: rule.alert.push for word, rule in event_rules().items() if isinstance(rule.alert, Alert)}
    for path in product_modules():
        if "PushWords(" not in path.read_text():
            continue
        named = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for name, one in vars(importlib.import_module(named)).items():
            table = one if isinstance(one, dict) else {"": one}
            found |= {f"{named} {name} {key}": words for key, words in table.items() if isinstance(words, PushWords)}
    return found
