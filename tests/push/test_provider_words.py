"""A provider's words are shown without what names a person or opens anything."""

import smtplib

import pytest

from push.provider_words import LEFT_OUT, MOST_CHARS, body_words, clean_words, smtp_words

TOKEN = "fXq9-TOKEN_of:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3hVZjC9KtT8OvPVGJ"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("550 5.1.1 <ann@example.org>: no such user", "550 5.1.1 <…>: no such user"),
        ("The number +1 555-010-0123 is not mobile", "The number … is not mobile"),
        (f"not registered: {TOKEN}", "not registered: …"),
        ("550 5.1.1 User ann.roe unknown", "550 5.1.1 User … unknown"),
        ('550 no mailbox "ann roe"@example.org, ann.roe%40example.org', "550 no mailbox …, …"),
        (f"key not valid [{TOKEN}],{TOKEN}", "key not valid […],…"),
        ("see https://x.example/a?token=abc now", "see https://x.example/a… now"),
        ("line\r\none\x00\u202etwo", "line one two"),
        ("450 greylisted, try again in 300 seconds", "450 greylisted, try again in 300 seconds"),
        ("", ""),
    ],
)
def test_what_names_a_person_or_opens_anything_is_left_out(said: str, shown: str) -> None:
    assert clean_words(said, address="ann.roe@example.org") == shown


def test_much_is_cut_and_says_so() -> None:
    shown = clean_words("no " * 100_000)

    assert (len(shown), shown[-1]) == (MOST_CHARS, LEFT_OUT)


def test_words_of_each_kind_of_answer() -> None:
    assert body_words(401, b'{"code": 20003, "message": "Authenticate", "status": 401}') == "401 20003 401 Authenticate"
    assert (
        body_words(403, b'{"error": {"status": "PERMISSION_DENIED", "message": "off"}}') == "403 PERMISSION_DENIED off"
    )
    assert body_words(502, b"<html><b>Bad</b></html>").split() == ["502", "Bad"]
    assert body_words(500, b"[" * 50_000).startswith("500 [")
    assert smtp_words(smtplib.SMTPRecipientsRefused({"a@b": (550, b"no")})) == (550, "550 no")
    assert smtp_words(smtplib.SMTPDataError(451, "later")) == (451, "451 later")
    assert smtp_words(ConnectionRefusedError(111, "Connection refused")) == (0, "Connection refused")
