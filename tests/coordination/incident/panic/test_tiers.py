"""The tiers of the alarm: a district decides who is told of each, how, and what begins; the defaults are good."""

import pytest
from django.test import Client
from django.urls import reverse

from coordination.errors import BadCommand
from coordination.incident.panic.tier_rules import set_tier
from coordination.incident.panic.tiers import DEFAULTS, TierRule
from coordination.models import User
from coordination.room.models import Incident
from coordination.vocabulary import FirstWord, PanicKind, ResponseActionKind, ToldGroup
from mou.access.emergency.emergencies import end_emergency
from mou.errors import NotAllowed
from mou.models import Emergency
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Notification
from tests.factories.cast import Cast, asks, make_cast
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum, make_user
from tests.factories.push import make_device
from tests.stage.incident.panic import alert_of, incident_of, press, run, told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


def medics(cast: Cast) -> None:
    ems = make_agency(AgencyKind.EMS, name="Fairview EMS")
    make_memorandum(cast.district, ems)
    make_member(ems, user=make_user(username="medic"))


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("staff_assist", {"principal", "nurse"}),
        ("medical", {"principal", "nurse", "medic", "dispatcher"}),
        ("secure", {"principal", "nurse", "colleague", "officer", "dispatcher", "keeper"}),
        ("active_threat", {"principal", "nurse", "colleague", "officer", "dispatcher", "medic", "keeper"}),
    ],
)
def test_the_everyday_alarms_tell_few_and_the_grave_ones_all(
    cast: Cast, keeper: User, kind: str, names: set[str]
) -> None:
    medics(cast)
    make_member(
        cast.school, user=make_user(username="nurse"), role=MemberRole.STAFF, title="Enfermería", is_in_office=True
    )
    make_member(cast.school, user=make_user(username="colleague"), role=MemberRole.STAFF, title="Teacher")

    assert told(press(cast.teacher, cast.site, kind=kind)) == names


@pytest.mark.parametrize("title", ["", "Enfermera", "Teacher"])
def test_who_is_called_with_the_office_is_chosen_and_no_word_in_a_title_decides_it(cast: Cast, title: str) -> None:
    make_member(cast.school, user=make_user(username="office"), role=MemberRole.STAFF, title=title, is_in_office=True)
    make_member(cast.school, user=make_user(username="colleague"), role=MemberRole.STAFF, title="Office nurse")

    assert told(press(cast.teacher, cast.site, kind="staff_assist")) == {"principal", "office"}


def test_a_district_decides_who_is_told_and_what_begins(cast: Cast, keeper: User) -> None:
    rule = DEFAULTS[PanicKind.MEDICAL].model_copy(
        update={"responders": (AgencyKind.POLICE,), "begins": ResponseActionKind.HOLD}
    )

    set_tier(asker=asks(keeper), district_id=cast.district.id, kind=PanicKind.MEDICAL, rule=rule)
    accepted = press(cast.teacher, cast.site, kind="medical")

    assert told(accepted) == {"principal", "officer"}
    assert Incident.objects.get().room.objects_now.filter(state_key="response_actions").count() == 1


def test_a_district_whose_public_address_says_it_chooses_a_silent_first_word(cast: Cast, keeper: User) -> None:
    make_device(user=cast.insider)
    rule = DEFAULTS[PanicKind.ACTIVE_THREAT].model_copy(update={"first_word": FirstWord.SILENT})

    set_tier(asker=asks(keeper), district_id=cast.district.id, kind=PanicKind.ACTIVE_THREAT, rule=rule)
    press(cast.teacher, cast.site, kind="active_threat")

    assert Notification.objects.get().channel == "silent"


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("medical", {"tells": (), "responders": ()}),
        ("fire", {"begins": ResponseActionKind.SHELTER}),
        ("emergency", {"first_word": FirstWord.ALOUD}),
    ],
)
def test_a_rule_that_leaves_somebody_alone_is_refused(
    cast: Cast, keeper: User, kind: str, changes: dict[str, object]
) -> None:
    rule: TierRule = DEFAULTS[PanicKind(kind)].model_copy(update=changes)

    with pytest.raises(BadCommand):
        set_tier(asker=asks(keeper), district_id=cast.district.id, kind=PanicKind(kind), rule=rule)


