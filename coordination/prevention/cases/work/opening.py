"""Open a case: by the team, or by the desk that decides on a tip, in words of its own."""

from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from coordination.prevention.cases.access import CASE_TEAMS, CASE_WAITS
from coordination.prevention.cases.errors import BadCase, CaseNeedsSomebody, CaseTeamNotFound, TipHasCase
from coordination.prevention.cases.models import Case, CaseEntry, CasePerson, CaseTeam
from coordination.prevention.cases.rules.given import CaseIn
from coordination.prevention.cases.vocabulary import CaseEntryKind
from coordination.prevention.tips.access import tip_to_decide_for
from coordination.prevention.tips.errors import ReportersWords
from coordination.prevention.tips.models import Tip
from coordination.prevention.tips.rules.own_words import repeats_report


def open_case(*, actor_id: int, given: CaseIn, at: datetime) -> Case:
    """Open a case at a school or district and put its team on it, but for those with a conflict of interest. Durable.

    The opener reads it only if they are of the team. Raises: CaseTeamNotFound: none, or not for them to open at.
    TipNotFound, TipsTeamDecides. ReportersWords. TipHasCase, CaseNeedsSomebody, BadCase.
    """
    try:
        with transaction.atomic(durable=True):
            return _open_case(actor_id, given, at)
    except IntegrityError as taken:
        raise TipHasCase(pointer="/tip_id") from taken


def _open_case(actor_id: int, given: CaseIn, at: datetime) -> Case:
    team = _lock_team(actor_id, given, at)
    members = list(CASE_TEAMS.counting_places(team, at))
    kept_off = {one.user_id for one in members if one.user.public_id in given.conflicts}
    if len(kept_off) != len(set(given.conflicts)):
        raise BadCase("Only people of the team have a conflict of interest here.", pointer="/conflicts")
    if not any(one.user_id not in kept_off for one in members):
        raise CaseNeedsSomebody(pointer="/conflicts")
    case = Case.objects.create(
        id=uuid4(),
        team=team,
        number=team.take_number(at),
        tip_id=given.tip_id,
        opened_by_id=actor_id,
        opened_at=at,
        **given.details.model_dump(exclude={"kind"}),
    )
    CasePerson.objects.bulk_create(
        CasePerson(case=case, user_id=one.user_id, has_conflict=one.user_id in kept_off) for one in members
    )
    content = given.details.model_dump(mode="json", exclude={"kind"})
    CaseEntry.objects.create(case=case, kind=CaseEntryKind.DETAILS.value, content=content, by_id=actor_id, at=at)
    told = {one.user_id for one in members} - kept_off - {actor_id}
    CASE_WAITS.tell_of(case.pk, occasion="opened", user_ids=told)
    return case


def _lock_team(actor_id: int, given: CaseIn, at: datetime) -> CaseTeam:
    """Return the team with its row held: it counts its cases."""
    if given.tip_id is not None:
        _check_words(tip_to_decide_for(user_id=actor_id, tip_id=given.tip_id, at=at), given)
    elif not CASE_TEAMS.teams_of(actor_id, at).filter(agency_id=given.agency_id).exists():
        raise CaseTeamNotFound
    return CASE_TEAMS.locked_team(given.agency_id)


def _check_words(tip: Tip, given: CaseIn) -> None:
    # The tip's school, or its desk where it names none: no one hands a tip to another school's team.
    if given.agency_id not in (tip.school_id, tip.desk.agency_id):
        raise CaseTeamNotFound
    said = tip.messages.filter(author=None).values_list("text", flat=True)
    written = [tip.text, tip.people_words, tip.place_words, tip.how_known, *said]
    for name in ("subject_name", "concern", "targets", "medium", "place"):
        if repeats_report(getattr(given.details, name), written):
            raise ReportersWords(pointer=f"/{name}")


def team_to_hand_to(tip: Tip) -> CaseTeam | None:
    """Return the team that a tip is handed to: its school's, else its desk's."""
    wanted = [one for one in (tip.school_id, tip.desk.agency_id) if one is not None]
    found = {one.agency_id: one for one in CaseTeam.objects.filter(agency_id__in=wanted).select_related("agency")}
    return next((found[one] for one in wanted if one in found), None)
