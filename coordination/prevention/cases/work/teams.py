"""Keep a school's or district's team: who is on it, when the police are called, how long cases are kept."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.administration.errors import NotOnesOwnPlace
from coordination.casework.joining import ask_person_in, find_person, take_person_out
from coordination.prevention.cases.access import CASE_PLACES, CASE_TEAMS
from coordination.prevention.cases.audit import note_change
from coordination.prevention.cases.errors import BadCaseTeam
from coordination.prevention.cases.models import CaseTeam, CaseTeamMember
from coordination.prevention.cases.rules.given import CaseTeamIn, SetUpIn
from coordination.prevention.cases.vocabulary import SetUpStep, TeamChange, TeamRole
from coordination.prevention.cases.wire import SetUpNote
from mou.access.epoch_change import bump_access_epoch
from mou.administrative_acts import administrative_act
from mou.vocabulary import AgencyKind


@administrative_act(
    who="who keeps the team: administrators of the school or its district",
    told="the team's record",
    recorded="team_changed, in the chain",
)
def set_team(*, actor_id: int, agency_id: UUID, given: CaseTeamIn, at: datetime) -> CaseTeam:
    """Make a team, or change its settings. Durable. Raises: CaseTeamNotFound, BadCaseTeam."""
    agency = CASE_TEAMS.agency_for(user_id=actor_id, agency_id=agency_id, at=at)
    if given.keep_days < given.seal_after_days:
        raise BadCaseTeam("What is kept shorter than it is open is never sealed.", pointer="/keep_days")
    values = given.model_dump()
    with transaction.atomic(durable=True):
        before = CaseTeam.objects.select_for_update().filter(agency=agency).values(*values).first()
        team = CaseTeam.objects.update_or_create(agency=agency, defaults=values)[0]
        changed = [name for name, value in values.items() if before is None or before[name] != value]
        if changed:
            note_change(team, TeamChange.RULES_CHANGED, actor_id=actor_id, what=", ".join(changed), at=at)
    return team


@administrative_act(
    who="who keeps the team: administrators of the school or its district; never oneself",
    second_person="someone of the team, or a second administrator, lets in",
    told="the whole team, the person, and the administrators who may let in",
    recorded="place_asked, in the chain",
)
def add_member(*, actor_id: int, agency_id: UUID, person_id: UUID, role: TeamRole, at: datetime) -> None:
    """Ask that someone come on the team, or change as what they are on it. Durable.

    Raises: CaseTeamNotFound, BadCaseTeam, NotOnesOwnPlace.
    """
    with transaction.atomic(durable=True):
        team = CASE_TEAMS.locked_team_for(user_id=actor_id, agency_id=agency_id, at=at)
        person = find_person(CASE_PLACES, team=team, person_id=person_id, at=at)
        if person.pk == actor_id:
            # Neither to come on it, nor to be on it as what one is not.
            raise NotOnesOwnPlace
        places = CaseTeamMember.objects.filter(team=team, user=person)
        before = places.values_list("role", flat=True).first()
        if before is None:
            ask_person_in(CASE_PLACES, team=team, person=person, actor_id=actor_id, at=at, role=role.value)
        elif before != role.value:
            places.update(role=role.value)
        if before != role.value:
            change = TeamChange.ADDED if before is None else TeamChange.ROLE_CHANGED
            note_change(team, change, actor_id=actor_id, person=person, what=role.value, at=at)
        bump_access_epoch()


@administrative_act(
    who="who keeps the team: administrators of the school or its district",
    told="the whole team, and the person",
    recorded="place_taken, in the chain",
)
def remove_member(*, actor_id: int, agency_id: UUID, person_id: UUID, at: datetime) -> None:
    """Take someone from the team: they read nothing from now on. Durable. Raises: CaseTeamNotFound, BadCaseTeam."""
    with transaction.atomic(durable=True):
        team = CASE_TEAMS.locked_team_for(user_id=actor_id, agency_id=agency_id, at=at)
        place = take_person_out(CASE_PLACES, team=team, person_id=person_id, actor_id=actor_id, at=at)
        note_change(team, TeamChange.REMOVED, actor_id=actor_id, person=place.user, what=place.role, at=at)
        bump_access_epoch()


def note_set_up(*, actor_id: int, agency_id: UUID, step: SetUpStep, given: SetUpIn, at: datetime) -> None:
    """Note that a district has done one of NTAC's eight steps, or has not. Durable.

    Raises: CaseTeamNotFound. BadCaseTeam: a school has no steps of its own.
    """
    with transaction.atomic(durable=True):
        team = CASE_TEAMS.locked_team_for(user_id=actor_id, agency_id=agency_id, at=at)
        if team.agency.kind != AgencyKind.DISTRICT:
            raise BadCaseTeam("The steps are the district's.", pointer="/step")
        noted = {"done_on": given.done_on.isoformat() if given.done_on else "", "words": given.words}
        team.set_up = {**team.set_up, step.value: noted}
        team.save(update_fields=["set_up"])
        note_change(team, TeamChange.SET_UP_NOTED, actor_id=actor_id, what=step.value, at=at)


def set_up_of(team: CaseTeam) -> list[SetUpNote]:
    """Return the eight steps in their order, and how far a district is with each; none for a school."""
    if team.agency.kind != AgencyKind.DISTRICT:
        return []
    noted = {step: team.set_up.get(step.value, {}) for step in SetUpStep}
    return [
        SetUpNote(step=step, done_on=one.get("done_on") or None, words=one.get("words", ""))
        for step, one in noted.items()
    ]
