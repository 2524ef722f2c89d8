"""What waits for oneself: everybody has such a page, and reads nothing of anyone else there."""

from tests.coordination.access_walk.rows import EVERYBODY, Row

ROUTES: dict[str, Row] = {"GET /me/waiting": Row(EVERYBODY)}
PAGES: dict[str, Row] = {"waiting": Row(EVERYBODY), "waiting/week": Row(EVERYBODY)}
PICTURES = {"principal": ("waiting", "waiting_week"), "superintendent": ("waiting_week",)}
