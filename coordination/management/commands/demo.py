"""Set up a demo district and serve it on this machine, or check with --once that all of it works."""

import json
import shutil
import socket
import sys
import time
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from coordination.management import demo_district, self_check
from coordination.management.listening import address_of, listening_socket
from coordination.management.process_group import GroupEnded, ProcessGroup, manage_command, start_workers
from mou.foundation.bounded_process.confinement import is_available

HOST = "127.0.0.1"  # people whose password is printed are served to this machine only


class Command(BaseCommand):
    help = "Load the demo district and serve it on 127.0.0.1."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
        parser.add_argument("--data", type=Path, help="folder with public map data to load as well")
        parser.add_argument("--fresh", action="store_true", help="forget what an earlier demo left")
        parser.add_argument("--once", action="store_true", help="check everything through the real server, then end")
        parser.add_argument("--json", action="store_true", help="with --once: print the summary as one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.MODE != "demo":
            raise CommandError("the demo runs with its own settings: start it with `python3 manage.py demo`")
        data = options["data"]
        if data is not None and not data.is_dir():
            raise CommandError(f"--data: there is no folder {data}", returncode=2)
        began = time.monotonic()
        if options["once"]:
            self._once(data, as_json=options["json"], began=began)
            return
        listener = listening_socket(HOST, options["port"])
        demo_district.prepare_district(data=data, is_fresh=options["fresh"], say=report_progress)
        steps = demo_district.first_steps(address_of(listener))
        try:
            serve_demo(listener, steps)
        except GroupEnded as ended:
            if ended.exit_code:
                raise CommandError(str(ended), returncode=ended.exit_code) from None

    def _once(self, data: Path | None, *, as_json: bool, began: float) -> None:
        """Check everything in a folder of its own, which is removed when all is well."""
        listener = listening_socket(HOST, 0)
        demo_district.prepare_district(data=data, is_fresh=True, say=report_progress)
        holdings = demo_district.count_holdings()
        try:
            check = check_demo(listener)
        except (GroupEnded, TimeoutError) as error:
            raise CommandError(f"the server could not be checked: {error}") from None
        summary = {
            "ok": check.is_ok,
            **asdict(holdings),
            "entries_posted": check.entries_posted,
            "entries_delivered": check.entries_delivered,
            "failures": list(check.failures),
            "notes": list(check.notes),
            "seconds": round(time.monotonic() - began, 1),
        }
        self.stdout.write(json.dumps(summary) if as_json else in_words(summary))
        if not check.is_ok:
            report_progress(f"left for a look: {settings.VAR_DIR}")
            sys.exit(1)
        if settings.VAR_DIR.name.startswith("once-"):
            shutil.rmtree(settings.VAR_DIR)


def report_progress(text: str) -> None:
    """Report progress on stderr: stdout belongs to the summary."""
    print(f"[demo] {text}", file=sys.stderr, flush=True)


def in_words(summary: dict[str, Any]) -> str:
    """Return a line for each number, and one for each thing to look at."""
    lines = []
    for name, value in summary.items():
        said = (value or ["none"]) if isinstance(value, list) else [value]
        lines += [f"{name.replace('_', ' '):<18} {one}" for one in said]
    return "\n".join(lines)


def start_all(group: ProcessGroup, listener: socket.socket) -> None:
    """Start the server and its workers on a listening socket and wait until they can work."""
    connections.close_all()
    fd = listener.fileno()
    group.start("server", manage_command("serve", "--fd", str(fd)), pass_fds=[fd])
    start_workers(group)
    if not is_available():
        report_progress(self_check.NOT_CONFINED)
    report_progress("starting the server")
    demo_district.wait_ready(address_of(listener), group)


def serve_demo(listener: socket.socket, steps: str) -> None:
    with ProcessGroup() as group:
        start_all(group, listener)
        print(steps, flush=True)
        group.wait()


def check_demo(listener: socket.socket) -> self_check.SelfCheck:
    with ProcessGroup() as group:
        start_all(group, listener)
        report_progress("checking it over HTTP and websocket; it warns of two things that a stranger asks for in vain")
        return self_check.run_checks(address_of(listener))
