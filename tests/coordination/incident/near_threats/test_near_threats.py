"""A threat near schools: who may tell whom, who answers, what each reads, and what a hostile agency does not get."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.errors import CommandIdReused
from coordination.incident.near_threats import actions
from coordination.incident.near_threats.errors import (
    AreaNotUsable,
    NearThreatNotFound,
    NearThreatOver,
    NoSchoolNear,
    NotResponsible,
    SchoolNotReached,
    TooManyThreats,
)
from coordination.incident.near_threats.models import NearThreat, NearThreatSite
from coordination.incident.near_threats.queries import ShownThreat, standing_near, threat_for, threats_for
from coordination.incident.near_threats.rules import (
    LATE_AFTER,
    MOST_STANDING,
    RETAINED,
)
from coordination.incident.near_threats.wire import EndThreatIn, NearThreatIn, OfSchoolIn, StartFromThreatIn
from coordination.incident.one_tap.actions import start_at_site
from coordination.incident.one_tap.wire import StartAtSite
from coordination.incident.response_actions.models import ActionInForce
from coordination.models import User
from coordination.room.dispatch import open_room
from coordination.room.models import Incident, Room
from coordination.vocabulary import ResponseActionKind
from mapping.models import Site
from mou.access.epoch_change import bump_access_epoch
from mou.models import Agency, AgencyMember, Memorandum
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Notification, Recipient
from push.vocabulary import Urgency
from tests.factories.cast import Cast, asks, make_cast
from tests.factories.mapping import CENTRE, make_site
from tests.factories.mou import NOW, make_agency, make_member, make_user, new_agency
from tests.factories.push import make_device
from tests.stage.incident.panic import press

LON, LAT = CENTRE
FAR = (LON + 0.5, LAT)
SAID = {
    "is_exercise": False,
    "kind": "WEAPON",
    "words": "Man with a rifle on Mill Street, walking north.",
    "lon": LON,
    "lat": LAT,
    "radius_m": 3000,
}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def other(cast: Cast) -> Site:
    """Another school of the district, far away, with a secretary of its own."""
    school = make_agency(AgencyKind.SCHOOL, name="Monroe", parent=cast.district)
    make_member(school, user=make_user(username="secretary"), is_in_office=True, role=MemberRole.STAFF)
    return make_site(cast.district, school=school, name="Monroe Elementary", at_lonlat=FAR)


def tell(cast: Cast, *, by: User | None = None, at: datetime = NOW, **fields: Any) -> UUID:
    said = {"id": uuid4(), "agency_id": cast.dispatch.pk, **SAID, **fields}
    return actions.tell_schools(asker=asks(by or cast.dispatcher, at=at), given=NearThreatIn.model_validate(said))


def shown(user: User, threat_id: UUID, at: datetime = NOW) -> ShownThreat:
    return threat_for(user.pk, threat_id, at)


def of_school(site: Site) -> OfSchoolIn:
    return OfSchoolIn(site_id=site.pk)


def told() -> set[str]:
    return set(Recipient.objects.values_list("user__username", flat=True))


# --- told and answered ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_schools_within_the_radius_and_those_named_are_told_at_once_and_no_other(cast: Cast, other: Site) -> None:
    make_device(user=cast.insider)
    near = tell(cast)
    assert [one.site for one in shown(cast.dispatcher, near).schools] == [cast.site.name]
    # The teacher is no one's office: the principal is.
    assert told() == {"principal"}
    assert {(one.urgency, one.is_exercise) for one in Notification.objects.all()} == {(Urgency.LIFE_SAFETY, False)}

    both = tell(cast, radius_m=None, site_ids=[cast.site.pk, other.pk])
    assert {one.site for one in shown(cast.dispatcher, both).schools} == {cast.site.name, other.name}
    assert told() == {"principal", "secretary"}
    with pytest.raises(NoSchoolNear):
        tell(cast, radius_m=None)
    with pytest.raises(NoSchoolNear):
        tell(cast, lon=LON + 3)


def around(lon: float, lat: float, *, by: float = 0.01) -> list[tuple[float, float]]:
    """Return an area around a point: an arrow whose notch leaves out what lies behind the point."""
    return [(lon - 2 * by, lat - by), (lon + by, lat), (lon - 2 * by, lat + by), (lon - by, lat)]


@pytest.mark.django_db
def test_schools_inside_an_area_are_told_and_those_beside_it_are_not(cast: Cast, other: Site) -> None:
    make_device(user=cast.insider)
    make_site(cast.district, name="In the notch", at_lonlat=(LON - 0.015, LAT))

    only = tell(cast, radius_m=None, area=around(LON, LAT))
    both = tell(cast, area=around(*FAR))

    threat = shown(cast.dispatcher, only)
    assert [one.site for one in threat.schools] == [cast.site.name]
    assert [pytest.approx(one) for one in around(LON, LAT)] == threat.area
    # Radius and area together warn the schools of both.
    assert {cast.site.name, other.name} <= {one.site for one in shown(cast.dispatcher, both).schools}
    assert {"principal", "secretary"} <= told()
    actions.acknowledge_threat(asker=asks(cast.insider), threat_id=only, given=of_school(cast.site))
    assert shown(cast.dispatcher, only).schools[0].acknowledged_by == cast.insider.display_name


@pytest.mark.django_db
def test_an_area_on_whose_edge_a_school_lies_has_it_and_one_without_schools_is_refused(cast: Cast) -> None:
    edge = [(LON, LAT - 0.01), (LON, LAT + 0.01), (LON + 0.02, LAT)]
    assert [one.site for one in shown(cast.dispatcher, tell(cast, radius_m=None, area=edge)).schools] == [
        cast.site.name
    ]
    with pytest.raises(NoSchoolNear) as refusal:
        tell(cast, radius_m=None, area=around(LON + 3, LAT))
    assert refusal.value.pointer == "/area"
    crossed = [(LON, LAT), (LON + 0.01, LAT + 0.01), (LON + 0.01, LAT), (LON, LAT + 0.01)]
    with pytest.raises(AreaNotUsable):
        tell(cast, area=crossed)
    assert NearThreat.objects.count() == 1


@pytest.mark.django_db
def test_an_area_opens_no_school_that_no_agreement_opens(cast: Cast) -> None:
    far = make_agency(AgencyKind.DISTRICT, name="Far Schools")
    foreign = make_site(far, name="Foreign High", at_lonlat=(LON + 0.001, LAT))

    threat_id = tell(cast, radius_m=None, area=around(LON + 0.01, LAT, by=0.02))

    told_of = set(NearThreatSite.objects.filter(threat_id=threat_id).values_list("site_id", flat=True))
    assert cast.site.pk in told_of
    assert foreign.pk not in told_of


@pytest.mark.django_db
def test_the_page_takes_corners_as_people_type_them_and_refuses_what_is_no_area(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.dispatcher)
    corners = "\n".join(f"{lat}, {lon}" for lon, lat in around(LON, LAT))
    form = {key: str(value) for key, value in SAID.items()} | {
        "act": "tell",
        "id": str(uuid4()),
        "agency_id": str(cast.dispatch.pk),
        "radius_m": "",
        "suggested": "secure",
        "minutes": "120",
    }

    for wrong in ("39.8", f"{LAT}, {LON}", "{}"):
        page = client.post("/near-threats/new", {**form, "area": wrong})
        assert page.status_code == 422, wrong
    assert NearThreat.objects.count() == 0
    client.post("/near-threats/new", {**form, "area": corners})

    threat = NearThreat.objects.get()
    assert [one.site for one in shown(cast.dispatcher, threat.pk).schools] == [cast.site.name]
    assert b"Corners of the area" in client.get(f"/near-threats/{threat.pk}").content


@pytest.mark.django_db
def test_each_school_acknowledges_and_starts_and_dispatch_reads_it(cast: Cast, other: Site) -> None:
    threat_id = tell(cast, site_ids=[other.pk])
    later = NOW + LATE_AFTER
    assert shown(cast.dispatcher, threat_id, later).late == 2

    actions.acknowledge_threat(asker=asks(cast.insider, at=later), threat_id=threat_id, given=of_school(cast.site))

    schools = shown(cast.dispatcher, threat_id, later).schools
    assert [(one.site, one.acknowledged_by) for one in schools] == [
        (other.name, ""),
        (cast.site.name, cast.insider.display_name),
    ]
    secretary = User.objects.get(username="secretary")
    given = StartFromThreatIn(id=uuid4(), site_id=other.pk)
    accepted = actions.start_from_threat(asker=asks(secretary, at=later), threat_id=threat_id, given=given)
    again = actions.start_from_threat(asker=asks(secretary, at=later), threat_id=threat_id, given=given)
    assert (again.room_id, again.is_repeat) == (accepted.room_id, True)
    room = Room.objects.select_related("incident").get(pk=accepted.room_id)
    assert (room.incident.site_id, room.incident.is_exercise) == (other.pk, False)
    first, second = shown(cast.dispatcher, threat_id, later).schools
    assert (second.site, second.action, second.acknowledged_by) == (
        other.name,
        ResponseActionKind.SECURE,
        secretary.display_name,
    )
    assert first.action is None


@pytest.mark.django_db
def test_what_a_school_starts_by_its_own_tap_counts_and_an_old_or_played_one_does_not(cast: Cast) -> None:
    def tap(*, at: datetime, is_exercise: bool) -> None:
        asker = asks(cast.teacher, at=at)
        said = {"id": uuid4(), "site_id": cast.site.pk, "is_exercise": is_exercise, "kind": "secure"}
        command = StartAtSite.model_validate(said)
        open_room(asker, command, lambda: start_at_site(asker=asker, command=command))

    tap(at=NOW, is_exercise=True)
    tap(at=NOW, is_exercise=False)
    ActionInForce.objects.filter(is_exercise=False).update(ended_at=NOW + timedelta(minutes=1))
    threat_id = tell(cast, at=NOW + timedelta(minutes=2))
    assert shown(cast.dispatcher, threat_id).schools[0].action is None
    Incident.objects.filter(is_exercise=False).update(status="Closed")

    tap(at=NOW + timedelta(minutes=3), is_exercise=False)

    assert shown(cast.dispatcher, threat_id).schools[0].action is ResponseActionKind.SECURE


@pytest.mark.django_db
def test_an_exercise_is_marked_everywhere_and_never_life_safety(cast: Cast) -> None:
    make_device(user=cast.insider)
    threat_id = tell(cast, is_exercise=True)
    given = StartFromThreatIn(id=uuid4(), site_id=cast.site.pk)
    accepted = actions.start_from_threat(asker=asks(cast.insider), threat_id=threat_id, given=given)
    assert Room.objects.select_related("incident").get(pk=accepted.room_id).incident.is_exercise
    rows = list(Notification.objects.filter(kind="near_threat"))
    assert rows
    assert {(one.urgency, one.is_exercise) for one in rows} == {(Urgency.URGENT, True)}
    assert all(one.title.startswith("EXERCISE") for one in rows)
    client = Client()
    client.force_login(cast.insider)
    NearThreat.objects.update(expires_at=datetime.now(UTC) + timedelta(hours=1))
    assert "EXERCISE" in client.get(f"/near-threats/{threat_id}").content.decode()
    taken = client.get(f"/near-threats/{threat_id}?format=csv").content.decode()
    assert taken.splitlines()[1].startswith("EXERCISE")
    assert "banner-exercise near-standing" in client.get("/").content.decode()


@pytest.mark.django_db
def test_the_all_clear_tells_each_school_once_and_nothing_is_answered_after(cast: Cast, other: Site) -> None:
    threat_id = tell(cast, site_ids=[other.pk])
    for _again in (1, 2):
        given = EndThreatIn(words="In custody.")
        actions.end_threat(asker=asks(cast.dispatcher), threat_id=threat_id, given=given)
    over = Recipient.objects.filter(source_key=f"near_threat_over:{threat_id}")
    assert set(over.values_list("user__username", flat=True)) == {"principal", "secretary"}
    assert shown(cast.insider, threat_id).end_words == "In custody."
    with pytest.raises(NearThreatOver):
        actions.acknowledge_threat(asker=asks(cast.insider), threat_id=threat_id, given=of_school(cast.site))
    given_start = StartFromThreatIn(id=uuid4(), site_id=cast.site.pk)
    with pytest.raises(NearThreatOver):
        actions.start_from_threat(asker=asks(cast.insider), threat_id=threat_id, given=given_start)
    assert standing_near(cast.insider.pk, NOW) == []


@pytest.mark.django_db
def test_a_threat_whose_time_is_up_no_longer_stands_and_says_that_no_one_ended_it(cast: Cast) -> None:
    threat_id = tell(cast, minutes=30)
    after = NOW + timedelta(minutes=30)
    assert [one.pk for one in standing_near(cast.teacher.pk, NOW)] == [threat_id]
    assert standing_near(cast.teacher.pk, after) == []
    found = shown(cast.dispatcher, threat_id, after)
    assert (found.is_over, found.ended_at, found.late) == (True, None, 0)
    actions.delete_old_threats(NOW + RETAINED + timedelta(days=1))
    assert not NearThreatSite.objects.exists()


@pytest.mark.django_db
def test_who_hides_is_told_without_a_sound_and_nothing_follows(cast: Cast) -> None:
    make_device(user=cast.insider)
    press(cast.teacher, cast.site, kind="active_threat")
    Notification.objects.all().delete()
    tell(cast)
    (row,) = Notification.objects.filter(kind="near_threat")
    assert (row.step, row.loud_until) == (0, None)
    # Who practices to hide hears of what is real; of what is practiced too, no sound.
    ActionInForce.objects.update(is_exercise=True)
    Notification.objects.all().delete()
    tell(cast, words="Real.")
    assert Notification.objects.get(kind="near_threat").loud_until is not None
    Notification.objects.all().delete()
    tell(cast, words="Drill.", is_exercise=True)
    assert Notification.objects.get(kind="near_threat").loud_until is None
    ActionInForce.objects.update(ended_at=NOW)
    tell(cast, words="Again.")
    assert Notification.objects.filter(kind="near_threat", loud_until__isnull=False).exists()


# --- what others do not get -------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_no_agency_tells_a_school_that_no_agreement_opens_to_it_and_no_person_of_another_agency_ends_it(
    cast: Cast, other: Site
) -> None:
    AgencyMember.objects.filter(user=cast.stranger).update(role=MemberRole.COMMANDER)
    with pytest.raises(SchoolNotReached):
        tell(cast, by=cast.stranger, agency_id=cast.strangers.pk, site_ids=[cast.site.pk])
    with pytest.raises(NoSchoolNear):
        tell(cast, by=cast.stranger, agency_id=cast.strangers.pk)
    # Police have an agreement for Lincoln alone, and an officer does not dispatch.
    for user, agency in ((cast.officer, cast.police), (cast.dispatcher, cast.police), (cast.insider, cast.school)):
        with pytest.raises(NearThreatNotFound):
            tell(cast, by=user, agency_id=agency.pk)
    AgencyMember.objects.filter(user=cast.officer).update(role=MemberRole.COMMANDER)
    with pytest.raises(SchoolNotReached):
        tell(cast, by=cast.officer, agency_id=cast.police.pk, site_ids=[other.pk])
    threat_id = tell(cast)
    for user in (cast.officer, cast.stranger, cast.insider):
        with pytest.raises(NearThreatNotFound):
            actions.end_threat(asker=asks(user), threat_id=threat_id, given=EndThreatIn())
    for user in (cast.officer, cast.stranger, cast.former):
        with pytest.raises(NearThreatNotFound):
            shown(user, threat_id)
    assert not NearThreat.objects.exclude(pk=threat_id).exists()


@pytest.mark.django_db
def test_a_dispatcher_who_also_works_at_a_school_tells_it_by_no_right_of_that_school(cast: Cast) -> None:
    make_member(cast.school, user=cast.stranger, role=MemberRole.ADMINISTRATOR)
    AgencyMember.objects.filter(user=cast.stranger, agency=cast.strangers).update(role=MemberRole.DISPATCHER)
    with pytest.raises(SchoolNotReached):
        tell(cast, by=cast.stranger, agency_id=cast.strangers.pk, site_ids=[cast.site.pk])


@pytest.mark.django_db
def test_a_school_reads_its_own_row_alone_and_answers_for_no_other(cast: Cast, other: Site) -> None:
    threat_id = tell(cast, site_ids=[other.pk])
    secretary = User.objects.get(username="secretary")
    assert [one.site for one in shown(secretary, threat_id).schools] == [other.name]
    assert [one.site for one in shown(cast.insider, threat_id).schools] == [cast.site.name]
    for given in (of_school(cast.site), StartFromThreatIn(id=uuid4(), site_id=cast.site.pk)):
        with pytest.raises(NearThreatNotFound):
            actions.acknowledge_threat(asker=asks(secretary), threat_id=threat_id, given=of_school(cast.site))
        if isinstance(given, StartFromThreatIn):
            with pytest.raises(NearThreatNotFound):
                actions.start_from_threat(asker=asks(secretary), threat_id=threat_id, given=given)
    # A teacher reads it and may start the action; the office acknowledges.
    with pytest.raises(NotResponsible):
        actions.acknowledge_threat(asker=asks(cast.teacher), threat_id=threat_id, given=of_school(cast.site))
    given = StartFromThreatIn(id=uuid4(), site_id=cast.site.pk)
    actions.start_from_threat(asker=asks(cast.teacher), threat_id=threat_id, given=given)
    row = NearThreatSite.objects.get(threat=threat_id, site=cast.site)
    assert row.acknowledged_at is None


@pytest.mark.django_db
def test_once_its_agreement_has_ended_dispatch_reads_no_school_and_schools_still_get_the_all_clear(cast: Cast) -> None:
    threat_id, old = tell(cast), tell(cast, minutes=30)
    agreement = Memorandum.objects.get(agency=cast.dispatch)
    agreement.versions.update(state="terminated", ended_at=NOW, ended_why="terminated")
    bump_access_epoch()
    assert shown(cast.dispatcher, threat_id).schools == []
    with pytest.raises(NoSchoolNear):
        tell(cast)
    actions.end_threat(asker=asks(cast.dispatcher), threat_id=threat_id, given=EndThreatIn())
    assert Recipient.objects.filter(source_key=f"near_threat_over:{threat_id}").count() == 1
    # The end of a threat whose time was up is no way to say something to a school after the agreement.
    late = asks(cast.dispatcher, at=NOW + timedelta(minutes=30))
    actions.end_threat(asker=late, threat_id=old, given=EndThreatIn(words="Call this number."))
    assert not Recipient.objects.filter(source_key=f"near_threat_over:{old}").exists()


@pytest.mark.django_db
def test_the_same_request_tells_once_other_words_under_it_are_refused_and_threats_may_overlap(cast: Cast) -> None:
    request_id = uuid4()
    first = tell(cast, id=request_id)
    assert tell(cast, id=request_id) == first
    with pytest.raises(CommandIdReused):
        tell(cast, id=request_id, words="Something else.")
    second = tell(cast, words="A second man, Oak Street.", lon=LON + 0.001)
    assert {one.pk for one in standing_near(cast.insider.pk, NOW)} == {first, second}
    actions.end_threat(asker=asks(cast.dispatcher), threat_id=first, given=EndThreatIn())
    assert {one.pk for one in standing_near(cast.insider.pk, NOW)} == {second}
    for _more in range(MOST_STANDING - 1):
        tell(cast)
    with pytest.raises(TooManyThreats):
        tell(cast)
    # An exercise counts apart, and what is real never waits for one.
    assert tell(cast, is_exercise=True) != first


@pytest.mark.django_db
def test_five_hundred_schools_cost_as_many_questions_as_a_few(cast: Cast) -> None:
    def count(at: datetime) -> tuple[int, int]:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            threat_id = tell(cast, at=at)
        with CaptureQueriesContext(connection) as read:
            assert shown(cast.dispatcher, threat_id, at).schools
        return len(asked), len(read)

    few = count(NOW)
    new = [new_agency(AgencyKind.SCHOOL, name=f"School {n}", parent=cast.district) for n in range(500)]
    schools = Agency.objects.bulk_create(new)
    places = Site.objects.values().get(pk=cast.site.pk)
    Site.objects.bulk_create(
        Site(**{**places, "id": uuid4(), "name": f"S {n}", "school_id": school.pk}) for n, school in enumerate(schools)
    )

    many = count(NOW + timedelta(minutes=1))

    # Rows of schools are written 200 at a time.
    assert many[0] <= few[0] + 4
    assert many[1] == few[1]
    assert len(threats_for(cast.dispatcher.pk, NOW)) == 2


@pytest.mark.django_db
def test_hostile_words_are_text_on_every_page_and_in_every_answer(cast: Cast) -> None:
    words = '<script>alert(1)</script>\u202e{kind} %(n)s "</script>'
    client, school = Client(), Client()
    client.force_login(cast.dispatcher)
    school.force_login(cast.insider)
    body = {"id": str(uuid4()), "agency_id": str(cast.dispatch.pk), **SAID, "words": words}
    made = client.post("/api/v1/near-threats", body, content_type="application/json")
    assert made.status_code == 201
    threat_id = made.json()["id"]
    for reader in (client, school):
        for address in ("/near-threats", f"/near-threats/{threat_id}", "/"):
            page = reader.get(address).content.decode()
            assert "<script>alert(1)" not in page
        assert "\u202e" not in reader.get(f"/api/v1/near-threats/{threat_id}").json()["words"]
    assert "&lt;script&gt;alert(1)" in school.get("/").content.decode()


# --- pages ------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_dispatch_tells_by_page_a_school_answers_by_page_and_dispatch_ends_it(cast: Cast) -> None:
    dispatch, school, stranger = Client(), Client(), Client()
    dispatch.force_login(cast.dispatcher)
    school.force_login(cast.insider)
    stranger.force_login(cast.stranger)
    assert school.get("/near-threats/new").status_code == stranger.get("/near-threats/new").status_code == 404
    assert cast.site.name in dispatch.get("/near-threats/new").content.decode()
    said = {key: str(one) for key, one in SAID.items()}
    form = {"act": "tell", "id": str(uuid4()), "agency_id": str(cast.dispatch.pk), **said, "suggested": "secure"}
    wrong = dispatch.post("/near-threats/new", {**form, "minutes": "120", "is_exercise": ""})
    assert wrong.status_code == 422
    sent = dispatch.post("/near-threats/new", {**form, "minutes": "120"})
    assert sent.status_code == 303
    address = sent["Location"]
    assert stranger.get(address).status_code == 404
    page = school.get(address).content.decode()
    assert str(SAID["words"]) in page
    assert address in school.get("/").content.decode()
    assert school.post(address, {"act": "acknowledge", "site_id": str(cast.site.pk)}).status_code == 303
    assert cast.insider.display_name in dispatch.get(address).content.decode()
    started = school.post(address, {"act": "start", "site_id": str(cast.site.pk), "id": str(uuid4())})
    assert started["Location"] == f"/incidents/{Incident.objects.get().pk}"
    assert 'value="end"' not in school.get(address).content.decode()
    assert school.post(address, {"act": "end", "words": ""}).status_code in (404, 409, 422)
    assert NearThreat.objects.get().ended_at is None
    assert dispatch.post(address, {"act": "end", "words": ""}).status_code == 303
    assert NearThreat.objects.get().ended_at is not None
