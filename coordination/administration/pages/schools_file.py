"""Add many schools to a district from a register: choose what each column means, look, then take all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from pydantic import BaseModel, ConfigDict

from coordination.administration.errors import UploadNotFound
from coordination.administration.kept_files import discard_file, keep_file, kept_file
from coordination.administration.models import KeptFile
from coordination.administration.schools.school_file import (
    FILE_MAX_BYTES,
    SchoolTable,
    proposed_mapping,
    read_schools,
)
from coordination.administration.schools.school_import import SchoolsLook, import_schools, look_at_schools
from coordination.room.access import Asker
from coordination.web.signed_in import asker_of
from mapping.access import district_to_draw_for
from mou.access.fetch import may_manage
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.fields import NO_CHOICE
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop as _
from mou.models import Agency

PURPOSE = KeptFile.Purpose.SCHOOLS
ACCEPTED = (
    ".csv,.geojson,.json,.zip,.gpkg,.kml,application/zip,text/csv,text/plain,application/geo+json,application/json"
)


class RegisterSent(BaseModel):
    """A register of schools."""

    model_config = ConfigDict(extra="forbid")

    file: Annotated[bytes, Asked(_("File"), accept=ACCEPTED, size_max=FILE_MAX_BYTES)]


class ColumnsChosen(BaseModel):
    """A register that was sent, and what its columns mean: by field, the column. What it does not have is nothing."""

    model_config = ConfigDict(extra="forbid")

    file_id: Annotated[UUID, Asked(is_hidden=True)]
    name: Annotated[str, Asked(_("Name"))] = ""
    ref: Annotated[str, Asked(_("Number in the register"))] = ""
    street: Annotated[str, Asked(_("Street"))] = ""
    city: Annotated[str, Asked(_("City"))] = ""
    state: Annotated[str, Asked(_("State"))] = ""
    zip: Annotated[str, Asked(_("ZIP code"))] = ""
    lat: Annotated[str, Asked(_("Latitude"))] = ""
    lon: Annotated[str, Asked(_("Longitude"))] = ""
    enrollment: Annotated[str, Asked(_("Students enrolled"))] = ""

    def mapping(self, columns: Sequence[str]) -> dict[str, str]:
        """Return the column of each field."""
        chosen = self.model_dump(exclude={"file_id"})
        return {field: column if column in columns else "" for field, column in chosen.items()}


@dataclass(frozen=True, slots=True)
class Looked:
    """What a register would do, or has done, by a mapping of its columns."""

    look: SchoolsLook
    file_id: UUID
    columns: Sequence[str]
    mapping: dict[str, str]


@page(posts=True)
def schools_file_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Look at a register of schools, and add them if it has no defect."""
    asker = asker_of(request)
    district = district_to_draw_for(actor_id=asker.user_id, district_id=district_id, at=asker.at)
    # Schools are agencies: who keeps the district's plans alone founds none.
    if not may_manage(asker.user_id, district, asker.at):
        raise Http404
    sent = ActForm(request, "send", RegisterSent, lambda given: _look_at_new(asker, district, given))
    again = ActForm(request, "look", ColumnsChosen, lambda given: _look_again(asker, district, given))
    taken = ActForm(request, "take", ColumnsChosen, lambda given: _take_in(asker, district, given))
    of_page: list[AnyForm] = [sent, again, taken]
    # Two buttons send the same fields.
    columns_form = taken if taken.is_bound else again
    done, is_taken = None, taken.is_bound
    if carry_out(request, of_page, str, shown=[UploadNotFound]):
        done = next(one.done for one in (sent, again, taken) if one.is_bound)
        _offer_columns(columns_form, done)
    context = {
        "district": district,
        "look": None if done is None else done.look,
        "is_done": done is not None and is_taken,
        "send_form": sent,
        "columns_form": columns_form,
    }
    return show_page(request, "administration/sites/schools_file.html", context, of_page)


def _look_at_new(asker: Asker, district: Agency, given: RegisterSent) -> Looked:
    table = read_schools(given.file)
    file_id = keep_file(purpose=PURPOSE, actor_id=asker.user_id, agency=district, content=given.file, at=asker.at)
    return _look_by_mapping(asker, district, table, file_id, proposed_mapping(table.columns))


def _look_again(asker: Asker, district: Agency, given: ColumnsChosen) -> Looked:
    table = _kept_table(asker, district, given.file_id)
    return _look_by_mapping(asker, district, table, given.file_id, given.mapping(table.columns))


def _take_in(asker: Asker, district: Agency, given: ColumnsChosen) -> Looked:
    table = _kept_table(asker, district, given.file_id)
    mapping = given.mapping(table.columns)
    look = import_schools(actor_id=asker.user_id, district_id=district.pk, table=table, mapping=mapping, at=asker.at)
    discard_file(given.file_id)
    return Looked(look, given.file_id, table.columns, mapping)


def _look_by_mapping(
    asker: Asker, district: Agency, table: SchoolTable, file_id: UUID, mapping: dict[str, str]
) -> Looked:
    look = look_at_schools(actor_id=asker.user_id, district_id=district.pk, table=table, mapping=mapping, at=asker.at)
    return Looked(look, file_id, table.columns, mapping)


def _kept_table(asker: Asker, district: Agency, file_id: UUID) -> SchoolTable:
    content = kept_file(purpose=PURPOSE, actor_id=asker.user_id, agency=district, file_id=file_id, at=asker.at)
    return read_schools(content)


def _offer_columns(form: AnyForm, looked: Looked) -> None:
    """Let the columns of the file be chosen from: before it is read they are not known."""
    form.begin_anew()
    form.initial = {"file_id": looked.file_id, **looked.mapping}
    for field in looked.mapping:
        form.fields[field].widget = forms.Select(choices=[NO_CHOICE, *((one, one) for one in looked.columns)])
