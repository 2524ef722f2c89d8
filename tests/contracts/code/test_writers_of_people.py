"""Whatever writes who people are, where they belong and by what they sign in is an act, or says here why it is none.

The walk of administrative acts finds actions where actions live. A page, a route, a view of a directory or a command
that wrote by itself would be none of them: this one looks for the writing, wherever in the product it stands.
"""

import ast
from collections.abc import Iterator

from coordination.describe.administrative_acts import load_actions
from mou.administrative_acts import ACTS
from tests.support.processes import ROOT

load_actions()
# Who someone is, what they may, and by what one signs in as them.
TABLES = frozenset(
    (
        *("User", "Authenticator", "SocialAccount", "Invitation", "AgencyProvider", "DomainClaim"),
        *("DirectoryToken", "DirectoryRoles", "AgencySecurity", "AgencyRecovery", "SpeakingRequest"),
        *("Agency", "AgencyMember", "Suspension", "MembershipOffer", "MembershipRequest"),
        *("RosterReader", "RosterConnection"),
    )
)
WRITES = frozenset(
    ("create", "update", "delete", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "save")
)
NO_DOORS = {"migrations", "demo"}
# Has no door of its own: what calls it asked before, and has the mark or stands in this list.
OF_AN_ACT = "inside an act, which was asked for and is recorded there"
ONES_OWN = "a person about themself"
BY_A_DIRECTORY = "an agency's directory or sign-in, with a token or provider that an act has made"
AT_THE_CONSOLE = "at the server's console"
WRITERS = {
    "coordination.administration.accounts.address.finish_change": ONES_OWN,
    "coordination.administration.accounts.invitations.note_mailed": OF_AN_ACT,
    "coordination.administration.accounts.invitations.write_invitation": OF_AN_ACT,
    "coordination.administration.accounts.people._new_person": OF_AN_ACT,
    "coordination.administration.accounts.people.write_account": OF_AN_ACT,
    "coordination.administration.scim.tokens.token_behind": "notes when a token was used",
    "coordination.administration.scim.users._new_person": BY_A_DIRECTORY,
    "coordination.administration.scim.users._switch_account": BY_A_DIRECTORY,
    "coordination.administration.second_person.recovery._end_recovery": OF_AN_ACT,
    "coordination.administration.second_person.recovery.ask_recovery": AT_THE_CONSOLE,
    "coordination.administration.second_person.requests._ask_second_person": OF_AN_ACT,
    "coordination.administration.second_person.requests._decide_request": OF_AN_ACT,
    "coordination.administration.second_person.speaking.check_may_speak": OF_AN_ACT,
    "coordination.administration.single_sign_on.domains._note_look": "notes what a public record says",
    "coordination.administration.single_sign_on.domains._prove_claim": "notes what a public record says",
    "coordination.administration.single_sign_on.domains.ask_to_look": "looks at a public record sooner",
    "coordination.administration.single_sign_on.domains.claim_domains": OF_AN_ACT,
    "coordination.administration.single_sign_on.people._new_person": BY_A_DIRECTORY,
    "coordination.administration.single_sign_on.people.linked_person": BY_A_DIRECTORY,
    "coordination.administration.single_sign_on.providers._write_provider": OF_AN_ACT,
    "coordination.building_today.cards.acts._retire_accounts": "what a card has opened, when it ends",
    "coordination.building_today.cards.devices._make_account": "who has a card that an act has made, for its time",
    "coordination.incident.mutual_aid.guests.new_guest": "a guest of one incident, let in by its commander",
    "coordination.incident.mutual_aid.guests.retire_guests": "a guest of one incident, which is over",
    "coordination.management.commands.create_operator._invite_operator": AT_THE_CONSOLE,
    "coordination.records.retention.others._empty_account": "what is kept no longer",
    "coordination.rosters.connection.reading._let_go": "notes how a reading went",
    "coordination.rosters.connection.reading.pause_alive": "notes how a reading went",
    "coordination.rosters.connection.reading.say_progress": "notes how a reading went",
    "coordination.sign_in.accounts.create_person": AT_THE_CONSOLE,
    "coordination.sign_in.addresses.prove_address": "notes that a code was typed which was sent there",
    "coordination.sign_in.sessions.held.choose_session_lock": ONES_OWN,
    "mou.agencies.actions.write_agency": OF_AN_ACT,
    "mou.agencies.memberships.many_members.lift_holds": "what a rule of an agency holds back, or no more",
    "mou.agencies.memberships.many_members.rename_unit": "what a unit is called; it gives no access",
    "mou.agencies.memberships.many_members.write_holds": "what a rule of an agency holds back, or no more",
    "mou.agencies.memberships.many_members.write_reinstatements": OF_AN_ACT,
    "mou.agencies.memberships.many_members.write_roles": OF_AN_ACT,
    "mou.agencies.memberships.many_members.write_suspensions": OF_AN_ACT,
    "mou.agencies.memberships.members.join_agency": OF_AN_ACT,
    "mou.agencies.memberships.members.set_duty": "a shift is one's own, and gives no access",
    "mou.agencies.memberships.members.write_end": OF_AN_ACT,
    "mou.agencies.memberships.members.write_post": OF_AN_ACT,
    "mou.agencies.memberships.members.write_reinstatement": OF_AN_ACT,
    "mou.agencies.memberships.members.write_suspension": OF_AN_ACT,
    "mou.agencies.memberships.offers._decide_offer": OF_AN_ACT,
    "mou.agencies.second_person._decide_request": OF_AN_ACT,
    "mou.agencies.memberships.taking_in.offer_place": OF_AN_ACT,
    "mou.agencies.shifts.clock.set_duty_of": "whom a plan puts on duty or off; it gives no access",
}
type Function = ast.FunctionDef | ast.AsyncFunctionDef


