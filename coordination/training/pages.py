"""The pages of training: one's own, an agency's records, one record, a district's counts, who never drilled here."""

from functools import partial
from uuid import UUID

from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from coordination.training import acts, wire
from coordination.training.choices import courses_to_choose, people_to_choose
from coordination.training.tables import COURSES, NEVER_DRILLED, OWN_RECORDS, RECORDS, coverage_table, show_shares
from coordination.training.words import refusal_sentence
from coordination.training.work.never_drilled import never_drilled_in
from coordination.training.work.officers import members_of, sees_officers
from coordination.training.work.records import MOST_SHOWN, correction_of, own_records, records_of, training_views
from coordination.training.work.staff import (
    coverage_of_district,
    coverage_of_own,
    district_named,
    districts_counted,
    shares_of_staff,
)
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.officers import training
from mou.officers.access import led_agencies, led_agency, training_for, training_record_for
from mou.vocabulary import AgencyKind, ReplacedWhy, TrainingStanding


@page()
def training_page(request: HttpRequest) -> HttpResponse:
    """Show the reader's own training, and the agencies and districts whose training they look after."""
    asker = asker_of(request)
    led = list(led_agencies(asker.user_id, asker.at))
    kept = districts_counted(asker.user_id, asker.at)
    views = training_views(own_records(asker.user_id), asker.at, most=MOST_SHOWN + 1)
    records = ShownTable(request, OWN_RECORDS, views, most_read=MOST_SHOWN)
    context = {
        "records": records,
        "led": led,
        "kept": kept,
        "sees_officers": sees_officers(asker.user_id, asker.at),
    }
    return show_tables(request, "training/training.html", context, [records])


@page(posts=True)
def agency_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show those who lead an agency what its people have learned; record more, and keep its own courses."""
    asker = asker_of(request)
    agency = led_agency(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    members, courses = members_of(agency, asker.at), list(training.known_courses(agency).values())
    record = ActForm(
        request,
        "record",
        wire.TrainingIn,
        partial(acts.record_training, asker, agency_id),
        choices={"member_id": people_to_choose(members), "course": courses_to_choose(courses)},
        first=["member_id"],
    )
    add = partial(acts.add_course, asker, agency_id)
    course = ActForm(request, "add_course", wire.TrainingCourseIn, add, first=["name"])
    retire = partial(acts.retire_course, asker, agency_id)
    retirement = ActForm(request, "retire_course", wire.CourseRetiredIn, retire)
    if carry_out(request, [record, course, retirement], refusal_sentence):
        return redirect_anew(reverse("training_agency", args=[agency_id]))
    is_school = agency.kind in (AgencyKind.SCHOOL, AgencyKind.DISTRICT)
    views = training_views(records_of(agency), asker.at, most=MOST_SHOWN + 1)
    records = ShownTable(request, RECORDS, views, most_read=MOST_SHOWN)
    shares = shares_of_staff(coverage_of_own(asker.user_id, agency_id, asker.at)) if is_school else []
    coverage = ShownTable(request, COURSES, shares)
    context = {
        "agency": agency,
        "records": records,
        "members": members,
        "own_courses": [one for one in courses if one.is_own],
        "coverage": coverage,
        "has_coverage": bool(shares),
        "record_form": record,
        "course_form": course,
        "retirement_form": retirement,
    }
    return show_tables(request, "training/agency.html", context, [records, coverage], [record, course, retirement])


@page(posts=True)
def record_page(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Show one record with its certificate; those who keep it verify, correct or withdraw it."""
    asker = asker_of(request)
    record = training_record_for(user_id=asker.user_id, record_id=record_id, at=asker.at)
    keeps = led_agencies(asker.user_id, asker.at).filter(pk=record.agency_id).exists()
    courses = training.known_courses(record.agency).values() if keeps else ()
    correction = ActForm(
        request,
        "correct",
        wire.TrainingCorrectionIn,
        partial(acts.correct_training, asker, record_id),
        choices={"course": courses_to_choose(courses)},
        initial=model_to_dict(record, [*wire.TrainingChangeIn.model_fields]),
    )
    withdraw, verify = (
        partial(acts.withdraw_training, asker, record_id),
        partial(acts.verify_training, asker, record_id),
    )
    of_page: dict[str, AnyForm] = {
        "correction_form": correction,
        "withdrawal_form": ActForm(request, "withdraw", wire.TrainingWithdrawalIn, withdraw),
        "verification_form": ActForm(request, "verify", NothingGiven, verify),
        "certificate_form": ActForm(
            request, "certificate", wire.CertificateIn, partial(acts.add_certificate, asker, record_id)
        ),
    }
    if carry_out(request, list(of_page.values()), refusal_sentence):
        leads_to = correction.done if correction.is_bound else record_id
        return redirect_anew(reverse("training_record", args=[leads_to]))
    (view,) = training_views(training_for(asker.user_id, asker.at).filter(pk=record.pk), asker.at)
    corrected = correction_of(record)
    context = {
        "record": view,
        "keeps": keeps,
        "may_change": keeps and record.replaced_at is None,
        "may_verify": keeps
        and record.replaced_at is None
        and record.verified_at is None
        and asker.user_id not in (record.person_id, record.recorded_by_id),
        "correction_id": corrected.pk if corrected else None,
        "standings": TrainingStanding.labels(),
        "replaced": ReplacedWhy.labels(),
        **of_page,
    }
    return show_page(request, "training/record.html", context, list(of_page.values()))


@page()
def coverage_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show a district's keepers how many of each school's staff have which course. No names."""
    asker = asker_of(request)
    found = coverage_of_district(asker.user_id, district_id, asker.at)
    courses = shares_of_staff(found[0]) if found else []
    schools = ShownTable(request, coverage_table(courses), [show_shares(one) for one in found])
    context = {"district": district_named(district_id), "schools": schools}
    return show_tables(request, "training/coverage.html", context, [schools])


@page()
def never_drilled_page(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Show who commands which of those present have never taken part in an exercise at the site."""
    asker = asker_of(request)
    grant, found = never_drilled_in(asker.user_id, incident_id, asker.at)
    never = ShownTable(request, NEVER_DRILLED, found.never)
    context = {"incident": grant.incident, "found": found, "never": never}
    return show_tables(request, "training/never_drilled.html", context, [never])