def test_nobody_but_the_districts_administrators_decides(cast: Cast) -> None:
    clerk = asks(make_member(cast.district, user=make_user(username="clerk"), role=MemberRole.STAFF).user)
    rule = DEFAULTS[PanicKind.MEDICAL]

    with pytest.raises(NotAllowed):
        set_tier(asker=clerk, district_id=cast.district.id, kind=PanicKind.MEDICAL, rule=rule)


def test_the_page_says_who_is_told_in_which_words_and_saves_a_change(cast: Cast, keeper: User) -> None:
    client = Client()
    client.force_login(keeper)
    page = client.get(reverse("panic_tiers")).content.decode()

    form = {
        "act": "tier",
        "district_id": str(cast.district.id),
        "kind": "staff_assist",
        "severity": "minor",
        "tells": [ToldGroup.OFFICE.value, ToldGroup.STAFF.value],
        "first_word": "aloud",
    }
    saved = client.post(reverse("panic_tiers"), form)
    refused = client.post(reverse("panic_tiers"), {**form, "tells": []})

    assert "Lockdown! Locks, lights, out of sight." in page
    assert '<th scope="row">The district&#x27;s people elsewhere</th>' in page
    assert (saved.status_code, refused.status_code) == (303, 422)
    text = refused.content.decode()
    fields = f"tier-{cast.district.id}-staff_assist-"
    assert "calls for no help" in text
    assert f'<fieldset class="field-choices wide" id="{fields}tells" aria-describedby="{fields}tells_error">' in text
    # What was typed stays in its own form alone.
    assert '<option value="minor" selected' in text.partition(f'id="{fields}severity"')[2].partition("</select>")[0]
    assert text.count('<option value="minor" selected') == 1
    assert alert_of(press(cast.teacher, cast.site, kind="staff_assist")).kind == "staff_assist"
    assert Incident.objects.get().severity == "minor"


@pytest.mark.parametrize(
    ("kind", "says", "never"),
    [
        ("emergency", "do not call back", "CPR"),
        ("active_threat", "do not call back", "CPR"),
        ("medical", "breathing", "do not call back"),
        ("fire", "Evacuate", "do not call back"),
        ("secure", "Call the office back", "do not call back"),
        ("staff_assist", "Do not dispatch unless", "do not call back"),
    ],
)
def test_the_text_for_911_fits_the_tier(cast: Cast, kind: str, says: str, never: str) -> None:
    text = alert_of(press(cast.teacher, cast.site, kind=kind, lon=-98.5, lat=39.8)).dispatch_text

    assert says in text
    assert never not in text
    assert "USNG: 14S" in text
    assert ("AED nearby" in text) is (kind == "medical")


def test_an_active_threat_is_no_shooter_until_somebody_says_so(cast: Cast) -> None:
    """Agreements that name shooters open all the same: whoever comes to help cannot wait for that word."""
    pressed = press(cast.teacher, cast.site, kind="active_threat")

    incident = incident_of(pressed)
    emergency = Emergency.objects.get(incident_id=incident.pk)
    assert (incident.incident_type, incident.severity) == ("ALRPANS", "extreme")
    assert incident.title.startswith("Active threat")
    assert emergency.incident_type == "ACTSHOOT"


def test_an_alarm_that_is_opened_again_opens_agreements_as_it_did(cast: Cast) -> None:
    alarm = press(cast.insider, cast.site, kind="active_threat")
    incident = incident_of(alarm)
    Incident.objects.filter(pk=incident.pk).update(status="Closed", closed_at=NOW)
    end_emergency(incident_id=incident.pk, at=NOW)

    run(cast.insider, alarm.room_id, "reopen_incident", reason="not over")

    types = Emergency.objects.filter(incident_id=incident.pk).values_list("incident_type", flat=True)
    assert list(types) == ["ACTSHOOT", "ACTSHOOT"]
