"""Old plans, alerts and what administrators did go by rules of their own; what something points at stays."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from coordination.incident.disclosures.models import Disclosure
from coordination.incident.floorplans.models import IncidentFloorplan
from coordination.keeping.gate import may_delete
from coordination.keeping.models import Deletion
from coordination.keeping.vocabulary import DataClass, HoldScope
from coordination.models import User
from coordination.records.retention.holding import WantedHold, set_hold
from coordination.records.retention.rules import set_days
from coordination.records.retention.run import carry_out
from coordination.room.models import Incident
from mapping.models import Floorplan, FloorplanStep, Level, PlanImage
from mapping.plans.files import plan_file_path
from mapping.vocabulary import FloorplanState
from mou.agencies.acts import record_act
from mou.models import AdministrativeAct
from mou.vocabulary import AdministrativeActKind, MemberRole
from push.models import Notification, Recipient
from push.vocabulary import NotificationState
from tests.factories.cast import Cast, asks, make_cast, open_room
from tests.factories.mapping import lay_scan_under, make_plan
from tests.factories.mou import make_member, make_user
from tests.factories.push import make_device, make_notification

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=6 * 365)


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path, transactional_db: None) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    yield
    with transaction.atomic(), may_delete():
        Disclosure.objects.all().delete()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


def two_versions(cast: Cast) -> tuple[Floorplan, Floorplan]:
    """A plan with a picture, and the one that took its place six years ago."""
    make_plan(cast.site)
    level = Level.objects.get(site=cast.site, building__isnull=False)
    lay_scan_under(level)
    make_plan(cast.site)
    old, new = Floorplan.objects.filter(level=level).order_by("version")
    assert old.state == FloorplanState.SUPERSEDED.value
    with transaction.atomic(), without_refusal():
        Floorplan.objects.filter(pk=old.pk).update(imported_at=LONG_AGO)
    FloorplanStep.objects.filter(floorplan=old).update(at=LONG_AGO)
    return old, new


class without_refusal:  # noqa: N801 - reads as a sentence
    """Change when a plan was imported, as someone could who has the database's own password."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ALTER TABLE mapping_floorplan DISABLE TRIGGER floorplan_is_for_ever")
                return
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'floorplan_is_for_ever'")
            (self.made,) = cursor.fetchone()
            cursor.execute("DROP TRIGGER floorplan_is_for_ever")

    def __exit__(self, *_why: object) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ALTER TABLE mapping_floorplan ENABLE TRIGGER floorplan_is_for_ever")
            else:
                cursor.execute(self.made)


def test_an_old_version_of_a_plan_goes_with_its_picture_and_the_one_in_force_stays(cast: Cast) -> None:
    old, new = two_versions(cast)
    picture = plan_file_path(PlanImage.objects.get(floorplan=old).shown_sha256)
    assert picture.is_file()

    assert carry_out(NOW)[DataClass.OLD_PLANS] == 1

    assert list(Floorplan.objects.values_list("pk", flat=True)) == [new.pk]
    assert not picture.exists()
    (subject,) = json.loads(Deletion.objects.get(data_class="old_plans").content)["subjects"]
    assert (subject["floorplan"], subject["files"]) == (str(old.pk), [picture.stem] * 2)


def test_a_version_at_which_an_incident_points_stays_and_so_does_one_under_hold(cast: Cast, keeper: User) -> None:
    old, _new = two_versions(cast)
    room = open_room(cast)
    IncidentFloorplan.objects.filter(incident=room.incident).update(floorplan=old)

    assert DataClass.OLD_PLANS not in carry_out(NOW)
    IncidentFloorplan.objects.all().delete()
    wanted = WantedHold(HoldScope.SITE, "Court order", site_id=cast.site.pk)
    set_hold(asker=asks(keeper, at=NOW), district_id=cast.district.pk, wanted=wanted)
    assert DataClass.OLD_PLANS not in carry_out(NOW)


def test_outside_of_retention_a_published_plan_is_not_deleted_by_postgresql(cast: Cast) -> None:
    make_plan(cast.site)
    if connection.vendor != "postgresql":
        return  # SQLite lets it be: decision 0066

    with pytest.raises(DatabaseError), transaction.atomic():
        Floorplan.objects.all().delete()


def test_alerts_go_after_a_year_with_who_was_to_be_told_and_open_ones_stay(cast: Cast) -> None:
    device = make_device(user=cast.teacher)
    room = open_room(cast)
    old, waiting, young = (
        make_notification(device, created_at=at)
        for at in (NOW - timedelta(days=400), NOW - timedelta(days=400), NOW - timedelta(days=300))
    )
    sent = {"state": NotificationState.SENT.value, "next_try_at": None}
    Notification.objects.filter(pk__in=[old.pk, young.pk]).update(**sent, room_id=room.pk)

    assert carry_out(NOW)[DataClass.PUSH_RECORDS] == 1

    left = set(Notification.objects.values_list("pk", flat=True))
    assert old.pk not in left
    assert {waiting.pk, young.pk} <= left
    assert not Recipient.objects.filter(pk=old.recipient_id).exists()
    assert Incident.objects.filter(pk=room.incident_id).exists()


def test_what_administrators_did_goes_with_the_audit(cast: Cast, keeper: User) -> None:
    def act(at: datetime) -> None:
        with transaction.atomic():
            record_act(
                AdministrativeActKind.AGENCY_CHANGED,
                actor_id=keeper.pk,
                agency=cast.district,
                changes={"name": ("a", "b")},
                at=at,
            )

    act(NOW - timedelta(days=4 * 365))
    act(NOW - timedelta(days=2 * 365))

    carry_out(NOW)

    assert AdministrativeAct.objects.count() == 1
    told = json.loads(Deletion.objects.get(data_class="audit").content)
    assert told["rule"]["of"] == "administrative_acts"


def by_hand(cast: Cast, keeper: User) -> None:
    """Write a row of the ledger, six years old."""
    Disclosure.objects.create(
        disclosure_id=uuid4(),
        district=cast.district,
        site_name="",
        is_exercise=False,
        authority="consent",
        categories=["medical"],
        agency_name="Mercy Hospital",
        recipient="Dr. Vega",
        students="Quincy Quince",
        disclosed_by=keeper,
        disclosed_by_name="Keeper",
        disclosed_at=LONG_AGO,
    )


def test_the_ledger_stays_until_a_district_gives_it_a_time(cast: Cast, keeper: User) -> None:
    by_hand(cast, keeper)
    assert DataClass.DISCLOSURES not in carry_out(NOW)
    asker = asks(keeper, at=NOW - timedelta(days=8))
    district_id = cast.district.pk
    set_days(asker=asker, district_id=district_id, data_class=DataClass.DISCLOSURES, days=5 * 365, reason="x")
    hold = WantedHold(HoldScope.PERSON, "Court order", person="Quincy Quince")
    set_hold(asker=asks(keeper, at=NOW), district_id=district_id, wanted=hold)
    assert DataClass.DISCLOSURES not in carry_out(NOW)


def test_the_ledger_goes_by_a_time_that_a_district_gave(cast: Cast, keeper: User) -> None:
    by_hand(cast, keeper)
    asker = asks(keeper, at=NOW - timedelta(days=8))
    district_id = cast.district.pk
    set_days(asker=asker, district_id=district_id, data_class=DataClass.DISCLOSURES, days=5 * 365, reason="x")

    assert carry_out(NOW)[DataClass.DISCLOSURES] == 1
    by_hand(cast, keeper)
    with pytest.raises(DatabaseError), transaction.atomic():
        Disclosure.objects.all().delete()
