"""Refuse rules that look for what people think, for a group, a person or accounts. Pure.

The lists catch what is plainly meant, in English and Spanish; they do not read minds. A person who did not write the
rule approves it, every ninety days, and the false-positive rate stands beside it.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from coordination.errors import CoordinationError
from coordination.prevention.social_alerts import errors
from coordination.prevention.social_alerts.rules.texts import fold_text

# Beginnings of words: "democrat" refuses democrats and democratic.
POLITICS = (
    "politic", "election", "eleccion", "elector", "vote", "voting", "voter", "votar", "voto", "ballot", "democrat",
    "democrata", "republican", "gop", "liberal", "conservativ", "conservador", "socialis", "communis", "comunis",
    "marxis", "fascis", "anarchis", "anarquis", "maga", "antifa", "president", "senator", "senador", "governor",
    "gobernador", "congress", "congreso", "campaign", "abortion", "aborto", "prolife", "prochoice", "gun control",
    "second amendment", "zionis", "sionis", "palestin", "israel", "immigra", "inmigra", "migrante", "woke",
    "school board", "left-wing", "right-wing", "leftist", "izquierdista", "derechista",
)  # fmt: skip
RELIGION = (
    "religio", "church", "iglesia", "mosque", "mezquita", "synagogue", "sinagoga", "temple", "templo", "christian",
    "cristian", "catholic", "catolic", "protestant", "muslim", "musulman", "islam", "jew", "judi", "hindu", "buddhis",
    "budis", "sikh", "mormon", "atheis", "ateo", "ateis", "allah", "jesus", "quran", "koran", "coran", "bible",
    "biblia", "prayer", "oracion", "ramadan", "hijab", "evangel",
)  # fmt: skip
PROTEST = (
    "protest", "demonstrat", "manifestacion", "manifestante", "rally", "walkout", "walk out", "walk-out", "sit-in",
    "sit in", "strike", "huelga", "picket", "boycott", "boicot", "petition", "march for", "marcha", "activis", "blm",
    "black lives matter", "march for our lives", "free speech", "first amendment", "union organi", "sindicat",
    "teachers union", "resist",
)  # fmt: skip
GROUP = (
    "black", "african", "latino", "latina", "latinx", "hispanic", "hispano", "asian", "asiatic", "white people",
    "blanco", "native american", "indigen", "arab", "mexican", "refugee", "refugiad", "undocumented", "indocumentad",
    "immigrant", "gay", "lesbian", "lesbiana", "bisexual", "trans", "transgender", "queer", "lgbt", "nonbinary",
    "feminis", "disabled", "discapacitad", "autis", "special ed", "homeless", "foster", "student union", "club",
    "foreign student",
)  # fmt: skip
LISTS: Mapping[type[CoordinationError], tuple[str, ...]] = MappingProxyType(
    {
        errors.RuleTargetsPolitics: POLITICS,
        errors.RuleTargetsReligion: RELIGION,
        errors.RuleTargetsProtest: PROTEST,
        errors.RuleTargetsGroup: GROUP,
    }
)
# Too short to be read as a beginning: "trans" would refuse "transport", "club" a weapon's "clubbed".
WHOLE = frozenset(
    {"gay", "jew", "trans", "club", "gop", "blm", "vote", "voto", "woke", "maga", "black", "arab", "resist"}
)
HANDLE = "@"
# Two words with capitals in a row are how a person's name is written.
NAME_WORDS = range(2, 5)


def check_words(words: Iterable[str], *, people: Iterable[str] = (), places: Iterable[str] = ()) -> None:
    """Refuse a rule by its words.

    Args:
        people: names of people whom the district knows.
        places: names of the district's places, which look like those of people.
    Raises: what the rule looks for, with a pointer to the word.
    """
    known, ours = {fold_text(one) for one in people if one.strip()}, {fold_text(one) for one in places}
    for number, word in enumerate(words):
        reason = _why_refused(word, known, ours)
        if reason is not None:
            raise reason(pointer=f"/words/{number}")


def check_purpose(purpose: str) -> None:
    """Refuse a rule by the purpose that it gives. Raises: what it looks for."""
    plain = fold_text(purpose)
    for reason, beginnings in LISTS.items():
        if reason is not errors.RuleTargetsGroup and _begins_any(plain, beginnings):
            raise reason(pointer="/purpose")


def _why_refused(word: str, known: set[str], ours: set[str]) -> type[CoordinationError] | None:
    plain = fold_text(word)
    if HANDLE in word:
        return errors.RuleFollowsAccounts
    if plain in ours:
        return None
    if plain in known or _looks_like_name(word):
        return errors.RuleTargetsPerson
    return next((reason for reason, beginnings in LISTS.items() if _begins_any(plain, beginnings)), None)


def _looks_like_name(word: str) -> bool:
    parts = word.split()
    return len(parts) in NAME_WORDS and all(one[:1].isupper() and one[1:].islower() for one in parts)


def _begins_any(plain: str, beginnings: Iterable[str]) -> bool:
    # "#walkout" and "#BLM2026" are the same words.
    text = f" {plain.replace('#', ' ').replace('_', ' ')} "
    return any(
        f" {one} " in text or f" {one}s " in text or (one not in WHOLE and f" {one}" in text) for one in beginnings
    )
