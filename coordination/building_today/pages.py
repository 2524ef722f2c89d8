"""The pages of the office: a site's day at a glance, its cards, visitors, changes and classes. Plain forms."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from pydantic import BaseModel

from coordination.building_today import tables
from coordination.building_today.access import Office, office_for
from coordination.building_today.cards.acts import card_of_office, cards_that_hold, end_card, issue_card, renew_code
from coordination.building_today.cards.codes import code_of
from coordination.building_today.cards.devices import name_in_log
from coordination.building_today.day.attendance import classes_before, count_class, expected_today
from coordination.building_today.day.changes import add_change, changes_of_day, end_change
from coordination.building_today.day.visitors import check_in, check_out, day_begins, visitors_forgotten, visitors_here
from coordination.building_today.models import DayCard
from coordination.building_today.shown import today_lines
from coordination.building_today.vocabulary import DayCardKind, DayCardState, ExpectedSource
from coordination.building_today.wire import (
    AfterHoursIn,
    ClassCountIn,
    DayCardIn,
    OneCard,
    OneChange,
    OneVisitor,
    RoomClosedIn,
    TripIn,
    VisitorIn,
)
from coordination.building_today.words import change_words
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.qr import qr_svg
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, Refusal, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables

# By the site's clock: a school day is over then, and an evening later.
DAY_IS_OVER_H, EVENING_IS_OVER_H = 17, 22


@page()
def sites_page(request: HttpRequest) -> HttpResponse:
    """Show the sites whose office the reader is of; of one alone, its day at once."""
    asker = asker_of(request)
    lines = today_lines(asker.user_id, asker.at)
    if not lines:
        raise Http404
    if len(lines) == 1:
        return redirect(lines[0].address)
    return render(request, "building_today/sites.html", {"lines": lines})


@page()
def today_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show a site's day at a glance."""
    asker = asker_of(request)
    office = office_for(user_id=asker.user_id, site_id=site_id, at=asker.at)
    expected = expected_today(office.site, asker.at)
    cards = cards_that_hold(site_id, asker.at).filter(starts_at__lte=asker.at).exclude(kind=DayCardKind.KIOSK.value)
    context = {
        "office": office,
        "n_cards": cards.count(),
        "n_visitors": visitors_here(office.site, asker.at).count(),
        "n_forgotten": visitors_forgotten(office.site, asker.at).count(),
        "expected": sum(one.expected for one in expected),
        "n_classes": len(expected),
        "n_counted": sum(one.source is ExpectedSource.OFFICE for one in expected),
        "enrolled": sum(one.enrolled for one in expected),
        "sentences": [
            change_words(one, office.site, with_contact=True) for one in changes_of_day(office.site, asker.at)
        ],
        "at": asker.at,
    }
    return render(request, "building_today/today.html", context)


@page(posts=True)
def cards_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Give cards, and end them."""
    asker = asker_of(request)
    office = office_for(user_id=asker.user_id, site_id=site_id, at=asker.at)

    def issue(given: DayCardIn) -> str:
        card_id = issue_card(user_id=asker.user_id, site_id=site_id, given=given, at=asker.at)
        return reverse("day_card_badge", args=[site_id, card_id])

    def end(given: OneCard) -> str:
        end_card(user_id=asker.user_id, card_id=given.card_id, at=asker.at)
        return request.path

    make = ActForm(request, "issue", DayCardIn, issue, zone=office.zone, initial=_until_hour(office, asker.at))
    ending = ActForm(request, "end", OneCard, end)
    if carry_out(request, [make, ending], _refusal_sentence):
        return redirect_anew(next(one.done for one in (make, ending) if one.is_bound))
    rows = DayCard.objects.filter(site=office.site, ends_at__gt=day_begins(office.site, asker.at))
    lines = [tables.card_line(one, asker.at) for one in rows.annotate(phones=Count("devices")).order_by("-made_at")]
    shown = ShownTable(request, tables.CARDS, lines, zone=office.zone)
    context = {
        "office": office,
        "make": make,
        "ending": ending,
        "cards": shown,
        "has_cards": bool(lines),
        "over": _OVER,
    }
    return show_tables(request, "building_today/cards.html", context, [shown], [make, ending])


@page(posts=True)
def badge_page(request: HttpRequest, site_id: UUID, card_id: UUID) -> HttpResponse:
    """Show a card to print, or to hold before a phone, while it holds; give it a new code."""
    asker = asker_of(request)
    card = card_of_office(user_id=asker.user_id, card_id=card_id, at=asker.at)
    if card.site_id != site_id:
        raise Http404
    renew = _button_form(request, "renew", lambda: renew_code(user_id=asker.user_id, card_id=card_id, at=asker.at))
    end = _button_form(request, "end", lambda: end_card(user_id=asker.user_id, card_id=card_id, at=asker.at))
    if carry_out(request, [renew, end], _refusal_sentence):
        return redirect_anew(request.path)
    holds = card.ended_at is None and card.ends_at > asker.at
    code, address = code_of(card) if holds else "", request.build_absolute_uri(reverse("day_card"))
    context = {
        "office": office_for(user_id=asker.user_id, site_id=site_id, at=asker.at),
        "card": card,
        "kind": DayCardKind(card.kind),
        "in_log": name_in_log(card),
        "phones": card.devices.count(),
        "holds": holds,
        "code": code,
        "address": address,
        "qr": qr_svg(f"{address}#{code}") if holds else "",
        "renew": renew,
        "end": end,
    }
    return show_page(request, "building_today/badge.html", context, [renew, end])


@page(posts=True)
def visitors_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Check visitors in and out."""
    asker = asker_of(request)
    office = office_for(user_id=asker.user_id, site_id=site_id, at=asker.at)

    def enter(given: VisitorIn) -> None:
        check_in(user_id=asker.user_id, site_id=site_id, given=given, at=asker.at)

    def leave(given: OneVisitor) -> None:
        check_out(user_id=asker.user_id, visitor_id=given.visitor_id, at=asker.at)

    come, go = ActForm(request, "enter", VisitorIn, enter), ActForm(request, "leave", OneVisitor, leave)
    if carry_out(request, [come, go], _refusal_sentence):
        return redirect_anew(request.get_full_path())
    forgotten = visitors_forgotten(office.site, asker.at)
    rows = visitors_here(office.site, asker.at) | forgotten
    shown = ShownTable(request, tables.VISITORS, rows, zone=office.zone)
    context = {
        "office": office,
        "come": come,
        "go": go,
        "visitors": shown,
        "n_here": visitors_here(office.site, asker.at).count(),
        "n_forgotten": forgotten.count(),
    }
    return show_tables(request, "building_today/visitors.html", context, [shown], [come, go])


