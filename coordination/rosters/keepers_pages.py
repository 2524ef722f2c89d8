"""The pages of those who keep a roster: how it stands, and bringing a set in. Plain forms; no student is named."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coordination.administration.models import SpeakingAct
from coordination.models import User
from coordination.room.access import Asker
from coordination.rosters.access import agency_kept_for, district_kept_for, schools_read_by
from coordination.rosters.asking import SecondPersonAsked, ask_form, detail_to_ask
from coordination.rosters.connection.keeping import connection_of
from coordination.rosters.connection.queries import RosterConnectionView, connection_view
from coordination.rosters.errors import BadRosterFile, RosterShrinks, RosterUploadNotFound
from coordination.rosters.tables import READINGS
from coordination.rosters.vocabulary import RosterDefectCode, RosterReadFailure, RosterSource, RosterTable
from coordination.rosters.wire import (
    RosterFileSent,
    RosterImportIn,
    RosterReaderIn,
    RosterSchoolChosen,
    RosterSettingsIn,
)
from coordination.rosters.words import refusal_words
from coordination.rosters.work import keeping
from coordination.rosters.work.queries import RosterReaderView, RosterSchoolView, RosterState, roster_state
from coordination.rosters.work.storing import RosterLook
from coordination.rosters.work.uploads import Looked, look_at_upload, take_upload, upload_of_two
from coordination.templatetags.told_apart import told_apart
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.access.fetch import may_manage, members_who_count
from mou.administrative_acts import ask_recent_sign_in
from mou.errors import MouError
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, Refusal, carry_out, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import Agency


class ImportAsked(SecondPersonAsked):
    """The same with the set, which can be taken in once it is confirmed."""

    upload_id: Annotated[UUID | None, Asked(is_hidden=True)] = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads students; and the forms about them, of who is named for this agency."""

    shown: RosterReaderView
    let_in: AnyForm | None
    remove: AnyForm | None


@dataclass(frozen=True, slots=True)
class RosterForms:
    """The forms of a roster's page."""

    keep: AnyForm
    add: AnyForm
    readers: list[Reader]
    schools: list[tuple[RosterSchoolView, AnyForm]]

    def of_page(self) -> list[AnyForm]:
        """Return all of them."""
        about = [form for one in self.readers for form in (one.let_in, one.remove) if form is not None]
        return [self.keep, self.add, *about, *(form for _school, form in self.schools)]


@page(posts=True)
def roster_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show how a roster stands, who reads students and what came of imports; carry out what a form asks for."""
    asker = asker_of(request)
    agency = agency_kept_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    if request.method == "POST":
        # Before anything else has to be right.
        ask_recent_sign_in()
    state = roster_state(agency)
    people = _list_people(agency, asker, state)
    forms = _forms_of_roster(request, asker, agency, state, people)
    of_page = forms.of_page()
    if carry_out(request, of_page, refusal_words):
        return redirect_anew(request.path)
    readings = ShownTable(request, READINGS, state.readings, zone=ZoneInfo(agency.time_zone))
    context = {
        "agency": agency,
        "readings": readings,
        "is_district": agency.parent_id is None,
        "keeps_district": agency.parent is not None and may_manage(asker.user_id, agency.parent, asker.at),
        "state": state,
        "latest": state.imports[0] if state.imports else None,
        "choices": people,
        "reads": agency.parent_id is not None
        and schools_read_by(asker.user_id, asker.at).filter(pk=agency.pk).exists(),
        "lets_in": keeping.readers_to_let_in(user_id=asker.user_id, agency=agency, at=asker.at),
        "tables": RosterTable.labels(),
        "defects": RosterDefectCode.labels(),
        "sources": RosterSource.labels(),
        "connection": _find_connection(agency, asker),
        "failures": RosterReadFailure.labels(),
        "forms": forms,
    }
    return show_tables(request, "rosters/roster.html", context, [readings], of_page)


@page(posts=True)
def roster_import_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Look at a set of tables, and take in what was looked at: all of it or nothing."""
    asker = asker_of(request)
    district = district_kept_for(user_id=asker.user_id, agency_id=district_id, at=asker.at)
    look, take = _look_form(request, asker, district), _take_form(request, asker, district)
    ask = ask_form(request, asker, district.pk, SpeakingAct.TAKE_ROSTER, ImportAsked)
    if take.is_bound or ask.is_bound:
        # Before anything else has to be right.
        ask_recent_sign_in()
    of_page: list[AnyForm] = [look, take, ask]
    is_carried_out = carry_out(request, of_page, _import_sentence, shown=[RosterUploadNotFound])
    if is_carried_out and ask.is_bound:
        return redirect_anew(ask.done)
    seen = None
    if is_carried_out:
        seen = take.done if take.is_bound else look.done.look
    elif request.method != "POST":
        take.initial["upload_id"] = upload_of_two(asker.user_id, district, asker.at)
    if is_carried_out and look.is_bound:
        take.initial["upload_id"] = look.done.upload_id
    context = {
        "agency": district,
        "tables": RosterTable.labels(),
        "defects": RosterDefectCode.labels(),
        "look": seen,
        "is_done": is_carried_out and take.is_bound,
        "asks": detail_to_ask(ask, [take]),
        "look_form": look,
        **_offer_taking(take, ask, seen),
    }
    return show_page(request, "rosters/import.html", context, of_page)


