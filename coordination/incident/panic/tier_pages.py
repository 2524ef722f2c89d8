"""The page on which a district decides who is told of each tier, how and in which order. Plain forms: no script."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from coordination.errors import BadCommand, CoordinationError, IntakeNotFound
from coordination.incident.panic.tier_rules import MAY_BEGIN, DistrictTiers, district_tiers, districts_kept_by, set_tier
from coordination.incident.panic.tiers import ALL_RESPONDERS, TierRule
from coordination.incident.panic.words import rung_words
from coordination.room.access import Asker
from coordination.vocabulary import PanicKind, ResponseActionKind, Severity, ToldGroup
from coordination.web.posted import uuid_in
from coordination.web.signed_in import asker_of
from mou import errors as mou_errors
from mou.vocabulary import AgencyKind
from push.vocabulary import Manner


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def tiers_page(request: HttpRequest) -> HttpResponse:
    """Show who would be told of each tier in the reader's districts; save what a form decides."""
    asker = asker_of(request)
    districts = districts_kept_by(asker.user_id, asker.at)
    if not districts:
        raise Http404
    problem = ""
    if request.method == "POST":
        problem = _saved(asker, request.POST)
        if not problem:
            response = HttpResponseRedirect(f"{reverse('panic_tiers')}?site={request.POST.get('site', '')}")
            response.status_code = 303
            return response
    wanted = uuid_in(request.POST if request.method == "POST" else request.GET, "site")
    context = {
        "districts": [_card(district_tiers(one, site_id=wanted, at=asker.at)) for one in districts],
        "problem": problem,
        "severities": Severity.labels(),
        "groups": ToldGroup.labels(),
        "responders": {kind.value: kind.label for kind in ALL_RESPONDERS},
        "actions": {kind.value: kind.label for kind in ResponseActionKind if kind in MAY_BEGIN},
    }
    return render(request, "panic/panic_tiers.html", context, status=BadCommand.status if problem else 200)


def _card(district: DistrictTiers) -> dict[str, object]:
    """Return a district's tiers in the reader's language."""
    kinds, whose, how = PanicKind.labels(), {**AgencyKind.labels(), **ToldGroup.labels()}, Manner.labels()
    return {
        "district_id": district.district_id,
        "name": district.name,
        "sites": district.sites,
        "site_id": district.site_id,
        "tiers": [
            {
                "kind": tier.kind,
                "title": kinds[tier.kind],
                "rule": tier.rule,
                "steps": [
                    words.format(seconds=after) for words, after in zip(rung_words(), tier.ladder_s, strict=True)
                ],
                "told": [
                    {
                        "who": whose[one.who],
                        "people": one.people,
                        "with_way": one.with_way,
                        "how": how[one.manner],
                        "says": one.says,
                    }
                    for one in tier.told
                ],
            }
            for tier in district.tiers
        ],
    }


def _saved(asker: Asker, posted: QueryDict) -> str:
    """Save what a form decides; return why that was refused. Raises: Http404: not the asker's to decide on."""
    try:
        set_tier(
            asker=asker,
            district_id=uuid_in(posted, "district_id"),
            kind=PanicKind(posted.get("kind", "")),
            rule=rule_in(posted),
        )
    except (IntakeNotFound, mou_errors.NotAllowed) as missing:
        raise Http404 from missing
    except ValueError:
        return BadCommand.title
    except CoordinationError as error:
        return error.detail
    return ""


def rule_in(posted: QueryDict) -> TierRule:
    """Return the rule that a form describes. Raises: BadCommand."""
    try:
        return TierRule.model_validate(
            {
                "severity": posted.get("severity"),
                "tells": posted.getlist("tells"),
                "responders": posted.getlist("responders"),
                "first_word": posted.get("first_word"),
                "is_at_once": posted.get("is_at_once") == "yes",
                "asks_confirmation": posted.get("asks_confirmation") == "yes",
                "begins": posted.get("begins") or None,
            }
        )
    except ValidationError as error:
        raise BadCommand from error
