"""The tables of administration: people, agencies that an operator founded, what was done, buildings of a site."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from coordination.administration.access import members_managed_by
from coordination.administration.accounts.directory import ORDER, PersonRow, rows_of, search_members
from coordination.administration.buildings import BuildingLine
from coordination.room.access import Asker
from mou.access.operators import managed_agencies
from mou.agencies.acts import ActView
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table
from mou.foundation.tables.table import ShownTable
from mou.models import Agency, AgencyMember
from mou.vocabulary import AdministrativeActKind, AgencyKind, MemberRole


def person_state(row: PersonRow) -> str:
    """Return whether a person of a list can sign in, in the reader's language."""
    if not row.is_active:
        return gettext("Switched off")
    if row.is_suspended:
        return gettext("Suspended")
    return gettext("Active") if row.has_signed_in else gettext("No password yet")


def _administrator_words(agency: Agency) -> str:
    if getattr(agency, "has_administrator", False):
        return gettext("There is one")
    is_new = getattr(agency, "is_new", False)
    return gettext("Invite the first one") if is_new else gettext("None: two people appoint one (recover_agency)")


def _changes_text(act: ActView) -> str:
    changes = [f"{name}: {was or '—'} → {now or '—'}" for name, (was, now) in act.changes.items()]
    return " ".join([act.reason, *changes])


PEOPLE: Table[PersonRow] = Table(
    name="people",
    caption=_("People"),
    empty=_("No one belongs to it yet."),
    not_found=_(
        "No one is found. Every word has to occur in a name, a user name, an address, a callsign, a title or a unit."
    ),
    order=ORDER,
    searches=True,
    columns=(
        Column(
            "name",
            _("Name"),
            lambda row: row.name,
            template="administration/people/_name_cell.html",
            sorts=("user__display_name", "user_id"),
            is_head=True,
        ),
        Column("username", _("User name"), lambda row: row.username, is_of_file=True),
        Column("agency", _("Agency"), lambda row: row.agency, is_of_file=True),
        Column("role", _("Role"), lambda row: row.role, sorts=("role", *ORDER), filters=MemberRole),
        Column("title", _("Title"), lambda row: row.title, sorts=("title", *ORDER)),
        Column("callsign", _("Callsign"), lambda row: row.callsign, sorts=("callsign", *ORDER)),
        Column("unit", _("Unit"), lambda row: row.unit, sorts=("unit", *ORDER)),
        Column("state", _("State"), person_state, template="administration/people/_state_cell.html"),
    ),
)
OPERATED: Table[Agency] = Table(
    name="operated",
    prefix="operated",
    caption=_("Districts and partner agencies"),
    empty=_("Nothing is here yet. Add your district first, then the agencies that come to help it."),
    searches=True,
    columns=(
        Column(
            "name",
            _("Agency"),
            lambda one: one.name,
            link=lambda one: reverse("agency", args=[one.pk]),
            sorts=True,
            is_head=True,
        ),
        Column("kind", _("Kind"), lambda one: AgencyKind(one.kind), sorts=True, filters=True),
        Column(
            "administrator",
            _("Administrator"),
            _administrator_words,
            template="administration/_administrator_cell.html",
            sorts=True,
        ),
    ),
)
ACTS: Table[ActView] = Table(
    name="acts",
    prefix="acts",
    caption=_("Record of what was done"),
    empty=_("Nothing was done yet."),
    order=("-at", "-id"),
    searches=("reason", "actor__display_name", "member__user__display_name"),
    columns=(
        Column("at", _("When"), lambda act: act.at, sorts=("at",), is_number=True),
        Column("what", _("What"), lambda act: act.kind, filters=AdministrativeActKind, matches="kind"),
        Column("about", _("About"), lambda act: act.person, sorts=("member__user__display_name",)),
        Column(
            "by",
            _("By"),
            lambda act: act.actor or gettext("the server's console"),
            sorts=("actor__display_name",),
        ),
        Column("why", _("Why and what changed"), _changes_text, template="administration/_changes_cell.html"),
    ),
)
BUILDINGS: Table[BuildingLine] = Table(
    name="buildings",
    caption=_("Buildings"),
    empty=_("No building yet. Add one here, or bring in a floor plan."),
    searches=True,
    columns=(
        Column(
            "name",
            _("Building"),
            lambda one: one.name,
            template="administration/sites/_building_cell.html",
            sorts=True,
            is_head=True,
        ),
        Column("floors", _("Floors"), lambda one: len(one.floors), sorts=True, is_number=True),
        Column("rooms", _("Rooms on plans in force"), lambda one: one.rooms, sorts=True, is_number=True),
        Column("buttons", _("Panic buttons"), lambda one: one.buttons, sorts=True, is_number=True),
        Column(
            "outline",
            _("Outline"),
            lambda one: gettext("drawn") if one.has_outline else gettext("missing"),
            sorts=True,
        ),
    ),
)


def list_people(request: HttpRequest, asker: Asker, agency: Agency | None = None) -> ShownTable[PersonRow]:
    """Return the table of the people whom an administrator keeps, of one agency or of all."""
    members, agencies = members_managed_by(asker.user_id, asker.at), managed_agencies(asker.user_id, asker.at)
    if agency is not None:
        members, agencies = members.filter(agency=agency), agencies.filter(pk=agency.pk)

    def search(rows: QuerySet[AgencyMember], text: str) -> QuerySet[AgencyMember]:
        found = search_members(rows, text, list(agencies.values_list("pk", flat=True)))
        return found.select_related("agency", "user")

    return ShownTable(request, PEOPLE, members, read=rows_of, search=search)
