"""The server's own settings, and one file more that it serves like its own: what an unchanged floor is beside."""

from coordination.settings import *  # noqa: F403 - a settings module is its names
from coordination.settings import VAR_DIR

# At the root of all addresses; read when the server starts, as all files are.
SERVESTATIC_ROOT = VAR_DIR / "measured"
