"""A command of ours starts without Django's system checks: the gates run them, and they load every page."""

import pytest
from django.apps import apps
from django.core.checks import Tags
from django.core.management import get_commands, load_command_class

OURS = {
    config.name
    for config in apps.get_app_configs()
    if config.name.partition(".")[0] in ("coordination", "mapping", "mou", "push")
}
COMMANDS = sorted((app, name) for name, app in get_commands().items() if app in OURS)


def test_there_are_commands() -> None:
    assert {("push", "push_worker"), ("coordination", "serve")} <= set(COMMANDS)


@pytest.mark.parametrize(("app", "name"), COMMANDS)
def test_a_command_runs_no_check_that_loads_the_pages(app: str, name: str) -> None:
    asked = load_command_class(app, name).requires_system_checks
    # The tables are looked at by the one that makes them.
    assert list(asked) == ([Tags.database, Tags.models] if name == "migrate" else [])
