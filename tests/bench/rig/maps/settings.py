"""The server's own settings, and one more folder of static files: what a floor is measured beside."""

from coordination.settings import *  # noqa: F403 - a settings module is its names
from coordination.settings import STATICFILES_DIRS, VAR_DIR

STATICFILES_DIRS = [*STATICFILES_DIRS, ("measured", VAR_DIR / "measured")]
