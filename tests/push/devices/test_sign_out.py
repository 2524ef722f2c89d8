"""Signing out through the real session store stops the pushes of that sign-in at once."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from coordination.sessions import SessionStore
from mou.access.epoch import access_epoch
from push.access import devices_for
from push.vocabulary import NotificationState
from tests.factories.mou import make_user
from tests.factories.push import make_device, make_notification

pytestmark = pytest.mark.django_db


def signed_in() -> SessionStore:
    session = SessionStore()
    session[SESSION_KEY] = "1"
    session.create()
    return session


def test_signing_out_retires_the_devices_of_that_sign_in_only() -> None:
    user = make_user()
    here, elsewhere = signed_in(), signed_in()
    waiting = make_notification(make_device(user=user, session_key=here.session_key or ""))
    other = make_device(user=user, session_key=elsewhere.session_key or "")
    before = access_epoch()

    here.flush()

    waiting.refresh_from_db()
    assert list(devices_for(user.id)) == [other]
    assert waiting.state == NotificationState.FAILED
    assert access_epoch() == before + 1


def test_removing_somebody_elses_session_by_its_key_does_the_same() -> None:
    session = signed_in()
    device = make_device(session_key=session.session_key or "")

    SessionStore().delete(session.session_key)

    assert not devices_for(device.user_id).exists()


def test_a_visitor_without_a_session_retires_nobody() -> None:
    device = make_device()

    SessionStore().flush()

    assert list(devices_for(device.user_id)) == [device]


def test_a_sign_in_on_a_fresh_browser_ends_no_access() -> None:
    """What is remembered of everybody's access stands when people come; it is over when one of them goes."""
    nobody, before = SessionStore(), access_epoch()
    nobody["seen"] = "the sign-in page"
    nobody.create()

    nobody.cycle_key()
    came = access_epoch()
    nobody[SESSION_KEY] = "1"
    nobody.save()
    left_behind = nobody.session_key or ""
    nobody.cycle_key()

    assert (came, access_epoch()) == (before, before + 1)
    assert not SessionStore().exists(left_behind)


def test_a_session_that_is_gone_already_counts_as_an_end() -> None:
    session, before = signed_in(), access_epoch()
    Session.objects.all().delete()

    session.flush()

    assert access_epoch() == before + 1


def test_a_new_password_retires_all_devices_of_the_person_and_of_nobody_else() -> None:
    """A phone that someone signed in with the old password is told nothing more, wherever it is."""
    user = make_user()
    waiting = make_notification(make_device(user=user, session_key=signed_in().session_key or ""))
    other = make_device(session_key=signed_in().session_key or "")
    before = access_epoch()

    user.set_password("another long password")
    user.save()

    waiting.refresh_from_db()
    assert not devices_for(user.id).exists()
    assert waiting.state == NotificationState.FAILED
    assert list(devices_for(other.user_id)) == [other]
    assert access_epoch() > before
