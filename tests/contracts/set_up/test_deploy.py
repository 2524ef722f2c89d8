"""What deploy/ tells people to run fits what there is: commands, ports, settings."""

import re
from collections.abc import Iterable, Iterator
from uuid import uuid4

import pytest
import yaml
from django.core.management import get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver

from coordination.sockets.server.request_lanes import lane_of
from mou.foundation.lanes import Lane
from tests.support.processes import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))


def ports_of_the_proxy() -> list[str]:
    return sorted(set(re.findall(r"^ *server 127\.0\.0\.1:(\d+)", (DEPLOY / "nginx.conf").read_text(), re.MULTILINE)))


def routes(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Return every route, as it is written."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        yield from routes(pattern.url_patterns, route) if isinstance(pattern, URLResolver) else [route]


def goes_to_a_server_of_rooms(path: str) -> bool:
    """Tell where the proxy sends a path: the first location whose expression is in it says so, else it is a page."""
    locations = re.findall(r"location ~ (\S+) \{(.*?)\n    \}", (DEPLOY / "nginx.conf").read_text(), re.DOTALL)
    assert len(locations) > 3
    return next(("musterpoint_rooms" in body for pattern, body in locations if re.search(pattern, path)), False)


def test_the_proxy_sends_to_the_servers_of_rooms_what_an_emergency_is_made_of_and_nothing_else() -> None:
    paths = {re.sub(r"<[^>]+>", str(uuid4()), f"/{route}") for route in routes(get_resolver().url_patterns)}
    assert len(paths) > 300

    emergencies = {path for path in paths if lane_of("POST", path) in (Lane.PRESSES, Lane.URGENT, Lane.POLLS)}

    assert {path for path in paths if goes_to_a_server_of_rooms(path)} == emergencies
    assert len(emergencies) > 10
    assert goes_to_a_server_of_rooms(f"/ws/v1/rooms/{uuid4()}")


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


@pytest.mark.parametrize("name", ["musterpoint-draw.service", "musterpoint-hash.service"])
def test_what_hashes_passwords_and_what_draws_have_no_network(name: str) -> None:
    assert {"PrivateNetwork=yes", "RestrictAddressFamilies=AF_UNIX"} <= set((DEPLOY / name).read_text().splitlines())


def test_the_proxy_bounds_the_sign_ins_and_connections_of_an_address() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    sign_in = re.findall(r"location ~ \^/\(accounts\|_allauth\)/ \{(.*?)\n    \}", text, re.DOTALL)

    assert ["limit_req zone=musterpoint_sign_in" in body for body in sign_in] == [True]
    # Of every location: it stands before the first one.
    assert "limit_conn musterpoint_connections" in text.split("\n    location", 1)[0]
    assert text.count("$musterpoint_subscriber zone=") == 2


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


def test_an_image_takes_nothing_that_set_up_or_running_makes() -> None:
    """Keys, the database and the set-up of the machine on which the image is built stay where they are."""
    left_out = (ROOT / ".dockerignore").read_text().split()

    made = [line for line in (ROOT / ".gitignore").read_text().splitlines() if line and not line.startswith("#")]
    assert [one for one in made if not {one, f"**/{one}"} & set(left_out)] == []
    assert "deploy/tls/" in left_out
    assert not {"docs/", "deploy/", "coordination/", "*.txt", "*.json"} & set(left_out)
