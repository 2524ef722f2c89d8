"""Find the capabilities that are installed and compose what the engine needs of them. The engine names none."""

import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from importlib import import_module
from importlib.util import find_spec
from operator import or_
from pathlib import Path
from typing import Annotated, NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, TypeAdapter

from coordination.room.capability import Alert, Capability, Command, CommandRule, Event, EventRule, RoomObject, word_of
from coordination.room.entry.entries import CONTENT_VERSION
from coordination.room.wire.model import WireModel
from mou.foundation.labelled import Labelled


@dataclass(frozen=True, slots=True)
class Installed:
    """A capability under its name, and the package in which it lies."""

    name: str
    package: str
    capability: Capability

    def example(self, word: str) -> Path:
        """Return the path of an event's stored entry: once written, it must always stay readable."""
        folder = Path(import_module(self.package).__path__[0]) / "examples"
        return folder / f"{word}.v{CONTENT_VERSION}.json"

    def action(self, name: str) -> Callable[..., object]:
        """Return a function of the capability's actions. Raises: AttributeError: it has none of that name."""
        action: Callable[..., object] = getattr(import_module(f"{self.package}.actions"), name)
        return action


class Named(NamedTuple):
    """A class of the wire and the word in its `type` field."""

    word: str
    model: type[WireModel]


def capability_packages() -> Iterator[str]:
    """Return the packages that declare a capability: the folders of the packages that the settings name."""
    for parent in settings.ROOM_CAPABILITIES:
        for found in pkgutil.iter_modules(import_module(parent).__path__, f"{parent}."):
            if found.ispkg and find_spec(f"{found.name}.capability") is not None:
                yield found.name


@cache
def installed_capabilities() -> tuple[Installed, ...]:
    """Return every capability, by name."""
    found = [
        Installed(package.rpartition(".")[2], package, import_module(f"{package}.capability").CAPABILITY)
        for package in capability_packages()
    ]
    faults = [fault for one in found for fault in faults_of(one)]
    if faults:
        raise ImproperlyConfigured("\n".join(faults))
    return tuple(sorted(found, key=lambda one: one.name))


def faults_of(one: Installed) -> list[str]:
    """Return what a capability's declaration lacks, a sentence each."""
    lacking = [name for name in _modules_needed(one) if find_spec(f"{one.package}.{name}") is None]
    if lacking:
        return [f"{one.name}: there is no {name}.py, which its declaration needs." for name in lacking]
    actions = import_module(f"{one.package}.actions") if one.capability.commands else None
    found = []
    for command in one.capability.commands:
        word = word_of(command.command)
        if command.need is None:
            found.append(f"{one.name}: the command {word} names no one who may (need).")
        found += [
            f"{one.name}: actions.py has no function {name}{why}"
            for name, why in ((word, " for the command of this name."), (command.finds_room, f", which {word} names."))
            if name and not callable(getattr(actions, name, None))
        ]
    for event in one.capability.events:
        word = word_of(event.event)
        if not event.words:
            found.append(f"{one.name}: the event {word} has no words for the timeline.")
        if event.alert is None:
            found.append(f"{one.name}: the event {word} does not say who is told; NO_ONE says that no one is.")
        found += _missing_functions(one, event)
        if not one.example(word).is_file():
            found.append(f"{one.name}: the event {word} has no example, {one.example(word).name}.")
    return [*found, *_faults_of_page(one)]


def _modules_needed(one: Installed) -> list[str]:
    alerts = [event.alert for event in one.capability.events if isinstance(event.alert, Alert)]
    has_functions = any((alert.chosen_by, alert.detail, alert.beside) != ("", "", "") for alert in alerts)
    needed = {"actions": one.capability.commands or has_functions, "words": one.capability.page_words}
    return [name for name, is_needed in needed.items() if is_needed]


def _faults_of_page(one: Installed) -> list[str]:
    """Return what lacks of what a capability shows on the incident page, a sentence each."""
    found, name = [], one.capability.page_words
    if name and not callable(getattr(import_module(f"{one.package}.words"), name, None)):
        found.append(f"{one.name}: words.py has no function {name}, which page_words names.")
    if one.capability.buttons and not one.capability.panel:
        found.append(f"{one.name}: its buttons have no panel that carries them out.")
    commands = {word_of(rule.command) for rule in one.capability.commands}
    found += [
        f"{one.name}: its button {button} is no command of it." for button in one.capability.buttons.keys() - commands
    ]
    return found


def _missing_functions(one: Installed, event: EventRule) -> list[str]:
    """Return which functions an event's alert names that are not there, a sentence each."""
    names = (event.alert.chosen_by, event.alert.detail, event.alert.beside) if isinstance(event.alert, Alert) else ()
    return [
        f"{one.name}: actions.py has no function {name}, which the alert of {word_of(event.event)} names."
        for name in names
        if name and not hasattr(import_module(f"{one.package}.actions"), name)
    ]


