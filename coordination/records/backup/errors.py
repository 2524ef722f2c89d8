"""What can go wrong with a backup. `str()` is for the person who runs the command."""


class BackupFailed(Exception):
    """A backup was not made, is not whole, or cannot be restored where it should be."""
