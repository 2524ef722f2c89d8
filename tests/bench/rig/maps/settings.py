"""The server's own settings, and one more folder of static files: what a floor is measured beside."""

from coordination.settings import *  # noqa: F403 - a settings module is its names
from coordination.settings import STATICFILES_DIRS, STORAGES, VAR_DIR

STATICFILES_DIRS = [*STATICFILES_DIRS, ("measured", VAR_DIR / "measured")]

# A folder that is made for the run is not built at set-up.
SERVES_SOURCES = SERVESTATIC_USE_FINDERS = True
SERVESTATIC_USE_MANIFEST = SERVESTATIC_USE_STATIC_ROOT = False
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
