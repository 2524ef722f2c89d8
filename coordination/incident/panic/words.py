"""The words that the scripts of the panic page and of the alert board show, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.incident.one_tap.words import tap_words
from coordination.incident.panic.tiers import ALL_RESPONDERS
from coordination.incident.reach.facts import Reach
from coordination.room.capability import Alert
from coordination.room.registry import event_rules
from coordination.room.said import spoken_words
from push.vocabulary import Standing


def panic_words() -> dict[str, str | dict[str, dict[str, str]]]:
    """Return the catalogue of the panic page."""
    return {
        **tap_words(),
        "panic.hold": _("Hold for 2 seconds"),
        "panic.holding": _("Keep holding…"),
        "panic.let_go": _("Let go: nothing was sent"),
        "panic.sending": _("Sending. Keep this page open."),
        "panic.trying_again": _("No answer yet. Trying again, the alarm counts once."),
        "panic.sent": _("Sent at {time}"),
        **told_words(),
        "panic.beside": _("Also standing here. Say it, too:"),
        "lists": {"agency_kind": {kind.value: kind.label for kind in ALL_RESPONDERS}},
        "panic.refused": _("Refused: {why}"),
        "panic.cancelled": _("Your press is marked as cancelled. The alarm goes on until two give the all clear."),
        "panic.no_place": _("I do not know, or it is not listed"),
        "alarm.read_out": _("To be read out, in English:"),
        "panic.position_on": _("Your position goes with the alarm (within {accuracy})"),
        "panic.near": _("Near you"),
        "panic.mine_last_report": _("You reported this room last."),
        "panic.mine_schedule": _("Your schedule says so now."),
        "panic.mine_before": _("You chose this room here before."),
        "panic.far_from": _(
            "Your position is not near {room}, where you should be now. Choose, or press without a room."
        ),
        "panic.position_off": _("This browser gives no position."),
        **alerts_here_words(),
    }


def alerts_here_words() -> dict[str, str]:
    """Return what is said of whether this browser is told of alerts."""
    return {
        "problem.unreachable": _("The server was not reached. Nothing was recorded; try again."),
        "alerts.on": _("This browser is told of alerts."),
        "alerts.off": _("This browser is not told of alerts."),
        "alerts.denied": _("This browser does not allow notifications for this site."),
        "alerts.unsupported": _("This browser cannot be told when the page is closed."),
        "alerts.failed": _("This browser could not be registered: {why}"),
    }


def told_words() -> dict[str, str]:
    """Return what is said of how far an alarm has come: three numbers of people, and whom nothing reaches."""
    return {
        "told.chosen": _("Chosen to be told"),
        "told.handed": _("Handed to a device"),
        "told.acknowledged": _("Acknowledged"),
        "told.at": _("As of {time}"),
        "told.unsure": _("Not current: the last answer is of {time}"),
        "told.agencies": _("Chosen from: {agencies}"),
        "told.no_one": _("Recorded, but no one was chosen to be told. Call 9-1-1."),
        "told.no_one_exercise": _("Recorded. No one was chosen to be told of this exercise."),
        "told.without_way": _("Nothing reaches {n} of {chosen} people: no device, address or number of theirs works."),
        "told.unreached": _("No one on duty whom an alert reaches: {kinds}. Call 9-1-1."),
    }


def people_words(reach: Reach) -> str:
    """Say how many of a school's and district's people an alarm would reach."""
    return _("An alarm reaches {n} of {people} people of the schools and the district").format(
        n=len(reach.with_way), people=len(reach.people)
    )


def duty_words(reach: Reach) -> str:
    """Say which kinds of agency have no person on duty whom an alarm reaches; or that each has one."""
    if not reach.lacking:
        return _("Police, fire and dispatch each have someone on duty whom an alarm reaches")
    names = [kinds[0].label for kinds in reach.lacking]
    return _("No one on duty whom an alarm reaches: {kinds}").format(kinds=", ".join(names))


def warnings_of(reach: Reach) -> list[str]:
    """Say what is wrong before the day; nothing where an alarm reaches everybody whom it should."""
    found = [(reach.people != reach.with_way or not reach.people, people_words(reach))]
    found.append((bool(reach.lacking), duty_words(reach)))
    return [words for is_wrong, words in found if is_wrong]


def task_words() -> dict[str, str]:
    """Return what the strip says to its reader of what is theirs to do, and the likely acts in short, for a thumb."""
    return {
        "act.answer": _("Answer"),
        "act.ask_task": _("Ask for your task"),
        "act.ask_task_words": _("I am here. What is my task?"),
        "act.relay_call": _("Radio call"),
        "act.rooms_board": _("Rooms"),
        "act.place_marker": _("Marker"),
        "task.you": _("You:"),
        "task.next": _("Then: {task}"),
        "task.none": _("Nothing waits for your answer."),
        "task.no_command": _("No one commands yet."),
        "task.relay": _("Write here what units say by radio."),
        "task.from": _("Ask {name} for your task, by radio or here."),
        "task.from_by_radio": _("Ask {name} for your task by radio."),
        "task.from_command": _("Ask command for your task by radio."),
        "task.from_command_short": _("Ask command for your task."),
        "task.no_command_ask_dispatch": _("No one commands yet: ask dispatch for your task by radio."),
        "task.from_dispatch_by_radio": _("Ask dispatch for your task by radio."),
        "task.from_dispatch": _("Ask dispatch for your task."),
        "task.give": _("Give those who come their tasks."),
        "task.proposed": _("Take command: you are proposed ({because})."),
        "task.proposed_short": _("No one is in command: you are proposed."),
        "task.may_take": _("No one is in command: you may take it."),
        "task.mayday": _("Answer: {said}"),
        "task.confirm_all_clear": _("Confirm the all clear that {name} proposes, or leave it."),
        "task.in_command": _("in command"),
        "task.not_in_command": _("{role}, not in command"),
        "task.decide": _("Decide: {what}"),
        "decide.mayday": _("MAYDAY"),
        "decide.all_clear": _("all clear"),
        "decide.confirm": _("confirm the alarm"),
        "decide.offer": _("offer command"),
        "decide.message": _("message"),
        "decide.same": _("same emergency?"),
        "decide.unsure": _("one threat?"),
    }


def threats_words(name: str) -> dict[str, str]:
    """Return what is said of active threats from several places, whether they are one."""
    return {
        f"{name}.unsure": _("{places}: no one has said whether it is one threat."),
        f"{name}.threats_one": _("{places}: one threat."),
        f"{name}.threats_separate": _("{places}: {n} separate threats."),
    }


def board_words() -> dict[str, str]:
    """Return the catalogue of the alert board."""
    return {
        **told_words(),
        "board.not_got": _("{n} have not got it"),
        "board.all_got": _("Everybody has got it"),
        "board.not_answered": _("{n} have not answered"),
        "board.all_answered": _("Everybody has answered"),
        "board.no_one": _("This entry told no one."),
        "board.stale": _("Not current: the server was not reached"),
        "board.unnamed": _("Not named to you: {n}"),
        "board.in_room": _("in the room"),
        "board.supervisor": _("told if others do not answer"),
        "board.no_device": _("no device"),
        "board.register": _("Nothing reaches you: register a device"),
        "board.alert": _("#{seq} · {event}"),
        "alarm.dispatch_words": _("Words for 9-1-1"),
        **task_words(),
        "alarm.call_details": _("Address and details"),
        **threats_words("alarm"),
        **spoken_words(lambda: threats_words("spoken")),
        "alarm.judge_one": _("One threat"),
        "alarm.judge_separate": _("Separate threats"),
        "alarm.judge_unknown": _("Not decided"),
        "alarm.calls": _("{n} calls for help"),
        "alarm.threat": _("Threat"),
        "alarm.medical": pgettext("panic", "Medical"),
        "alarm.threat_same": _("Same threat"),
        "alarm.threat_other": _("Another threat"),
        "alarm.more": _("{n} more"),
        "alarm.more_call": _("{n} more: call"),
        "alarm.more_command": _("{n} more: command"),
        "alarm.more_lockdown": _("{n} more: lockdown"),
        "alarm.more_action": _("{n} more: action"),
        "alarm.more_message": _("{n} more: message"),
        "alarm.more_advice": _("{n} more: first actions"),
        "alarm.answer": _("Answer: {text}"),
        "alarm.read_out": _("To be read out, in English:"),
        "alarm.board": _("Who got the alert"),
        "alarm.acknowledge_priority_message": _("Acknowledge"),
        "alarm.confirm_panic": _("Confirm the alarm"),
        "alarm.propose_all_clear": _("Propose the all clear"),
        "alarm.confirm_all_clear": _("Confirm the all clear"),
        "alarm.proposed": _("{name} proposes the all clear"),
        "alarm.report_room": _("Report my room"),
        "alarm.by_door": _("door {door}"),
        "alarm.side": _("side {side}"),
        "alarm.place_unknown": _("place in the building not known"),
        "alarm.posted": _("{name} · {time}"),
        "alarm.about_propose_all_clear": _("It takes a second person; one of you must be in command."),
        **{f"standing.{key}": text for key, text in Standing.labels().items()},
        **{
            f"alert.{word}": _(rule.alert.title)
            for word, rule in event_rules().items()
            if isinstance(rule.alert, Alert)
        },
    }


def rung_words() -> list[str]:
    """Return what follows, in order, where a person does not answer."""
    return [
        _("again after {seconds} s"),
        _("mail after {seconds} s"),
        _("text message after {seconds} s"),
        _("their leader after {seconds} s"),
    ]
