"""Where a carrier delivers text messages that people send us, signed as it signs them."""

from datetime import datetime
from functools import partial
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from ninja.security import APIKeyHeader

from coordination.errors import BadSignature
from coordination.incident.accountability.text_messages.text_reports import Text, take_text
from coordination.web.apps.installed import app_texts
from mou.api.media_types import XML, declare_types
from push.transports.sms_signature import is_signed

router = Router(tags=["accountability"])
NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


class CarrierSignature(APIKeyHeader):
    """A carrier with Twilio's interface: HMAC-SHA1 over its address of us and the fields, with the account's token."""

    param_name = "X-Twilio-Signature"

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:
        fields = {name: request.POST.getlist(name) for name in request.POST}
        url = (settings.PUSH_LINK_ORIGIN or f"{request.scheme}://{request.get_host()}") + request.get_full_path()
        if not settings.PUSH_SMS_ANSWERS or not is_signed(
            token=settings.PUSH_SMS_TOKEN, url=url, fields=fields, signature=key or ""
        ):
            raise BadSignature
        return key


@router.post(
    "/text-answers",
    auth=CarrierSignature(),
    response={200: None},
    operation_id="take_text_answer",
    openapi_extra=declare_types(XML),
)
def post_text(request: HttpRequest) -> HttpResponse:
    """Take a text message that was sent to our number. The answer is TwiML, most often an empty one."""
    text = Text(
        carrier_id=request.POST.get("MessageSid", "")[:64],
        number=request.POST.get("From", "")[:20],
        words=request.POST.get("Body", ""),
        has_pictures=request.POST.get("NumMedia", "0") not in ("", "0"),
    )
    answer = _answer_text(text, timezone.now()) if text.carrier_id else ""
    said = f'<?xml version="1.0" encoding="UTF-8"?><Response><Message>{escape(answer)}</Message></Response>'
    return HttpResponse(said if answer else NOTHING, content_type=f"{XML}; charset=utf-8")


def _answer_text(text: Text, at: datetime) -> str:
    """Give a text to whom it names, else to the rooms of its writer, else to who takes what is left."""
    parts = app_texts()
    takers = (
        *(partial(part, text, at=at, is_last=False) for part in parts),
        partial(take_text, text, at=at),
        *(partial(part, text, at=at, is_last=True) for part in parts),
    )
    answers = (take() for take in takers)
    return next((one for one in answers if one is not None), "")
