"""Badges and wall buttons of other systems: signed, fresh, once, and placed where the button hangs."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.test import Client

from coordination.errors import ButtonTaken, LevelNotAtSite, RoomNotFound
from coordination.incident.panic.capability import PanicAlert
from coordination.incident.panic.models import PanicPress
from coordination.incident.panic_buttons.buttons import register_button
from coordination.incident.panic_buttons.intakes import IntakeKey, create_intake, revoke_intake
from coordination.incident.panic_buttons.models import PanicIntake
from coordination.incident.panic_buttons.signatures import secret_of, signature_of
from coordination.incident.panic_buttons.wire import NewButton
from coordination.room.access import Asker
from coordination.room.models import Incident
from coordination.room.reading.state import object_now
from mapping.models import Level
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Recipient
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import CENTRE, STEP, make_plan, make_site
from tests.factories.mou import make_agency, make_member, make_user
from tests.stage.incident.panic import press

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


@pytest.fixture
def keeper(cast: Cast) -> Asker:
    user = make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user
    return Asker(user.pk, datetime.now(UTC))


@pytest.fixture
def key(cast: Cast, keeper: Asker) -> IntakeKey:
    """An intake with one wall button inside room 101."""
    key = create_intake(asker=keeper, district_id=cast.district.id, name="Wall buttons")
    register_button(asker=keeper, intake_id=key.intake_id, button=button_at(cast, "b-101"))
    return key


def button_at(cast: Cast, ref: str, **fields: object) -> NewButton:
    level = Level.objects.get(site=cast.site)
    place = {"level_id": level.id, "lon": CENTRE[0] + STEP / 2, "lat": CENTRE[1] + STEP / 2}
    return NewButton.model_validate({"ref": ref, "label": "Room 101, door", "site_id": cast.site.id, **place, **fields})


def send(
    key: IntakeKey,
    body: dict[str, object],
    *,
    secret: str = "",
    sent_at: float | None = None,
    intake_id: UUID | None = None,
    signed: dict[str, object] | None = None,
) -> tuple[int, dict[str, object]]:
    """Post a press as another system would; what is sent may differ from what was signed."""
    timestamp = str(int(datetime.now(UTC).timestamp() if sent_at is None else sent_at))
    text = json.dumps(body).encode()
    signature = signature_of(
        secret=secret or key.secret, timestamp=timestamp, body=json.dumps(signed).encode() if signed else text
    )
    response = Client().post(
        f"/api/v1/panic-intake/{intake_id or key.intake_id}",
        text,
        content_type="application/json",
        headers={"X-Muster-Timestamp": timestamp, "X-Muster-Signature": signature},
    )
    return response.status_code, response.json()


def the_alert() -> PanicAlert:
    """Return the alert of the one press there was."""
    press = PanicPress.objects.select_related("room").get()
    return object_now(press.room, PanicAlert, press.pk)


def test_a_signed_press_opens_an_incident_where_the_button_hangs(key: IntakeKey) -> None:
    status, answer = send(key, {"press_id": "1", "button": "b-101"})

    alert = the_alert()
    assert (status, answer["is_repeat"]) == (200, False)
    assert (alert.source, alert.button, alert.place.room) == ("button", "Room 101, door", "101 Room 101")
    assert "button Room 101, door" in alert.dispatch_text


def test_a_replayed_or_retried_press_has_effect_once(key: IntakeKey) -> None:
    body: dict[str, object] = {"press_id": "1", "button": "b-101"}
    _, first = send(key, body)

    status, again = send(key, body)

    assert (status, again["seq"], again["is_repeat"]) == (200, first["seq"], True)
    assert PanicPress.objects.count() == 1


def test_a_press_id_with_other_words_is_refused(key: IntakeKey) -> None:
    send(key, {"press_id": "1", "button": "b-101"})

    status, problem = send(key, {"press_id": "1", "button": "b-101", "kind": "fire"})

    assert (status, problem["code"]) == (422, "command_id_reused")


def test_a_badge_that_says_where_it_is_goes_before_where_it_hangs(cast: Cast, key: IntakeKey) -> None:
    send(key, {"press_id": "1", "button": "b-101", "lon": CENTRE[0] + 9 * STEP, "lat": CENTRE[1], "accuracy_m": 3})

    place = the_alert().place
    assert (place.room, place.accuracy_m) == (None, 3)


def test_a_button_joins_the_alarm_that_people_pressed(cast: Cast, key: IntakeKey) -> None:
    first = press(cast.teacher, cast.site, at=datetime.now(UTC))

    _, answer = send(key, {"press_id": "1", "button": "b-101"})

    assert answer["room_id"] == str(first.room_id)
    assert Incident.objects.count() == 1


def test_an_exercise_button_opens_an_exercise(key: IntakeKey) -> None:
    send(key, {"press_id": "1", "button": "b-101", "is_exercise": True})

    assert Incident.objects.get().is_exercise


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"secret": "0" * 64}, 401, "bad_signature"),
        ({"signed": {"press_id": "2", "button": "b-101"}}, 401, "bad_signature"),
        ({"intake_id": UUID(int=1)}, 401, "bad_signature"),
        ({"sent_at": 1_700_000_000.0}, 401, "stale_timestamp"),
    ],
)
def test_what_is_not_signed_now_by_the_key_is_refused(
    key: IntakeKey, change: dict[str, object], status: int, code: str
) -> None:
    got, problem = send(key, {"press_id": "1", "button": "b-101"}, **change)  # type: ignore[arg-type]

    assert (got, problem["code"]) == (status, code)
    assert Incident.objects.count() == 0


def test_a_press_from_the_future_beyond_the_window_is_refused(key: IntakeKey) -> None:
    status, problem = send(key, {"press_id": "1", "button": "b-101"}, sent_at=datetime.now(UTC).timestamp() + 400)

    assert (status, problem["code"]) == (401, "stale_timestamp")


def test_without_a_signature_nobody_gets_further(key: IntakeKey) -> None:
    response = Client().post(f"/api/v1/panic-intake/{key.intake_id}", "{}", content_type="application/json")

    assert response.status_code == 401


def test_an_unknown_button_and_a_bad_body_are_told_to_whoever_signed(key: IntakeKey) -> None:
    unknown = send(key, {"press_id": "1", "button": "b-999"})
    bad = send(key, {"press_id": "1", "button": "b-101", "colour": "red"})

    assert (unknown[0], unknown[1]["code"]) == (404, "button_not_found")
    assert (bad[0], bad[1]["code"]) == (422, "bad_command")


def test_a_revoked_key_looks_like_a_wrong_one(key: IntakeKey, keeper: Asker) -> None:
    revoke_intake(asker=keeper, intake_id=key.intake_id)

    status, problem = send(key, {"press_id": "1", "button": "b-101"})

    assert (status, problem["code"]) == (401, "bad_signature")


def test_no_secret_is_stored_and_each_key_has_its_own(cast: Cast, key: IntakeKey, keeper: Asker) -> None:
    other = create_intake(asker=keeper, district_id=cast.district.id, name="Badges")

    stored = json.dumps(list(PanicIntake.objects.values()), default=str)
    assert key.secret not in stored
    assert key.secret != other.secret
    assert secret_of(server_key="another" * 10, intake_id=key.intake_id) != key.secret


def test_the_account_of_the_buttons_is_nobody_that_can_sign_in_or_be_told(cast: Cast, key: IntakeKey) -> None:
    intake = PanicIntake.objects.select_related("account").get()

    press(cast.teacher, cast.site)

    assert not intake.account.check_password("!")
    assert not Recipient.objects.filter(user=intake.account).exists()


def test_buttons_hang_at_the_districts_sites_on_the_sites_floors_once(
    cast: Cast, key: IntakeKey, keeper: Asker
) -> None:
    elsewhere = make_site(make_agency(AgencyKind.DISTRICT))

    with pytest.raises(ButtonTaken):
        register_button(asker=keeper, intake_id=key.intake_id, button=button_at(cast, "b-101"))
    with pytest.raises(RoomNotFound):
        register_button(asker=keeper, intake_id=key.intake_id, button=button_at(cast, "b-2", site_id=elsewhere.id))
    with pytest.raises(LevelNotAtSite):
        register_button(asker=keeper, intake_id=key.intake_id, button=button_at(cast, "b-3", level_id=uuid4()))
