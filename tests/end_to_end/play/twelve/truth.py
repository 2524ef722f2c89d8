"""What the log says, and what a page that is shown says against it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.end_to_end.play.twelve.people import AT_SCHOOL, RESPONDERS, Twelve
from tests.end_to_end.play.twelve.reading import Shown

# Every room of the school: one that no one called from is named by no bar.
ROOMS = ("112 Biology", "113 Art", "115 Room 101")
# The worst first, as it is told to everybody.
KINDS = ("active_threat", "fire", "medical")
DIRECTIVE = "Lockdown!"
NO_ONE = "No one is in command"
LOCK = "Lock your door."
OPENS = "until you open them"
NOTHING = "Nothing waits for your answer."
NOT_YET = "No one commands yet."
IN_COMMAND = "You: in command"
NOT_IN_COMMAND = "Battalion Chief, not in command"
RELAYS = "Write here what units say by radio."
# People of one role, told apart by what their agency calls them.
TITLES = {"sro": "School Resource Officer", "patrol": "Officer", "superintendent": "Superintendent"}
CALM = "No real incident is open"


@dataclass(frozen=True)
class Truth:
    """The room as its log has it: `places` the worst first, `waits` who has not acknowledged which message, by name."""

    is_open: bool
    is_lockdown: bool
    places: tuple[str, ...]
    commanders: tuple[str, ...]
    waits: Mapping[str, frozenset[str]]
    proposed_by: str | None
    cleared: tuple[str, ...]


CALM_DAY = Truth(False, False, (), (), {}, None, ())


def truth_of(play: Twelve) -> Truth:
    """Ask the server what its log has come to."""
    objects: dict[str, dict[str, Any]] = play.state()["objects"]
    people = objects["people"]
    all_clear = next(iter(objects.get("all_clear", {}).values()), None)
    (incident,) = objects["incident"].values()
    given = all_clear is not None and all_clear.get("given_at") is not None
    actions = objects.get("response_actions", {}).values()
    (command,) = list(objects.get("incident_command", {}).values()) or [{"commanders": {}}]
    proposed = None if all_clear is None or given else people[all_clear["proposed_by"]]["name"]
    return Truth(
        is_open=incident["status"] != "Closed",
        is_lockdown=any(one["kind"] == "lockdown" and one["status"] == "in_force" for one in actions),
        places=() if given else tuple(places_of(objects.get("panic_alerts", {}).values())),
        commanders=tuple(people[one]["name"] for one in command["commanders"]),
        waits={one["text"]: waiting_for(one, people) for one in objects.get("priority_messages", {}).values()},
        proposed_by=proposed,
        cleared=tuple(f"{one['room']} is {one['state']}" for one in objects.get("space_searches", {}).values()),
    )


def places_of(alerts: Any) -> list[str]:
    """Return from where someone calls: the worst kind first, of equals the oldest."""
    standing = [one for one in alerts if not one.get("cancelled_at")]
    standing.sort(key=lambda one: (KINDS.index(one["kind"]), one["pressed_at"]))
    return [one["place"]["room"] for one in standing]


def waiting_for(message: Mapping[str, Any], people: Mapping[str, Any]) -> frozenset[str]:
    told = {one: person["name"] for one, person in people.items() if person.get("presence") != "left"}
    said = {message["posted_by"], *message.get("acknowledged_by", {})}
    return frozenset(name for one, name in told.items() if one not in said)


def untrue_lines(who: str, width: str, shown: Shown, truth: Truth) -> list[str]:
    """Return what of a page is not as the log has it, in words."""
    if shown.path == "/aid" or (who == "guest" and shown.closed):
        return []
    rules = (in_the_room if shown.path.startswith("/incidents/") else outside_the_room, anywhere)
    return [f"{who} at {width}: {one}" for rule in rules for one in rule(who, width, shown, truth)]


def anywhere(_who: str, _width: str, shown: Shown, truth: Truth) -> Iterator[str]:
    """Nothing that has ended stands, nothing that no one said, and no one says that all is calm."""
    alarm = " ".join([*shown.strip, *shown.command, *shown.bar, *shown.takeover, *shown.directives, *shown.notices])
    for room in ROOMS:
        if room in alarm and room not in truth.places:
            yield f"{room} is named as in alarm"
    if truth.is_open and any(CALM in one for one in shown.claims):
        yield "it says that nothing is open"
    if DIRECTIVE in alarm and not truth.is_lockdown:
        yield "a lockdown is shown that is not in force"
    if NO_ONE in alarm and (truth.commanders or not truth.is_open):
        yield "no one is said to command"
    if f"{len(truth.places)} calls for help" not in alarm and "calls for help" in alarm:
        yield f"another number of calls than {len(truth.places)}"
    if truth.proposed_by is None and "proposes the all clear" in alarm:
        yield "an all clear is proposed by no one"


def in_the_room(who: str, width: str, shown: Shown, truth: Truth) -> Iterator[str]:
    """Where, what to do, who commands and what waits for the reader, without a touch, at either width."""
    lines = shown.strip_or_bar(width)
    said = " ".join(lines)
    # A strip that tells of something else names the worst and counts the others; else each is read, by its number.
    counts_others = width == "phone" and ("▲" in said or f" +{len(truth.places) - 1} " in said)
    places = truth.places[:1] if counts_others else truth.places
    names = [place.split()[0] for place in places] if width == "phone" else places
    yield from (f"{name} is not to be read: {said}" for name in names if name not in said)
    reads_directive = bool(lines) and lines[0].startswith(DIRECTIVE)
    if who in AT_SCHOOL and truth.is_lockdown != reads_directive:
        yield f"what to do does not stand first: {said}"
    comes_to_help = who in (*RESPONDERS, "guest", "dispatcher")
    if comes_to_help and (reads_directive or any(DIRECTIVE in one for one in shown.strip)):
        yield "who comes to help reads what a child has to do"
    for text, asked in truth.waits.items():
        if truth.is_open and (name_of(who) in asked) != (text in said):
            yield f"{text!r} waits for {sorted(asked)}: {said}"
        if truth.is_open and width == "desk" and name_of(who) in asked and "Acknowledge" not in shown.buttons:
            yield f"what waits cannot be answered: {shown.buttons}"
    if truth.is_open:
        task = " ".join(shown.task)
        yield from of_command(who, said, truth)
        yield from of_the_reader(who, task, truth)
        # On a phone it is said in short, and the whole of it unfolded.
        yield from of_the_task(who, task, truth) if width == "desk" else ()
    if truth.is_open == bool(shown.closed):
        yield "it says wrongly whether it is closed"


def of_command(who: str, said: str, truth: Truth) -> Iterator[str]:
    if not truth.commanders and NO_ONE not in said:
        yield f"that no one commands is not to be read: {said}"
    if truth.commanders[1:] and name_of(who) in truth.commanders:
        others = " and ".join(one for one in truth.commanders if one != name_of(who))
        if f"You and {others} command (unified)" not in said:
            yield f"that they command with {others} is not to be read: {said}"
        return
    for name in truth.commanders:
        alone = truth.commanders == (name_of(who),)
        if (not alone and name not in said) or (alone and "You are in command" not in said):
            yield f"that {name} commands is not to be read: {said}"


def of_the_reader(who: str, task: str, truth: Truth) -> Iterator[str]:
    """As whom they read it, whether they command, and how what they are to do comes to them: at either width."""
    commands = name_of(who) in truth.commanders
    if commands != (IN_COMMAND in task):
        yield f"whether they command is not said, or not so: {task}"
    if not commands and who in TITLES and TITLES[who] not in task:
        yield f"that they are {TITLES[who]} is not to be read: {task}"
    if who == "chief" and truth.commanders and not commands and NOT_IN_COMMAND not in task:
        yield f"their rank alone reads as command: {task}"
    if any(name_of(who) in names for names in truth.waits.values()):
        return
    asks = "Ask " in task and "by radio" in task
    if who in (*RESPONDERS, "guest") and truth.commanders and not commands and not asks:
        yield f"how they come to a task is not said: {task}"
    if who == "dispatcher" and RELAYS not in task:
        yield f"what a dispatcher does with the radio is not said: {task}"


def of_the_task(who: str, task: str, truth: Truth) -> Iterator[str]:
    """What is the reader's to do is said first, and no one is told what someone else has to do."""
    duty = who in AT_SCHOOL and truth.is_lockdown
    if duty != (LOCK in task):
        yield f"to lock one's door is said to be whose task it is not, or not to whose it is: {task}"
    waits = [text for text, names in truth.waits.items() if name_of(who) in names]
    yield from (f"that {text!r} waits is no task: {task}" for text in waits if text not in task)
    comes_to_help = who in RESPONDERS and name_of(who) not in truth.commanders
    if not waits and comes_to_help and truth.is_lockdown and OPENS not in task:
        yield f"what a lockdown has for who comes to help is no task: {task}"
    none = NOTHING if truth.commanders else NOT_YET
    if who == "dispatcher" and not waits and none not in task:
        yield f"a dispatcher is told to do something: {task}"


def outside_the_room(who: str, _width: str, shown: Shown, truth: Truth) -> Iterator[str]:
    """Who has not come in yet is told where, by what their page brings by itself."""
    if not truth.is_open:
        return
    said = " ".join([*shown.takeover, *shown.directives] if who in AT_SCHOOL else shown.notices)
    for place in truth.places:
        if place not in said:
            yield f"{place} is not to be read: {said}"
    if who in AT_SCHOOL and truth.is_lockdown and DIRECTIVE not in said:
        yield "what to do is not to be read"


def name_of(who: str) -> str:
    return {"guest": "Officer Guest"}.get(who, who.title())
