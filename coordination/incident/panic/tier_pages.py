"""The page on which a district decides who is told of each tier, how and in which order. Plain forms: no script."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse

from coordination.incident.panic.tier_rules import MAY_BEGIN, DistrictTiers, district_tiers, districts_kept_by, set_tier
from coordination.incident.panic.tiers import ALL_RESPONDERS, TickedTierRule, TierRule, tiers_of
from coordination.incident.panic.words import rung_words
from coordination.incident.reach.facts import AgencyReach, agencies_reach, agreements_that_hold
from coordination.incident.reach.tables import agencies_table
from coordination.room.access import Asker
from coordination.vocabulary import PanicKind, ResponseActionKind, ToldGroup
from coordination.web.posted import redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import Agency
from mou.vocabulary import AgencyKind
from push.vocabulary import Manner

ORDER = ("tells", "responders", "severity", "begins", "first_word")


@page(posts=True)
def tiers_page(request: HttpRequest) -> HttpResponse:
    """Show who would be told of each tier in the reader's districts; save what a form decides."""
    asker = asker_of(request)
    districts = districts_kept_by(asker.user_id, asker.at)
    if not districts:
        raise Http404
    forms = {one.pk: _tier_forms(request, asker, one.pk) for one in districts}
    of_page = [form for tiers in forms.values() for form in tiers.values()]
    if carry_out(request, of_page, lambda refusal: refusal.sentence_or(str(refusal))):
        return redirect_anew(request.get_full_path())
    wanted = uuid_in(request.GET, "site")
    cards = [_card_of_district(district_tiers(one, site_id=wanted, at=asker.at), forms[one.pk]) for one in districts]
    reach = [_reach_of_district(request, asker, one, f"reach{number}") for number, one in enumerate(districts, start=1)]
    shown = {"districts": [{**card, "reach": table} for card, table in zip(cards, reach, strict=True)]}
    return show_tables(request, "panic/panic_tiers.html", shown, reach, of_page)


def _reach_of_district(request: HttpRequest, asker: Asker, district: Agency, prefix: str) -> ShownTable[AgencyReach]:
    found = agencies_reach(district, agreements_that_hold(district, asker.at), asker.at)
    return agencies_table(request, found, ZoneInfo(district.time_zone), prefix=prefix)


def _tier_forms(request: HttpRequest, asker: Asker, district_id: UUID) -> dict[PanicKind, AnyForm]:
    choices = {
        "responders": [(one.value, one.label) for one in ALL_RESPONDERS],
        "begins": [(one.value, one.label) for one in ResponseActionKind if one in MAY_BEGIN],
    }
    return {
        kind: ActForm(
            request,
            "tier",
            TickedTierRule,
            partial(_set_tier, asker, district_id, kind),
            choices=choices,
            initial=dict(rule),
            fixed={"district_id": str(district_id), "kind": kind.value},
            first=ORDER,
        )
        for kind, rule in tiers_of(district_id).items()
    }


def _set_tier(asker: Asker, district_id: UUID, kind: PanicKind, rule: TierRule) -> None:
    set_tier(asker=asker, district_id=district_id, kind=kind, rule=rule)


def _card_of_district(district: DistrictTiers, forms: Mapping[PanicKind, AnyForm]) -> dict[str, object]:
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
                "form": forms[tier.kind],
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
