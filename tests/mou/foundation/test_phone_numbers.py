"""Telephone numbers as people type them: one form that can be called, or the reason why it is none. Pure."""

import pytest
from django.utils import translation

from mou.foundation.phone_numbers import BadPhone, phone_in_e164


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("512-555-0123", "US", "+15125550123"),
        ("(512) 555-0123", "US", "+15125550123"),
        ("1.512.555.0123", "US", "+15125550123"),
        ("+1 512 555 0123", "DE", "+15125550123"),
        ("512-555-0123 x12", "US", "+15125550123 x12"),
        ("512-555-0123 EXT. 0012", "US", "+15125550123 x0012"),
        ("+44 20 7946 0958", "US", "+442079460958"),
        ("020 7946 0958", "GB", "+442079460958"),
        # Of fiction, and of no area: it has no form in E.164.
        ("555-0142", "US", "555-0142"),
        ("+1 555 0100", "US", "+1 555 0100"),
    ],
)
def test_a_number_is_kept_in_one_form_however_it_is_written(typed: str, country: str, kept: str) -> None:
    assert phone_in_e164(typed, country) == kept
    # What is kept is taken again as it is.
    assert phone_in_e164(kept, country) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        *((one, "emergency service") for one in ("911", "9-1-1", "112", " 911".strip())),
        *((one, "too few digits") for one in ("0100", "555-010", "+911", "988", "9-911", "...", "(((")),
        *((one, "too many digits") for one in ("5125550123456", "+1 512 555 0123 4567", "5" * 40)),
        *((one, "no country") for one in ("+999 123456", "+0 512 555 0123")),
        *((one, "only") for one in ("javascript:5125550123", "call 512-555-0123", "1-800-FLOWERS", "", "5" * 41)),
        *((one, "only") for one in ("512-555-0123\n", "+1+5125550123", "512\u0000555", "=512-555-0123", "x12")),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(BadPhone, match=why):
        phone_in_e164(typed, "US")
    with translation.override("es"), pytest.raises(BadPhone) as refused:
        phone_in_e164(typed, "US")
    assert why not in str(refused.value)


def test_an_emergency_number_is_no_person_s_and_may_be_a_station_s() -> None:
    assert phone_in_e164("911", "US", of_person=False) == "911"
    assert phone_in_e164("112", "DE", of_person=False) == "112"
    with pytest.raises(BadPhone, match="too few"):
        phone_in_e164("0100", "US", of_person=False)
