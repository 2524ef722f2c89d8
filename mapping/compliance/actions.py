"""Choose the rules a district's maps are held to, and say what only a person can say of them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mapping.access import district_to_draw_for, site_to_draw_for
from mapping.errors import BadProfile, RuleNotAttestable
from mapping.laws.catalogue import Profile, law_profiles, map_rules
from mapping.models import DistrictRules, RuleAttestation


def choose_profile(*, user_id: int, district_id: UUID, key: str, at: datetime) -> None:
    """Hold a district's maps to the rules of a state that comes with the software. One durable transaction.

    Raises: DistrictNotFound: there is none, or it is not theirs to keep. BadProfile: there is no such profile.
    """
    if key not in law_profiles():
        raise BadProfile("There is no such profile.")
    _store_profile(user_id=user_id, district_id=district_id, key=key, profile=None, at=at)


def bring_profile(*, user_id: int, district_id: UUID, profile: Profile, at: datetime) -> None:
    """Hold a district's maps to rules that it brought itself. One durable transaction.

    Raises: DistrictNotFound: there is none, or it is not theirs to keep.
    """
    _store_profile(user_id=user_id, district_id=district_id, key=profile.key, profile=profile, at=at)


def _store_profile(*, user_id: int, district_id: UUID, key: str, profile: Profile | None, at: datetime) -> None:
    document = None if profile is None else profile.model_dump(mode="json")
    with transaction.atomic(durable=True):
        district = district_to_draw_for(actor_id=user_id, district_id=district_id, at=at)
        chosen = {"key": key, "document": document, "chosen_by_id": user_id, "chosen_at": at}
        DistrictRules.objects.update_or_create(district=district, defaults=chosen)


def attest_rule(*, user_id: int, site_id: UUID, rule: str, note: str, at: datetime) -> UUID:
    """Write that a person says a rule is met at a school, and return the record's id. One durable transaction.

    Raises: SiteNotFound, NotAllowed: not theirs to say. RuleNotAttestable: no such rule, or the map itself tells.
    """
    with transaction.atomic(durable=True):
        site = site_to_draw_for(actor_id=user_id, site_id=site_id, at=at)
        if rule not in map_rules() or not map_rules()[rule].attestable:
            raise RuleNotAttestable("No one can say this; the map itself has to show it.")
        said = RuleAttestation.objects.create(site=site, rule=rule, note=note, attested_by_id=user_id, attested_at=at)
    return said.pk
