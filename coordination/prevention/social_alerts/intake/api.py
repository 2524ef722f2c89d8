"""The signed door for providers: checked before anything of a body is parsed."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Header, Router, Status
from ninja.security import APIKeyHeader

from coordination.errors import BadSignature, FrameTooLarge
from coordination.prevention.social_alerts.intake.taking import check_provider, take_posts
from coordination.prevention.social_alerts.rules.posts import AlertPosts, AlertPostsTaken
from coordination.prevention.social_alerts.signatures import SignedDelivery
from coordination.room.wire.frames import MAX_FRAME_BYTES

router = Router(tags=["social alerts"])
MessageId = Annotated[
    str, Header(alias="webhook-id", description="The provider's own id of the delivery: sent again, it has no effect.")
]
Stamp = Annotated[str, Header(alias="webhook-timestamp", description="Seconds since 1970 when it was signed.")]


class DeliverySignature(APIKeyHeader):
    """Providers: Standard Webhooks, HMAC-SHA256 over id, time and the bytes as they came."""

    param_name = "webhook-signature"

    def authenticate(self, request: HttpRequest, key: str | None) -> UUID | None:
        if len(request.body) > MAX_FRAME_BYTES:
            raise FrameTooLarge
        match = request.resolver_match
        if match is None:
            raise BadSignature
        given = SignedDelivery(
            message_id=request.headers.get("webhook-id", ""),
            timestamp=request.headers.get("webhook-timestamp", ""),
            signatures=key or "",
            body=request.body,
        )
        return check_provider(UUID(str(match.kwargs["provider_id"])), given, timezone.now())


@router.post(
    "/social-alert-intake/{uuid:provider_id}",
    response={202: AlertPostsTaken},
    auth=DeliverySignature(),
    operation_id="send_social_posts",
)
def post_posts(
    request: HttpRequest, provider_id: UUID, given: Body[AlertPosts], message_id: MessageId = "", stamp: Stamp = ""
) -> Status[AlertPostsTaken]:
    """Take public posts. What is not said to be public is refused and only counted; so is what is a day old."""
    taken = take_posts(
        provider_id=provider_id,
        message_id=request.headers.get("webhook-id", ""),
        posts=given.posts,
        at=timezone.now(),
    )
    return Status(202, taken)
