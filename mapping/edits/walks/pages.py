"""The page on which all floors of a site are verified, and published, at once: its grounds among them."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mapping.edits.walks.given import FloorsPublished, FloorsWalked
from mapping.edits.walks.many_floors import OpenFloor, OpenFloors, open_floors, publish_floors, verify_floors
from mapping.errors import NotAllowed
from mapping.plans.versions import local_day
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, carry_out, show_page
from mou.foundation.forms.page import page

SEE_OTHER = 303


@page(posts=True)
def verify_floors_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show what waits to be walked and to be published, and do it for what is ticked. Others than keepers: 404."""
    user_id, at = request.user.pk, timezone.now()
    assert user_id is not None
    try:
        found = open_floors(user_id=user_id, site_id=site_id, at=at)
    except NotAllowed as refusal:
        raise Http404 from refusal
    site, may_verify, may_publish = (
        found.site,
        _floors_to_tick(found, found.drafts),
        _floors_to_tick(found, found.verified),
    )
    verify = ActForm(
        request,
        "verify",
        FloorsWalked,
        lambda given: verify_floors(actor_id=user_id, site_id=site_id, given=given, at=at),
        choices={"floors": may_verify},
        initial={"seen": found.seen, "walked_on": local_day(site, at), "floors": [pk for pk, _label in may_verify]},
        first=["floors", "walked_on", "walked_with", "note"],
    )
    publish = ActForm(
        request,
        "publish",
        FloorsPublished,
        lambda given: publish_floors(actor_id=user_id, site_id=site_id, given=given, at=at),
        choices={"floors": may_publish},
        initial={"seen": found.seen, "floors": [pk for pk, _label in may_publish]},
    )
    of_page: list[AnyForm] = [verify, publish]
    if carry_out(request, of_page, _refusal_sentence):
        return HttpResponseRedirect(request.path, status=SEE_OTHER)
    context = {
        "site": site,
        "found": found,
        "verify_form": verify if may_verify else None,
        "publish_form": publish if may_publish else None,
        "not_to_verify": [one for one in found.drafts if one.why_not],
        "not_to_publish": [one for one in found.verified if one.why_not],
    }
    return show_page(request, "mapping/edits/verify_floors.html", context, of_page)


def _floors_to_tick(found: OpenFloors, floors: Sequence[OpenFloor]) -> list[tuple[str, str]]:
    """Return the floors whose next step the reader may take, each with who drew it last."""
    return [(str(one.id), _label_of(found, one)) for one in floors if not one.why_not]


def _label_of(found: OpenFloors, floor: OpenFloor) -> str:
    day = date_format(local_day(found.site, floor.drawn_at))
    told = {"floor": floor.name, "version": floor.version, "day": day, "person": floor.drawn_by or _("operator")}
    return _("%(floor)s · version %(version)s · drawn last by %(person)s, %(day)s") % told


def _refusal_sentence(refusal: Refusal) -> str:
    return refusal.sentence_or(str(refusal))
