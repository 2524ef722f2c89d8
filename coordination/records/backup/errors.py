"""What can go wrong with a backup. `str()` is for whoever runs the command."""


class BackupFailed(Exception):
    """It was not made, or is not whole, or does not go where it should."""
