"""The pages of training: one's own, an agency's records, one record, a district's counts, who never drilled here."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.errors import RoomNotFound
from coordination.training.file_page import file_of
from coordination.training.posted import REFUSED, Act, carried_out, number_in, training_in, whole_in
from coordination.training.work.certificates import bring_certificate
from coordination.training.work.never_drilled import never_drilled_in
from coordination.training.work.officers import members_of, sees_officers
from coordination.training.work.records import correction_of, own_records, records_of, training_views
from coordination.training.work.staff import (
    Share,
    coverage_of_district,
    coverage_of_own,
    district_named,
    districts_counted,
    shares,
)
from coordination.web.posted import anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.errors import AgencyNotFound, BadTraining, TrainingNotFound
from mou.models import Agency
from mou.officers import training
from mou.officers.access import led_agencies, led_agency, training_for, training_record_for
from mou.vocabulary import AgencyKind, MemberRole, ReplacedWhy, TrainingStanding


@require_safe
@never_cache
@login_required
def training_page(request: HttpRequest) -> HttpResponse:
    """Show the reader's own training, and the agencies and districts whose training they look after."""
    asker = asker_of(request)
    led = list(led_agencies(asker.user_id, asker.at))
    kept = districts_counted(asker.user_id, asker.at)
    context = {
        "records": training_views(own_records(asker.user_id), asker.at),
        "led": led,
        "kept": kept,
        "sees_officers": sees_officers(asker.user_id, asker.at),
        "standings": TrainingStanding.labels(),
    }
    return render(request, "training/training.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def agency_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show those who lead an agency what its people have learned; record more, and keep its own courses."""
    asker = asker_of(request)
    try:
        agency = led_agency(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    except AgencyNotFound as missing:
        raise Http404 from missing
    problem = ""
    if request.method == "POST":
        problem = carried_out(request, _acts_of_agency(request, agency))
        if not problem:
            return anew(reverse("training_agency", args=[agency_id]))
    courses = training.known_courses(agency).values()
    is_school = agency.kind in (AgencyKind.SCHOOL, AgencyKind.DISTRICT)
    context = {
        "agency": agency,
        "records": training_views(records_of(agency), asker.at),
        "members": members_of(agency, asker.at),
        "courses": courses,
        "own_courses": [one for one in courses if one.is_own],
        "coverage": shares(coverage_of_own(asker.user_id, agency_id, asker.at)) if is_school else [],
        "problem": problem,
        "typed": request.POST if problem else {},
        "standings": TrainingStanding.labels(),
    }
    return render(request, "training/agency.html", context, status=REFUSED if problem else 200)


def _acts_of_agency(request: HttpRequest, agency: Agency) -> dict[str, Act]:
    asker, said = asker_of(request), request.POST

    def record() -> None:
        training.record_training(
            actor_id=asker.user_id,
            agency_id=agency.pk,
            member_id=uuid_in(said, "member_id"),
            given=training_in(said),
            at=asker.at,
        )

    def add() -> None:
        hours = number_in(said, "course_hours")
        if hours is None:
            raise BadTraining("The hours are missing.")
        training.add_course(
            actor_id=asker.user_id,
            agency_id=agency.pk,
            code=said.get("code", ""),
            name=said.get("name", ""),
            hours=hours,
            valid_months=whole_in(said, "valid_months"),
            at=asker.at,
        )

    def retire() -> None:
        training.retire_course(actor_id=asker.user_id, agency_id=agency.pk, code=said.get("code", ""), at=asker.at)

    return {"record": record, "add_course": add, "retire_course": retire}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def record_page(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Show one record with its certificate; those who keep it verify, correct or withdraw it."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        leads_to = [record_id]
        problem = carried_out(request, _acts_on_record(request, record_id, leads_to))
        if not problem:
            return anew(reverse("training_record", args=leads_to[-1:]))
    try:
        record = training_record_for(user_id=asker.user_id, record_id=record_id, at=asker.at)
    except TrainingNotFound as missing:
        raise Http404 from missing
    (view,) = training_views(training_for(asker.user_id, asker.at).filter(pk=record.pk), asker.at)
    keeps = led_agencies(asker.user_id, asker.at).filter(pk=record.agency_id).exists()
    correction = correction_of(record)
    context = {
        "record": view,
        "keeps": keeps,
        "may_change": keeps and record.replaced_at is None,
        "may_verify": keeps
        and record.replaced_at is None
        and record.verified_at is None
        and asker.user_id not in (record.person_id, record.recorded_by_id),
        "correction_id": correction.pk if correction else None,
        "courses": training.known_courses(record.agency).values() if keeps else [],
        "problem": problem,
        "typed": request.POST if problem else {},
        "standings": TrainingStanding.labels(),
        "replaced": ReplacedWhy.labels(),
    }
    return render(request, "training/record.html", context, status=REFUSED if problem else 200)


def _acts_on_record(request: HttpRequest, record_id: UUID, leads_to: list[UUID]) -> dict[str, Act]:
    asker, said = asker_of(request), request.POST

    def correct() -> None:
        leads_to.append(
            training.correct_training(
                actor_id=asker.user_id,
                record_id=record_id,
                given=training_in(said),
                reason=said.get("reason", ""),
                at=asker.at,
            )
        )

    def withdraw() -> None:
        training.withdraw_training(
            actor_id=asker.user_id, record_id=record_id, reason=said.get("reason", ""), at=asker.at
        )

    def verify() -> None:
        training.verify_training(actor_id=asker.user_id, record_id=record_id, at=asker.at)

    def certificate() -> None:
        bring_certificate(actor_id=asker.user_id, record_id=record_id, body=file_of(request), at=asker.at)

    return {"correct": correct, "withdraw": withdraw, "verify": verify, "certificate": certificate}


@require_safe
@never_cache
@login_required
def coverage_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show a district's keepers how many of each school's staff have which course. No names."""
    asker = asker_of(request)
    try:
        found = coverage_of_district(asker.user_id, district_id, asker.at)
    except AgencyNotFound as missing:
        raise Http404 from missing
    rows: list[tuple[str, int, list[Share]]] = [(one.name, one.people, shares(one)) for one in found]
    context = {
        "district": district_named(district_id),
        "rows": rows,
        "heads": [one.name for one in rows[0][2]] if rows else [],
    }
    return render(request, "training/coverage.html", context)


@require_safe
@never_cache
@login_required
def never_drilled_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show who commands which of those present have never taken part in an exercise at the site."""
    asker = asker_of(request)
    try:
        grant, found = never_drilled_in(asker.user_id, incident_id, asker.at)
    except RoomNotFound as missing:
        raise Http404 from missing
    context = {"incident": grant.incident, "found": found, "roles": MemberRole.labels()}
    return render(request, "training/never_drilled.html", context)
