"""The table of administrative acts, made from the marks on the actions: docs/administrative-acts.md."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import coordination.administration
import coordination.prevention
import coordination.rosters.connection
import coordination.rosters.work
import mou.agencies
from mou.administrative_acts import ACTS, ActMark

# Where administrators' actions live; of prevention only what keeps teams, as readers of foreign files stay outside.
PACKAGES = (mou.agencies, coordination.administration, coordination.rosters.work, coordination.rosters.connection)
OF_TEAMS = (".work.desks", ".work.teams", ".places.waiting")
# What is done in the same way with every confidential team.
OF_ALL_TEAMS = "coordination.casework.joining"
HEAD = """# Administrative acts

What administrators do about agencies, people, accounts, confidential teams and rosters: one row for each action, made
from the mark on it (`python3 manage.py openapi` writes this page; a test compares). Pages, the HTTP interface and the
console call the same actions; SCIM and the agency's own sign-in ask the same question who may become able to act as
whom.

*Recent sign-in*: the session has said within half an hour who it is, within five minutes where an agency of the person
has rules for sessions; else it is asked once more, whatever the door
([decision 0187](decisions/0187-asked-by-the-act.md)).
*Second person*: decisions [0188](decisions/0188-one-list-of-speaking-as-another.md) and
[0189](decisions/0189-a-place-counts-when-let-in.md). What is recorded has the name that it has in the agency's own
record, or in the chain of the audit.

| act | who may | second person | recent sign-in | who is told | recorded |
|---|---|---|---|---|---|
"""


def acts_text() -> str:
    """Return the page."""
    load_actions()
    return HEAD + "".join(f"{row}\n" for row in _table_rows())


def load_actions() -> None:
    """Import every module that may have a mark."""
    import_module(OF_ALL_TEAMS)
    for package in (*PACKAGES, coordination.prevention):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            is_asked = package in PACKAGES and ".migrations" not in found.name
            if is_asked or found.name.endswith(OF_TEAMS):
                import_module(found.name)


def _table_rows() -> Iterator[str]:
    for name, mark in sorted(ACTS.items()):
        yield f"| {' | '.join(_cells_of_act(name, mark))} |"


def _cells_of_act(name: str, mark: ActMark) -> tuple[str, ...]:
    module, _, act = name.rpartition(".")
    asked = "yes" if mark.needs_recent_sign_in else f"no: {mark.because}"
    return f"`{act}` in `{module}`", mark.who, mark.second_person, asked, mark.told, mark.recorded
