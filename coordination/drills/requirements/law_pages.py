"""The pages of a district's rules: which law counts, its own rules, its school year. Plain forms: no script."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.drills.requirements import acts, wire, words
from coordination.drills.requirements.access import district_for, keeps_district
from coordination.drills.requirements.pages import year_in
from coordination.drills.requirements.rules.laws import DrillLaw, DrillLawHead, DrillRule
from coordination.drills.requirements.rules.record import day_at
from coordination.drills.requirements.vocabulary import DrillPeriod
from coordination.drills.requirements.work.laws import changes_of, held_to, laws_of
from coordination.drills.requirements.work.queries import year_of, year_view
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.page import page


@page(posts=True)
def rules_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show which law counts and the school year; choose another, write one, set the year."""
    asker = asker_of(request)
    district = district_for(user_id=asker.user_id, district_id=district_id, at=asker.at)
    held = held_to(district.pk)
    laws = [(key, words.law_in_words(one, is_own=own), own) for key, (one, own) in laws_of(district.pk).items()]
    year = year_view(year_of(district.pk, year_in(request.GET), day_at(asker.at, district.time_zone)))
    own = _("the district's own")
    choose = ActForm(
        request,
        "choose",
        wire.DrillLawChoiceIn,
        partial(acts.choose_law, asker, district.pk),
        choices={"key": [(key, f"{law.name} ({own})" if is_own else law.name) for key, law, is_own in laws]},
        initial={"key": held.law.key, "has_fire_marshal_rule": held.has_fire_marshal_rule},
    )
    begin = ActForm(
        request,
        "new",
        wire.OwnLawBegunIn,
        partial(acts.begin_law, asker, district.pk),
        choices={"like": [(key, law.name) for key, law, _is_own in laws]},
    )
    months = [*words.month_words().items()]
    set_year = ActForm(
        request,
        "year",
        wire.NamedSchoolYearIn,
        partial(acts.set_named_school_year, asker, district.pk),
        choices={"open_months": months, "summer_months": months},
        initial={name: getattr(year, name) for name in wire.NamedSchoolYearIn.model_fields},
        first=["begins_on", "second_semester_on"],
    )
    of_page: list[AnyForm] = [choose, begin, set_year]
    if carry_out(request, of_page, words.refusal_sentence):
        here = reverse("district_drill_law", args=[district.pk])
        return redirect_anew(reverse("own_drill_law", args=[district.pk, begin.done]) if begin.is_bound else here)
    context = {
        "district": district,
        "held": held,
        "named": words.law_in_words(held.law, is_own=held.is_own),
        "laws": laws,
        "year": year,
        "changes": changes_of(district.pk).make_each(lambda one: (one, words.act_words().get(one.act, one.act))),
        "keeps": keeps_district(asker.user_id, district.pk, asker.at),
        "choose_form": choose,
        "begin_form": begin,
        "year_form": set_year,
    }
    return show_page(request, "requirements/laws/rules.html", context, of_page)


@page(posts=True)
def own_law_page(request: HttpRequest, district_id: UUID, key: str) -> HttpResponse:
    """Show a law rule by rule; a change of one of ours makes it the district's own."""
    asker = asker_of(request)
    district = district_for(user_id=asker.user_id, district_id=district_id, at=asker.at)
    found = laws_of(district.pk).get(key)
    if found is None:
        raise Http404
    law, is_own = found
    head = ActForm(
        request,
        "head",
        DrillLawHead,
        partial(acts.change_law_head, asker, district.pk, law),
        initial={name: getattr(law, name) for name in DrillLawHead.model_fields},
    )
    add = ActForm(request, "add", DrillRule, partial(acts.add_rule, asker, district.pk, law))
    give_up = ActForm(request, "give_up", NothingGiven, partial(acts.give_up_law, asker, district.pk, key))
    rules = [_rule_forms(request, asker, district.pk, law, number) for number in range(len(law.rules))]
    of_page: list[AnyForm] = [head, add, give_up, *(one for forms in rules for one in forms)]
    if carry_out(request, of_page, words.refusal_sentence):
        return redirect_anew(reverse("district_drill_law", args=[district.pk]) if give_up.is_bound else request.path)
    context = {
        "district": district,
        "is_own": is_own,
        "shown": words.law_in_words(law, is_own=is_own),
        "rules": [
            (one, words.name_of(one), change, remove) for one, (change, remove) in zip(law.rules, rules, strict=True)
        ],
        "periods": DrillPeriod.labels(),
        "keeps": keeps_district(asker.user_id, district.pk, asker.at),
        "head_form": head,
        "add_form": add,
        "give_up_form": give_up,
    }
    return show_page(request, "requirements/laws/own_law.html", context, of_page)


def _rule_forms(
    request: HttpRequest, asker: Asker, district_id: UUID, law: DrillLaw, number: int
) -> tuple[AnyForm, AnyForm]:
    """Return the forms that change and remove a rule."""
    fixed = {"number": str(number)}
    change = ActForm(
        request,
        "rule",
        DrillRule,
        partial(acts.change_rule, asker, district_id, law, number),
        initial=dict(law.rules[number]),
        fixed=fixed,
    )
    removal = partial(acts.remove_rule, asker, district_id, law, number)
    return change, ActForm(request, "remove", NothingGiven, removal, fixed=fixed)
