"""The agreements' pages: ask access, ask queries, render. No rule stands here."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mou.access import fetch
from mou.access.annexes import annexes_of, parties_of
from mou.access.policy import local_date
from mou.agencies.queries import AgencyView, agency_views
from mou.agreements import version_access
from mou.agreements.going_out import blanks_of, opens_something
from mou.agreements.reading.queries import MemorandumView, VersionLine, attention_of, memorandum_view, memorandum_views
from mou.agreements.reading.redline import FrameChange, redline_of
from mou.agreements.reading.version_queries import edit_views, people_of, possible_parties, version_view
from mou.document import TermText
from mou.errors import NotFound
from mou.papers.documents import document_of
from mou.papers.sealing.term_lines import said_words, term_title
from mou.vocabulary import AgencyKind, EditKind, TemplateKind, VersionState
from mou.web.opening_words import opened_by
from mou.web.paper_words import paper_language
from mou.web.words import editor_words, move_words, phase_note, step_words

ATTENTION = ("expired", "expiring")
A_YEAR = timedelta(days=364)


def _asker_of(request: HttpRequest) -> tuple[int, datetime]:
    return cast("int", request.user.pk), datetime.now(UTC)


@require_safe
@never_cache
@login_required
def agreements_page(request: HttpRequest) -> HttpResponse:
    """List the agreements this person may read; what needs attention stands first."""
    user_id, at = _asker_of(request)
    districts = _kept_districts(user_id, at)
    views = memorandum_views(fetch.memoranda_for(user_id, at), at)
    cards = [_card_of(one) for one in views]
    context = {
        "overdue": [card for card in cards if card["attention"] == "expired"],
        "expiring": [card for card in cards if card["attention"] == "expiring"],
        "others": [card for card in cards if card["attention"] not in ATTENTION],
        "may_begin": bool(districts),
        "districts": districts,
    }
    return render(request, "mou/agreements.html", context)


@require_safe
@never_cache
@login_required
def new_agreement_page(request: HttpRequest) -> HttpResponse:
    """Begin an agreement; a person who manages no district's agreements finds no such page."""
    user_id, at = _asker_of(request)
    districts = _kept_districts(user_id, at)
    if not districts:
        raise Http404
    # The first day is one of the district's calendar: by another's, what is signed in the evening begins tomorrow.
    today = local_date(at, districts[0].time_zone)
    context = {
        "districts": districts,
        "parties": possible_parties(districts[0].id),
        "templates": list(TemplateKind.labels().items()),
        "effective_on": today,
        "expires_on": today + A_YEAR,
    }
    return render(request, "mou/new_agreement.html", context)


@require_safe
@never_cache
@login_required
def agreement_page(request: HttpRequest, memorandum_id: UUID) -> HttpResponse:
    """Lead on to the version that matters most: the one being prepared, else the one in force."""
    user_id, at = _asker_of(request)
    try:
        row = fetch.memorandum_for(
            user_id=user_id, memorandum_id=memorandum_id, need=fetch.MemorandumNeed.READ, at=at, lock=False
        )
    except NotFound as missing:
        raise Http404 from missing
    return HttpResponseRedirect(
        reverse("agreement_version", args=[memorandum_id, memorandum_view(row, at).versions[0].number])
    )


@require_safe
@never_cache
@login_required
def version_page(request: HttpRequest, memorandum_id: UUID, number: int) -> HttpResponse:
    """Show one version: its state and signatures, its words, and the editor for those who may write."""
    user_id, at = _asker_of(request)
    version = _version_for(user_id, memorandum_id, number, at)
    view = version_view(version, user_id=user_id, at=at)
    whole = memorandum_view(version.memorandum, at)
    # An annex goes its way with the agreement.
    is_annex = view.annex_of is not None
    moves = _moves_from(view.line.state) if view.may_keep and not is_annex else []
    annexes = annexes_of(version) if view.line.in_force_from is None and not is_annex else []
    context = {
        "version": view,
        "opened": opened_by(version, at) if view.line.in_force_from is None else None,
        "opened_to": [
            (one.memorandum, opened_by(one, at), opens_something(one), len(blanks_of(one))) for one in annexes
        ],
        "opens_something": opens_something(version),
        "blanks": blanks_of(version) if view.line.in_force_from is None else (),
        "at": at,
        "state_words": view.line.phase.label,
        "note": phase_note(view.line.phase, view.line.effective_on),
        "versions": [(one, *_version_words(one)) for one in whole.versions],
        "moves": moves,
        "before": max((one.number for one in whole.versions if one.number < number), default=None),
        "is_signed": view.line.in_force_from is not None,
        "mine": [one for one in view.signatories if one.is_mine and one.signed_at is None],
        "people": [(one, people_of(one, at)) for one in parties_of(version) if one.pk in view.names_for],
        "assignees": people_of(version.memorandum.district, at) if view.may_edit else [],
        "may_terminate": view.may_keep and view.line.state is VersionState.IN_FORCE,
        "may_amend": view.may_keep
        and not is_annex
        and version.memorandum.current_version_id is not None
        and all(one.in_force_from is not None for one in whole.versions),
        "steps": [(one, step_words()[one.after]) for one in view.steps],
        "config": {
            "memorandum_id": str(memorandum_id),
            "number": number,
            "language": getattr(request, "LANGUAGE_CODE", "en"),
        },
        "words": editor_words(),
    }
    return render(request, "mou/version.html", context)


