"""Every state machine that is declared: all its states are reached, its ends are ends, no step leads from nowhere."""

import importlib
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.emergency_plans.vocabulary import EmergencyPlanState
from mou.foundation.labelled import WordedError
from mou.foundation.machine import Machine, Need, lead_to, stay_in_state, step_words

type AnyMachine = Machine[Any, Any]


def declared() -> dict[str, AnyMachine]:
    """Return the machines of all packages that have states of things, by where they stand."""
    found: dict[str, AnyMachine] = {}
    for path in sorted(one for of in ("coordination", "mapping") for one in Path(of).rglob("rules/machine.py")):
        module = importlib.import_module(".".join(path.with_suffix("").parts))
        machines = {name: one for name, one in vars(module).items() if isinstance(one, Machine)}
        found |= {f"{module.__name__}.{name}": one for name, one in machines.items()}
    return found


MACHINES = declared()
# What a step on another thing leads to: the adoption of the next version takes the place of the one before.
OF_ANOTHER_S_STEP = {EmergencyPlanState.SUPERSEDED}
all_machines = pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)


def states_of(machine: AnyMachine) -> list[StrEnum]:
    kind: type[StrEnum] = type(machine.begins)
    return list(kind)


def reached_from(machine: AnyMachine, states: set[StrEnum]) -> set[StrEnum]:
    """Return all states that steps lead to from these, with themselves."""
    found, new = set(states), set(states)
    while new:
        new = {machine.next_state(one, step) for one in new for step in machine.steps_from(one)} - found
        found |= new
    return found


def test_every_desk_of_prevention_declares_its_machines() -> None:
    desks = {path.parent.parent.name for path in Path("coordination/prevention").glob("*/rules/machine.py")}

    assert {name.split(".")[2] for name in MACHINES if ".prevention." in name} == desks
    assert len(desks) > 4


@all_machines
def test_every_state_is_reached_and_says_why_it_refuses(machine: AnyMachine) -> None:
    assert reached_from(machine, {machine.begins}) == set(states_of(machine)) - OF_ANOTHER_S_STEP
    assert set(machine.refused) == set(states_of(machine))


@all_machines
def test_every_step_is_declared_in_the_order_of_the_words_and_leads_from_somewhere(machine: AnyMachine) -> None:
    steps: list[StrEnum] = list(machine.moves)
    kind: type[StrEnum] = type(steps[0])

    assert steps == list(kind)
    assert [step for step in steps if not machine.moves[step].leads] == []


@all_machines
def test_an_end_is_an_end_and_is_left_only_with_words(machine: AnyMachine) -> None:
    for state in machine.ends:
        for step in machine.steps_from(state):
            is_back_to_work = not machine.is_end(machine.next_state(state, step))
            assert not is_back_to_work or machine.needs(step, Need.WORDS), (state, step)


@all_machines
def test_from_every_state_work_can_end(machine: AnyMachine) -> None:
    for state in states_of(machine):
        assert reached_from(machine, {state}) & machine.ends, state


@all_machines
def test_a_step_is_offered_or_refused_with_a_code_and_never_both(machine: AnyMachine) -> None:
    for state in states_of(machine):
        for step, move in machine.moves.items():
            if step in machine.steps_from(state):
                assert machine.next_state(state, step) is move.leads[state]
                assert state not in move.refused, (state, step)
                continue
            with pytest.raises(WordedError) as refused:
                machine.next_state(state, step)
            assert (refused.value.status, refused.value.code != WordedError.code) == (409, True)


@all_machines
def test_the_vocabulary_and_the_machine_agree_which_states_are_open(machine: AnyMachine) -> None:
    for state in states_of(machine):
        said = [getattr(state, name) for name in ("has_ended", "is_settled") if hasattr(state, name)]
        said += [not state.is_open] if hasattr(state, "is_open") else []
        assert said in ([], [machine.is_end(state)]), state


# --- the functions ----------------------------------------------------------------------------------------------------
class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    OFF = "off"


class Press(StrEnum):
    GO = "go"
    STAY = "stay"
    END = "end"


class LightRefused(WordedError):
    code, status = "light_refused", 409

    def __init__(self, detail: str = "", *, pointer: str = "") -> None:
        super().__init__(detail)
        self.detail, self.pointer = detail, pointer


class LightIsOff(LightRefused):
    code = "light_is_off"


LIGHTS = Machine(
    begins=Light.RED,
    ends=frozenset({Light.OFF}),
    moves={
        Press.GO: lead_to([Light.RED], Light.GREEN, Need.SECOND_PERSON, refused={Light.OFF: LightIsOff}),
        Press.STAY: stay_in_state([Light.RED, Light.GREEN]),
        Press.END: lead_to([Light.RED, Light.GREEN], Light.OFF, Need.WORDS),
    },
    refused=dict.fromkeys(Light, LightRefused),
)


@given(st.lists(st.sampled_from(list(Press)), max_size=20))
def test_any_presses_end_where_the_table_says(presses: list[Press]) -> None:
    state = Light.RED
    for press in presses:
        if press in LIGHTS.steps_from(state):
            state = LIGHTS.next_state(state, press)

    expected = Light.RED
    for press in presses:
        if expected is Light.RED and press is Press.GO:
            expected = Light.GREEN
        if press is Press.END:
            expected = Light.OFF
    assert state is expected


def test_a_step_may_be_refused_for_a_reason_of_its_own() -> None:
    assert LIGHTS.refusal_of(Light.OFF, Press.GO).code == "light_is_off"
    assert LIGHTS.refusal_of(Light.GREEN, Press.GO).code == "light_refused"
    assert LIGHTS.refusal_of(Light.OFF, Press.STAY).code == "light_refused"


@pytest.mark.parametrize(
    ("words", "are_needed", "detail"),
    [
        ("  ", True, "Say why."),
        ("x" * 2001, False, "At most 2,000 characters."),
        ("a\x00b", True, "At most 2,000 characters."),
    ],
)
def test_words_that_a_step_cannot_have_are_refused(words: str, are_needed: bool, detail: str) -> None:
    with pytest.raises(LightRefused) as refused:
        step_words(words, are_needed=are_needed, ask="Say why.", most_chars=2000, lacks=LightRefused)

    assert (refused.value.detail, refused.value.pointer) == (detail, "/words")


def test_words_are_stored_without_the_space_around_them() -> None:
    assert step_words(" We talked. ", are_needed=True, ask="", most_chars=20, lacks=LightRefused) == "We talked."
    assert step_words("", are_needed=False, ask="", most_chars=20, lacks=LightRefused) == ""
