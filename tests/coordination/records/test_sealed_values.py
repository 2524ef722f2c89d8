"""Another secret key: whoever meets what the old one has sealed is told in words, and nothing of it ends for ever."""

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from coordination.administration.models import AgencyProvider
from coordination.administration.single_sign_on.providers import PURPOSE as OF_PROVIDERS
from coordination.errors import CoordinationError
from coordination.incident.panic_buttons.intakes import SignedPress, create_intake, take_press
from coordination.incident.panic_buttons.signatures import signature_of
from coordination.models import User
from coordination.prevention.social_alerts.work.authors import Pseudonyms, key_now, opened_post
from coordination.records.evidence.keys import record_key
from coordination.records.models import RecordKey
from coordination.records.retention.run import carry_out
from coordination.records.sealed_values import COLUMNS, rotate_all, unreadable_names
from coordination.room.access import Asker
from coordination.rosters.connection.keeping import PURPOSE as OF_ROSTERS
from coordination.rosters.connection.keeping import account_of, try_connection
from coordination.rosters.models import Roster, RosterConnection
from coordination.rosters.vocabulary import RosterReadFailure
from coordination.sign_in.sealed import seal_secret, unseal_secret
from coordination.web.health import keys_in_words, sealed_in_words
from coordination.web.own_keys import warn_of_unreadable_keys
from mou.vocabulary import MemberRole
from tests.coordination.sign_in.test_second_factors import APP, PAGE, PASSWORD, code_of, set_up, sign_in
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user
from tests.factories.prevention.social_alerts import make_social_alert
from tests.support.processes import ROOT

# Sealing anew commits row by row.
pytestmark = pytest.mark.django_db(transaction=True)
NEW = "another key of this server, made for the tests: " + "x" * 20


@dataclass
class District:
    """A district with one of everything that is sealed, by the key that the tests begin with."""

    cast: Cast
    keeper: User
    app_secret: str
    recovery_code: str
    old_key: str

    def now(self) -> Asker:
        return Asker(self.keeper.pk, datetime.now(UTC))


@pytest.fixture
def district(settings: Settings) -> Iterator[District]:
    cache.clear()
    sealed_in_words.cache_clear()
    cast = make_cast()
    cast.teacher.set_password(PASSWORD)
    cast.teacher.save()
    keeper = make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user
    secret = set_up(cast.teacher)
    code = RecoveryCodes.activate(cast.teacher).get_unused_codes()[0]
    AgencyProvider.objects.create(
        agency=cast.district,
        issuer="https://id.example",
        client_id="c",
        sealed_secret=seal_secret(OF_PROVIDERS, b"told"),
    )
    RosterConnection.objects.create(
        roster=Roster.objects.get_or_create(district=cast.district)[0],
        base_url="https://sis.example/ims/oneroster/rostering/v1p2",
        token_url="https://sis.example/token",
        client_id="c",
        sealed_secret=seal_secret(OF_ROSTERS, b"told"),
        scopes="s",
        hour=2,
        is_nightly=False,
    )
    record_key(datetime.now(UTC))
    make_social_alert(cast.site, team=[cast.teacher], keeper=keeper)
    yield District(cast, keeper, secret, code, settings.SECRET_KEY)
    sealed_in_words.cache_clear()


def change_key(settings: Settings, *, before: str = "") -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [before] if before else []
    sealed_in_words.cache_clear()


# --- sign-in ----------------------------------------------------------------------------------------------------------
def test_a_code_that_nothing_here_can_check_any_more_is_answered_in_words(
    district: District, settings: Settings
) -> None:
    change_key(settings)
    client = sign_in(district.cast.teacher)

    page = client.post(f"{PAGE}code/", {"code": code_of(district.app_secret)})
    recovery = client.post(f"{PAGE}code/", {"code": district.recovery_code})

    for answer in (page, recovery):
        assert answer.status_code == 200
        assert "its key was changed" in answer.content.decode()
    assert client.get("/account/sessions").status_code == 302


