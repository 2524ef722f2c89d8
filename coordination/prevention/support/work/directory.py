"""The directory of a school or district: who supports people there, beside the national recommendations."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum

from coordination.prevention.support.access import SUPPORT_TEAMS
from coordination.prevention.support.errors import BadSupport, SupportTeamNotFound
from coordination.prevention.support.models import SupportPerson, SupportTeam
from coordination.prevention.support.rules.given import SupportPersonIn
from coordination.prevention.support.rules.ratios import Ratio, list_ratios
from coordination.prevention.support.vocabulary import SupportProfession
from mapping.models import Site
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.phone_numbers import BadPhone, phone_in_e164

MOST_DIRECTORY = 500


def add_to_directory(*, actor_id: int, agency_id: UUID, given: SupportPersonIn, at: datetime) -> SupportPerson:
    """Put someone into the directory. Durable. Raises: SupportTeamNotFound, BadSupport."""
    if given.full_time != round(given.full_time, 1):
        raise BadSupport("Full-time places from 0 to 99, in tenths.", pointer="/full_time")
    is_outside = given.profession is SupportProfession.OUTSIDE_PARTNER
    if is_outside and not (given.organization and given.agreement):
        raise BadSupport("Of a partner, say which organization, and by which agreement.", pointer="/agreement")
    phone = _checked_phone(given.phone)
    with transaction.atomic(durable=True):
        team = _team_to_list_in(actor_id, agency_id, at)
        if team.people.count() >= MOST_DIRECTORY:
            raise BadSupport("The directory is full.", pointer="/name")
        return team.people.create(**(dict(given) | {"profession": given.profession.value, "phone": phone}))


def _checked_phone(phone: str) -> str:
    """Return a number as it is kept, in E.164. Raises: BadSupport: no one could be called by it."""
    try:
        return phone_in_e164(phone, settings.COUNTRY) if phone else ""
    except BadPhone as bad:
        # Its words are those of the reader already.
        raise BadSupport(Reason(_("Telephone: %(why)s"), why=str(bad)), pointer="/phone") from bad


def take_from_directory(*, actor_id: int, agency_id: UUID, entry_id: UUID, at: datetime) -> None:
    """Take someone from the directory. Durable. Raises: SupportTeamNotFound, BadSupport."""
    with transaction.atomic(durable=True):
        team = _team_to_list_in(actor_id, agency_id, at)
        # No hold is asked: an administrative act says who changed it, and when.
        if not team.people.filter(pk=entry_id).delete()[0]:
            raise BadSupport("The directory has no such entry.", pointer="/entry_id")


def _team_to_list_in(user_id: int, agency_id: UUID, at: datetime) -> SupportTeam:
    """Return a team whose directory a person keeps: its people do, and its administrators."""
    team_to_look_up(user_id=user_id, agency_id=agency_id, at=at)
    return SUPPORT_TEAMS.locked_team(agency_id)


def team_to_look_up(*, user_id: int, agency_id: UUID, at: datetime) -> SupportTeam:
    """Return a team whose directory a person reads. Raises: SupportTeamNotFound."""
    try:
        return SUPPORT_TEAMS.team_for(user_id=user_id, agency_id=agency_id, at=at)
    except SupportTeamNotFound:
        SUPPORT_TEAMS.agency_for(user_id=user_id, agency_id=agency_id, at=at)
    team = SupportTeam.objects.select_related("agency__parent").filter(agency_id=agency_id).first()
    if team is None:
        raise SupportTeamNotFound
    return team


def ratios_of(team: SupportTeam) -> tuple[int | None, list[Ratio]]:
    """Return how many students there are, if every site says it, and each profession beside its recommendation.

    A partner outside is no full-time place of the school.
    """
    where = Q(school_id=team.agency_id) | Q(district_id=team.agency_id)
    numbers = list(Site.objects.filter(where).values_list("enrollment", flat=True))
    enrollment = sum(filter(None, numbers)) if numbers and None not in numbers else None
    rows = team.people.filter(organization="").values("profession").annotate(all=Sum("full_time"))
    return enrollment, list_ratios(
        enrollment, {SupportProfession(one["profession"]): round(one["all"], 1) for one in rows}
    )
