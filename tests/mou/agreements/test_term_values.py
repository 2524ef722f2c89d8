"""What typed terms may say, and when each holds: no database."""

import pytest

from mou.errors import BadTerms
from mou.terms import (
    ALWAYS,
    VALUE_OF,
    CommandOrder,
    WhileIncidentOpen,
    checked_condition,
    checked_scope,
    checked_value,
    opening_condition,
)
from mou.vocabulary import AgencyKind, SharingTime, TermKind

IN_A_SHOOTING = {"when": "incident_open", "incident_types": ["ACTSHOOT"], "is_exercise_too": False}


def test_every_kind_of_term_has_a_form() -> None:
    assert set(VALUE_OF) == set(TermKind)


def test_a_value_is_read_into_its_form() -> None:
    found = checked_value(TermKind.COMMAND_TRANSFER_TO, {"initial": "sro", "order": ["police", "fire"]})

    assert isinstance(found, CommandOrder)
    assert found.order == (AgencyKind.POLICE, AgencyKind.FIRE)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (TermKind.ROSTER_ACCESS, {"granted": True, "note": "really"}),
        (TermKind.ROSTER_ACCESS, {}),
        (TermKind.CAMERA_ACCESS, {"when": "sometimes"}),
        (TermKind.COMMAND_TRANSFER_TO, {"order": []}),
        (TermKind.RESPONSE_TIME_TARGET_MINUTES, {"minutes": 0}),
        (TermKind.RESPONSE_TIME_TARGET_MINUTES, {"minutes": float("nan")}),
        (TermKind.RADIO_INTEROP, {"mode": "patched", "channels": ["one\x00"]}),
        (TermKind.RADIO_INTEROP, {"mode": "patched", "channels": ["x"] * 21}),
        (TermKind.CONTACTS, {"people": [{"name": " ", "party": "agency"}]}),
        (TermKind.DRILLS_PER_YEAR, "four"),
        (TermKind.DRILLS_PER_YEAR, None),
    ],
)
def test_a_value_of_another_form_is_refused_with_the_field(kind: TermKind, value: object) -> None:
    with pytest.raises(BadTerms, match=str(kind)):
        checked_value(kind, value)


def test_a_condition_is_read_and_only_what_opens_something_may_have_one() -> None:
    assert checked_condition(TermKind.ROSTER_ACCESS, {"when": "always"}) == ALWAYS
    assert checked_condition(TermKind.ROSTER_ACCESS, IN_A_SHOOTING) == WhileIncidentOpen(incident_types=("ACTSHOOT",))
    for kind, condition in [
        (TermKind.DRILLS_PER_YEAR, IN_A_SHOOTING),
        (TermKind.ROSTER_ACCESS, {"when": "incident_open", "incident_types": ["'; DROP"]}),
        (TermKind.ROSTER_ACCESS, {"when": "full_moon"}),
        (TermKind.ROSTER_ACCESS, []),
    ]:
        with pytest.raises(BadTerms):
            checked_condition(kind, condition)


def test_a_scope_names_a_row_of_the_matrix_or_a_course_and_nothing_else() -> None:
    assert checked_scope(TermKind.DATA_SHARING, "photo:district_to_agency") == "photo:district_to_agency"
    assert checked_scope(TermKind.TRAINING_HOURS, "nasro_basic") == "nasro_basic"
    for kind, scope in [
        (TermKind.DATA_SHARING, "photo"),
        (TermKind.DATA_SHARING, "secrets:district_to_agency"),
        (TermKind.TRAINING_HOURS, "Ünïcode"),
        (TermKind.ROOM_ACCESS, "anything"),
    ]:
        with pytest.raises(BadTerms):
            checked_scope(kind, scope)


def test_what_opens_something_says_when() -> None:
    conditional = checked_condition(TermKind.ROSTER_ACCESS, IN_A_SHOOTING)

    def opened(kind: TermKind, value: dict[str, object]) -> object:
        return opening_condition(kind, checked_value(kind, value), ALWAYS)

    assert opened(TermKind.ROSTER_ACCESS, {"granted": True}) == ALWAYS
    assert opened(TermKind.ROSTER_ACCESS, {"granted": False}) is None
    assert opened(TermKind.CAMERA_ACCESS, {"when": SharingTime.CONTINUOUS}) == ALWAYS
    assert opened(TermKind.CAMERA_ACCESS, {"when": SharingTime.EMERGENCY}) == WhileIncidentOpen()
    assert opened(TermKind.CAMERA_ACCESS, {"when": SharingTime.ON_REQUEST}) is None
    assert opened(TermKind.DRILLS_PER_YEAR, {"number": 4}) is None
    value = checked_value(TermKind.ROSTER_ACCESS, {"granted": True})
    assert opening_condition(TermKind.ROSTER_ACCESS, value, conditional) == conditional
