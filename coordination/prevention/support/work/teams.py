"""Keep a school's or district's support team: its people, its directory, its help lines, how long it keeps what."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Sum

from coordination.casework.joining import ask_person_in, take_person_out
from coordination.prevention.support.access import SUPPORT_TEAMS
from coordination.prevention.support.errors import BadSupport, SupportTeamNotFound
from coordination.prevention.support.models import SupportPerson, SupportTeam
from coordination.prevention.support.rules.given import SupportPersonIn
from coordination.prevention.support.rules.ratios import Ratio, list_ratios
from coordination.prevention.support.vocabulary import SupportProfession
from coordination.prevention.tips.help_lines import HelpLine
from mapping.models import Site
from mou.administrative_acts import administrative_act

# A week at least, ten years at most.
DAYS = range(7, 3651)
MOST_LINES, MOST_DIRECTORY = 6, 500
TEXTS = {"name": 200, "organization": 200, "agreement": 200, "hours": 200, "languages": 200, "phone": 40}


@administrative_act(
    who="who keeps the team: administrators of the school or its district",
    told="no one: it opens no referral",
    recorded="team_changed, in the chain",
)
def set_team(
    *, actor_id: int, agency_id: UUID, keep_days: int, help_lines: list[HelpLine], at: datetime
) -> SupportTeam:
    """Make a team, or change its settings. Durable. Raises: SupportTeamNotFound, BadSupport."""
    agency = SUPPORT_TEAMS.agency_for(user_id=actor_id, agency_id=agency_id, at=at)
    if keep_days not in DAYS:
        raise BadSupport("7 to 3650 days.", pointer="/keep_days")
    if len(help_lines) > MOST_LINES:
        raise BadSupport("At most six lines.", pointer="/help_lines")
    lines = [_check_help_line(number, one) for number, one in enumerate(help_lines)]
    with transaction.atomic(durable=True):
        values = {"keep_days": keep_days, "help_lines": lines}
        return SupportTeam.objects.update_or_create(agency=agency, defaults=values)[0]


def _check_help_line(number: int, line: HelpLine) -> dict[str, str]:
    name, phone = line.name.strip(), line.phone.strip()
    if not 1 <= len(name) <= 100 or "\x00" in name:
        raise BadSupport("1 to 100 characters.", pointer=f"/help_lines/{number}/name")
    # It becomes a link that a phone calls.
    if not 3 <= len(phone) <= 20 or not all(one in "0123456789-+ ()." for one in phone):
        raise BadSupport("A number to call.", pointer=f"/help_lines/{number}/phone")
    return {"name": name, "phone": phone}


@administrative_act(
    who="who keeps the team: administrators of the school or its district; never oneself",
    second_person="someone of the team, or a second administrator, lets in",
    told="the whole team, the person, and the administrators who may let in",
    recorded="place_asked, in the chain",
)
def add_member(*, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime) -> None:
    """Ask that someone come on the team. Durable. Raises: SupportTeamNotFound, BadSupport, NotOnesOwnPlace."""
    with transaction.atomic(durable=True):
        team = SUPPORT_TEAMS.locked_team_for(user_id=actor_id, agency_id=agency_id, at=at)
        person = SUPPORT_TEAMS.people_to_choose(team.agency, at).filter(public_id=person_id).first()
        if person is None:
            raise BadSupport("Choose someone of the school, its district, or its police.", pointer="/person_id")
        ask_person_in(SUPPORT_TEAMS, team=team, person=person, actor_id=actor_id, at=at)


@administrative_act(
    who="who keeps the team: administrators of the school or its district",
    told="the whole team, and the person",
    recorded="place_taken, in the chain",
)
def remove_member(*, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime) -> None:
    """Take someone from the team: they read nothing from now on. Durable. Raises: SupportTeamNotFound, BadSupport."""
    with transaction.atomic(durable=True):
        team = SUPPORT_TEAMS.locked_team_for(user_id=actor_id, agency_id=agency_id, at=at)
        absent = BadSupport("No one of the team has this id.", pointer="/person_id")
        take_person_out(SUPPORT_TEAMS, team=team, person_id=person_id, actor_id=actor_id, at=at, absent=absent)


# --- the directory ----------------------------------------------------------------------------------------------------
def add_to_directory(*, actor_id: int, agency_id: UUID, given: SupportPersonIn, at: datetime) -> SupportPerson:
    """Put someone into the directory. Durable. Raises: SupportTeamNotFound, BadSupport."""
    texts = {name: getattr(given, name).strip() for name in TEXTS}
    for name, most in TEXTS.items():
        if len(texts[name]) > most or "\x00" in texts[name]:
            raise BadSupport(f"At most {most} characters.", pointer=f"/{name}")
    if not texts["name"]:
        raise BadSupport("Say who.", pointer="/name")
    if not 0 <= given.full_time <= 99 or given.full_time != round(given.full_time, 1):
        raise BadSupport("Full-time places from 0 to 99, in tenths.", pointer="/full_time")
    is_outside = given.profession is SupportProfession.OUTSIDE_PARTNER
    if is_outside and not (texts["organization"] and texts["agreement"]):
        raise BadSupport("Of a partner, say which organization, and by which agreement.", pointer="/agreement")
    with transaction.atomic(durable=True):
        team = _team_to_list_in(actor_id, agency_id, at)
        if team.people.count() >= MOST_DIRECTORY:
            raise BadSupport("The directory is full.", pointer="/name")
        return SupportPerson.objects.create(
            team=team,
            profession=given.profession.value,
            agreement_until=given.agreement_until,
            full_time=given.full_time,
            **texts,
        )


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
