"""Each rule of a map law against what is known: met, not met, or for a person to say; and profiles as data."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest

from mapping.errors import BadProfile
from mapping.laws.catalogue import MAX_PROFILE_BYTES, Profile, law_profiles, map_rules, profile_from_text
from mapping.laws.evidence import CHECKS, Attested, Serving, SiteFacts, Tally, due_dates, weigh_rules
from mapping.vocabulary import RuleVerdict

TODAY = date(2026, 11, 24)
MET, NOT_MET = RuleVerdict.MET, RuleVerdict.NOT_MET
ATTEST, ATTESTED = RuleVerdict.ATTEST, RuleVerdict.ATTESTED
EVERY_RULE = law_profiles()["GENERIC"].model_copy(update={"rules": tuple(map_rules()), "submit_on": ("10-01",)})
GOOD = SiteFacts(
    plans=3,
    levels=3,
    walked=(date(2026, 3, 1), date(2026, 3, 1), date(2026, 4, 1)),
    grounds=True,
    walked_together_on=date(2026, 4, 1),
    has_grid=True,
    rooms=Tally(60, 60),
    halls=Tally(5, 5),
    doors=Tally(19, 19),
    stairs=Tally(8, 8),
    things=MappingProxyType(
        dict.fromkeys(
            (
                *(
                    "hazmat",
                    "gas_shutoff",
                    "water_shutoff",
                    "electric_shutoff",
                    "fire_panel",
                    "riser",
                    "key_box",
                    "aed",
                ),
                *("trauma_kit", "parking", "field", "neighbor", "bus_loop", "hydrant", "landing_zone", "staging"),
                "gate",
            ),
            1,
        )
    ),
    roads=Tally(1, 1),
    serving=(Serving("Fairview Police", "police", has_current=True, forms=frozenset(("export",))),),
    submitted=(date(2026, 9, 1),),
    printed=True,
    reunification_sites=2,
    reunification_apart=True,
)
NOTHING = SiteFacts()


def verdicts(facts: SiteFacts, profile: Profile = EVERY_RULE, today: date = TODAY) -> dict[str, RuleVerdict]:
    return {one.code: one.verdict for one in weigh_rules(profile, facts, today)}


def test_a_map_that_has_everything_meets_every_rule_that_a_map_can_meet() -> None:
    found = verdicts(GOOD)

    assert {code for code, verdict in found.items() if verdict is MET} == set(CHECKS)
    assert {verdict for code, verdict in found.items() if code not in CHECKS} == {ATTEST}
    assert list(found) == list(map_rules())


def test_without_a_plan_nothing_is_met_but_that_it_is_not_public() -> None:
    found = verdicts(NOTHING)

    assert {code for code, verdict in found.items() if verdict is MET} == {"CIM-55"}
    assert ATTEST not in found.values()


@pytest.mark.parametrize(
    ("code", "worse", "verdict"),
    [
        ("CIM-02", {"serving": (Serving("P", "police", has_current=True),)}, ATTEST),
        ("CIM-05", {"printed": False}, ATTEST),
        ("CIM-13", {"has_grid": False}, NOT_MET),
        ("CIM-20", {"rooms": Tally(60, 59)}, NOT_MET),
        ("CIM-22", {"halls": Tally(5, 4)}, NOT_MET),
        ("CIM-23", {"doors": Tally(19, 0)}, NOT_MET),
        ("CIM-24", {"stairs": Tally()}, NOT_MET),
        ("CIM-25", {"doors": Tally()}, NOT_MET),
        ("CIM-26", {"things": {}}, ATTEST),
        ("CIM-27", {"things": {"gas_shutoff": 1}}, ATTEST),
        ("CIM-29", {"things": {}}, NOT_MET),
        ("CIM-42", {"roads": Tally(2, 1)}, NOT_MET),
        ("CIM-50", {"walked": (date(2026, 3, 1),)}, NOT_MET),
        ("CIM-50", {"levels": 4}, NOT_MET),
        ("CIM-51", {"walked": (date(2025, 3, 1), TODAY, TODAY)}, NOT_MET),
        ("CIM-52", {"unpublished_changes": 1}, NOT_MET),
        ("CIM-50", {"grounds": False}, NOT_MET),
        # Walked, and too long ago to say anything of today.
        ("CIM-50", {"walked": (date(1999, 1, 1), TODAY, TODAY)}, NOT_MET),
        ("CIM-53", {"walked_together_on": None}, ATTEST),
        ("CIM-53", {"walked_together_on": date(1999, 1, 1)}, ATTEST),
        ("CIM-54", {"serving": (Serving("P", "police", has_current=False),)}, NOT_MET),
        ("CIM-54", {"serving": ()}, NOT_MET),
        ("CIM-57", {"submitted": (date(2025, 9, 30),)}, NOT_MET),
        ("SRM-01", {"reunification_apart": False}, NOT_MET),
        ("SRM-01", {"reunification_sites": 1}, NOT_MET),
        ("SRM-02", {"reunification_in_sight": 1}, ATTEST),
    ],
)
def test_what_lacks_fails_its_rule(code: str, worse: dict[str, object], verdict: RuleVerdict) -> None:
    assert verdicts(replace(GOOD, **worse))[code] is verdict  # type: ignore[arg-type]  # a table of one field each


def test_a_person_s_word_counts_for_a_year_and_only_where_one_can_tell() -> None:
    said = Attested(by="Pat", on=TODAY - timedelta(days=365), note="There is no helicopter landing.")
    facts = replace(GOOD, things={}, rooms=Tally(2, 1), attested={"CIM-46": said, "CIM-20": said})

    now = {one.code: one for one in weigh_rules(EVERY_RULE, facts, TODAY)}
    tomorrow = {one.code: one for one in weigh_rules(EVERY_RULE, facts, TODAY + timedelta(days=1))}

    assert (now["CIM-46"].verdict, now["CIM-46"].due_on) == (ATTESTED, TODAY)
    assert (tomorrow["CIM-46"].verdict, tomorrow["CIM-46"].attested) == (ATTEST, said)
    assert (now["CIM-20"].verdict, now["CIM-20"].attested) == (NOT_MET, None)


def test_a_walk_through_falls_due_after_the_state_s_own_span() -> None:
    texas = {one.code: one for one in weigh_rules(law_profiles()["NJ"], GOOD, TODAY)}

    assert texas["CIM-51"].due_on == date(2026, 3, 1) + timedelta(days=365)


def test_a_yearly_day_counts_from_the_day_itself() -> None:
    assert due_dates(("10-01",), date(2026, 10, 1)) == (date(2026, 10, 1), date(2027, 10, 1))
    assert due_dates(("10-01",), date(2026, 9, 30)) == (date(2025, 10, 1), date(2026, 10, 1))
    assert due_dates(("04-15", "10-01"), TODAY) == (date(2026, 10, 1), date(2027, 4, 15))


# --- data -------------------------------------------------------------------------------------------------------------
def test_the_states_that_the_software_brings_are_there_and_name_rules_that_exist() -> None:
    expected = {"NJ", "FL", "MI", "WI", "VA", "TX", "AL", "KY", "AR", "AZ", "GENERIC"}

    assert set(law_profiles()) == expected
    assert {code for one in law_profiles().values() for code in one.rules} <= set(map_rules())


def test_each_rule_of_each_state_says_where_it_is_read_and_which_were_not_compared() -> None:
    for profile in law_profiles().values():
        named = [code for one in profile.sources for code in one.rules]
        assert sorted(named) == sorted(profile.rules), profile.key
        for one in profile.sources:
            assert one.is_unverified or (one.source and one.checked_on), (profile.key, one.citation)
            # No day without the page that was read on it.
            assert one.checked_on is None or (one.source and date(2026, 1, 1) <= one.checked_on <= date.today())  # noqa: DTZ011
    assert {key for key, one in law_profiles().items() if any(at.checked_on for at in one.sources)} == {
        *("AL", "FL", "KY", "MI", "NJ", "WI")
    }


SOURCE = '\n[[sources]]\nrules = ["CIM-01"]\ncitation = "Code 1(a)"\n'


def test_a_planner_says_where_a_rule_is_read() -> None:
    given = f'{profile_text()}{SOURCE}source = "https://law.example/1"\nchecked_on = 2026-11-02\n'
    profile = profile_from_text(given)

    law = profile.source_of("CIM-01")
    assert law is not None
    assert (law.citation, law.checked_on, law.is_unverified) == ("Code 1(a)", date(2026, 11, 2), False)
    assert profile.source_of("SRM-01") is None


@pytest.mark.parametrize(
    "given",
    [
        f'{SOURCE}source = "javascript:alert(1)"',
        f'{SOURCE}source = "http://law.example"',
        f"{SOURCE}source = 'https://law.example/\"onclick=\"'",
        f"{SOURCE}{SOURCE}",
        SOURCE.replace("CIM-01", "CIM-02"),
        SOURCE.replace('"CIM-01"', '"CIM-01", "CIM-01"'),
        SOURCE.replace("Code 1(a)", " "),
        f'{SOURCE}checked_on = "soon"',
    ],
)
def test_a_source_is_a_page_of_one_rule_s_law_and_nothing_else(given: str) -> None:
    assert profile_from_text(profile_text() + SOURCE).source_of("CIM-01")
    with pytest.raises(BadProfile) as refused:
        profile_from_text(profile_text() + given)
    assert "sources" in str(refused.value)


def profile_text(**changes: str) -> str:
    fields = {
        "key": '"XX"',
        "name": '"Ours"',
        "citation": '"Code 1"',
        "walk_through_max_age_days": "200",
        "submit_on": '["06-30"]',
        "recipients": '["police"]',
        "confidentiality": '"Code 2"',
        "rules": '["CIM-01", "SRM-01"]',
    } | changes
    return "\n".join(f"{name} = {value}" for name, value in fields.items() if value)


def test_a_planner_adds_a_state_as_data() -> None:
    profile = profile_from_text(profile_text())

    assert (profile.key, profile.rules) == ("XX", ("CIM-01", "SRM-01"))
    assert list(verdicts(GOOD, profile)) == ["CIM-01", "SRM-01"]


@pytest.mark.parametrize(
    "text",
    [
        "not toml at all =",
        "",
        profile_text(key='"lower"'),
        profile_text(rules='["CIM-99"]'),
        profile_text(rules='["CIM-01", "CIM-01"]'),
        profile_text(rules="[]"),
        profile_text(submit_on='["02-30"]'),
        profile_text(submit_on='["1 October"]'),
        profile_text(recipients='["press"]'),
        profile_text(walk_through_max_age_days="0"),
        profile_text(name=""),
        profile_text(extra='"stray"'),
        f'key = "{"x" * MAX_PROFILE_BYTES}"',
        "a = " + "[" * 5000,
    ],
)
def test_a_profile_that_is_none_is_refused_with_the_field(text: str) -> None:
    with pytest.raises(BadProfile):
        profile_from_text(text)


@pytest.mark.parametrize("state", ["TX", "WI"])
def test_where_the_law_names_an_office_of_the_state_agencies_alone_do_not_meet_it(state: str) -> None:
    found = verdicts(GOOD, law_profiles()[state])
    said = replace(GOOD, attested={"CIM-58": Attested(by="Pat", on=TODAY, note="Sent to DPS on Monday.")})

    assert (found["CIM-54"], found["CIM-58"]) == (MET, ATTEST)
    assert verdicts(said, law_profiles()[state])["CIM-58"] is ATTESTED
    assert "CIM-58" not in verdicts(GOOD, law_profiles()["NJ"])


def test_florida_s_day_in_october_is_asked_of_modified_facilities_and_not_of_every_school() -> None:
    florida = {one.code: one for one in weigh_rules(law_profiles()["FL"], replace(GOOD, submitted=()), TODAY)}

    assert "CIM-57" not in florida
    assert florida["CIM-59"].verdict is ATTEST
