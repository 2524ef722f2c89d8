"""A process that has loaded all of a server, and forks itself for each server or program that a test starts.

Loading takes three seconds of a core; the suite starts hundreds. A fork reads its settings anew from the environment
that it is given, and does from there on what `manage.py` or `python -m` would. It opens nothing before: no database, no
thread. What is started as users start it is tested in tests/end_to_end/serving/.

Run as `python -m tests.support.forking.warm_process`: reads orders from standard input, a line of JSON each.
"""

import gc
import json
import os
import runpy
import sys
from dataclasses import asdict, dataclass
from typing import Any

# What a fork may be given another value of; with any other difference a process starts as ever.
OF_ONE_SERVER = ("MUSTERPOINT_DATABASE", "MUSTERPOINT_REDIS", "MUSTERPOINT_VAR", "PYTEST_CURRENT_TEST")
# As manage.py has it.
SELDOM = 100_000


@dataclass(frozen=True)
class Order:
    """One process to fork. `program` is "manage.py" or a module; what it says is appended to the files."""

    program: str
    arguments: list[str]
    env: dict[str, str]
    output: str
    errors: str


def main() -> None:
    """Load everything, then fork for each order; in a fork, carry it out."""
    gc.disable()
    load_everything()
    gc.collect()
    gc.freeze()
    order = forked_for_an_order()
    if order is not None:
        gc.set_threshold(SELDOM)
        gc.enable()
        become(order)


def load_everything() -> None:
    import django
    from django.urls import get_resolver

    django.setup()
    get_resolver().url_patterns  # noqa: B018 - it is the asking that imports every page
    from django.core.management import get_commands

    import coordination.management.commands.serve
    import coordination.management.serving_alone
    import coordination.sockets.routing
    import coordination.sockets.server.sync_request_thread  # noqa: F401

    get_commands()
    load_first_pages()


def load_first_pages() -> None:
    """Load what a server loads when the first pages are asked of it: nearly every test asks for some."""
    import folium  # noqa: F401 - the frame of every map
    from django.urls import reverse

    from coordination.web.static_files import StaticFiles

    reverse("my_alerts")
    # Which files there are is read once a process; all forks serve the same.
    StaticFiles()


def forked_for_an_order() -> Order | None:
    """Answer orders until standard input ends; return None then, and in each fork its order."""
    for line in sys.stdin.buffer:
        said = json.loads(line)
        if "ended" in said:
            answer = os.waitstatus_to_exitcode(os.waitpid(said["ended"], 0)[1])
        else:
            answer = os.fork()
            if answer == 0:
                return Order(**said)
        print(answer, flush=True)
    return None


def become(order: Order) -> None:
    """Be the process that was ordered, in a session of its own."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    files = [os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600) for path in (order.output, order.errors)]
    for number, file in enumerate((nothing, *files)):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update({"DJANGO_SETTINGS_MODULE": "coordination.settings", **order.env})
    read_settings_anew()
    sys.argv = [order.program, *order.arguments]
    if order.program == "manage.py":
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    else:
        runpy.run_module(order.program, run_name="__main__", alter_sys=True)


def read_settings_anew() -> None:
    """Let the settings be those of this environment, and forget what was made of others."""
    import importlib

    from channels.layers import channel_layers
    from django.conf import settings
    from django.core.cache import caches
    from django.core.files.storage import default_storage, storages
    from django.db import connections
    from django.utils.functional import empty
    from django.utils.log import configure_logging

    importlib.reload(sys.modules["coordination.settings"])
    for lazy in (settings, default_storage):
        setattr(lazy, "_wrapped", empty)  # noqa: B010 - the attribute is declared nowhere
    channel_layers.backends.clear()
    handlers: tuple[Any, ...] = (connections, caches, storages)
    for handler in handlers:
        handler.__dict__.clear()
        handler.__init__()
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)


def line_of(order: Order) -> bytes:
    return json.dumps(asdict(order)).encode() + b"\n"


if __name__ == "__main__":
    main()
