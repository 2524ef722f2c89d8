"""What an app does beside its rooms: what it missed, receipts, proofs, and what it says of itself."""

import copy
from typing import Any

import pytest
from musterpoint_client import session as of_session
from musterpoint_client.phone.app_proof import prove_app
from musterpoint_client.phone.missed import MissedSince
from musterpoint_client.phone.receipts import Receipts
from musterpoint_client.problems import Frame
from musterpoint_client.session import DAY_S, Session

from tests.coordination.clients.python.test_parts import Answers, refusal


class Asked(Answers):
    """The same, where what is read is answered in order, too."""

    def get(self, path: str) -> Any:
        return self.post(path, {})

    def post(self, path: str, body: Frame) -> Any:
        return super().post(path, {"path": path, **body})


def page(next_since: str, ids: list[str], *, more: bool) -> Frame:
    incidents = [{"incident": {"incident_id": one}} for one in ids]
    return {"as_of": "b", "next_since": next_since, "alerts": [], "incidents": incidents, "more": more}


def test_what_was_missed_is_fetched_page_by_page_and_asked_anew_only_once_all_of_it_has_come() -> None:
    first, last = page("3", ["i", "j"], more=True), page("9", ["k"], more=False)
    session, kept = Asked(page("2", ["i", "j"], more=True), OSError(), first, last), list[str]()
    missed = MissedSince(session, "1", kept.append)

    with pytest.raises(OSError):
        missed.fetch()
    assert kept == []
    found = missed.fetch()

    assert [one["incident"]["incident_id"] for one in found["incidents"]] == ["i", "j", "k"]
    assert kept == ["3"]
    assert [one["path"] for one in session.sent[2:]] == ["/me/missed?since=1", "/me/missed?since=1&before=j"]


def test_a_receipt_is_said_once_waits_without_network_or_session_and_is_dropped_where_it_is_no_ones() -> None:
    kept = list[Frame]()

    def keep(receipts: list[Frame]) -> None:
        kept[:] = copy.deepcopy(receipts)

    away = Receipts(Asked(OSError(), refusal("session_locked", 403)), keep=keep)
    assert not away.report("a", "delivered")
    assert not away.report("a", "opened")

    session = Asked({}, {}, refusal("notification_not_found", 404))
    back = Receipts(session, kept, keep)
    assert back.send()
    assert back.report("a", "opened")
    assert back.report("b", "opened")
    assert back.report("b", "opened")

    paths = ["/notifications/a/receipts", "/notifications/a/receipts", "/notifications/b/receipts"]
    assert [one["path"] for one in session.sent] == paths
    assert all(one["is_sent"] for one in kept)


def test_an_app_proves_itself_where_it_is_asked_and_only_by_what_the_server_can_check() -> None:
    owed: Frame = {"is_asked": True, "attested_at": None, "checks": ["app_attest"], "challenge": "c"}

    def prove(challenge: str) -> Frame:
        return {"kind": "app_attest", "statement": f"of {challenge}", "key_id": "k"}

    assert prove_app(Asked({**owed, "is_asked": False}), "app_attest", prove)
    assert prove_app(Asked({**owed, "attested_at": "before"}), "app_attest", prove)
    assert not prove_app(Asked(owed), "play_integrity", prove)
    session = Asked(owed, {"attested_at": "now"})
    assert prove_app(session, "app_attest", prove)
    assert session.sent[1]["challenge"] == "c"
    assert session.sent[1]["statement"] == "of c"


def test_a_session_says_its_version_and_language_hears_that_it_is_old_and_renews_once_a_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent = list[Any]()

    def answer(_origin: str, path: str, **how: Any) -> Frame:
        sent.append((path, how["token"], how["more"], how["body"]))
        how["heard"]({"X-App-Update": "2.4.0"})
        return {"meta": {"session_token": "new"}}

    monkeypatch.setattr(of_session, "request_json", answer)
    session = Session("https://here.example", "old", app_version="ios/2.3.1", language="es-US")

    assert session.renew_daily(0, DAY_S) == DAY_S
    assert session.renew_daily(DAY_S, DAY_S + 9) == DAY_S
    assert session.update == "2.4.0"
    assert session.sign_in_with_agency("code", "verifier") == "signed_in"

    said = {"X-App-Version": "ios/2.3.1", "Accept-Language": "es-US"}
    traded = {"code": "code", "code_verifier": "verifier"}
    assert session.token == "new"
    # A token of before would be answered with 409.
    assert sent == [("/api/v1/me/session", "old", said, {}), ("/_allauth/app/v1/auth/agency/token", "", said, traded)]
