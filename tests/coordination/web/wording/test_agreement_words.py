"""Every obstacle to access has a remedy."""

from coordination.web.wording import agreement_words as words
from mou.vocabulary import AccessReason

WAYS_IN = {"own_district", "own_school", "agreement", "clause", "clause_in_emergency", "emergency_access", "mutual_aid"}


def test_every_obstacle_has_a_remedy_and_no_way_in_has_one() -> None:
    assert set(words.remedy_words()) == {value.value for value in AccessReason} - WAYS_IN
