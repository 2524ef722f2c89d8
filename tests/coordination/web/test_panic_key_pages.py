"""The pages of panic keys: made and shown once, placed, tried as an exercise, retired; and closed to everybody else."""

import re
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import reverse

from coordination.incident.panic.capability import PanicAlert
from coordination.incident.panic.models import PanicPolicy, PanicPress
from coordination.incident.panic_buttons.intakes import IntakeKey, create_intake
from coordination.incident.panic_buttons.models import PanicButton, PanicIntake
from coordination.incident.panic_buttons.queries import buttons_of
from coordination.incident.panic_buttons.signatures import secret_of
from coordination.models import User
from coordination.room.access import Asker
from coordination.room.models import Incident
from coordination.room.reading.state import object_now
from mapping.models import Level
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_plan, make_site
from tests.factories.mou import make_agency, make_member, make_user

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script>'
NOT_FOUND, SEE_OTHER = 404, 303


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


@pytest.fixture
def key(cast: Cast, keeper: User) -> IntakeKey:
    return create_intake(asker=asking(keeper), district_id=cast.district.id, name="Badges of the wing")


def asking(user: User) -> Asker:
    return Asker(user.pk, datetime.now(UTC))


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def page_of(key: IntakeKey) -> str:
    return reverse("panic_key", args=[key.intake_id])


def button_fields(cast: Cast, **fields: str) -> dict[str, str]:
    level = Level.objects.get(site=cast.site)
    return {
        "act": "add",
        "label": "Room 101, door",
        "ref": "b-101",
        "where": f"{cast.site.id}:{level.id}",
        "lat": "39.6424",
        "lon": "-99.2131",
    } | fields


# --- keys -------------------------------------------------------------------------------------------------------------
def test_a_key_is_made_and_its_secret_is_shown_once(cast: Cast, keeper: User) -> None:
    fields = {"act": "make", "district_id": str(cast.district.id), "name": "Wall buttons"}

    made = client_of(keeper).post(reverse("panic_keys"), fields)
    later = client_of(keeper).get(reverse("panic_keys"))

    intake = PanicIntake.objects.get()
    secret = re.search(r'value="([0-9a-f]{64})"', text_of(made))
    assert secret is not None
    assert f"/api/v1/panic-intake/{intake.id}" in text_of(made)
    assert made.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert secret[1] not in text_of(later)
    assert "Wall buttons" in text_of(later)


def test_the_secret_on_the_page_is_the_one_that_signs(cast: Cast, keeper: User) -> None:
    from django.conf import settings

    fields = {"act": "make", "district_id": str(cast.district.id), "name": "Wall buttons"}

    page = text_of(client_of(keeper).post(reverse("panic_keys"), fields))

    assert secret_of(server_key=settings.SECRET_KEY, intake_id=PanicIntake.objects.get().id) in page


def test_a_retired_key_is_listed_and_has_no_page(cast: Cast, keeper: User, key: IntakeKey) -> None:
    client = client_of(keeper)

    answer = client.post(page_of(key), {"act": "retire"})

    assert (answer.status_code, answer.headers["Location"]) == (SEE_OTHER, reverse("panic_keys"))
    assert client.get(page_of(key)).status_code == NOT_FOUND
    assert "Retired" in text_of(client.get(reverse("panic_keys")))


@pytest.mark.parametrize("step", ["remove", "try"])
def test_a_reference_that_no_database_takes_names_no_button(keeper: User, key: IntakeKey, step: str) -> None:
    answer = client_of(keeper).post(page_of(key), {"act": step, "ref": "b\x00", "press_id": str(uuid4())})

    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["", " ", "a" * 121])
def test_a_name_that_is_none_is_explained_and_makes_no_key(cast: Cast, keeper: User, name: str) -> None:
    fields = {"act": "make", "district_id": str(cast.district.id), "name": name}

    answer = client_of(keeper).post(reverse("panic_keys"), fields)

    assert answer.status_code == 422
    assert re.search(r'id="make-[0-9a-f-]+-name_error"', text_of(answer))
    assert not PanicIntake.objects.exists()


@pytest.mark.parametrize(("answer", "required"), [("True", True), ("False", False)])
def test_the_rule_of_a_state_is_set_for_one_district(cast: Cast, keeper: User, answer: str, required: bool) -> None:
    PanicPolicy.objects.create(district=cast.district, confirmation_required=not required)
    fields = {"act": "rule", "district_id": str(cast.district.id), "confirmation_required": answer}

    client_of(keeper).post(reverse("panic_keys"), fields)

    assert PanicPolicy.objects.get().confirmation_required is required


# --- buttons ----------------------------------------------------------------------------------------------------------
def test_a_button_is_registered_with_its_place_and_removed(cast: Cast, keeper: User, key: IntakeKey) -> None:
    client = client_of(keeper)

    client.post(page_of(key), button_fields(cast, label=HOSTILE))
    page = text_of(client.get(page_of(key)))
    button = PanicButton.objects.get()
    client.post(page_of(key), {"act": "remove", "ref": "b-101"})

    assert button.location is not None
    assert (button.ref, button.site, round(button.location.y, 4)) == ("b-101", cast.site, 39.6424)
    assert HOSTILE not in page
    assert "alert(1)" in page
    assert "39.6424" in page
    assert not PanicButton.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"ref": ""},
        {"label": "a" * 121},
        {"where": ""},
        {"where": "x:y"},
        {"lat": ""},
        {"lat": "91"},
        {"lon": "nan"},
        {"lon": "west"},
    ],
)
def test_a_button_that_makes_no_sense_is_explained_and_what_was_typed_stays(
    cast: Cast, keeper: User, key: IntakeKey, wrong: dict[str, str]
) -> None:
    answer = client_of(keeper).post(page_of(key), button_fields(cast, **{"ref": "typed-before", **wrong}))

    assert answer.status_code == 422
    assert 'role="alert"' in text_of(answer)
    assert ("typed-before" in text_of(answer)) == ("ref" not in wrong)
    assert not PanicButton.objects.exists()


