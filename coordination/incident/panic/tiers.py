"""The tiers of the panic alarm: who is told, how, and what begins. The district's own data, with defaults."""

from typing import Annotated
from uuid import UUID

from coordination.incident.panic.models import PanicTier
from coordination.incident.reach.facts import CALLED_TOGETHER
from coordination.room.wire.model import WireModel
from coordination.vocabulary import FirstWord, PanicKind, ResponseActionKind, Severity, ToldGroup
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.vocabulary import AgencyKind
from push.vocabulary import Urgency

Tells = Annotated[tuple[ToldGroup, ...], Asked(_("People of the school and district"))]
Responders = Annotated[tuple[AgencyKind, ...], Asked(_("Agencies with an agreement, on duty"))]


class TierRule(WireModel):
    """What a press of one kind does.

    `tells` and `responders`: the people of the district, and of agencies whose agreement gives them the room.
    `first_word`: how devices of people at the school tell of it. `is_at_once`: all others by every device at once
    instead of one after the other. `asks_confirmation`: an administrator confirms it where the district's rule asks so.
    `begins`: the response action that starts with the press.
    """

    severity: Annotated[Severity, Asked(_("How urgent"))]
    tells: Tells
    responders: Responders
    first_word: Annotated[FirstWord, Asked(_("First word at the school"))]
    is_at_once: Annotated[bool, Asked(_("Others by every device at once"))]
    asks_confirmation: Annotated[bool, Asked(_("An administrator confirms it, where the district asks for that"))]
    begins: Annotated[ResponseActionKind | None, Asked(_("Begins the response action"))] = None

    @property
    def urgency(self) -> Urgency:
        """Return the lane: extreme and severe are life safety."""
        if self.severity in (Severity.EXTREME, Severity.SEVERE):
            return Urgency.LIFE_SAFETY
        return Urgency.URGENT if self.severity is Severity.MODERATE else Urgency.ROUTINE


class TickedTierRule(TierRule):
    """The same from a form: what is not ticked is not sent."""

    tells: Tells = ()
    responders: Responders = ()


# Most alarms are small. They end with their incident, and a grave one never joins them.
EVERYDAY = frozenset({PanicKind.MEDICAL, PanicKind.STAFF_ASSIST})
ALL_GROUPS = tuple(ToldGroup)
LAW = (AgencyKind.POLICE, AgencyKind.SHERIFF, AgencyKind.DISPATCH)
RESCUE = (AgencyKind.FIRE, AgencyKind.EMS, AgencyKind.DISPATCH)
ALL_RESPONDERS = (*LAW, AgencyKind.FIRE, AgencyKind.EMS, AgencyKind.EMERGENCY_MANAGEMENT)


def _rule_with(
    severity: Severity,
    tells: tuple[ToldGroup, ...],
    responders: tuple[AgencyKind, ...],
    *,
    first_word: FirstWord = FirstWord.ALOUD,
    asks_confirmation: bool = True,
    begins: ResponseActionKind | None = None,
) -> TierRule:
    return TierRule(
        severity=severity,
        tells=tells,
        responders=responders,
        first_word=first_word,
        is_at_once=False,
        asks_confirmation=asks_confirmation,
        begins=begins,
    )


DEFAULTS: dict[PanicKind, TierRule] = {
    # No one near may hear that help was called: the danger may stand beside the presser.
    PanicKind.EMERGENCY: _rule_with(Severity.EXTREME, ALL_GROUPS, ALL_RESPONDERS, first_word=FirstWord.SILENT),
    PanicKind.ACTIVE_THREAT: _rule_with(
        Severity.EXTREME, ALL_GROUPS, ALL_RESPONDERS, begins=ResponseActionKind.LOCKDOWN
    ),
    PanicKind.SECURE: _rule_with(Severity.SEVERE, ALL_GROUPS, LAW, begins=ResponseActionKind.SECURE),
    PanicKind.FIRE: _rule_with(
        Severity.EXTREME,
        ALL_GROUPS,
        (*RESCUE, AgencyKind.POLICE, AgencyKind.SHERIFF),
        begins=ResponseActionKind.EVACUATE,
    ),
    PanicKind.MEDICAL: _rule_with(Severity.SEVERE, (ToldGroup.OFFICE,), RESCUE, asks_confirmation=False),
    PanicKind.STAFF_ASSIST: _rule_with(Severity.MODERATE, (ToldGroup.OFFICE,), (), asks_confirmation=False),
}


def calls_of(rule: TierRule) -> list[list[AgencyKind]]:
    """Return the kinds of agencies that a rule calls, those together of which one is enough."""
    found = [[one for one in kinds if one in rule.responders] for kinds in CALLED_TOGETHER]
    return [kinds for kinds in found if kinds]


def tier_of(district_id: UUID, kind: PanicKind) -> TierRule:
    """Return what holds in a district for one tier. One query."""
    row = PanicTier.objects.filter(district_id=district_id, kind=kind.value).first()
    return DEFAULTS[kind] if row is None else TierRule.model_validate(row.rule)


def tiers_of(district_id: UUID) -> dict[PanicKind, TierRule]:
    """Return what holds in a district, tier by tier. One query."""
    rows = {row.kind: row.rule for row in PanicTier.objects.filter(district_id=district_id)}
    return {
        kind: TierRule.model_validate(rows[kind.value]) if kind.value in rows else rule
        for kind, rule in DEFAULTS.items()
    }
