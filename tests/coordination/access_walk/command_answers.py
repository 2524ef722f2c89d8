"""Who is answered what by every command, in a room that everybody of the cast asks about.

What all readers of a room may is answered as its declaration says. What depends on more has a row here.
"""

from coordination.room.capability import RoomNeed, Who, word_of
from coordination.room.registry import command_rules
from tests.coordination.access_walk.ground import GROUND_ROWS
from tests.coordination.access_walk.rows import READERS, Answers, answers

ROWS: dict[str, Answers] = {
    "open_incident": answers(insider=200, teacher=200, officer=200, keeper=200, visitor=200),
    "join_room": answers(insider=200, teacher=200, officer=200, keeper=200, visitor=200),
    "remove_participant": answers(insider=200, teacher=403, officer=403, keeper=403, visitor=403),
    # No one was removed: who may is told so.
    "readmit_participant": answers(insider=409, teacher=403, officer=403, keeper=403, visitor=403),
    "strike_entry": answers(insider=200, teacher=403, officer=200, keeper=403, visitor=403),
    # The upload is the officer's.
    "attach_file": answers(insider=404, teacher=404, officer=200, keeper=403, visitor=403),
    # The insider is in command; no agreement names the officer's kind, and no one has offered anything.
    "claim_command": answers(insider=409, teacher=403, officer=403, keeper=403, visitor=403),
    "offer_command": answers(insider=409, teacher=403, officer=403, keeper=403, visitor=403),
    "accept_command": answers(insider=409, teacher=409, officer=409, keeper=403, visitor=403),
    "decline_command": answers(insider=409, teacher=409, officer=409, keeper=403, visitor=403),
    "relinquish_command": answers(insider=200, teacher=403, officer=403, keeper=403, visitor=403),
    "close_incident": answers(insider=200, teacher=403, officer=403, keeper=403, visitor=403),
    "reopen_incident": answers(insider=409, teacher=403, officer=403, keeper=403, visitor=403),
    # It is the incident's own site, which is in it and does not leave.
    "join_site": answers(insider=409, teacher=403, officer=403, keeper=403, visitor=403),
    "leave_site": answers(insider=409, teacher=403, officer=403, keeper=403, visitor=403),
    # The incident is at its site: who may is told so. test_places has one on a bus.
    "change_place": answers(insider=409, teacher=403, officer=403, keeper=403, visitor=403),
    "raise_panic": answers(insider=200, teacher=200, officer=200, keeper=200, visitor=200),
    # No one pressed in this room: who may is told so, who may not is told only that. test_panics has the rest.
    "cancel_panic": answers(insider=404, teacher=404, officer=404, keeper=403, visitor=403),
    "confirm_panic": answers(insider=404, teacher=403, officer=403, keeper=403, visitor=403),
    # The insider is in command, and no one calls from two places.
    "judge_threats": answers(insider=409, teacher=403, officer=403, keeper=403, visitor=403),
    "propose_all_clear": answers(insider=409, teacher=409, officer=409, keeper=403, visitor=403),
    "confirm_all_clear": answers(insider=409, teacher=409, officer=409, keeper=403, visitor=403),
    # A lockdown: responders alone end it, once its room is open.
    "change_response_action": answers(insider=403, teacher=403, officer=200, keeper=403, visitor=403),
    "open_locked_rooms": answers(insider=403, teacher=403, officer=200, keeper=403, visitor=403),
    "release_response_action": answers(insider=403, teacher=403, officer=409, keeper=403, visitor=403),
    # The report is the teacher's.
    "withdraw_room_report": answers(insider=200, teacher=200, officer=403, keeper=403, visitor=403),
    # The fact is the officer's, and for everyone.
    "confirm_fact": answers(insider=200, teacher=403, officer=409, keeper=403, visitor=403),
    "supersede_fact": answers(insider=200, teacher=403, officer=200, keeper=403, visitor=403),
    "withdraw_fact": answers(insider=200, teacher=403, officer=200, keeper=403, visitor=403),
    # Nothing is marked; test_follow_ups has marks.
    "settle_follow_up": answers(insider=404, teacher=404, officer=404, keeper=403, visitor=403),
    "call_mayday": answers(insider=403, teacher=403, officer=200, keeper=403, visitor=403),
    # No one in command has acknowledged it.
    "clear_mayday": answers(insider=409, teacher=403, officer=403, keeper=403, visitor=403),
    "tick_role_step": answers(insider=200, teacher=403, officer=403, keeper=403, visitor=403),
    # Nothing is ticked, and no one has stood aside.
    "untick_role_step": answers(insider=409, teacher=403, officer=403, keeper=403, visitor=403),
    "stand_aside_from_role": answers(insider=200, teacher=403, officer=403, keeper=403, visitor=403),
    "return_to_role": answers(insider=409, teacher=409, officer=409, keeper=403, visitor=403),
    "check_in_unit": answers(insider=403, teacher=403, officer=200, keeper=403, visitor=403),
    # No unit is there; test_units has some.
    **dict.fromkeys(
        ("set_unit_status", "assign_unit", "answer_par"),
        answers(insider=404, teacher=404, officer=404, keeper=403, visitor=403),
    ),
    # The insider is in command, and reads nothing of units.
    "ask_par": answers(insider=403, teacher=403, officer=403, keeper=403, visitor=403),
    # No one of the cast is of fire or EMS: test_casualties has one.
    **dict.fromkeys(
        (
            *("open_casualty", "retriage_casualty", "place_casualty", "tag_casualty", "age_casualty"),
            *("identify_casualty", "note_injury", "note_intervention", "move_casualty"),
        ),
        answers(insider=403, teacher=403, officer=403, keeper=403, visitor=403),
    ),
    "report_casualty": answers(insider=403, teacher=403, officer=200, keeper=403, visitor=403),
    "tell_hospital_beds": answers(insider=403, teacher=403, officer=200, keeper=403, visitor=403),
    # Command and dispatch write, always responders; who may: test_forms.
    **dict.fromkeys(
        ("edit_form_block", "take_form_seed"), answers(insider=403, teacher=403, officer=403, keeper=403, visitor=403)
    ),
    # The first function is operations, which no one of the school holds; no one holds it yet.
    "claim_function": answers(insider=403, teacher=403, officer=200, keeper=403, visitor=403),
    "appoint_to_function": answers(insider=409, teacher=403, officer=403, keeper=403, visitor=403),
    **dict.fromkeys(
        ("offer_function", "accept_function", "decline_function", "release_function"),
        answers(insider=409, teacher=409, officer=409, keeper=403, visitor=403),
    ),
    "mark_space": answers(insider=403, teacher=403, officer=200, keeper=403, visitor=403),
    "assign_search_area": answers(insider=403, teacher=403, officer=200, keeper=403, visitor=403),
    # No area is assigned.
    "release_search_area": answers(insider=403, teacher=403, officer=404, keeper=403, visitor=403),
    # The room is a real one: test_real_world has an exercise.
    "declare_real_world": answers(insider=409, teacher=409, officer=409, keeper=403, visitor=403),
    "open_reunification": answers(insider=200, teacher=403, officer=403, keeper=403, visitor=403),
    # There is none in this room: test_operation has one, and who may what in it.
    **dict.fromkeys(
        (
            *("pause_reunification", "resume_reunification", "open_reunification_place", "close_reunification_place"),
            *("give_reunification_role", "end_reunification_role", "close_reunification"),
        ),
        answers(insider=404, teacher=404, officer=404, keeper=403, visitor=403),
    ),
    "post_priority_message": answers(insider=200, teacher=403, officer=403, keeper=403, visitor=403),
    "invite_mutual_aid": answers(insider=200, teacher=403, officer=403, keeper=403, visitor=403),
    "end_mutual_aid": answers(insider=200, teacher=403, officer=403, keeper=403, visitor=403),
    "relay_call": answers(insider=200, teacher=403, officer=403, keeper=403, visitor=403),
    # The school has no CAD, and the officer no role of command: test_dispatch_desk has who may.
    "set_cad_number": answers(insider=403, teacher=403, officer=403, keeper=403, visitor=403),
    # There is no such other room for anybody: test_duplicates has two.
    "mark_duplicate": answers(insider=404, teacher=403, officer=403, keeper=403, visitor=403),
    "part_duplicate": answers(insider=404, teacher=403, officer=403, keeper=403, visitor=403),
    "take_emergency_access": answers(insider=403, teacher=403, officer=200, keeper=403, visitor=403),
    "record_disclosure": answers(insider=200, teacher=200, officer=403, keeper=403, visitor=403),
}
FOR_READERS = {
    word_of(rule.command)
    for rule, _ in command_rules().values()
    if rule.need is RoomNeed.READ and rule.who is Who.ANYBODY
}
COMMAND_ANSWERS = dict.fromkeys(FOR_READERS, READERS) | ROWS | GROUND_ROWS