@cache
def command_rules() -> dict[type[Command], tuple[CommandRule, Installed]]:
    """Return the rule of every command, and whose it is."""
    return {rule.command: (rule, one) for one in installed_capabilities() for rule in one.capability.commands}


@cache
def event_rules() -> dict[str, EventRule]:
    """Return the rule of every event, by its word."""
    return {word_of(rule.event): rule for one in installed_capabilities() for rule in one.capability.events}


def overtaking_kinds() -> frozenset[str]:
    """Return the words of the events whose alerts overtake others. Loads the declarations alone: push asks it."""
    declared = [import_module(f"{package}.capability").CAPABILITY for package in capability_packages()]
    rules = [rule for one in declared for rule in one.events]
    return frozenset(word_of(one.event) for one in rules if isinstance(one.alert, Alert) and one.alert.overtakes)


@cache
def object_classes() -> dict[str, type[RoomObject]]:
    """Return the class of the objects under each key of the state."""
    return {cls.state_key: cls for one in installed_capabilities() for cls in one.capability.objects}


@cache
def guards_of_commands() -> dict[type[Command], tuple[Callable[..., object], ...]]:
    """Return, for each command, the functions of other capabilities that may refuse it."""
    found: dict[type[Command], tuple[Callable[..., object], ...]] = {}
    for one in installed_capabilities():
        for command, name in one.capability.guards.items():
            found[command] = (*found.get(command, ()), one.action(name))
    return found


@cache
def hiding_functions() -> tuple[Callable[..., object], ...]:
    """Return the functions that say which people hide now."""
    return tuple(one.action(one.capability.hiding) for one in installed_capabilities() if one.capability.hiding)


@cache
def named_function(word: str, name: str) -> Callable[..., object]:
    """Return a function of the actions of the capability that declares an event."""
    owners = {word_of(rule.event): one for one in installed_capabilities() for rule in one.capability.events}
    return owners[word].action(name)


@cache
def action_of(command: type[Command]) -> Callable[..., object]:
    """Return the function that carries a command out: of the command's name, in its capability's actions."""
    return command_rules()[command][1].action(word_of(command))


@cache
def rules_answered_by() -> dict[str, tuple[EventRule, ...]]:
    """Return, for each event, those events whose alerts its author answers by it."""
    found: dict[str, tuple[EventRule, ...]] = {}
    for rule in event_rules().values():
        if isinstance(rule.alert, Alert) and rule.alert.answered_by is not None:
            word = word_of(rule.alert.answered_by.event)
            found[word] = (*found.get(word, ()), rule)
    return found


def page_words_of_capabilities() -> dict[str, str]:
    """Return what the scripts of all capabilities say on the incident page, in the reader's language."""
    found: dict[str, str] = {}
    for one in installed_capabilities():
        if one.capability.page_words:
            found |= getattr(import_module(f"{one.package}.words"), one.capability.page_words)()
    return found


def page_buttons() -> dict[str, str]:
    """Return the words of the buttons that capabilities put on the incident page, not translated, by their names."""
    return {name: words for one in installed_capabilities() for name, words in one.capability.buttons.items()}


def page_panels() -> dict[str, str]:
    """Return the scripts that put capabilities on the incident page, by the names of the capabilities."""
    return {one.name: one.capability.panel for one in installed_capabilities() if one.capability.panel}


def named_commands(*, is_live: bool | None = None) -> tuple[Named, ...]:
    """Return the commands, in the order of their capabilities; if asked, only the live ones or only the logged ones."""
    rules = (rule for rule, _ in command_rules().values() if is_live in (None, rule.is_live))
    return tuple(Named(word_of(rule.command), rule.command) for rule in rules)


def named_events() -> tuple[Named, ...]:
    """Return the events, in the order of their capabilities."""
    return tuple(Named(word, rule.event) for word, rule in event_rules().items())


@cache
def command_adapter() -> TypeAdapter[Command]:
    """Return what validates any command, told apart by `type`."""
    return TypeAdapter(any_command())


@cache
def any_command() -> type[Command]:
    """Return the closed union of all commands, for descriptions and validation."""
    return _union_of([one.model for one in named_commands()])


@cache
def any_event() -> type[Event]:
    """Return the closed union of all events, for descriptions and validation."""
    return _union_of([one.model for one in named_events()])


def _union_of[M](models: list[type[WireModel]]) -> type[M]:
    union: type[M] = Annotated[reduce(or_, models), Field(discriminator="type")]  # type: ignore[assignment]  # made at run time
    return union


@cache
def lists_of_capabilities() -> dict[str, type[Labelled]]:
    """Return the closed lists that capabilities show, by the names that scripts ask for them with: `search_state`."""
    shown = [one for installed in installed_capabilities() for one in installed.capability.lists]
    return {re.sub(r"(?<!^)(?=[A-Z])", "_", one.__name__).lower(): one for one in shown}
