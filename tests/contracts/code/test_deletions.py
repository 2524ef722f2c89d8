"""Whoever deletes asks for legal holds first, or deletes nothing that a hold keeps: each deletion is in one list."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.coordination.access_walk.found import found_names
from tests.support.processes import ROOT
from tests.support.sources import product_modules

KEEPING = "coordination/records/retention"
# Where a deletion is, and which function of the same file asks for holds before it in the same transaction.
ASKED_BY = {
    f"{KEEPING}/incidents.py:_delete_rows": "delete_incident",
    f"{KEEPING}/incidents.py:_delete_unread": "delete_incident",
    f"{KEEPING}/others.py:delete_alerts": "delete_alerts",
    f"{KEEPING}/others.py:delete_audit": "delete_audit",
    f"{KEEPING}/others.py:delete_acts": "delete_acts",
    f"{KEEPING}/others.py:delete_disclosures": "delete_disclosures",
    f"{KEEPING}/others.py:_empty_account": "delete_accounts",
    f"{KEEPING}/others.py:delete_plans": "delete_plans",
    "coordination/drills/requirements/work/keeping.py:delete_drills": "delete_drills",
    "coordination/casework/retention.py:_delete": "_delete",
    "coordination/building_today/keeping.py:_delete_of": "_delete_of",
    "coordination/reviews/work/keeping.py:_delete_of": "_delete_of",
    "coordination/prevention/tips/work/overdue.py:_delete_old_reads": "_delete_old_reads",
    "coordination/prevention/climate/work/bringing.py:_replace_cells": "_store_cells",
    "coordination/incident/near_threats/actions.py:delete_old_threats": "delete_old_threats",
    "coordination/training/work/keeping.py:_delete_records": "_delete_records",
    "coordination/training/work/keeping.py:_delete_assignments": "_delete_assignments",
    "coordination/rosters/work/keeping.py:remove_custody_note": "remove_custody_note",
    "coordination/rosters/work/retention.py:delete_people_who_left": "delete_people_who_left",
    "coordination/rosters/work/retention.py:_delete_readings": "_delete_readings",
    "coordination/rosters/work/retention.py:_let_go": "delete_people_who_left",
    "mapping/edits/buildings.py:remove_floor": "remove_floor",
    "mapping/edits/buildings.py:take_building_away": "take_building_away",
    "mapping/edits/drafts.py:discard_draft": "discard_draft",
    "mapping/reunification_sites/actions.py:remove_reunification_site": "remove_reunification_site",
}
ASKS = ("holds_now", "refuse_if_held", "held_documents")
# What is deleted without asking, and where what it said stands afterwards.
IN_THE_ACTS = "an administrative act or the audit says who changed it, and when"
IN_THE_EDITS = "the edits of the version say what was there before and after"
NO_RECORD = "nothing was recorded in it: a secret, a code, an upload that was looked at, a turn, a lock, an index"
# The school's system decides who is in its roster.
NOT_SHOWN = (
    "`store_set` hid it, or never showed it; what it said of people under hold is kept beside the roster by then"
)
DRAFT_OF_AGREEMENT = "a draft of an agreement; what was signed is a sequence of bytes that is never deleted"
DRAFTED_ANEW = "what the system drafted for a report that is not signed, and no one has edited; its ratings stand"
PLAN_OF_EXERCISE = "a plan of what has not begun; once it has, the plan stays as it was"
# A function may say it itself, in a comment: what a desk deletes is known in its own folder.
SAYS_WHY = re.compile(r" +# No hold is asked: \w.{10,}\.$")
NOT_ASKED = {
    "coordination/casework/team_routes.py:add_team_routes": "makes a route; the act is the desk's",
    "coordination/administration/single_sign_on/app_codes.py:take_code": NO_RECORD,
    "coordination/sign_in/sessions/handed.py:end_codes": NO_RECORD,
    "coordination/administration/accounts/factors.py:reset_factors": IN_THE_ACTS,
    "coordination/administration/accounts/invitations.py:accept_invitation": NO_RECORD,
    "coordination/administration/accounts/member_index.py:_write_words": NO_RECORD,
    "coordination/administration/accounts/member_index.py:index_changed": NO_RECORD,
    "coordination/administration/accounts/people_staging.py:forget_staged": NO_RECORD,
    "coordination/administration/kept_files.py:discard_file": NO_RECORD,
    "coordination/administration/kept_files.py:keep_file": NO_RECORD,
    "coordination/administration/scim/groups.py:delete_group": IN_THE_ACTS,
    "coordination/administration/single_sign_on/domains.py:claim_domains": IN_THE_ACTS,
    "coordination/administration/single_sign_on/providers.py:change_provider": IN_THE_ACTS,
    "coordination/administration/single_sign_on/providers.py:remove_provider": IN_THE_ACTS,
    "coordination/drills/evaluation/work/anonymous.py:write_anew": "the same answers are written again, shuffled",
    "coordination/drills/evaluation/work/keeping.py:delete_evaluation": "goes with its incident, which asks",
    "coordination/drills/evaluation/work/photos.py:sweep_photos": NO_RECORD,
    "coordination/drills/exercises/work/injects.py:remove_inject": PLAN_OF_EXERCISE,
    "coordination/drills/exercises/work/inviting.py:answer_invitation": PLAN_OF_EXERCISE,
    "coordination/drills/exercises/work/inviting.py:withdraw_invitation": PLAN_OF_EXERCISE,
    "coordination/drills/exercises/work/library.py:take_scenario": PLAN_OF_EXERCISE,
    "coordination/drills/exercises/work/msel_files.py:import_msel": PLAN_OF_EXERCISE,
    "coordination/drills/exercises/work/objectives.py:remove_objective": PLAN_OF_EXERCISE,
    "coordination/drills/exercises/work/objectives.py:remove_task": PLAN_OF_EXERCISE,
    "coordination/drills/exercises/work/people.py:remove_person": PLAN_OF_EXERCISE,
    "coordination/drills/requirements/work/laws.py:remove_law": "the changes of a district's rules keep every document",
    "coordination/drills/improvement/work/reports.py:_write_findings": DRAFTED_ANEW,
    "coordination/incident/panic_buttons/buttons.py:remove_button": IN_THE_ACTS,
    "coordination/administration/second_person/joining.py:take_place": IN_THE_ACTS,
    "coordination/administration/second_person/lately.py:note_left": IN_THE_ACTS,
    "coordination/management/commands/create_operator.py:_invite_operator": NO_RECORD,
    "coordination/records/backup/carrying.py:_postgresql_to_sqlite": "a database that migrate has just made",
    "coordination/records/backup/carrying.py:_set_sqlite_counter": "a database that migrate has just made",
    "coordination/room/answering/answered.py:forget_refusals": NO_RECORD,
    "coordination/rosters/connection/keeping.py:forget_connection": IN_THE_ACTS,
    "coordination/rosters/work/staging.py:clear_away": NOT_SHOWN,
    "coordination/rosters/work/uploads.py:delete_old_uploads": NO_RECORD,
    "coordination/rosters/work/uploads.py:look_at_upload": NO_RECORD,
    "coordination/rosters/work/uploads.py:take_upload": NO_RECORD,
    "coordination/sessions.py:delete": NO_RECORD,
    "coordination/sessions.py:password_changed": NO_RECORD,
    "coordination/sign_in/attempts/account_locks.py:forget_wrong_passwords_of": NO_RECORD,
    "coordination/sign_in/attempts/account_locks.py:release_lock": NO_RECORD,
    "coordination/sign_in/attempts/guesses.py:forget_wrong_passwords": NO_RECORD,
    "coordination/sign_in/calendar_passwords.py:end_calendar_passwords": NO_RECORD,
    "coordination/sign_in/calendar_passwords.py:make_calendar_password": NO_RECORD,
    "coordination/sign_in/calendar_passwords.py:revoke_calendar_password": NO_RECORD,
    "coordination/sign_in/sessions/duties.py:begin_session": NO_RECORD,
    "coordination/sockets/tickets.py:issue_ticket": NO_RECORD,
    "mapping/assessments/work/opening.py:take_from_team": IN_THE_ACTS,
    "mapping/imports/learned.py:forget_word": NO_RECORD,
    "mapping/imports/saving/storing.py:_remove_rows": NO_RECORD,
    "mapping/imports/saving/storing.py:remove_given_up": NO_RECORD,
    "mapping/plans/drawn_things/drawn_rows.py:replace_drawn": IN_THE_EDITS,
    "mapping/reunification_sites/actions.py:_write_row": IN_THE_ACTS,
    "mou/agreements/clauses.py:change_clause": DRAFT_OF_AGREEMENT,
    "mou/agreements/clauses.py:take_out": DRAFT_OF_AGREEMENT,
    "mou/agreements/presence.py:be_present": NO_RECORD,
    "mou/agreements/steps.py:_let_hold": NO_RECORD,
    "mou/agreements/versions.py:remove_signatory": DRAFT_OF_AGREEMENT,
    "mou/agreements/versions.py:set_frame": DRAFT_OF_AGREEMENT,
    "mou/officers/assignments.py:change_assignment": IN_THE_ACTS,
    "push/devices/confirmations.py:issue_code": NO_RECORD,
}
# What DELETE over HTTP does: the deletions above, or a row that says since when something counts no longer.
ROUTES = {
    "remove_custody_note", "remove_roster_reader", "forget_roster_connection",
    "take_from_assessment_team", "erase_finding", "erase_feature", "discard_draft",
    "forget_learned_word", "remove_reunification_site", "remove_clause", "remove_signatory", "end_all_sessions",
    "end_session", "revoke_panic_intake", "keep_legal_hold", "retire_device",
}  # fmt: skip


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node


def deletes(function: ast.FunctionDef) -> bool:
    calls = [one.func for part in function.body for one in ast.walk(part) if isinstance(one, ast.Call)]
    texts = [one.value for part in function.body for one in ast.walk(part) if isinstance(one, ast.Constant)]
    by_name = any(isinstance(one, ast.Attribute) and one.attr in ("delete", "_raw_delete") for one in calls)
    return by_name or any(isinstance(one, str) and "DELETE FROM" in one.upper() for one in texts)


def operations() -> Iterator[str]:
    """Yield what the interface's document calls each DELETE, also where a factory made its route."""
    paths = json.loads((ROOT / "docs" / "openapi.json").read_text())["paths"]
    ours = (one for path, one in paths.items() if path.startswith("/api/"))
    yield from (one["delete"]["operationId"] for one in ours if "delete" in one)


