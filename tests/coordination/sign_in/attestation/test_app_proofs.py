"""What Apple and Google say of an app is followed to its root: what is foreign, late or changed is not taken."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import cbor2
import pytest
from django.core.exceptions import ImproperlyConfigured

from coordination.sign_in.own_apps.app_attest import AppleRules, check_app_attest
from coordination.sign_in.own_apps.named_apps import AndroidApp
from coordination.sign_in.own_apps.own_keys import play_keys_in, roots_in
from coordination.sign_in.own_apps.play_integrity import GoogleRules, PlayKeys, check_play_integrity
from coordination.sign_in.own_apps.proofs import NotProven, Proof
from tests.fakes.app_proofs import FakeApple, FakeGoogle

AT = datetime(2026, 9, 1, 8, tzinfo=UTC)
APP, PACKAGE, PRINT = "ABCDE12345.org.example.muster", "org.example.muster", ":".join(["0A"] * 32)
CHALLENGE = "c" * 52
APPLE, GOOGLE = FakeApple(AT), FakeGoogle(PACKAGE, PRINT)
APPLE_RULES = AppleRules((APPLE.root,), (APP,))
GOOGLE_RULES = GoogleRules({PACKAGE: PlayKeys(GOOGLE.secret, GOOGLE.key.public_key())}, [AndroidApp(PACKAGE, PRINT)])
Changed = Callable[[dict[str, Any]], None]


def proof_of(sent: dict[str, str], **changes: str) -> Proof:
    return Proof(**{"key_id": "", **sent, **changes})


def changed(sent: dict[str, str], change: Changed) -> dict[str, str]:
    """Return an App Attest statement with something in it changed after it was made."""
    whole = cbor2.loads(b64decode(sent["statement"]))
    change(whole)
    return {**sent, "statement": b64encode(cbor2.dumps(whole)).decode()}


def test_what_apple_attested_for_this_challenge_is_taken() -> None:
    check_app_attest(proof_of(APPLE.attest(APP, CHALLENGE)), APPLE_RULES, AT)


def _put_data(whole: dict[str, Any]) -> None:
    whole["authData"] = whole["authData"][:37] + b"x" + whole["authData"][38:]


def _leave_one_out(whole: dict[str, Any]) -> None:
    whole["attStmt"]["x5c"] = whole["attStmt"]["x5c"][:1]


def _turn_around(whole: dict[str, Any]) -> None:
    whole["attStmt"]["x5c"].reverse()


def _name_other_format(whole: dict[str, Any]) -> None:
    whole["fmt"] = "none"


APPLE_FOREIGN: dict[str, tuple[Callable[[], dict[str, str]], str]] = {
    "another root": (lambda: FakeApple(AT).attest(APP, CHALLENGE), "no root"),
    "one between that may not sign": (
        lambda: FakeApple(AT, is_authority=False, root_key=APPLE.root_key).attest(APP, CHALLENGE),
        "may not sign",
    ),
    "another app": (lambda: APPLE.attest("ABCDE12345.org.evil", CHALLENGE), "none of those"),
    "an app that was written over": (lambda: APPLE.attest("X.evil", CHALLENGE, auth_app=APP), "another challenge"),
    "another challenge": (lambda: {**APPLE.attest(APP, "d" * 52), "challenge": CHALLENGE}, "another challenge"),
    "a certificate that is over": (
        lambda: APPLE.attest(APP, CHALLENGE, leaf_at=AT - timedelta(days=3)),
        "not valid at this time",
    ),
    "a key that was used": (lambda: APPLE.attest(APP, CHALLENGE, counter=1), "used before"),
    "Apple's development": (lambda: APPLE.attest(APP, CHALLENGE, aaguid=b"appattestdevelop"), "development"),
    "another key's id": (
        lambda: {**APPLE.attest(APP, CHALLENGE), "key_id": APPLE.attest(APP, CHALLENGE)["key_id"]},
        "key_id",
    ),
    "data that was changed": (lambda: changed(APPLE.attest(APP, CHALLENGE), _put_data), "data was changed"),
    "one certificate alone": (lambda: changed(APPLE.attest(APP, CHALLENGE), _leave_one_out), "not of the form"),
    "certificates turned around": (lambda: changed(APPLE.attest(APP, CHALLENGE), _turn_around), "may not sign"),
    "another format": (lambda: changed(APPLE.attest(APP, CHALLENGE), _name_other_format), "not of the form"),
    "no base64": (lambda: {**APPLE.attest(APP, CHALLENGE), "statement": "ñ"}, "base64"),
    "nothing": (lambda: {**APPLE.attest(APP, CHALLENGE), "statement": ""}, "empty"),
    "no CBOR": (lambda: {**APPLE.attest(APP, CHALLENGE), "statement": "////"}, "not of the form"),
    "a number": (
        lambda: {**APPLE.attest(APP, CHALLENGE), "statement": b64encode(cbor2.dumps(7)).decode()},
        "not of the form",
    ),
    "very deep": (
        lambda: {**APPLE.attest(APP, CHALLENGE), "statement": b64encode(b"\x81" * 9000).decode()},
        "not of the form",
    ),
}


@pytest.mark.parametrize("what", APPLE_FOREIGN)
def test_what_apple_did_not_attest_for_this_app_and_challenge_is_refused(what: str) -> None:
    make, why = APPLE_FOREIGN[what]
    with pytest.raises(NotProven, match=why):
        check_app_attest(proof_of(make()), APPLE_RULES, AT)


def test_a_root_that_is_over_and_no_root_at_all_prove_nothing() -> None:
    sent = proof_of(APPLE.attest(APP, CHALLENGE, leaf_at=AT + timedelta(days=9)))
    for rules in (APPLE_RULES, AppleRules((), (APP,))):
        with pytest.raises(NotProven):
            check_app_attest(sent, rules, AT + timedelta(days=9))


def test_apples_development_is_taken_where_the_server_is_for_development() -> None:
    sent = proof_of(APPLE.attest(APP, CHALLENGE, aaguid=b"appattestdevelop"))

    check_app_attest(sent, AppleRules((APPLE.root,), (APP,), takes_development=True), AT)


@pytest.mark.parametrize("verdict", ["MEETS_DEVICE_INTEGRITY", "MEETS_STRONG_INTEGRITY"])
def test_what_google_says_for_this_challenge_is_taken(verdict: str) -> None:
    device = {"deviceRecognitionVerdict": [verdict]}
    sent = GOOGLE.attest(CHALLENGE, AT, deviceIntegrity=device)
    check_play_integrity(proof_of(sent), GOOGLE_RULES, AT)


def _broken(token: str) -> str:
    head, *middle, tag = token.split(".")
    return ".".join([head, *middle, "A" * len(tag)])


def _with(**changes: Any) -> Callable[[], dict[str, str]]:
    return lambda: GOOGLE.attest(CHALLENGE, AT, **changes)


def _token(make: Callable[[dict[str, Any]], str]) -> Callable[[], dict[str, str]]:
    return lambda: {"kind": "play_integrity", "challenge": CHALLENGE, "statement": make({})}


ELSE_SIGNED = FakeGoogle(PACKAGE, PRINT, secret=GOOGLE.secret)
GOOGLE_FOREIGN: dict[str, tuple[Callable[[], dict[str, str]], str]] = {
    "other keys": (lambda: FakeGoogle(PACKAGE, PRINT).attest(CHALLENGE, AT), "can open"),
    "not signed by Google": (lambda: ELSE_SIGNED.attest(CHALLENGE, AT), "can open"),
    "changed": (lambda: {**_with()(), "statement": _broken(_with()()["statement"])}, "can open"),
    "no token": (_token(lambda _: "no token"), "can open"),
    "empty parts": (_token(lambda _: "...."), "can open"),
    "another encryption": (_token(lambda said: GOOGLE.sealed(said, {"alg": "dir", "enc": "A256GCM"})), "can open"),
    "an empty verdict": (_token(GOOGLE.sealed), "another app"),
    "another package": (_with(requestDetails={"requestPackageName": "org.evil"}), "another app"),
    "another challenge": (_with(requestDetails={"nonce": "d" * 52}), "another challenge"),
    "too old": (_with(requestDetails={"timestampMillis": str(int(AT.timestamp() - 301) * 1000)}), "five minutes"),
    "of the future": (_with(requestDetails={"timestampMillis": str(int(AT.timestamp() + 90) * 1000)}), "five minutes"),
    "without a time": (_with(requestDetails={"timestampMillis": None}), "when it was made"),
    "beyond all time": (_with(requestDetails={"timestampMillis": "9" * 40}), "when it was made"),
    "an app of no store": (_with(appIntegrity={"appRecognitionVerdict": "UNRECOGNIZED_VERSION"}), "in its store"),
    "another certificate": (_with(appIntegrity={"certificateSha256Digest": ["CwsL"]}), "none of those"),
    "an emulator": (_with(deviceIntegrity={"deviceRecognitionVerdict": []}), "unchanged"),
    "basic integrity alone": (
        _with(deviceIntegrity={"deviceRecognitionVerdict": ["MEETS_BASIC_INTEGRITY"]}),
        "unchanged",
    ),
    "a verdict of another form": (_with(deviceIntegrity={"deviceRecognitionVerdict": "MEETS"}), "unchanged"),
}


@pytest.mark.parametrize("what", GOOGLE_FOREIGN)
def test_what_google_does_not_say_for_this_app_and_challenge_is_refused(what: str) -> None:
    make, why = GOOGLE_FOREIGN[what]
    with pytest.raises(NotProven, match=why):
        check_play_integrity(proof_of(make()), GOOGLE_RULES, AT)


def test_the_operators_files_are_read_and_a_wrong_one_ends_the_start(tmp_path: Path) -> None:
    assert roots_in("") == ()
    assert play_keys_in("") == {}
    assert roots_in(APPLE.write_root(tmp_path)) == (APPLE.root,)
    assert play_keys_in(GOOGLE.write_keys(tmp_path))[PACKAGE].decryption == GOOGLE.secret

    wrong = tmp_path / "wrong"
    for text in ("", "[]", '{"a": 1}', json.dumps({"a": {"decryption_key": "AA==", "verification_key": "AA=="}})):
        wrong.write_text(text)
        for read in (roots_in, play_keys_in):
            read.cache_clear()
            with pytest.raises(ImproperlyConfigured):
                read(str(wrong))
    with pytest.raises(ImproperlyConfigured):
        roots_in(str(tmp_path / "none"))
