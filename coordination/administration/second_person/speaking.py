"""The acts by which one could act as another, and the one question whether they may be done: every door asks it.

For administrators and for people of confidential teams each takes a second person, tells the person everywhere, waits
until it is confirmed, and closes their places on those teams until these let them in again.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from coordination.administration.access import has_signed_in
from coordination.administration.models import SpeakingAct, SpeakingRequest
from coordination.administration.second_person.joining import close_places
from coordination.administration.second_person.lately import left_lately
from coordination.administration.second_person.of_schools import OF_A_ROSTER
from coordination.administration.second_person.places import all_places, has_place, people_with_places
from coordination.administration.second_person.telling import OF_ACCOUNT, tell_people
from coordination.models import User
from mou.access.operators import administrators_of
from mou.agencies.administrators import house_of
from mou.agencies.makers import administrators_lately, appointments_of
from mou.errors import SecondPersonNeeded
from mou.models import Agency, AgencyMember
from mou.vocabulary import MemberRole

# So long what a second person has confirmed may be done: once.
GOOD_FOR = timedelta(hours=24)
# By these one looks like another on every screen, and signs in only as oneself.
NAMING = frozenset((SpeakingAct.CHANGE_NAME, SpeakingAct.CHANGE_USERNAME))


@dataclass(frozen=True, slots=True)
class Speaking:
    """An act: as whom it lets one act, and the part of it that a second person agreed to.

    `person` is none where it is about everybody whose account the agency keeps.
    """

    act: SpeakingAct
    agency: Agency
    person: User | None = None
    detail: str = ""


def is_guarded(person: User, at: datetime) -> bool:
    """Say whether it takes two people to become able to act as a person: an administrator, or of a confidential team.

    Also who was it lately: else one could unmake them, act, and make them again.
    Whom the only other administrator has just appointed, and who has not come yet, could be appointed anew by them.
    """
    if has_place(person.pk):
        return True
    posts = list(_administrating_members().filter(user=person).select_related("agency"))
    if has_signed_in(person):
        return bool(posts) or person.pk in _guarded_lately(at)
    return any(len(set(administrators_of(one.agency, at)) - {person.pk}) > 1 for one in posts)


def guarded_since(person: User) -> datetime | None:
    """Return since when a person has been guarded, of what they are now; None: they are not."""
    placed = [place.added_at for rows in all_places() for place in rows.filter(user=person)]
    return min([*_appointed_at(person), *placed], default=None)


def is_code_overtaken(person: User, *, made_by: int | None, made_at: datetime, at: datetime) -> bool:
    """Say whether a code speaks for a person no longer: one person made it, and it takes two to speak for them now.

    Who has signed in is there to be asked. For who has not, a code is the only way in: it is overtaken by what others
    made of them since. The console's own codes, and one's own, are as good as before.
    """
    if made_by in (None, person.pk):
        return False
    is_overtaken = is_guarded(person, at) if has_signed_in(person) else _was_raised_after(person, made_at)
    of_two = SpeakingRequest.objects.filter(
        person=person, act=SpeakingAct.INVITE_AGAIN.value, is_confirmed=True, used_at__gte=made_at
    )
    return is_overtaken and not of_two.exists()


def guarded_people_of(agency: Agency, lately: AbstractSet[int] = frozenset()) -> QuerySet[User]:
    """Return the administrators and people of confidential teams whose accounts an agency keeps.

    Args:
        lately: who is to be counted with them.
    """
    return _guarded_people(lately).filter(home_agency=agency)


def guards_others(agency: Agency, person_id: int, at: datetime) -> bool:
    """Say whether an agency keeps the account of anybody but a person who is guarded, or was lately."""
    return guarded_people_of(agency, _guarded_lately(at)).exclude(pk=person_id).exists()


def has_others_in_house(agency: Agency, person_id: int, at: datetime) -> bool:
    """Say whether any other person is guarded, or was lately, in a district and its schools, by any keeper."""
    return _guarded_in_house(agency, _guarded_lately(at)).exclude(pk=person_id).exists()


def needs_second_person(speaking: Speaking, actor_id: int, at: datetime) -> bool:
    """Say whether an act waits for a second person; an act about oneself lets one speak as no other.

    By a name of their own they do: who may give names could take a colleague's.
    """
    if speaking.act in OF_A_ROSTER:
        return has_others_in_house(speaking.agency, actor_id, at)
    if speaking.person is None:
        return guards_others(speaking.agency, actor_id, at)
    if speaking.person.pk == actor_id:
        return speaking.act in NAMING and has_others_in_house(speaking.agency, actor_id, at)
    return is_guarded(speaking.person, at)


def check_may_speak(speaking: Speaking, *, actor_id: int, at: datetime) -> None:
    """Let an act be done, in the caller's transaction; what a second person has confirmed is used up, and told.

    Raises: SecondPersonNeeded.
    """
    if not needs_second_person(speaking, actor_id, at):
        return
    row = _confirmed_requests(speaking, actor_id, at).select_for_update(of=("self",)).first()
    if row is None:
        raise SecondPersonNeeded("A second person has to confirm this first: ask for it.", asks=speaking.detail)
    SpeakingRequest.objects.filter(pk=row.pk).update(used_at=at)
    if speaking.person is not None and speaking.act not in NAMING:
        close_places(speaking.person, actor_id=actor_id, at=at)


def was_confirmed(speaking: Speaking) -> bool:
    """Say whether two people have done an act: what it made still holds."""
    about = {"act": speaking.act.value, "agency": speaking.agency, "person": speaking.person}
    return SpeakingRequest.objects.filter(**about, detail=speaking.detail, used_at__isnull=False).exists()


def tell_whom_it_is_about(speaking: Speaking, *, what: str, actor_id: int) -> None:
    """Tell the person everywhere, in the caller's transaction; of an act about all, those who are guarded there.

    Of a roster: also in the district's schools.
    """
    others = [one for one in _whom_it_is_about(speaking) if one.pk != actor_id]
    tell_people(others, what=what, kind=OF_ACCOUNT)


def _whom_it_is_about(speaking: Speaking) -> Iterable[User]:
    if speaking.person is not None:
        return [speaking.person]
    return _guarded_in_house(speaking.agency) if speaking.act in OF_A_ROSTER else guarded_people_of(speaking.agency)


def _confirmed_requests(speaking: Speaking, actor_id: int, at: datetime) -> QuerySet[SpeakingRequest]:
    return SpeakingRequest.objects.filter(
        act=speaking.act.value,
        agency=speaking.agency,
        person=speaking.person,
        detail=speaking.detail,
        asked_by_id=actor_id,
        is_confirmed=True,
        used_at__isnull=True,
        decided_at__gt=at - GOOD_FOR,
    )


def _guarded_people(lately: AbstractSet[int]) -> QuerySet[User]:
    return User.objects.filter(
        Q(pk__in=_administrating_members().values("user_id")) | Q(pk__in=people_with_places() | lately), is_active=True
    )


def _guarded_in_house(agency: Agency, lately: AbstractSet[int] = frozenset()) -> QuerySet[User]:
    """Return who is guarded in a district and its schools: whose account one of them keeps, or who belongs to one."""
    house = house_of(agency).values("pk")
    belong = AgencyMember.objects.filter(agency__in=house, ended_at__isnull=True).values("user_id")
    return _guarded_people(lately).filter(Q(home_agency__in=house) | Q(pk__in=belong))


def _guarded_lately(at: datetime) -> set[int]:
    return administrators_lately(at) | left_lately(at)


def _appointed_at(person: User) -> list[datetime]:
    """Return when a person became what they are as administrator; what they were before and elsewhere is over."""
    posts = set(_administrating_members().filter(user=person).values_list("pk", flat=True))
    return [one.at for one in appointments_of([person.pk]) if one.member_id in posts] if posts else []


def _was_raised_after(person: User, instant: datetime) -> bool:
    let_in = (place for rows in all_places() for place in rows.filter(user=person, let_in_by__isnull=False))
    instants = [*_appointed_at(person), *(place.let_in_at for place in let_in if place.let_in_at is not None)]
    return any(one > instant for one in instants)


def _administrating_members() -> QuerySet[AgencyMember]:
    # Also who is suspended: they come back as what they were.
    return AgencyMember.objects.filter(role=MemberRole.ADMINISTRATOR.value, ended_at__isnull=True)
