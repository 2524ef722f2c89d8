"""Commands that have not been answered, in the order they were asked; in a file they outlive the process."""

import json
from pathlib import Path

from musterpoint_client.problems import Frame


class Outbox:
    """Unanswered commands by id. The file holds what people said: put it where only they can read it."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self.commands: dict[str, Frame] = {}
        if path is not None and path.exists():
            self.commands = {command["id"]: command for command in json.loads(path.read_text(encoding="utf-8"))}

    def add(self, command: Frame) -> None:
        """Keep a command until it is answered."""
        self.commands[command["id"]] = command
        self._keep()

    def drop(self, command_id: str) -> None:
        """Forget a command that was answered."""
        if self.commands.pop(command_id, None) is not None:
            self._keep()

    def _keep(self) -> None:
        if self._path is None:
            return
        # A whole file or the one before, never a half.
        new = self._path.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(json.dumps(list(self.commands.values())), encoding="utf-8")
        new.replace(self._path)
