"""Sign-ins that lie between a phone's browser and the app that trades their code: how they are found, and ended."""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

# What such a session holds, and how its key begins.
HANDED, KEY_BEGINS = "app_sign_in_handed", "handed"


def end_codes(user_id: int, at: datetime) -> None:
    """End the codes that no app has traded yet of a person, in the caller's transaction: a phone is lost.

    Before the sessions: whose code is traded at this moment has one, once this goes on.
    """
    lying = Session.objects.filter(session_key__startswith=KEY_BEGINS, expire_date__gt=at)
    said_by_key = {row.session_key: row.get_decoded().get(HANDED, {}).get("said", {}) for row in lying}
    theirs = [key for key, said in said_by_key.items() if said.get(SESSION_KEY) == str(user_id)]
    Session.objects.filter(session_key__in=theirs).delete()
