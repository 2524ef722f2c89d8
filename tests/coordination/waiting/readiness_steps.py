"""What waits of what readiness says gets old: a test of the alarm, a host's agreement, backups."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from coordination.incident.reach.models import AlarmTest, AlarmTestResult
from coordination.models import User
from coordination.records.models import ServerKey
from mapping.models import ReunificationSite
from mou.foundation.waiting import WaitingKind as Kind
from mou.models import Agency
from tests.coordination.waiting.emergency_plan_steps import HasCast
from tests.factories.cast import Cast
from tests.factories.mou import make_user

# The newest test of an alarm says something of today for so long.
FRESH_DAYS = 42


def answered_test(agency: Agency, *, days: int) -> None:
    """Write a test of an agency's alarm that one of its people answered so many days ago."""
    at = datetime.now(UTC) - timedelta(days=days)
    test = AlarmTest.objects.create(
        agency=agency,
        started_at=at,
        with_partners=False,
        breaks_silence=False,
        told_all_at=at,
        ended_at=at,
        end="time",
    )
    AlarmTestResult.objects.create(test=test, agency=agency, told=2, answered=1)


def make_operator() -> User:
    """Return who operates the installation, and is of no agency."""
    operator = make_user(username="operator")
    User.objects.filter(pk=operator.pk).update(is_operator=True)
    return operator


def host(cast: Cast, *, rank: int, days: int | None) -> None:
    """Write a reunification site whose host agrees for so many days more; None: no day is noted."""
    now = datetime.now(UTC)
    ReunificationSite.objects.create(
        site=cast.site,
        rank=rank,
        is_on_campus=False,
        name=f"Church {rank}",
        location=cast.site.location,
        changed_at=now,
        agreement_expires_on=None if days is None else now.date() + timedelta(days=days),
    )


def let_test_age(town: HasCast) -> User:
    answered_test(town.cast.school, days=FRESH_DAYS + 8)
    return town.cast.insider


def renew_host(town: HasCast) -> User:
    host(town.cast, rank=1, days=20)
    return town.cast.insider


def see_to_backups(_town: HasCast) -> User:
    return make_operator()


def see_to_key(_town: HasCast) -> User:
    """A key that the server had once is gone."""
    ServerKey.objects.create(name="vapid.pem", fingerprint="0" * 16, since=datetime.now(UTC) - timedelta(days=90))
    return make_operator()


READINESS_STEPS: dict[Kind, Callable[[HasCast], User]] = {
    Kind.TEST_ALARM: let_test_age,
    Kind.RENEW_HOST: renew_host,
    Kind.SEE_TO_BACKUPS: see_to_backups,
    Kind.SEE_TO_KEY: see_to_key,
}
