"""The pages of a district's rules: which law counts, its own rules, its school year. Plain forms: no script."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.drills.requirements import words
from coordination.drills.requirements.access import district_for, keeps_district
from coordination.drills.requirements.errors import BadDrillLaw, DrillDistrictNotFound
from coordination.drills.requirements.forms import law_with, said, school_year_in, year_in
from coordination.drills.requirements.rules.laws import DrillLaw
from coordination.drills.requirements.rules.record import day_at
from coordination.drills.requirements.vocabulary import DrillPeriod, DrillType
from coordination.drills.requirements.work.laws import (
    changes_of,
    choose_law,
    held_to,
    laws_of,
    put_law,
    remove_law,
    set_school_year,
)
from coordination.drills.requirements.work.queries import year_of, year_view
from coordination.room.access import Asker
from coordination.web.posted import anew
from coordination.web.signed_in import asker_of
from mou.models import Agency

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def rules_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show which law counts and the school year; choose another, write one, set the year."""
    asker = asker_of(request)
    district = _district(asker, district_id)
    problem = ""
    if request.method == "POST":
        problem = said(lambda: _act(request, asker, district))
        if not problem:
            here = reverse("district_drill_law", args=[district.pk])
            is_new = request.POST.get("act") == "new"
            return anew(reverse("own_drill_law", args=[district.pk, request.POST.get("key", "")]) if is_new else here)
    held = held_to(district.pk)
    year = year_of(district.pk, year_in(request.GET), day_at(asker.at, district.time_zone))
    context = {
        "district": district,
        "held": held,
        "named": words.law_in_words(held.law, is_own=held.is_own),
        "laws": [(key, words.law_in_words(one, is_own=own), own) for key, (one, own) in laws_of(district.pk).items()],
        "year": year_view(year),
        "months": words.months(),
        "changes": [(one, words.acts().get(one.act, one.act)) for one in changes_of(district.pk)],
        "keeps": keeps_district(asker.user_id, district.pk, asker.at),
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    return render(request, "requirements/laws/rules.html", context, status=REFUSED if problem else 200)


def _act(request: HttpRequest, asker: Asker, district: Agency) -> None:
    posted = request.POST
    match posted.get("act"):
        case "choose":
            choose_law(
                actor_id=asker.user_id,
                district_id=district.pk,
                key=posted.get("key", ""),
                has_fire_marshal_rule=posted.get("has_fire_marshal_rule") == "yes",
                at=asker.at,
            )
        case "year":
            given = school_year_in(posted)
            set_school_year(actor_id=asker.user_id, district_id=district.pk, given=given, at=asker.at)
        case "new":
            document = _begun(district, posted.get("like", ""))
            document |= {"key": posted.get("key", ""), "name": posted.get("name", "")}
            put_law(
                actor_id=asker.user_id,
                district_id=district.pk,
                key=posted.get("key", ""),
                document=document,
                at=asker.at,
            )
        case _:
            raise BadDrillLaw


def _begun(district: Agency, like: str) -> dict[str, object]:
    """Return the law from which a new one begins. Raises: BadDrillLaw."""
    found = laws_of(district.pk).get(like)
    if found is None:
        raise BadDrillLaw(pointer="/like")
    return found[0].model_dump(mode="json")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def own_law_page(request: HttpRequest, district_id: UUID, key: str) -> HttpResponse:
    """Show a law rule by rule; a change of one of ours makes it the district's own."""
    asker = asker_of(request)
    district = _district(asker, district_id)
    found = laws_of(district.pk).get(key)
    if found is None:
        raise Http404
    law, is_own = found
    problem = ""
    if request.method == "POST":
        problem = said(lambda: _change(request, asker, district, law))
        if not problem:
            gone = request.POST.get("act") == "give_up"
            return anew(reverse("district_drill_law", args=[district.pk]) if gone else request.path)
    context = {
        "district": district,
        "law": law,
        "is_own": is_own,
        "shown": words.law_in_words(law, is_own=is_own),
        "rules": [
            (number, one, one.title("es" if words.in_spanish() else "en")) for number, one in enumerate(law.rules)
        ],
        "types": DrillType.labels(),
        "periods": DrillPeriod.labels(),
        "keeps": keeps_district(asker.user_id, district.pk, asker.at),
        "problem": problem,
        "typed": request.POST if problem else {},
        "opened": request.POST.get("number", "") if problem else "",
    }
    return render(request, "requirements/laws/own_law.html", context, status=REFUSED if problem else 200)


def _change(request: HttpRequest, asker: Asker, district: Agency, law: DrillLaw) -> None:
    if request.POST.get("act") == "give_up":
        remove_law(actor_id=asker.user_id, district_id=district.pk, key=law.key, at=asker.at)
        return
    document = law_with(law, request.POST)
    put_law(actor_id=asker.user_id, district_id=district.pk, key=law.key, document=document, at=asker.at)


def _district(asker: Asker, district_id: UUID) -> Agency:
    try:
        return district_for(user_id=asker.user_id, district_id=district_id, at=asker.at)
    except DrillDistrictNotFound as missing:
        raise Http404 from missing
