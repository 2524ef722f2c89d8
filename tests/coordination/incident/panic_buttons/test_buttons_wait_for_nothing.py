"""A press of a badge or wall button waits for no rule: not of its district or school, and not of the tier."""

import itertools

import pytest
from django.core.cache import cache
from django.utils import timezone

from coordination.incident.panic.models import PanicPolicy, PanicPress
from coordination.incident.panic.tier_rules import MAY_BEGIN, set_tier
from coordination.incident.panic.tiers import tiers_of
from coordination.incident.panic_buttons.intakes import IntakeKey
from coordination.incident.panic_buttons.models import PanicIntake
from coordination.models import AccountLock, AgencySecurity
from coordination.room.access import Asker
from coordination.sign_in.sessions.held import weigh_members_of
from coordination.vocabulary import FirstWord, PanicKind, ResponseActionKind
from mou.models import Suspension
from tests.coordination.incident.panic_buttons import test_panic_intakes
from tests.coordination.incident.panic_buttons.test_panic_intakes import send
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db
cast, keeper, key = test_panic_intakes.cast, test_panic_intakes.keeper, test_panic_intakes.key

RULES = ("requires_factor", "locks_sessions", "locks_accounts", "use_notice")
STATES = ("nothing", "its account is locked", "its account is of another house", "presses are confirmed")


def come_over(state: str, cast: Cast, key: IntakeKey) -> None:
    account = PanicIntake.objects.get(pk=key.intake_id).account
    if state == "its account is locked":
        AccountLock.objects.create(user=account, locked_at=timezone.now())
    elif state == "its account is of another house":
        account.home_agency = cast.police
        account.save()
    elif state == "presses are confirmed":
        PanicPolicy.objects.create(district=cast.district, confirmation_required=True)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("rules", [frozenset(one) for n in range(5) for one in itertools.combinations(RULES, n)])
def test_whatever_a_district_asks_its_people_its_buttons_press(
    cast: Cast, key: IntakeKey, rules: frozenset[str], state: str
) -> None:
    come_over(state, cast, key)
    chosen = {one: ("Watched." if one == "use_notice" else True) for one in rules}
    for agency in (cast.district, cast.school):
        AgencySecurity.objects.create(agency=agency, **chosen)
        weigh_members_of(agency, timezone.now())

    status, answer = send(key, {"press_id": "1", "button": "b-101"})

    assert status == 200, answer
    assert PanicPress.objects.count() == 1
    account = PanicIntake.objects.get(pk=key.intake_id).account
    assert not Suspension.objects.filter(member__user=account).exists()


@pytest.mark.parametrize("kind", PanicKind)
@pytest.mark.parametrize("begins", [None, *sorted(MAY_BEGIN)])
def test_whatever_a_district_decided_of_a_tier_its_buttons_press(
    cast: Cast, keeper: Asker, key: IntakeKey, kind: PanicKind, begins: ResponseActionKind | None
) -> None:
    rule = tiers_of(cast.district.pk)[kind]
    strict = {"first_word": FirstWord.SILENT, "asks_confirmation": True, "is_at_once": False, "responders": ()}
    changed = rule.model_copy(update={**strict, "begins": begins})
    set_tier(asker=keeper, district_id=cast.district.pk, kind=kind, rule=changed)
    PanicPolicy.objects.create(district=cast.district, confirmation_required=True)

    status, answer = send(key, {"press_id": "1", "button": "b-101", "kind": kind.value})
    other, _ = send(key, {"press_id": "2", "button": "b-101", "kind": PanicKind.ACTIVE_THREAT.value})

    assert (status, other) == (200, 200), answer
    assert PanicPress.objects.count() == 2


@pytest.fixture(autouse=True)
def nothing_is_counted_yet() -> None:
    cache.clear()
