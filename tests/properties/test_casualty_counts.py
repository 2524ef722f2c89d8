"""Counts of casualties that go on from change to change equal a count anew, whatever becomes of each."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from coordination.incident.casualties.capability import Casualty, CasualtyCounts
from coordination.incident.casualties.rules.counting import (
    CasualtySums,
    change_counts,
    compare_children,
    count_casualties,
    sums_of_categories,
    sums_of_states,
)
from coordination.incident.casualties.vocabulary import AgeGroup, CasualtyCategory, CasualtyState, TriageAlgorithm

ONE = UUID(int=1)
CHANGES = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(CasualtyCategory),
        st.sampled_from(CasualtyState),
        st.one_of(st.none(), st.sampled_from(AgeGroup)),
    ),
    max_size=40,
)


def casualty(number: int, category: CasualtyCategory, state: CasualtyState, age: AgeGroup | None) -> Casualty:
    return Casualty(
        number=number,
        category=category,
        algorithm=TriageAlgorithm.SALT,
        triages={},
        state=state,
        state_at="",
        opened_by=ONE,
        opened_at="",
        age_group=age,
    )


def next_counts(counts: CasualtyCounts | None, changed: CasualtySums) -> CasualtyCounts:
    cells = {one: dict(states) for one, states in (counts.counts if counts else {}).items()}
    for category, states in changed.counts.items():
        cells.setdefault(category, {}).update(states)
    children = {**(counts.children if counts else {}), **changed.children}
    return CasualtyCounts(last_number=1, counts=cells, children=children, counted_at="")


@given(CHANGES)
def test_numbers_that_go_on_equal_a_count_anew(
    changes: list[tuple[int, CasualtyCategory, CasualtyState, AgeGroup | None]],
) -> None:
    known: dict[int, Casualty] = {}
    counts: CasualtyCounts | None = None
    for number, category, state, age in changes:
        after = casualty(number, category, state, age)
        counts = next_counts(counts, change_counts(counts, known.get(number), after))
        known[number] = after

    anew = count_casualties(known.values())
    if counts is not None:
        assert sums_of_categories(counts.counts) == sums_of_categories(anew.counts)
        assert sums_of_states(counts.counts) == sums_of_states(anew.counts)
        assert {one: n for one, n in counts.children.items() if n} == anew.children
    live = [one for one in known.values() if one.state not in (CasualtyState.COUNTED_TWICE, CasualtyState.MISTAKEN)]
    assert sum(sums_of_categories(anew.counts).values()) == sum(sums_of_states(anew.counts).values()) == len(live)


def test_children_who_were_brought_away_are_compared_with_the_reunification() -> None:
    children = {CasualtyState.FOUND: 4, CasualtyState.TRANSPORTING: 2, CasualtyState.AT_HOSPITAL: 1}

    assert [compare_children(children, n).difference for n in (3, 1, 5)] == [0, 2, -2]
