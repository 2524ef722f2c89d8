"""An agency's name is its own: by it people are led to a sign-in, and read whose words stand there."""

import unicodedata

from django.db.models import Q

from mou.access.epoch_change import bump_access_epoch
from mou.errors import AgencyNameTaken
from mou.models import Agency


def hold_names(agency: Agency) -> None:
    """Refuse what another active agency is called, last in the caller's transaction, which wrote it already.

    Behind the one row that every change of access locks until commit: of two at once, the second sees the first.
    Schools of two districts may share a name, and nobody is led by it; no other agency's name is a school's.
    Raises: AgencyNameTaken.
    """
    bump_access_epoch()
    rivals = Agency.objects.filter(is_active=True, guest_of_incident_id__isnull=True).exclude(pk=agency.pk)
    if agency.parent_id is not None:
        rivals = rivals.filter(Q(parent__isnull=True) | Q(parent_id=agency.parent_id))
    name, short_name = seen_as(agency.name), seen_as(agency.short_name)
    for other, short, parent_id in rivals.values_list("name", "short_name", "parent_id"):
        is_top = parent_id is None
        # Short names of schools lead nobody: several may be called by the same word.
        taken = {seen_as(other), seen_as(short)} if is_top else {seen_as(other)}
        if name in taken:
            raise AgencyNameTaken("name")
        if short_name in taken and (is_top or agency.parent_id is None):
            raise AgencyNameTaken("short_name")


def seen_as(name: str) -> str:
    """Return what two names have in common that read alike: letters, whatever their case, width and blanks."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
