"""Who else is asked about a district's roster: it is that of its schools, and their administrators may confirm it."""

from datetime import datetime

from django.db.models import QuerySet

from coordination.administration.access import has_signed_in
from coordination.administration.models import SpeakingAct
from coordination.models import User
from mou.access.fetch import members_who_count
from mou.agencies.administrators import is_another_hand, may_be_second_person
from mou.agencies.makers import LATELY, appointments_of
from mou.models import AdministrativeAct, Agency, AgencyMember
from mou.vocabulary import AdministrativeActKind, MemberRole

# A district's roster is that of its schools.
OF_A_ROSTER = frozenset((SpeakingAct.ROSTER_SOURCE, SpeakingAct.TAKE_ROSTER))
# By these another person may hold an account whose owner has not come yet.
TAKES_OVER = (AdministrativeActKind.INVITATION_MADE.value, AdministrativeActKind.ACCOUNT_CHANGED.value)


def administers_school_of(user_id: int, district: Agency, at: datetime) -> bool:
    """Say whether a person administers a school of a district: they know what is asked about its roster."""
    return _posts_in_schools(user_id, district, at).exists()


def is_second_of_schools(user_id: int, asked_by_id: int, district: Agency, at: datetime) -> bool:
    """Say whether an administrator of a school may confirm what was asked about its district's roster.

    They have signed in, and have proved their address for 30 days: one who made the account, invited its holder anew or
    gave it another address since could be them. No one may make their own second person on the day: who asked, or who
    is of one hand with them, has not made them administrator within 30 days, nor touched their account. Who administers
    the district as well, or operates, is judged as such alone.
    """
    if user_id == asked_by_id or may_be_second_person(user_id, district, at):
        return False
    posts = set(_posts_in_schools(user_id, district, at).values_list("pk", flat=True))
    person = User.objects.filter(pk=user_id, email_proved_at__lte=at - LATELY).exclude(email="").first()
    if not posts or person is None or not has_signed_in(person):
        return False
    if any(not is_another_hand(one, asked_by_id) for one in _who_touched(person, at)):
        return False
    is_settled = any(one.at <= at - LATELY for one in appointments_of([user_id]) if one.member_id in posts)
    return is_settled or is_another_hand(user_id, asked_by_id)


def _posts_in_schools(user_id: int, district: Agency, at: datetime) -> QuerySet[AgencyMember]:
    administrating = members_who_count(at).filter(role=MemberRole.ADMINISTRATOR.value)
    return administrating.filter(user_id=user_id, agency__parent=district)


def _who_touched(person: User, at: datetime) -> set[int]:
    acts = AdministrativeAct.objects.filter(member__user=person, kind__in=TAKES_OVER, at__gt=at - LATELY)
    return set(acts.filter(actor__isnull=False).exclude(actor=person).values_list("actor_id", flat=True))
