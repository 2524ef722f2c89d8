"""The acts by which one could act as another, and the one question whether they may be done: every door asks it.

For administrators and for people of confidential teams each takes a second person, tells the person everywhere, waits
until it is confirmed, and closes their places on those teams until these let them in again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from coordination.administration.access import has_signed_in
from coordination.administration.models import SpeakingAct, SpeakingRequest
from coordination.administration.second_person.joining import close_places
from coordination.administration.second_person.places import has_place, people_with_places
from coordination.administration.second_person.telling import OF_ACCOUNT, tell_people
from coordination.models import User
from mou.access.operators import administrators_of
from mou.errors import SecondPersonNeeded
from mou.models import Agency, AgencyMember
from mou.vocabulary import MemberRole

# So long what a second person has confirmed may be done: once.
GOOD_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Speaking:
    """An act: of whom it makes one able to act as, and what of it a second person agreed to.

    `person` is none where it is about everybody whose account the agency keeps.
    """

    act: SpeakingAct
    agency: Agency
    person: User | None = None
    detail: str = ""


def is_guarded(person: User, at: datetime) -> bool:
    """Say whether nobody alone may become able to act as a person: an administrator, or of a confidential team.

    Whom the only other administrator has just appointed, and who has not come yet, could be appointed anew by them.
    """
    if has_place(person.pk):
        return True
    posts = list(_administrating().filter(user=person).select_related("agency"))
    if not posts or has_signed_in(person):
        return bool(posts)
    return any(len(set(administrators_of(one.agency, at)) - {person.pk}) > 1 for one in posts)


def guarded_people_of(agency: Agency) -> QuerySet[User]:
    """Return the administrators and people of confidential teams whose accounts an agency keeps."""
    kept = Q(pk__in=_administrating().values("user_id")) | Q(pk__in=people_with_places())
    return User.objects.filter(kept, home_agency=agency, is_active=True)


def needs_second_person(speaking: Speaking, actor_id: int, at: datetime) -> bool:
    """Say whether an act waits for a second person; nobody speaks as another by an act about themself."""
    if speaking.person is None:
        return guarded_people_of(speaking.agency).exclude(pk=actor_id).exists()
    return speaking.person.pk != actor_id and is_guarded(speaking.person, at)


def check_may_speak(speaking: Speaking, *, actor_id: int, at: datetime) -> None:
    """Let an act be done, in the caller's transaction; what a second person has confirmed is used up, and told.

    Raises: SecondPersonNeeded.
    """
    if not needs_second_person(speaking, actor_id, at):
        return
    row = _confirmed(speaking, actor_id, at).select_for_update(of=("self",)).first()
    if row is None:
        raise SecondPersonNeeded("A second person has to confirm this first: ask for it.")
    SpeakingRequest.objects.filter(pk=row.pk).update(used_at=at)
    if speaking.person is not None:
        close_places(speaking.person, actor_id=actor_id, at=at)


def was_confirmed(speaking: Speaking) -> bool:
    """Say whether two people have done an act: what it made still holds."""
    about = {"act": speaking.act.value, "agency": speaking.agency, "person": speaking.person}
    return SpeakingRequest.objects.filter(**about, detail=speaking.detail, used_at__isnull=False).exists()


def tell_whom_it_is_about(speaking: Speaking, *, what: str, actor_id: int) -> None:
    """Tell the person everywhere, in the caller's transaction; of an act about all, whoever is guarded there."""
    people = [speaking.person] if speaking.person is not None else list(guarded_people_of(speaking.agency))
    others = [one for one in people if one.pk != actor_id]
    tell_people(others, what=what, kind=OF_ACCOUNT)


def _confirmed(speaking: Speaking, actor_id: int, at: datetime) -> QuerySet[SpeakingRequest]:
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


def _administrating() -> QuerySet[AgencyMember]:
    # Also who is suspended: they come back as what they were.
    return AgencyMember.objects.filter(role=MemberRole.ADMINISTRATOR.value, ended_at__isnull=True)
