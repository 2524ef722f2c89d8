"""What the pages of administration say: refusals, acts, roles and what they may do, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from coordination.administration.models import SpeakingAct
from coordination.models import DeviceClass
from mapping.errors import BadSite, BadStation, StationInUse
from mou.access.fetch import KEEPERS, LEADERS, READERS
from mou.agencies.roles_of_kinds import ROLES_OF_KINDS, roles_of_agency
from mou.errors import NotAllowed
from mou.foundation.forms.act_form import AnyForm, Refusal
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole, MembershipChange

# In every list that people choose from: the most common first.
ROLE_ORDER = (
    MemberRole.STAFF,
    MemberRole.OFFICER,
    MemberRole.SUPERVISOR,
    MemberRole.COMMANDER,
    MemberRole.DISPATCHER,
    MemberRole.PLANNER,
    MemberRole.ADMINISTRATOR,
)


@dataclass(frozen=True, slots=True)
class RoleWords:
    """A role, what it is called, the kinds of agencies that have it, and what it may do, as sentences."""

    role: MemberRole
    name: str
    kinds: tuple[str, ...]
    may: tuple[str, ...]


def role_choices(agency: Agency, kept: str = "") -> list[tuple[str, str]]:
    """Return the roles of an agency as a form offers them, with the one that a person has already."""
    offered = roles_of_agency(agency)
    return [(role.value, role.label) for role in ROLE_ORDER if role in offered or role.value == kept]


def ask_of_office(form: AnyForm, agency: Agency) -> None:
    """Let a form ask of people of a school and its district alone whether they are called with the office."""
    if AgencyKind(agency.kind) not in (AgencyKind.SCHOOL, AgencyKind.DISTRICT):
        del form.fields["is_in_office"]


def kind_choices(kinds: tuple[AgencyKind, ...]) -> list[tuple[str, str]]:
    """Return kinds of agencies as a form offers them."""
    return [(kind.value, kind.label) for kind in kinds]


def role_words() -> list[RoleWords]:
    """Return what each role may do; the sentences follow from the lists that access itself asks."""
    everybody = (
        _("Sees the sites of the agency and, by agreement, those of its partners."),
        _("Presses the panic alarm, opens incidents, joins rooms, posts and marks the map."),
    )
    return [
        RoleWords(role, role.label, _kinds_with(role), (*everybody, *_sentences_of_role(role))) for role in ROLE_ORDER
    ]


def _kinds_with(role: MemberRole) -> tuple[str, ...]:
    return tuple(kind.label for kind, roles in ROLES_OF_KINDS.items() if role in roles)


def _sentences_of_role(role: MemberRole) -> tuple[str, ...]:
    commands = role in {*LEADERS, MemberRole.DISPATCHER}
    sentences = (
        (
            commands,
            _("Commands: closes and reopens incidents, strikes entries, removes people, posts priority messages."),
        ),
        (role in READERS, _("Reads the agreements that the agency is party to.")),
        (role in KEEPERS, _("In a district or school: keeps plans, sites and agreements.")),
        (role in LEADERS, _("Is asked first when no one confirms an alert; reviews emergency access of their people.")),
        (
            role is MemberRole.ADMINISTRATOR,
            _("Invites, changes, suspends and ends memberships, and keeps the accounts."),
        ),
        (role is MemberRole.ADMINISTRATOR, _("In a district: founds schools and keeps panic buttons and rules.")),
    )
    return tuple(words for is_so, words in sentences if is_so)


def change_words() -> dict[str, str]:
    """Return the changes that a second person confirms."""
    return {
        **MembershipChange.labels(),
        **speaking_words(),
    }


def speaking_words() -> dict[str, str]:
    """Return the acts by which one could act as another."""
    return {
        SpeakingAct.INVITE_AGAIN.value: _("Make a new invitation"),
        SpeakingAct.CHANGE_ADDRESS.value: _("Give another address"),
        SpeakingAct.CHANGE_NAME.value: _("Give another name"),
        SpeakingAct.CHANGE_USERNAME.value: _("Give another user name"),
        SpeakingAct.RESET_FACTORS.value: _("Remove all factors"),
        SpeakingAct.CHANGE_PROVIDER.value: _("Change the agency's own sign-in"),
        SpeakingAct.MAKE_TOKEN.value: _("Make a token of the directory"),
        SpeakingAct.GROUP_ROLES.value: _("Change what groups make"),
        SpeakingAct.ROSTER_SOURCE.value: _("Read the roster from another system"),
        SpeakingAct.TAKE_ROSTER.value: _("Store a roster that names other teachers"),
    }


def device_classes() -> dict[str, str]:
    """Return what a session may run on that is not locked for want of use; empty is everything else."""
    return {
        "": _("Locks like any other"),
        DeviceClass.DISPATCH_CONSOLE.value: _("Dispatch console, in a locked room"),
        DeviceClass.VEHICLE.value: _("Device in a vehicle"),
    }


def refusal_words(error: Refusal) -> str:
    """Return words for a refusal: what is wrong, and what to do. What names a field is said as it is."""
    detail = str(error)
    if isinstance(error, (BadSite, BadStation, StationInUse)):
        # Written where it is found out, in the reader's language, and shown at its field.
        return detail
    if error.code == NotAllowed.code:
        return _("You may not do this. No one switches off their own account.")
    return error.sentence_or("") or _("That could not be done, and nothing was changed: %(why)s") % {"why": detail}
