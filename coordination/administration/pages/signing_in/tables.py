"""The tables of signing in: where a person is signed in, a directory's tokens and groups.

None but groups leaves as a file: addresses and devices of a person, and when tokens are used, help an attacker most.
"""

from dataclasses import dataclass

from coordination.administration.accounts.sign_ins import SessionView
from coordination.administration.models import DirectoryToken
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table

SESSIONS: Table[SessionView] = Table(
    name="sessions",
    prefix="sessions",
    caption=_("Sessions"),
    empty=_("Signed in nowhere."),
    has_file=False,
    columns=(
        Column(
            "browser",
            _("Browser or app"),
            lambda one: one.user_agent,
            template="administration/sign_in/_browser_cell.html",
            sorts=True,
            is_head=True,
        ),
        Column("address", _("Address"), lambda one: one.ip, sorts=True, is_number=True),
        Column("since", _("Since"), lambda one: one.began_at, sorts=True, is_number=True),
        Column("devices", _("Devices told"), lambda one: one.devices, sorts=True, is_number=True),
        Column("out", _("Sign out there"), template="administration/sign_in/_sign_out_cell.html"),
    ),
)
TOKENS: Table[DirectoryToken] = Table(
    name="tokens",
    prefix="tokens",
    caption=_("Tokens"),
    empty=_("There is no token: no directory keeps people here."),
    has_file=False,
    columns=(
        Column("made", _("Made"), lambda one: one.made_at, sorts=True, is_head=True),
        Column("ends", _("Ends"), lambda one: one.expires_at, sorts=True),
        Column("used", _("Last used"), lambda one: one.used_at, sorts=True, says_none=True),
        Column("by", _("By"), lambda one: one.made_by.shown_name()),
        Column("revoke", _("Revoke"), template="administration/sign_in/_revoke_cell.html"),
    ),
)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group of the directory, how many are in it, and the role that it gives."""

    name: str
    people: int
    role: str


GROUPS: Table[GroupLine] = Table(
    name="groups",
    prefix="groups",
    caption=_("Groups"),
    empty=_("The directory has sent no groups."),
    searches=True,
    columns=(
        Column("group", _("Group"), lambda one: one.name, sorts=True, is_head=True),
        Column("people", _("People"), lambda one: one.people, sorts=True, is_number=True),
        Column("role", _("Role"), lambda one: one.role, sorts=True, filters=True),
    ),
)
