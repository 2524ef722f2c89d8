"""An agency's name is its own: by it people are led to a sign-in, and read whose words stand there."""

import functools
import unicodedata

from django.db.models import Q

from mou.access.epoch_change import bump_access_epoch
from mou.errors import AgencyNameTaken
from mou.models import Agency

# What small plain letters and digits read as, after capitals have become small.
ALIKE = str.maketrans({"1": "l", "i": "l", "|": "l", "0": "o"})
RUN_TOGETHER = (("rn", "m"), ("vv", "w"))


def hold_names(agency: Agency) -> None:
    """Refuse what another active agency is called, last in the caller's transaction, which wrote it already.

    Behind the one row that every change of access locks until commit: of two at once, the second sees the first.
    Schools of two districts may share a name, and no sign-in is found by it; no other agency's name is a school's.
    Raises: AgencyNameTaken.
    """
    bump_access_epoch()
    rivals = Agency.objects.filter(is_active=True, guest_of_incident_id__isnull=True).exclude(pk=agency.pk)
    if agency.parent_id is not None:
        rivals = rivals.filter(Q(parent__isnull=True) | Q(parent_id=agency.parent_id))
    name, short_name = seen_as(agency.name), seen_as(agency.short_name)
    for other, short, parent_id in rivals.values_list("name", "short_name", "parent_id"):
        is_top = parent_id is None
        # No sign-in is found by a school's short name: several may be called by the same word.
        taken = {seen_as(other), seen_as(short)} if is_top else {seen_as(other)}
        if name in taken:
            raise AgencyNameTaken("name")
        if short_name in taken and (is_top or agency.parent_id is None):
            raise AgencyNameTaken("short_name")


def seen_as(name: str) -> str:
    """Return what two names have in common that read alike: whatever case, width, blanks, accents and script.

    The skeleton of UTS #39 with its table of confusable characters: the a of Cyrillic reads as that of Latin.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name))
    letters = "".join(_read_as(char) for char in plain if not unicodedata.combining(char))
    seen = " ".join(letters.casefold().translate(ALIKE).split())
    for two, one in RUN_TOGETHER:
        seen = seen.replace(two, one)
    return seen


@functools.lru_cache(maxsize=4096)
def _read_as(char: str) -> str:
    """Return the plain letters that a character reads as; itself where there are none."""
    if char.isascii():
        return char
    # A table of a megabyte: a process that changes no agency's name does not load it.
    from confusable_homoglyphs.confusables import confusables_data  # noqa: PLC0415 - as said

    alike = (str(one["c"]) for one in confusables_data.get(char, ()))
    return next((one for one in alike if one.isascii()), char)
