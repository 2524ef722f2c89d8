"""Stand in for Google's push service on this machine, so that developers of apps see what a phone would get."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from push.transports.fcm.sandbox import HOST, sandbox_server, write_account

PORT = 8099


class Command(BaseCommand):
    help = (
        "Take pushes in Google's place on 127.0.0.1, and print each message that a phone would get as a line of JSON."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on ({PORT})")
        parser.add_argument(
            "--account", type=Path, help="file for the service account to be written (push-sandbox.json in var)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        account = options["account"] or settings.VAR_DIR / "push-sandbox.json"
        try:
            server = sandbox_server(options["port"], self._show)
        except OSError as error:
            raise CommandError(f"cannot listen on {HOST}:{options['port']}: {error.strerror}", returncode=2) from None
        url = f"http://{HOST}:{server.server_address[1]}"
        write_account(account, url)
        self.stderr.write(
            "Pushes are taken here and shown, and none leaves this machine. Start the demo in another terminal:\n"
            f"  MUSTERPOINT_FCM_URL={url} MUSTERPOINT_FCM_CREDENTIALS={account.resolve()} python3 manage.py demo"
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()

    def _show(self, line: str) -> None:
        # Each message is seen when it comes.
        self.stdout.write(line)
        self.stdout.flush()