def test_an_app_is_answered_so_too(district: District, settings: Settings) -> None:
    change_key(settings)
    body = {"username": district.cast.teacher.username, "password": PASSWORD}
    token = Client().post(f"{APP}auth/login", body, content_type="application/json").json()["meta"]["session_token"]

    answer = Client().post(
        f"{APP}auth/2fa/authenticate",
        {"code": code_of(district.app_secret)},
        content_type="application/json",
        headers={"X-Session-Token": token},
    )

    assert answer.status_code == 400
    assert [one["code"] for one in answer.json()["errors"]] == ["sealed_unreadable"]


@pytest.mark.parametrize("guessed", ["", "A" * 32])
def test_no_secret_that_somebody_could_guess_takes_the_place_of_a_lost_one(
    district: District, settings: Settings, guessed: str
) -> None:
    change_key(settings)
    client = sign_in(district.cast.teacher)

    client.post(f"{PAGE}code/", {"code": code_of(guessed)})

    assert client.get("/account/sessions").status_code == 302


def test_who_is_signed_in_is_told_makes_new_codes_and_comes_in_with_them(
    district: District, settings: Settings
) -> None:
    client = sign_in(district.cast.teacher)
    client.post(f"{PAGE}code/", {"code": code_of(district.app_secret)})
    # As it is with a session that the change does not end: the one of a passkey, or with the old key still named.
    change_key(settings, before=district.old_key)
    client.get(PAGE)
    kept = client.session
    kept.save()
    change_key(settings)

    told = client.get(PAGE).content.decode()
    old_codes = client.get(f"{PAGE}recovery-codes/")
    asked = client.get(f"{PAGE}recovery-codes/new/")
    client.post(f"{PAGE}recovery-codes/new/")
    new_code = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0]
    again = sign_in(district.cast.teacher)
    again.post(f"{PAGE}code/", {"code": new_code})

    assert "can no longer read" in told
    assert old_codes["Location"] == PAGE
    assert asked.status_code == 200
    assert again.get("/account/sessions").status_code == 200


# --- chores, desks, connections ---------------------------------------------------------------------------------------
def test_retention_goes_on_and_heads_are_signed_with_a_new_key_until_the_old_one_is_back(
    district: District, settings: Settings
) -> None:
    at = datetime.now(UTC)
    _key, old_public = record_key(at)
    change_key(settings)

    carry_out(at)
    carry_out(at)
    _key, new_public = record_key(at)
    settings.SECRET_KEY = district.old_key
    _key, public_again = record_key(at)

    assert new_public != old_public == public_again
    assert set(RecordKey.objects.values_list("public_key", flat=True)) == {old_public, new_public}


def test_a_roster_is_not_read_and_its_page_says_what_to_do(district: District, settings: Settings) -> None:
    change_key(settings)

    tried = try_connection(actor_id=district.keeper.pk, agency_id=district.cast.district.pk, at=datetime.now(UTC))

    assert (tried.answers, tried.failure) == (False, RosterReadFailure.KEY_CHANGED)


def test_an_agency_s_own_sign_in_says_that_it_does_not_work(district: District, settings: Settings) -> None:
    change_key(settings)
    provider = AgencyProvider.objects.get()

    answer = Client().post("/agency-sign-in/", {"act": "choose", "provider": str(provider.pk)})

    assert answer.status_code == 503


def test_posts_are_taken_as_ever_and_what_waited_shows_no_words(district: District, settings: Settings) -> None:
    from coordination.prevention.social_alerts.models import AlertDesk, SocialAlert

    alert, at = SocialAlert.objects.get(), datetime.now(UTC)
    assert opened_post(alert) is not None
    change_key(settings)

    key = key_now(AlertDesk.objects.get(), at + timedelta(seconds=1))

    assert Pseudonyms(key).hash_post("example.social", "p-1")
    assert opened_post(alert) is None