def says_why(path: Path, function: ast.FunctionDef) -> bool:
    """Tell whether a function says beside its deletion why no hold is asked."""
    lines = path.read_text().splitlines()[function.lineno - 1 : function.end_lineno]
    return any(SAYS_WHY.match(line) for line in lines)


def modules() -> list[Path]:
    return [path for path in product_modules() if path.parent.name != "migrations"]


def test_each_deletion_asks_for_holds_or_says_why_it_need_not() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{one.name}" for path in modules() for one in functions(path) if deletes(one)
    }  # fmt: skip

    said = {
        f"{path.relative_to(ROOT)}:{one.name}" for path in modules() for one in functions(path) if says_why(path, one)
    }

    assert len(said) > 8
    assert found == ASKED_BY.keys() | NOT_ASKED.keys() | said
    assert not ASKED_BY.keys() & NOT_ASKED.keys()
    assert not said & (ASKED_BY.keys() | NOT_ASKED.keys())


def test_who_is_said_to_ask_for_holds_does() -> None:
    silent = []
    for place, asker in ASKED_BY.items():
        source = ROOT / place.partition(":")[0]
        body = next(ast.unparse(one) for one in functions(source) if one.name == asker)
        if not any(f"{name}(" in body for name in ASKS):
            silent.append(place)

    assert silent == []


def test_each_delete_of_the_interface_is_known() -> None:
    assert set(operations()) == ROUTES | found_names("DELETIONS")