def _card_of(view: MemorandumView) -> dict[str, object]:
    """Return an agreement for the list; `next` is the version that comes after the one that is told of."""
    newest = view.versions[0]
    return {
        "agreement": view,
        "words": view.phase.label,
        "note": phase_note(view.phase, view.effective_on),
        "attention": attention_of(view),
        "next": newest if newest.number != view.number else None,
        "next_note": phase_note(newest.phase, newest.effective_on),
    }


def _version_words(line: VersionLine) -> tuple[str, str]:
    return line.phase.label, phase_note(line.phase, line.effective_on)


def _moves_from(state: VersionState) -> list[tuple[str, str, bool]]:
    """Return the steps a planner can take: state, words, and whether it is the main way on."""
    ways = {
        VersionState.DRAFT: [VersionState.IN_REVIEW],
        VersionState.IN_REVIEW: [VersionState.APPROVED, VersionState.DRAFT],
        VersionState.APPROVED: [VersionState.OUT_FOR_SIGNATURE, VersionState.DRAFT],
        VersionState.OUT_FOR_SIGNATURE: [VersionState.DRAFT],
    }
    return [(one.value, move_words()[one.value], one is not VersionState.DRAFT) for one in ways.get(state, [])]


@require_safe
@never_cache
@login_required
def redline_page(request: HttpRequest, memorandum_id: UUID, number: int, before: int) -> HttpResponse:
    """Show what changed between two versions, in words and marks, not by colour alone."""
    user_id, at = _asker_of(request)
    after = _version_for(user_id, memorandum_id, number, at)
    earlier = _version_for(user_id, memorandum_id, before, at)
    found = redline_of(document_of(earlier), document_of(after))
    context = {
        "title": after.memorandum.title,
        "memorandum_id": memorandum_id,
        "before": before,
        "number": number,
        "frame": [as_shown(one) for one in found.frame],
        "clauses": [
            (one, _term_lines(one.terms_removed), _term_lines(one.terms_added))
            for one in found.clauses
            if one.fate != "same"
        ],
        "unchanged": sum(one.fate == "same" for one in found.clauses),
    }
    return render(request, "mou/redline.html", context)


@require_safe
@never_cache
@login_required
def history_page(request: HttpRequest, memorandum_id: UUID, number: int) -> HttpResponse:
    """Show every save of every clause of a version, the newest first."""
    user_id, at = _asker_of(request)
    version = _version_for(user_id, memorandum_id, number, at)
    kinds = EditKind.labels()
    context = {
        "version": version_view(version, user_id=user_id, at=at),
        "edits": edit_views(version, None).make_each(lambda one: (one, kinds[one.kind])),
    }
    return render(request, "mou/history.html", context)


def _version_for(user_id: int, memorandum_id: UUID, number: int, at: datetime) -> version_access.Held:
    try:
        return version_access.version_for(
            user_id=user_id,
            memorandum_id=memorandum_id,
            number=number,
            need=version_access.VersionNeed.READ,
            at=at,
            lock=False,
        )
    except NotFound as missing:
        raise Http404 from missing


def _kept_districts(user_id: int, at: datetime) -> list[AgencyView]:
    return [
        one
        for one in agency_views(fetch.agencies_for(user_id, at))
        if one.kind is AgencyKind.DISTRICT and fetch.keeps_agreements(user_id, one.id, at)
    ]


def _term_lines(terms: tuple[TermText, ...]) -> list[str]:
    """Return typed terms as their paper says them."""
    language = paper_language()
    return [f"{term_title(one, language)}: {said_words(one, language)}" for one in terms]


def as_shown(change: FrameChange) -> FrameChange:
    """Return the change with its days as pages write them, and all sites in words."""
    if change.what == "sites":
        named = [_("All sites of the district") if sites == "*" else sites for sites in (change.before, change.after)]
        return replace(change, before=named[0], after=named[1])
    if change.what not in ("effective_on", "expires_on"):
        return change
    before, after = (date_format(date.fromisoformat(day)) for day in (change.before, change.after))
    return replace(change, before=before, after=after)
