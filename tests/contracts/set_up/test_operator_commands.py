"""Every command that acts on an agency or its people leaves an act of its record or an event, or says why it does not.

What stands in the record is told from there (coordination/administration/operator/telling.py).
"""

import ast
from importlib import import_module
from inspect import getsource

from django.core.management import get_commands

from tests.support.processes import ROOT

OURS = {"coordination", "mapping", "mou", "push"}
# By which function a command acts; "" is the command itself.
RECORDED = {
    "confirm_domain": "coordination.administration.single_sign_on.domains.confirm_domain",
    "create_operator": "",
    "export_site": "",
    "held_roster": "",
    "import_floorplan": "mapping.imports.saving.store.import_floorplan",
    "import_people": "coordination.administration.accounts.people_import.import_people",
    "import_sites": "mapping.imports.registers.import_register",
    "person_data": "coordination.records.person_data.archive.person_archive",
    "recover_agency": "coordination.administration.second_person.recovery.ask_recovery",
    "release_account": "",
    "roster_import": "coordination.rosters.work.uploads.take_set",
    "roster_sync": "coordination.rosters.connection.keeping.ask_to_read",
}
LEAVES_NONE = {
    **dict.fromkeys(
        ("openapi", "asyncapi", "clients", "licenses", "screenshots", "streets"), "writes files of the project"
    ),
    **dict.fromkeys(("demo", "load_demo"), "fictional people in a database of their own"),
    **dict.fromkeys(("draw_worker", "hash_worker", "import_worker", "push_worker", "serve"), "does what others asked"),
    **dict.fromkeys(("check_records", "verify_memorandum", "push_selftest", "bench"), "reads, measures, compares"),
    **dict.fromkeys(
        ("backup", "backup_regularly", "restore"),
        "the whole installation: docs/operator.md says what of it no one is told",
    ),
    "bruno": "writes the interface as a collection of requests, beside the installation",
    "push_sandbox": "stands in for a provider, and knows no one of the installation",
    "migrate": "makes tables, and carries over what is in them",
    "mou_reminders": "sends what agreements ask for by their days",
    "rotate_secret_key": "seals anew what is sealed: no one can do or read more by it",
}
RECORDING = {"record_act", "record_acts", "record_at_console", "record_agency_at_console", "note"}


def calls_from(module: str, function: str) -> set[str]:
    """Return what a function calls, by name, with what its module's own functions call in turn; "": all of a module."""
    tree = ast.parse(getsource(import_module(module)))
    own = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    found, new = set[str](), called_in(own[function] if function else tree)
    while new:
        found |= new
        new = {name for one in new if one in own for name in called_in(own[one])} - found
    return found


def called_in(node: ast.AST) -> set[str]:
    return {one.func.id for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}


def module_of(command: str) -> str:
    return f"{get_commands()[command]}.management.commands.{command}"


def test_every_command_of_ours_stands_here() -> None:
    ours = {name for name, app in get_commands().items() if app.partition(".")[0] in OURS}

    assert sorted([*RECORDED, *LEAVES_NONE]) == sorted(ours)


def test_what_a_command_acts_by_writes_into_a_record() -> None:
    silent = []
    for command, by in RECORDED.items():
        module, _, function = by.rpartition(".")
        names = calls_from(module or module_of(command), function)
        own = ast.walk(ast.parse(getsource(import_module(module_of(command)))))
        is_called = not function or function in {one.id for one in own if isinstance(one, ast.Name)}
        if not is_called or RECORDING.isdisjoint(names):
            silent.append(command)

    assert silent == []


def test_no_other_command_acts_as_the_operator() -> None:
    acts = [one for one in LEAVES_NONE if "OPERATOR" in getsource(import_module(module_of(one)))]

    assert acts == []


def test_the_operator_s_page_names_every_such_command() -> None:
    page = (ROOT / "docs" / "operator.md").read_text()

    assert [one for one in RECORDED if f"`{one}`" not in page] == []
