"""Open a desk of social media alerts on a live server, and send posts to it as a provider would."""

import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from push.transports.keys import webhook_signature
from tests.stage.live_room import LiveRoom
from tests.stage.prevention.tips import asked, me


@dataclass(frozen=True)
class Provider:
    """Another company's system: where it sends, and by which key."""

    room: LiveRoom
    provider_id: str
    secret: str

    def send(self, body: bytes) -> int:
        """Send a signed delivery; return the status."""
        name, stamp = f"msg_{uuid4().hex}", str(int(datetime.now(UTC).timestamp()))
        request = urllib.request.Request(
            f"{self.room.url}/api/v1/social-alert-intake/{self.provider_id}",
            data=body,
            headers={
                "Content-Type": "application/json",
                "webhook-id": name,
                "webhook-timestamp": stamp,
                "webhook-signature": webhook_signature(self.secret, name, stamp, body),
            },
            method="POST",
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return int(response.status)


def open_alert_desk(room: LiveRoom, *, reviewer: str, words: list[str]) -> Provider:
    """Open the district's desk with one reviewer, a fence around the site, and a rule that the keeper approves."""
    desk, today = f"/districts/{room.stage.district_id}/social-alert-desk", datetime.now(UTC).date()
    asked(room, "keeper", "PUT", desk, {})
    asked(room, "keeper", "POST", f"{desk}/team", {"person_id": me(room, reviewer)["user_id"]})
    fence = asked(room, "keeper", "POST", f"{desk}/fences", {"site_id": room.stage.site_id, "buffer_m": 100})
    rule = {
        "words": words,
        "purpose": "Find invented threats with weapons",
        "legal_basis": "Board policy 7.77 (invented)",
        "fence_ids": [fence["fence_id"]],
        "expires_on": str(today + timedelta(days=30)),
        "review_on": str(today + timedelta(days=20)),
    }
    made = asked(room, reviewer, "POST", f"{desk}/rules", rule)
    asked(room, "keeper", "POST", f"/social-alert-rules/{made['rule_id']}/steps", {"step": "approve"})
    key = asked(room, "keeper", "POST", f"{desk}/providers", {"name": "Example Listener"})
    return Provider(room, key["provider_id"], key["secret"])
