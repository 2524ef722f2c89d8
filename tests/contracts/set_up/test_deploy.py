"""What deploy/ tells people to run fits what there is: commands, ports, settings."""

import re

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from tests.support.processes import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))


def ports_of_the_proxy() -> list[str]:
    return re.findall(r"^ *server 127\.0\.0\.1:(\d+)", (DEPLOY / "nginx.conf").read_text(), re.MULTILINE)


def check_command(words: list[str]) -> None:
    """Check that `words`, which begin with a command of ours, are taken by it."""
    name, *arguments = words
    command = load_command_class(get_commands()[name], name)
    command.create_parser("manage.py", name).parse_args(arguments)


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_runs_a_command_that_there_is(name: str) -> None:
    text = (DEPLOY / name).read_text()
    line = next(line for line in text.splitlines() if line.startswith("ExecStart="))

    check_command(line.replace("%i", "8001").split("manage.py ")[1].split())

    assert "EnvironmentFile=/etc/musterpoint/musterpoint.env" in text


def test_the_compose_file_runs_commands_that_there_are_on_the_ports_that_the_proxy_asks() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    ours = {name: service["command"] for name, service in services.items() if "manage.py" in service.get("command", [])}

    for command in ours.values():
        check_command(command[2:])

    served = [command[command.index("--port") + 1] for command in ours.values() if "--port" in command]
    assert sorted(served) == ports_of_the_proxy()


def test_every_setting_in_deploy_is_a_setting_that_the_manual_explains() -> None:
    explained = set(re.findall(r"^\| `(MUSTERPOINT_\w+)` \|", (ROOT / "docs/operations.md").read_text(), re.MULTILINE))
    used = {name for path in DEPLOY.iterdir() for name in re.findall(r"MUSTERPOINT_[A-Z_]+", path.read_text())}

    assert used <= explained
    assert {"MUSTERPOINT_SECRET_KEY", "MUSTERPOINT_HOSTS"} <= used
