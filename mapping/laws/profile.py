"""Read which law a district's maps are held to."""

from uuid import UUID

from mapping.laws.catalogue import DEFAULT_PROFILE, Profile, law_profiles
from mapping.models import DistrictRules


def profile_of(district_id: UUID) -> Profile:
    """Return the rules a district is held to; until it chooses, the common list. One query."""
    row = DistrictRules.objects.filter(district_id=district_id).first()
    if row is None:
        return law_profiles()[DEFAULT_PROFILE]
    # Checked when it was brought; a rule that was taken out of the list since then would fail here, loudly.
    return law_profiles()[row.key] if row.document is None else Profile.model_validate(row.document)
