"""What is known of providers: for how long, what is looked for once more, and what is gone by while one is away."""

import pytest

from coordination.administration.single_sign_on.errors import ProviderAway
from coordination.administration.single_sign_on.fetching import Fetched
from coordination.administration.single_sign_on.known_documents import (
    AWAY_AT_MOST_S,
    KEPT_MOST,
    TRIED_AGAIN_AFTER_S,
    Document,
    KnownDocuments,
    fresh_s,
)

URL = "https://login.example.org/keys"


class Provider:
    """Answers how often it was asked, and has the clock by which what it says grows old."""

    def __init__(self) -> None:
        self.asked, self.now_s, self.says, self.is_away = 0, 1000.0, "", False
        self.known = KnownDocuments(self._answer, lambda: self.now_s)

    def at(self, after_s: float = 0, url: str = URL) -> object:
        self.now_s += after_s
        return self.known.at(url, nothing_wrong)["asked"]

    def looked_for(self, after_s: float = 0) -> object:
        self.now_s += after_s
        found = self.known.looked_for(URL, nothing_wrong)
        return found and found["asked"]

    def _answer(self, url: str) -> Fetched:
        if self.is_away:
            raise ProviderAway
        self.asked += 1
        return Fetched({"asked": self.asked}, self.says)


def nothing_wrong(document: Document) -> None:
    """Every document passes."""


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("", 300),
        ("public, max-age=600", 600),
        ("Max-Age=86400", 3600),
        ("max-age=0", 0),
        ("no-store", 0),
        ("private, no-cache, max-age=600", 0),
        ("max-age=99999999999999999999", 3600),
        ("max-age=-1", 300),
    ],
)
def test_an_answer_is_fresh_for_as_long_as_it_says_and_an_hour_at_most(said: str, seconds: float) -> None:
    provider = Provider()
    provider.says = said

    provider.at()

    assert fresh_s(said) == seconds
    assert provider.at(max(seconds - 0.1, 0)) == (1 if seconds else 2)
    assert provider.at(0.2) > 1  # type: ignore[operator]  # it answers numbers


def test_a_key_that_nobody_knows_is_looked_for_once_in_a_minute_however_often_it_is_named() -> None:
    provider = Provider()
    provider.at()

    found = [provider.looked_for(after_s=1) for _forged in range(50)]
    later = provider.looked_for(after_s=12)

    assert found == [2, *[None] * 49]
    assert (later, provider.asked) == (3, 3)


def test_who_is_away_is_known_for_a_day_and_not_waited_for_each_time() -> None:
    provider = Provider()
    provider.at()
    provider.is_away = True
    assert provider.at(400) == 1
    assert provider.looked_for() is None

    provider.is_away = False
    too_early, again = provider.at(TRIED_AGAIN_AFTER_S - 1), provider.at(2)
    provider.is_away = True
    late = provider.at(AWAY_AT_MOST_S - 1)

    assert (too_early, again, late) == (1, 2, 2)
    with pytest.raises(ProviderAway):
        provider.at(TRIED_AGAIN_AFTER_S + 2)


def test_who_never_answered_is_away() -> None:
    provider = Provider()
    provider.is_away = True

    with pytest.raises(ProviderAway):
        provider.at()


def test_what_does_not_pass_its_check_takes_no_older_one_s_place() -> None:
    provider = Provider()
    provider.at()

    def wrong(document: Document) -> None:
        raise ProviderAway

    provider.now_s += 400
    assert provider.known.at(URL, wrong) == {"asked": 1}
    assert provider.known.looked_for(URL, wrong) is None
    assert provider.at(TRIED_AGAIN_AFTER_S - 1) == 1


def test_so_many_addresses_are_kept_and_no_more() -> None:
    provider = Provider()
    for number in range(KEPT_MOST + 1):
        provider.at(url=f"https://{number}.example.org")

    assert provider.at(url=f"https://{KEPT_MOST}.example.org") == KEPT_MOST + 1
    assert provider.at(url="https://0.example.org") == KEPT_MOST + 2
