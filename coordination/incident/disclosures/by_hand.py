"""Record what was given to a person who is no user: a parent, a hospital, a court (34 CFR 99.32)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from coordination.incident.disclosures.errors import BadDisclosure
from coordination.incident.disclosures.models import Disclosure
from coordination.incident.disclosures.queries import district_kept
from coordination.models import User
from coordination.room.access import Asker
from coordination.vocabulary import DisclosureAuthority
from mou.access.names import checked_optional_text, checked_text
from mou.models import Agency
from mou.vocabulary import DataCategory

NAME_MAX_CHARS = 120
WORDS_MAX_CHARS = 1000
# Older ones are in the school's own files; a year mistyped is more likely.
OLDEST = timedelta(days=10 * 365)


@dataclass(frozen=True, slots=True)
class GivenByHand:
    """What was given, to whom, about whom, by what right, and the legitimate interest of the asker.

    Args:
        recipient: the person or office. organization: a hospital, a court; may be empty.
        student: one student's full name. interest: why they asked; required (99.32(a)(3)(ii)).
        threat: required in an emergency (99.32(a)(5)). disclosed_at: not in the future.
    """

    recipient: str
    organization: str
    student: str
    authority: DisclosureAuthority
    categories: tuple[DataCategory, ...]
    interest: str
    threat: str
    disclosed_at: datetime


def enter_disclosure(*, asker: Asker, district_id: UUID, given: GivenByHand) -> UUID:
    """Enter a disclosure into a district's ledger, in one durable transaction: those who keep its agreements.

    Raises: AgencyNotFound, BadDisclosure; BadName.
    """
    with transaction.atomic(durable=True):
        return write_disclosure(district_kept(asker, district_id), given, place="", by_id=asker.user_id, at=asker.at)


def write_disclosure(district: Agency, given: GivenByHand, *, place: str, by_id: int, at: datetime) -> UUID:
    """Write the row, in the caller's transaction, which has checked access. Raises: BadDisclosure; BadName."""
    if not given.categories:
        raise BadDisclosure("Say what was given.", pointer="/categories")
    if not at - OLDEST <= given.disclosed_at <= at:
        raise BadDisclosure("The time lies in the future, or ten years back.", pointer="/disclosed_at")
    if given.authority is DisclosureAuthority.EMERGENCY and not given.threat.strip():
        raise BadDisclosure("An emergency disclosure says which threat it answers.", pointer="/threat")
    person = User.objects.get(pk=by_id)
    made = Disclosure.objects.create(
        disclosure_id=uuid4(),
        district=district,
        site_name=place,
        is_exercise=False,
        authority=given.authority.value,
        categories=[one.value for one in sorted(set(given.categories))],
        agency_name=checked_optional_text(given.organization, "organization", max_chars=NAME_MAX_CHARS),
        recipient=checked_text(given.recipient, "recipient", max_chars=NAME_MAX_CHARS),
        students=checked_text(" ".join(given.student.split()), "student's name", max_chars=2 * NAME_MAX_CHARS),
        interest=checked_text(given.interest, "interest", max_chars=WORDS_MAX_CHARS),
        threat=checked_optional_text(given.threat, "threat", max_chars=WORDS_MAX_CHARS),
        disclosed_by=person,
        disclosed_by_name=person.shown_name(),
        disclosed_at=given.disclosed_at,
        entered_at=at,
    )
    return made.pk
