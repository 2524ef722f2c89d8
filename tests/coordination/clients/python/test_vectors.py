"""The vectors that the server's code made, run by the Python library."""

import copy
import json
from typing import Any

import pytest
from musterpoint_client.log.canonical import canonical_text
from musterpoint_client.log.chain import BrokenLog, Chain, same_as_far_as_both_go, sha256, state_at, verified_log
from musterpoint_client.log.fold import merge_patch, state_after
from musterpoint_client.log.heads import head_verdict, heads_in
from musterpoint_client.log.room_log import RoomLog
from musterpoint_client.phone.agency_sign_in import Begun, begin_agency_sign_in, code_of_return
from musterpoint_client.problems import ApiProblem

from tests.support.processes import ROOT

FOLDER = ROOT / "docs" / "examples" / "vectors"


def vectors(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text())


def without_empty(state: dict[str, Any]) -> dict[str, Any]:
    return {kind: objects for kind, objects in state.items() if objects}


def test_patches_are_merged_as_the_server_merges_them_and_nothing_that_was_given_is_changed() -> None:
    cases = vectors("fold")["merge"]
    assert len(cases) > 10
    for case in cases:
        before = copy.deepcopy(case)

        result = merge_patch(case["target"], case["patch"])

        assert result == case["result"], case["name"]
        assert case == before, case["name"]


def test_a_log_is_folded_to_the_servers_state_after_each_entry() -> None:
    log = vectors("fold")["log"]
    state: dict[str, Any] = {}
    assert len(log["contents"]) > 5
    for content, told in zip(log["contents"], log["states"], strict=True):
        state = state_after(state, content)

        assert without_empty(state) == told, content["seq"]


def test_a_copy_that_was_behind_catches_up_by_states_whole_and_in_parts() -> None:
    cases = vectors("fold")["catching_up"]
    assert any(len(case["frames"]) > 1 for case in cases)
    for case in cases:
        log = RoomLog(checks_chain=False)
        log.take_state({"since": 0, "seq": 1, "part": 1, "parts": 1, "objects": case["before"]})

        taken = [log.take_state(frame) for frame in case["frames"]]

        assert without_empty(log.state) == case["after"], case["name"]
        assert taken == [False] * (len(taken) - 1) + [True], case["name"]


def test_values_have_the_one_text_that_the_server_gives_them() -> None:
    cases = vectors("canonical")["cases"]
    assert len(cases) > 20
    for case in cases:
        text = canonical_text(json.loads(case["json"]))

        assert text == case["canonical"]
        assert sha256(text.encode()) == case["sha256"], text


def test_logs_that_are_whole_are_verified_whatever_of_them_is_withheld() -> None:
    whole, after = vectors("chain")["whole"], vectors("chain")["after"]
    for case in whole:
        assert verified_log(case["frames"]) == case["hash"], case["name"]
    chain = Chain(seq=after["seq"], hash=after["hash"])

    for frame in after["frames"]:
        chain.take(frame)

    assert chain.hash == after["last"]
    assert any(frame["type"] == "withheld" for case in whole for frame in case["frames"])


def test_logs_that_are_not_whole_are_refused_at_the_first_entry_that_is_wrong() -> None:
    cases = vectors("chain")["broken"]
    assert len(cases) > 5
    for case in cases:
        with pytest.raises(BrokenLog) as broken:
            verified_log(case["frames"])
        assert broken.value.seq == case["seq"], case["name"]


def test_two_peoples_logs_are_compared_as_far_as_both_go() -> None:
    for case in vectors("chain")["same"]:
        assert same_as_far_as_both_go(case["one"], case["other"]) == case["to"], case["name"]
    for case in vectors("chain")["parted"]:
        with pytest.raises(BrokenLog) as broken:
            same_as_far_as_both_go(case["one"], case["other"])
        assert broken.value.seq == case["seq"], case["name"]


def test_the_state_of_a_verified_log_is_the_fold_of_what_its_reader_may_read() -> None:
    frames = vectors("chain")["whole"][0]["frames"]

    assert state_at(frames, 5) == vectors("fold")["log"]["states"][4]


def test_signed_heads_prove_what_the_server_says_they_prove() -> None:
    heads = vectors("heads")
    assert {verdict for case in heads["cases"] for verdict in case["verdicts"]} >= {"agrees", "not_signed", "too_short"}
    for case in heads["cases"]:
        frames = heads["logs"][case["log"]][: case["length"]]

        told = [head_verdict(frames, head, case["keys"]) for head in heads_in(case["text"])]

        assert told == case["verdicts"], case["name"]


def test_a_refusal_becomes_what_the_server_declares_it_to_be() -> None:
    told = vectors("refusals")
    assert {one["verdict"] for one in told["nacks"]} == {"refused", "later", "all_later"}
    assert {one["verdict"] for one in told["answers"]} == {"refused", "later", "all_later", "session"}
    for case in told["nacks"]:
        assert ApiProblem(case["problem"]).verdict_of_nack == case["verdict"], case["name"]
    for case in told["answers"]:
        met = ApiProblem({"code": case["code"]}, status=case["status"], retry_after_s=float(case["retry_after_s"] or 0))
        assert met.verdict_of_answer == case["verdict"], case["name"]


def test_a_sign_in_with_the_agency_begins_as_the_server_asks_and_only_its_own_answer_is_taken() -> None:
    cases = vectors("sign_in")
    for one in cases["begun"]:
        begun = begin_agency_sign_in(one["origin"], verifier=one["verifier"], state=one["state"])

        assert begun == Begun(one["address"], one["verifier"], one["state"])
        for case in cases["returned"]:
            assert code_of_return(case["address"], begun) == case["code"], case["name"]
    made = [begin_agency_sign_in(cases["begun"][0]["origin"]) for _ in range(2)]
    assert len({one.verifier for one in made} | {one.state for one in made}) == 4
    assert all(len(one.verifier) == 43 for one in made)
