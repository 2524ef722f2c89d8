"""Run daphne in this process, on a socket that is already listening or on a port."""

from channels.routing import get_default_application


def run_server(*, host: str, port: int | None, fd: int | None) -> None:
    """Serve until SIGTERM or SIGINT. Blocks."""
    # daphne installs its reactor when it is imported: not before there is something to serve.
    from daphne.server import Server  # noqa: PLC0415

    endpoint = f"fd:fileno={fd}" if fd is not None else f"tcp:port={port}:interface={host}"
    Server(application=get_default_application(), endpoints=[endpoint], server_name="musterpoint").run()
