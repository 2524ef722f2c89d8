"""What a party is in an agreement of several, in the words of the field, and which agencies can be that. Pure."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.vocabulary import AgencyKind, TemplateKind


class PartyRole(Labelled):
    """The part that one party takes. It opens nothing: what a party may read, its own terms say."""

    LEAD_LAW_ENFORCEMENT = "lead_law_enforcement", _("Lead law enforcement")
    LAW_ENFORCEMENT = "law_enforcement", _("Further law enforcement")
    FIRE = "fire", _("Fire and rescue")
    EMS = "ems", _("Emergency medical service")
    DISPATCH = "dispatch", _("9-1-1 center")
    HOSPITAL = "hospital", _("Receiving hospital")
    MENTAL_HEALTH = "mental_health", _("Community mental health")
    EMERGENCY_MANAGEMENT = "emergency_management", _("Emergency management")
    NEIGHBOR_DISTRICT = "neighbor_district", _("Neighboring district")
    REUNIFICATION_HOST = "reunification_host", _("Host of a reunification site")
    OTHER_PARTNER = "other_partner", _("Other partner")


_K = AgencyKind
_FITTING: dict[PartyRole, frozenset[AgencyKind]] = {
    PartyRole.LEAD_LAW_ENFORCEMENT: frozenset({_K.POLICE, _K.SHERIFF}),
    PartyRole.LAW_ENFORCEMENT: frozenset({_K.POLICE, _K.SHERIFF}),
    PartyRole.FIRE: frozenset({_K.FIRE}),
    PartyRole.EMS: frozenset({_K.EMS, _K.FIRE}),
    PartyRole.DISPATCH: frozenset({_K.DISPATCH, _K.POLICE, _K.SHERIFF, _K.FIRE}),
    PartyRole.HOSPITAL: frozenset({_K.EMS, _K.OTHER}),
    PartyRole.MENTAL_HEALTH: frozenset({_K.OTHER}),
    PartyRole.EMERGENCY_MANAGEMENT: frozenset({_K.EMERGENCY_MANAGEMENT, _K.FIRE, _K.SHERIFF}),
    PartyRole.NEIGHBOR_DISTRICT: frozenset({_K.DISTRICT}),
}
# Anyone can have a hall in which families meet their children, or be something that no list knows.
_OF_ANY_KIND = frozenset({PartyRole.REUNIFICATION_HOST, PartyRole.OTHER_PARTNER})
_TEMPLATES = {
    PartyRole.LEAD_LAW_ENFORCEMENT: TemplateKind.POLICE,
    PartyRole.LAW_ENFORCEMENT: TemplateKind.MUTUAL_AID,
    PartyRole.FIRE: TemplateKind.FIRE_EMS,
    PartyRole.EMS: TemplateKind.FIRE_EMS,
    PartyRole.DISPATCH: TemplateKind.DISPATCH,
    PartyRole.HOSPITAL: TemplateKind.HOSPITAL,
    PartyRole.MENTAL_HEALTH: TemplateKind.MENTAL_HEALTH,
    PartyRole.NEIGHBOR_DISTRICT: TemplateKind.NEIGHBOR_DISTRICT,
    PartyRole.REUNIFICATION_HOST: TemplateKind.REUNIFICATION_HOST,
}


def fits_kind(role: PartyRole, kind: AgencyKind) -> bool:
    """Say whether an agency of this kind can take a part."""
    return role in _OF_ANY_KIND or kind in _FITTING[role]


def template_for(role: PartyRole) -> TemplateKind:
    """Return the text from which the terms of a party in this part can start; OTHER where there is none."""
    return _TEMPLATES.get(role, TemplateKind.OTHER)