def test_a_button_cannot_be_hung_on_another_districts_wall(cast: Cast, keeper: User, key: IntakeKey) -> None:
    elsewhere = make_site(make_agency(AgencyKind.DISTRICT), name="Elsewhere High")

    answer = client_of(keeper).post(page_of(key), button_fields(cast, where=str(elsewhere.id)))

    assert answer.status_code == 422
    assert "Elsewhere High" not in text_of(answer)
    assert not PanicButton.objects.exists()


def test_a_button_is_tried_as_an_exercise_and_never_for_real_and_a_form_sent_twice_counts_once(
    cast: Cast, keeper: User, key: IntakeKey
) -> None:
    client = client_of(keeper)
    client.post(page_of(key), button_fields(cast))
    fields = {"act": "try", "ref": "b-101", "press_id": str(uuid4()), "is_exercise": "false"}

    tried = [client.post(page_of(key), fields) for _ in range(2)]

    assert [one.status_code for one in tried] == [200, 200]
    assert Incident.objects.get().is_exercise
    press = PanicPress.objects.get()
    assert object_now(press.room, PanicAlert, press.id).button == "Room 101, door"
    assert "EXERCISE" in text_of(client.get(page_of(key)))


def test_the_last_press_is_that_of_the_very_button_and_not_of_its_namesake(
    cast: Cast, keeper: User, key: IntakeKey
) -> None:
    client = client_of(keeper)
    for ref in ("b-101", "b-102"):
        client.post(page_of(key), button_fields(cast, ref=ref, label="Front office"))
    client.post(page_of(key), {"act": "try", "ref": "b-101", "press_id": str(uuid4())})

    pressed = {one.ref: one.pressed_at is not None for one in buttons_of(PanicIntake.objects.get())}
    client.post(page_of(key), {"act": "remove", "ref": "b-101"})

    assert pressed == {"b-101": True, "b-102": False}
    press = PanicPress.objects.get()
    assert object_now(press.room, PanicAlert, press.id).button == "Front office"


def test_a_button_that_is_gone_cannot_be_tried(keeper: User, key: IntakeKey) -> None:
    answer = client_of(keeper).post(page_of(key), {"act": "try", "ref": "b-101", "press_id": str(uuid4())})

    assert answer.status_code == NOT_FOUND
    assert not Incident.objects.exists()


# --- may not ----------------------------------------------------------------------------------------------------------
STEPS = [
    {"act": "add", "label": "x", "ref": "x", "where": ""},
    {"act": "remove", "ref": "b-101"},
    {"act": "try", "ref": "b-101", "press_id": str(UUID(int=1))},
    {"act": "retire"},
    {"act": "no such step"},
]


@pytest.mark.parametrize("who", ["insider", "teacher", "officer", "stranger", "former", "clerk", "neighbour"])
def test_for_everybody_else_there_are_no_such_pages_and_nothing_to_do(
    cast: Cast, keeper: User, key: IntakeKey, who: str
) -> None:
    client_of(keeper).post(page_of(key), button_fields(cast))
    others = {
        "clerk": make_member(cast.district, user=make_user(username="clerk"), role=MemberRole.STAFF).user,
        "neighbour": make_member(make_agency(AgencyKind.DISTRICT), role=MemberRole.ADMINISTRATOR).user,
    }
    client = client_of(others.get(who) or getattr(cast, who))
    district = {"district_id": str(cast.district.id), "name": "x", "confirmation_required": "yes"}

    answers = [client.get(page_of(key)), *(client.post(page_of(key), fields) for fields in STEPS)]
    answers += [client.post(reverse("panic_keys"), district | {"act": step}) for step in ("make", "rule")]

    assert {one.status_code for one in answers} == {NOT_FOUND}
    # Someone else's administrator has a page of their own, without ours on it.
    assert "Badges of the wing" not in text_of(client.get(reverse("panic_keys")))
    assert (PanicIntake.objects.filter(revoked_at=None).count(), PanicButton.objects.count()) == (1, 1)
    assert not PanicPolicy.objects.exists()
    assert not Incident.objects.exists()


def test_without_the_token_of_the_page_no_form_is_taken(cast: Cast, keeper: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(keeper)

    answer = client.post(reverse("panic_keys"), {"act": "make", "district_id": str(cast.district.id), "name": "x"})

    assert answer.status_code == 403
    assert not PanicIntake.objects.exists()


def test_the_first_page_leads_keepers_there_and_nobody_else(cast: Cast, keeper: User) -> None:
    address = reverse("panic_keys")

    assert address in text_of(client_of(keeper).get("/"))
    assert address not in text_of(client_of(cast.insider).get("/"))


def test_the_pages_speak_spanish(keeper: User, key: IntakeKey) -> None:
    client = client_of(keeper)
    client.cookies["django_language"] = "es"

    assert "Botones de pánico" in text_of(client.get(reverse("panic_keys")))
    assert "Registrar un botón" in text_of(client.get(page_of(key)))