def _find_connection(agency: Agency, asker: Asker) -> RosterConnectionView | None:
    row = connection_of(agency) if agency.parent_id is None else None
    return connection_view(row, asker.at) if row is not None else None


def _list_members(agency: Agency, asker: Asker) -> list[User]:
    """Return who may be named to read: people of the agency, and of a school's district."""
    own = [one for one in (agency.pk, agency.parent_id) if one is not None]
    ids = members_who_count(asker.at).filter(agency_id__in=own, user__is_device=False).values("user_id")
    return list(User.objects.filter(pk__in=ids).order_by("display_name", "pk"))


def _list_people(agency: Agency, asker: Asker, state: RosterState) -> list[tuple[UUID, str]]:
    """Return who may be named to read and is not yet: people of the agency, and of a school's district."""
    readers = {one.person_id for one in state.readers}
    others = [one for one in _list_members(agency, asker) if one.public_id not in readers and one.pk != asker.user_id]
    return [(one.public_id, called) for one, called in told_apart(others)]


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _forms_of_roster(
    request: HttpRequest, asker: Asker, agency: Agency, state: RosterState, people: list[tuple[UUID, str]]
) -> RosterForms:
    about: dict[str, Any] = {"actor_id": asker.user_id, "agency_id": agency.pk, "at": asker.at}

    def set_keep_days(given: RosterSettingsIn) -> None:
        keeping.set_keep_days(**about, keep_days=given.keep_days)

    def add_reader(given: RosterReaderIn) -> None:
        keeping.add_reader(**about, person_id=given.person_id)

    return RosterForms(
        ActForm(request, "keep", RosterSettingsIn, set_keep_days, initial={"keep_days": state.keep_days}),
        ActForm(request, "add", RosterReaderIn, add_reader, choices={"person_id": people}),
        [_forms_of_reader(request, about, one) for one in state.readers],
        _match_forms(request, about, agency, state),
    )


def _forms_of_reader(request: HttpRequest, about: dict[str, Any], reader: RosterReaderView) -> Reader:
    if not reader.is_own:
        return Reader(reader, None, None)

    def let_in(_given: NothingGiven) -> None:
        keeping.let_reader_in(**about, person_id=reader.person_id)

    def remove(_given: NothingGiven) -> None:
        keeping.remove_reader(**about, person_id=reader.person_id)

    form = partial(ActForm[NothingGiven, None], request, fixed={"person_id": str(reader.person_id)})
    waits = form(act="let_in", model=NothingGiven, do=let_in) if reader.is_waiting else None
    return Reader(reader, waits, form(act="remove", model=NothingGiven, do=remove))


def _match_forms(
    request: HttpRequest, about: dict[str, Any], agency: Agency, state: RosterState
) -> list[tuple[RosterSchoolView, AnyForm]]:
    """Return a form for each organization of a district's roster that says which school it is."""
    if agency.parent_id is not None:
        return []
    ours = [(one.pk, one.name) for one in agency.schools.filter(is_active=True).order_by("name")]

    def form_of(school: RosterSchoolView) -> AnyForm:
        def match(given: RosterSchoolChosen) -> None:
            keeping.match_school(**about, roster_school_id=school.id, school_id=given.school_id)

        return ActForm(
            request,
            "match",
            RosterSchoolChosen,
            match,
            choices={"school_id": [("", _("none of ours")), *ours]},
            initial={"school_id": school.school_id},
            fixed={"roster_school_id": str(school.id)},
        )

    return [(one, form_of(one)) for one in state.schools]


def _look_form(request: HttpRequest, asker: Asker, district: Agency) -> ActForm[RosterFileSent, Looked]:
    def look(given: RosterFileSent) -> Looked:
        return look_at_upload(actor_id=asker.user_id, agency_id=district.pk, content=given.file, at=asker.at)

    return ActForm(request, "look", RosterFileSent, look)


def _take_form(request: HttpRequest, asker: Asker, district: Agency) -> ActForm[RosterImportIn, RosterLook]:
    def take(given: RosterImportIn) -> RosterLook:
        return take_upload(
            actor_id=asker.user_id,
            agency_id=district.pk,
            upload_id=given.upload_id,
            may_shrink=given.may_shrink,
            at=asker.at,
            progress=lambda _done, _total: None,
        )

    return ActForm(request, "take", RosterImportIn, take)


def _offer_taking(take: AnyForm, ask: AnyForm, seen: RosterLook | None) -> dict[str, object]:
    """Return what the page needs to offer a set that was looked at: again, where more has to be said or asked first."""
    is_open = isinstance(take.refusal, RosterShrinks | MouError)
    if ask.is_refused:
        take.initial["upload_id"] = ask["upload_id"].value()
    upload_id = take["upload_id"].value() if is_open or not take.is_bound else None
    ask.initial["upload_id"] = upload_id
    shrinks = isinstance(take.refusal, RosterShrinks) or (seen is not None and seen.shrinks)
    # Where it is asked, a browser lets no one forget it.
    take.fields["may_shrink"].required = shrinks
    return {"take_form": take, "ask_form": ask, "upload_id": upload_id, "asks_shrink": shrinks}


def _import_sentence(refusal: Refusal) -> str:
    """Word a refusal; of a file of the set, with the file's name."""
    words = refusal_words(refusal)
    file = refusal.pointer.removeprefix("/") if isinstance(refusal, BadRosterFile) else ""
    return f"{words} ({file})" if file.endswith(".csv") else words
