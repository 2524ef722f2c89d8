"""Who sees and who changes the role cards of a school or district."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from coordination.incident.staff_roles.errors import CardsNotFound, CardsNotYours
from mou.access.fetch import AgencyNeed, agencies_for, agency_for, may_manage
from mou.errors import AgencyNotFound, NotAllowed
from mou.models import Agency
from mou.vocabulary import AgencyKind

HAVE_CARDS = (AgencyKind.SCHOOL, AgencyKind.DISTRICT)


@dataclass(frozen=True, slots=True)
class CardsOf:
    """A school or district whose cards a person may see, and whether they may change them."""

    agency: Agency
    may_change: bool

    @property
    def school(self) -> Agency | None:
        """The school; none for a district."""
        return self.agency if self.agency.parent is not None else None

    @property
    def district(self) -> Agency:
        """The district that the cards come from."""
        return self.agency.parent or self.agency


def cards_of(*, user_id: int, agency_id: UUID, at: datetime) -> CardsOf:
    """Return a school or district whose cards a person sees: of its own, or its district's. Raises: CardsNotFound."""
    agency = agencies_with_cards(user_id, at).filter(pk=agency_id).first()
    if agency is None:
        raise CardsNotFound
    return CardsOf(agency, may_manage(user_id, agency, at))


def agencies_with_cards(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the schools and districts whose cards a person sees, by name."""
    kinds = [one.value for one in HAVE_CARDS]
    return agencies_for(user_id, at).filter(kind__in=kinds, is_active=True).select_related("parent")


def agency_to_change(*, user_id: int, agency_id: UUID, at: datetime) -> Agency:
    """Return a school or district whose cards a person changes, its row held. Raises: CardsNotFound, CardsNotYours."""
    try:
        agency = agency_for(user_id=user_id, agency_id=agency_id, need=AgencyNeed.MANAGE, at=at, lock=True)
    except AgencyNotFound as missing:
        raise CardsNotFound from missing
    except NotAllowed as refused:
        # Whose agency has no cards is told that, and not that they belong to others.
        cards_of(user_id=user_id, agency_id=agency_id, at=at)
        raise CardsNotYours from refused
    if agency.kind not in HAVE_CARDS:
        raise CardsNotFound
    return agency


def sees_cards(user_id: int, at: datetime) -> bool:
    """Tell whether a person is of a school or district."""
    return agencies_with_cards(user_id, at).exists()
