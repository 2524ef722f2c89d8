"""Read who is party to a version beside its district and first agency, and in which rows that stands."""

from uuid import UUID

from django.db.models import Q

from mou.access.readable import IS_PARTY
from mou.models import Agency, Memorandum, Version


def annexes_of(version: Version) -> list[Version]:
    """Return what a version says of each further party, in the order they came in; none for an annex. One query."""
    rows = Version.objects.filter(IS_PARTY, memorandum__annex_of=version.memorandum_id, number=version.number)
    found = rows.select_related("memorandum__district", "memorandum__agency").defer("canonical_text")
    return list(found.order_by("memorandum_id"))


def lead_of(version: Version) -> Version:
    """Return the version of the agreement that an annex belongs to; an agreement's own version is returned itself."""
    lead_id = version.memorandum.annex_of_id
    if lead_id is None:
        return version
    rows = Version.objects.select_related("memorandum__district", "memorandum__agency")
    return rows.get(memorandum_id=lead_id, number=version.number)


def is_first_agency_party(version: Version) -> bool:
    """Say whether the agency with which the agreement was founded is a party of this version."""
    return version.left_at is None or (version.in_force_from is not None and version.in_force_from < version.left_at)


def parties_of(version: Version) -> list[Agency]:
    """Return the parties of an agreement's version, its district first; of an annex none. One query."""
    if version.memorandum.annex_of_id is not None:
        return []
    return agencies_of(version, annexes_of(version))


def agencies_of(version: Version, annexes: list[Version]) -> list[Agency]:
    """Return the same where the annexes were read."""
    memorandum = version.memorandum
    rows = [memorandum.district, *([memorandum.agency] if is_first_agency_party(version) else [])]
    rows += [agency for one in annexes for agency in (one.memorandum.district, one.memorandum.agency)]
    return list({one.pk: one for one in rows}.values())


def party_ids(memorandum: Memorandum) -> frozenset[UUID]:
    """Return every agency that is or was party to an agreement, asked of it or of an annex. One query."""
    lead_id = memorandum.annex_of_id or memorandum.pk
    rows = Memorandum.objects.filter(Q(pk=lead_id) | Q(annex_of=lead_id)).values_list("district_id", "agency_id")
    return frozenset(one for pair in rows for one in pair)