def writers_in(source: str, module: str) -> Iterator[str]:
    """Yield the functions of a module that write one of the tables themselves, with their classes' methods."""
    tree = ast.parse(source)
    methods = [method for one in tree.body if isinstance(one, ast.ClassDef) for method in one.body]
    for function in (*tree.body, *methods):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and writes(function):
            yield f"{module}.{function.name}"


def writes(function: Function) -> bool:
    calls = [one.func for one in ast.walk(function) if isinstance(one, ast.Call)]
    written = [one for one in calls if isinstance(one, ast.Attribute) and one.attr in WRITES]
    rows = rows_in(function)
    return any(table_of(one) in TABLES or (isinstance(one.value, ast.Name) and one.value.id in rows) for one in written)


def rows_in(function: Function) -> set[str]:
    """Return the names of rows of these tables: what was made or read here, and what is given as one."""
    given = [*function.args.args, *function.args.kwonlyargs]
    rows = {one.arg for one in given if one.annotation is not None and names_in(one.annotation) & TABLES}
    for one in ast.walk(function):
        if isinstance(one, ast.Assign) and names_in(one.value) & TABLES:
            rows |= {name for target in one.targets for name in names_in(target)}
    return rows


def names_in(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def table_of(node: ast.expr) -> str:
    """Return whose rows are written: the name before `.objects`, however long the chain behind it is."""
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute) and node.attr == "objects" and isinstance(node.value, ast.Name):
            return node.value.id
        node = node.func if isinstance(node, ast.Call) else node.value
    return ""


def all_writers() -> set[str]:
    found: set[str] = set()
    for package in ("mou", "mapping", "push", "coordination"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if NO_DOORS.isdisjoint(path.parts):
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found |= set(writers_in(path.read_text(), module))
    return found


def test_who_writes_people_is_an_act_or_says_why_not() -> None:
    found = all_writers() - set(ACTS)

    assert found - WRITERS.keys() == set()
    assert WRITERS.keys() - found == set()


def test_a_door_that_writes_by_itself_is_found() -> None:
    """A page, a route, a directory's view and a command, each as someone might write it."""
    page = "def page(request):\n    AgencyMember.objects.filter(pk=1).update(role='administrator')\n"
    route = "def post_person(request):\n    person = User(username='a')\n    person.save()\n"
    directory = "async def view(request):\n    await Suspension.objects.filter(pk=1).delete()\n"
    command = "class Command:\n    def handle(self):\n        Authenticator.objects.all().delete()\n"
    reads = "def shown(request):\n    return list(AgencyMember.objects.filter(pk=1).values('pk'))\n"

    found = [list(writers_in(one, "x")) for one in (page, route, directory, command, reads)]

    assert found == [["x.page"], ["x.post_person"], ["x.view"], ["x.handle"], []]
