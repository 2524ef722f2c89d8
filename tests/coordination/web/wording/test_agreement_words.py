"""Every value of the agreements' closed lists has a word, and every obstacle a remedy."""

from collections.abc import Callable
from enum import StrEnum

import pytest

from coordination.vocabulary import DisclosureAuthority
from coordination.web.wording import agreement_words as words
from mou.vocabulary import (
    AccessAction,
    AccessReason,
    AgencyKind,
    DataCategory,
    EmergencyAccessOutcome,
    FirstCommand,
    RadioMode,
    SharingTime,
    TermKind,
)

WAYS_IN = {"own_district", "own_school", "agreement", "clause", "clause_in_emergency", "emergency_access", "mutual_aid"}


@pytest.mark.parametrize(
    ("listed", "values"),
    [
        (words.term_kinds, TermKind),
        (words.data_categories, DataCategory),
        (words.sharing_times, SharingTime),
        (words.access_actions, AccessAction),
        (words.access_reasons, AccessReason),
        (words.disclosure_authorities, DisclosureAuthority),
        (words.emergency_access_outcomes, EmergencyAccessOutcome),
        (words.radio_modes, RadioMode),
        (words.first_commands, FirstCommand),
        (words.agency_kinds, AgencyKind),
    ],
)
def test_every_value_has_a_word(listed: Callable[[], dict[str, str]], values: type[StrEnum]) -> None:
    assert set(listed()) == {value.value for value in values}


def test_every_obstacle_has_a_remedy_and_no_way_in_has_one() -> None:
    assert set(words.remedies()) == {value.value for value in AccessReason} - WAYS_IN
