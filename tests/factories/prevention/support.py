"""Build support teams, referrals and calls of crisis teams for tests; name only what matters to the test."""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from coordination.models import User
from coordination.prevention.support.models import CrisisCall, CrisisPerson, Referral, SupportTeam, SupportTeamMember
from mou.models import Agency

_numbers = itertools.count(1)
STUDENT = "Fictional Wren Hollowell"
REASON = "has not eaten lunch with anybody since the pretend storm"
EXPOSED = "Invented Bram Castleton"
CRISIS_REASON = "two classes heard the make-believe crash"
SUPPORT_SECRETS = (STUDENT, REASON, EXPOSED, CRISIS_REASON)


def make_support_team(agency: Agency, *, members: Sequence[User] = (), **fields: object) -> SupportTeam:
    """Return a team."""
    team = SupportTeam.objects.create(agency=agency, **fields)
    for user in members:
        SupportTeamMember.objects.create(
            team=team, user=user, added_by=None, added_at=datetime.now(UTC), let_in_at=datetime.now(UTC)
        )
    return team


def make_referral(team: SupportTeam, *, by: User, at: datetime | None = None, **fields: object) -> Referral:
    """Return a referral, urgent and received."""
    at = at or datetime.now(UTC)
    values: dict[str, object] = {
        "number": f"T-{next(_numbers)}",
        "urgency": "urgent",
        "student_name": STUDENT,
        "reason": REASON,
        "referred_by": by,
        "referred_at": at,
        "due_at": at + timedelta(days=1),
        **fields,
    }
    return Referral.objects.create(team=team, **values)


def make_crisis(team: SupportTeam, *, by: User, at: datetime | None = None, **fields: object) -> CrisisCall:
    """Return a call of a crisis team with someone on its list."""
    at = at or datetime.now(UTC)
    values: dict[str, object] = {
        "number": f"T-{next(_numbers)}",
        "origin": "school",
        "reason": CRISIS_REASON,
        "called_by": by,
        "called_at": at,
        **fields,
    }
    call = CrisisCall.objects.create(team=team, **values)
    CrisisPerson.objects.create(
        call=call,
        name=EXPOSED,
        role="student",
        physical="there",
        emotional="close",
        reaction="some",
        suggested="indicated",
        level="indicated",
        owner=by,
        follow_up_on=date(2099, 1, 1),
    )
    return call