@page(posts=True)
def changes_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Say which rooms are closed, who is away, and who has the building tonight."""
    asker = asker_of(request)
    office = office_for(user_id=asker.user_id, site_id=site_id, at=asker.at)
    closed = _change_form(request, asker, office, "closed", RoomClosedIn)
    trip = _change_form(request, asker, office, "trip", TripIn)
    evening = _change_form(request, asker, office, "evening", AfterHoursIn)

    def end(given: OneChange) -> None:
        end_change(user_id=asker.user_id, change_id=given.change_id, at=asker.at)

    ending = ActForm(request, "end", OneChange, end)
    of_page: list[AnyForm] = [closed, trip, evening, ending]
    if carry_out(request, of_page, _refusal_sentence):
        return redirect_anew(request.path)
    rows = list(changes_of_day(office.site, asker.at).select_related("site"))
    shown = ShownTable(request, tables.CHANGES, rows, zone=office.zone)
    context = {"office": office, "closed": closed, "trip": trip, "evening": evening, "ending": ending, "changes": shown}
    return show_tables(request, "building_today/changes.html", context, [shown], of_page)


@page(posts=True)
def classes_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Count the classes of today: one tap each."""
    asker = asker_of(request)
    office = office_for(user_id=asker.user_id, site_id=site_id, at=asker.at)

    def count(given: ClassCountIn) -> None:
        count_class(user_id=asker.user_id, site_id=site_id, given=given, at=asker.at)

    form = ActForm(request, "count", ClassCountIn, count)
    if carry_out(request, [form], _refusal_sentence):
        return redirect_anew(request.get_full_path())
    shown = ShownTable(request, tables.CLASSES, _class_lines(office, asker.at), zone=office.zone)
    context = {"office": office, "form": form, "classes": shown}
    return show_tables(request, "building_today/classes.html", context, [shown], [form])


_OVER = (DayCardState.ENDED, DayCardState.OVER)


def _class_lines(office: Office, at: datetime) -> list[tables.ClassLine]:
    """Return what is known of today, and the classes that were counted on the days before, not counted yet."""
    today = expected_today(office.site, at)
    lines = [tables.ClassLine(one.class_name, one.enrolled, one.expected, one.source, one.counted_at) for one in today]
    known = {one.room_key for one in today}
    before = [one for one in classes_before(office.site, at) if one.key not in known]
    return lines + [tables.ClassLine(one.class_name, one.students, None, None, None) for one in before]


def _change_form[Given: BaseModel](
    request: HttpRequest, asker: Asker, office: Office, act: str, model: type[Given]
) -> ActForm[Given, None]:
    def add(given: Given) -> None:
        assert isinstance(given, RoomClosedIn | TripIn | AfterHoursIn)
        add_change(user_id=asker.user_id, site_id=office.site.pk, given=given, at=asker.at)

    hour = EVENING_IS_OVER_H if model is AfterHoursIn else DAY_IS_OVER_H
    return ActForm(request, act, model, add, zone=office.zone, initial=_until_hour(office, asker.at, hour))


def _until_hour(office: Office, at: datetime, hour: int = DAY_IS_OVER_H) -> dict[str, object]:
    """Return from when until when something holds unless the office says otherwise: from now, for this day."""
    now = at.astimezone(office.zone).replace(second=0, microsecond=0)
    until = now.replace(hour=hour, minute=0)
    return {"starts_at": now, "ends_at": until if until > now else now + timedelta(hours=2)}


def _button_form(request: HttpRequest, act: str, do: object) -> ActForm[NothingGiven, None]:
    assert callable(do)
    return ActForm(request, act, NothingGiven, lambda _given: do())


def _refusal_sentence(refusal: Refusal) -> str:
    return refusal.sentence_or(str(refusal))
