"""The public pages: what families of an incident were told, and how to stop. No account, no cookie, no one's data."""

from allauth.core.internal.ratelimit import get_ip
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from coordination.family_messages.rules.given import StopCodeIn
from coordination.family_messages.work.queries import messages_of_page
from coordination.family_messages.work.stopping import stop_by_code
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, at_field, carry_out, show_page

# Many ask at once, and each answer is the same: what stands between may keep it as long as families can wait.
CACHE = "public, max-age=10"
LANGUAGES = ("en", "es")


@require_safe
def status_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show what families were told, in every language in which it was said; nothing else of the incident."""
    found = messages_of_page(code)
    if found is None:
        raise Http404
    kept, messages = found
    incident = kept.room.incident
    # The same bytes for all: who asks, and in which language their browser is, changes nothing.
    with override(LANGUAGES[0]):
        context = {
            "messages": [(one, sorted(one.texts.items())) for one in messages],
            "is_exercise": incident.is_exercise,
            "time_zone": incident.site.time_zone,
        }
        answer = render(None, "family_messages/public/status.html", context)
    answer["Cache-Control"] = CACHE
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def stop_page(request: HttpRequest) -> HttpResponse:
    """Take the code of a mail: no more to that address. The code is typed, and stands in no address."""
    form: AnyForm = ActForm(request, "stop", StopCodeIn, lambda given: _stop_address(request, given))
    is_done = carry_out(request, [form], _sentence_of)
    context = {"form": form, "way": form.done if is_done else None}
    answer = show_page(request, "family_messages/public/stop.html", context, [form])
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _stop_address(request: HttpRequest, given: StopCodeIn) -> object:
    with at_field("code"):
        return stop_by_code(code=given.code, address=get_ip(request), at=timezone.now())


def _sentence_of(refusal: Refusal) -> str:
    return refusal.sentence_or(str(refusal))