def test_a_button_on_a_wall_presses_with_its_old_secret_while_the_old_key_is_named(
    district: District, settings: Settings
) -> None:
    intake = create_intake(asker=district.now(), district_id=district.cast.district.pk, name="Wall buttons")

    def press() -> str:
        stamp = str(int(datetime.now(UTC).timestamp()))
        body = json.dumps({"button": "none", "press_id": "1"}).encode()
        signature = signature_of(secret=intake.secret, timestamp=stamp, body=body)
        try:
            take_press(signed=SignedPress(intake.intake_id, stamp, signature, body), at=datetime.now(UTC))
        except CoordinationError as error:
            return error.code
        return "taken"

    before = press()
    change_key(settings, before=district.old_key)
    with_both = press()
    change_key(settings)

    assert (before, with_both, press()) == (before, before, "bad_signature")
    assert before != "bad_signature"


# --- carrying over ----------------------------------------------------------------------------------------------------
def test_all_that_is_sealed_is_carried_over_and_the_old_key_can_go(district: District, settings: Settings) -> None:
    change_key(settings, before=district.old_key)
    said = StringIO()

    call_command("rotate_secret_key", stdout=said)
    change_key(settings)

    assert unreadable_names() == []
    client = sign_in(district.cast.teacher)
    client.post(f"{PAGE}code/", {"code": code_of(district.app_secret)})
    assert client.get("/account/sessions").status_code == 200
    assert account_of(RosterConnection.objects.get()).secret == "told"
    assert unseal_secret(OF_PROVIDERS, AgencyProvider.objects.get().sealed_secret) == b"told"
    assert RecordKey.objects.count() == 1
    assert [one.unreadable for one in rotate_all()] == [0] * len(COLUMNS)


def test_what_neither_key_opens_is_counted_and_left_as_it_is(district: District, settings: Settings) -> None:
    kept = Authenticator.objects.values_list("data", flat=True)
    before = list(kept)
    change_key(settings)

    with pytest.raises(CommandError):
        call_command("rotate_secret_key")

    assert list(kept) == before
    assert next(one.unreadable for one in rotate_all()) == 2


def test_readiness_says_what_does_not_open(district: District, settings: Settings) -> None:
    fine = Client().get("/readyz").json()["sealed"]
    change_key(settings)

    answer = Client().get("/readyz")

    assert fine == "ok"
    assert answer.status_code == 200
    assert "second factors" in answer.json()["sealed"]
    assert "secrets of rosters" in answer.json()["sealed"]


def test_readiness_says_which_key_files_do_not_read_and_goes_on(
    db: None, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = {name: tmp_path / name for name in ("vapid.pem", "signing-key.pem", "pack_key.pem")}
    settings.PUSH_VAPID_KEY_FILE, settings.MOU_SIGNING_KEY_FILE, settings.PACK_KEY_FILE = files.values()
    settings.MOU_SIGNING_CERT_FILE = tmp_path / "signing-cert.pem"
    keys_in_words.cache_clear()
    # None is made by looking: each when it is needed.
    fine, made = Client().get("/readyz").json()["keys"], list(tmp_path.iterdir())
    for path in files.values():
        path.write_text("no key")
    keys_in_words.cache_clear()

    answer = Client().get("/readyz")
    warn_of_unreadable_keys()
    keys_in_words.cache_clear()

    assert (fine, made) == ("ok", [])
    assert (answer.status_code, answer.json()["keys"]) == (200, f"unreadable: {', '.join(files)}")
    assert ", ".join(files) in caplog.text


# --- every sealed column ----------------------------------------------------------------------------------------------
def test_every_sealed_column_is_known_to_whoever_changes_the_key() -> None:
    known = {(one.every().model, one.column) for one in COLUMNS}

    sealed = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name.startswith("sealed") and field.get_internal_type() == "TextField"
    }

    assert sealed <= known


def test_nothing_is_opened_past_the_one_place_that_says_what_does_not_open() -> None:
    users = []
    for package in ("coordination", "mapping", "mou", "push"):
        for path in (ROOT / package).rglob("*.py"):
            names = {
                name.name
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.ImportFrom)
                for name in node.names
            }
            if names & {"Fernet", "MultiFernet", "InvalidToken"}:
                users.append(path.relative_to(ROOT))

    assert users == [Path("coordination/sign_in/sealed.py")]
