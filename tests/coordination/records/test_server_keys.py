"""A key that is lost, made anew or changed is said at the start, in readiness, to operators, and on their page."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from coordination.models import User
from coordination.records.models import ServerKey
from coordination.records.server_keys.keeping import TOLD_FOR, list_keys, note_keys, tell_of_keys_at_start
from coordination.records.server_keys.vocabulary import KeyStanding as Standing
from coordination.records.server_keys.waiting import list_waiting_keys
from coordination.web.health import keys_in_words
from mapping.exports.packs.key import pack_key_at
from mou.papers.sealed_copies import seal_key
from push.transports.webpush.vapid import private_key_at
from tests.coordination.waiting.readiness_steps import make_operator
from tests.factories.cast import make_cast

pytestmark = pytest.mark.django_db
AT = datetime.now(UTC)
SECRET = "MUSTERPOINT_SECRET_KEY"


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> dict[str, Callable[[], object]]:
    """The key files of a server, and what makes each when it is needed."""
    settings.PUSH_VAPID_KEY_FILE, settings.PACK_KEY_FILE = tmp_path / "vapid.pem", tmp_path / "pack_key.pem"
    settings.MOU_SIGNING_KEY_FILE = tmp_path / "signing-key.pem"
    settings.MOU_SIGNING_CERT_FILE = tmp_path / "signing-cert.pem"
    made: dict[str, Callable[[], object]] = {
        "vapid.pem": lambda: private_key_at(settings.PUSH_VAPID_KEY_FILE),
        "pack_key.pem": lambda: pack_key_at(settings.PACK_KEY_FILE),
        "signing-key.pem": lambda: seal_key(AT),
    }
    for make in made.values():
        make()
    note_keys(AT - timedelta(days=300))
    keys_in_words.cache_clear()
    return made


def standings(at: datetime = AT) -> dict[str, Standing]:
    return {one.name: one.standing for one in list_keys(at)}


def told() -> str:
    keys_in_words.cache_clear()
    return str(Client().get("/readyz").json()["keys"])


def test_what_is_as_it_was_is_ok_and_noted_once(files: dict[str, Callable[[], object]]) -> None:
    note_keys(AT)

    assert standings() == dict.fromkeys([SECRET, *files], Standing.SAME)
    assert told() == "ok"
    assert ServerKey.objects.count() == len(files) + 1
    assert list(list_waiting_keys(make_operator().pk, AT)) == []


@pytest.mark.parametrize("name", ["vapid.pem", "pack_key.pem", "signing-key.pem"])
def test_a_key_that_was_lost_is_said_then_that_it_was_made_anew_for_two_weeks(
    files: dict[str, Callable[[], object]], tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    kept = (tmp_path / name).read_bytes()
    (tmp_path / name).unlink()
    lost, words = standings()[name], told()
    tell_of_keys_at_start()
    assert (lost, words) == (Standing.LOST, f"lost: {name}")
    assert f"lost: {name}" in caplog.text
    assert [one.words for one in list_waiting_keys(make_operator().pk, AT)] == [f"{name} · Lost"]

    files[name]()
    # Said also before any chore has noted it.
    assert standings()[name] is Standing.ANEW
    note_keys(AT)
    assert standings()[name] is Standing.ANEW
    assert told() == f"new: {name} (since {AT:%Y-%m-%d})"
    assert standings(AT + TOLD_FOR)[name] is Standing.SAME

    (tmp_path / name).write_bytes(kept)
    if name != "signing-key.pem":
        note_keys(AT + TOLD_FOR)
        assert standings(AT + TOLD_FOR)[name] is Standing.ANEW
        assert ServerKey.objects.filter(name=name).count() == 2


def test_another_secret_key_is_said_and_that_the_one_before_is_still_taken(
    files: dict[str, Callable[[], object]], settings: Settings
) -> None:
    before = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key of this server " + "n" * 40, [before]
    note_keys(AT)

    assert told() == f"new: {SECRET} (since {AT:%Y-%m-%d})"
    assert standings(AT + TOLD_FOR)[SECRET] is Standing.BEFORE
    settings.SECRET_KEY_FALLBACKS = []
    assert standings(AT + TOLD_FOR)[SECRET] is Standing.SAME
    # What is remembered is no key, and no digest of one that can be looked up.
    assert all(before not in one.fingerprint and len(one.fingerprint) == 16 for one in ServerKey.objects.all())


def test_a_file_that_does_not_read_is_not_taken_for_another_key(
    files: dict[str, Callable[[], object]], tmp_path: Path
) -> None:
    (tmp_path / "vapid.pem").write_text("no key")
    note_keys(AT)

    assert standings()["vapid.pem"] is Standing.UNREADABLE
    assert told() == "unreadable: vapid.pem"
    assert ServerKey.objects.filter(name="vapid.pem").count() == 1


def test_operators_alone_read_it_and_nothing_of_a_key_stands_on_the_page(
    files: dict[str, Callable[[], object]], tmp_path: Path
) -> None:
    cast, operator = make_cast(), make_operator()
    private = (tmp_path / "vapid.pem").read_text().splitlines()[1]
    (tmp_path / "pack_key.pem").unlink()

    def page_of(user: User) -> tuple[int, str]:
        client = Client()
        client.force_login(user)
        answer = client.get("/administration/backups")
        return answer.status_code, answer.content.decode()

    status, page = page_of(operator)
    assert (status, page_of(cast.insider)[0]) == (200, 404)
    assert "Lost" in page
    assert "vapid.pem" in page
    assert private not in page
    assert list(list_waiting_keys(cast.insider.pk, AT)) == []
