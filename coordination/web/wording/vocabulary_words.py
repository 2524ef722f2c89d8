"""The closed lists that pages and their scripts show, by the names that scripts ask for them with."""

from django.utils.translation import pgettext

from coordination.room.registry import lists_of_capabilities
from coordination.room.wire.addressed import ADDRESSED
from coordination.vocabulary import (
    Audience,
    ClaimBasis,
    CommandEnd,
    CommandOfferKind,
    CommandOfferOutcome,
    DoorLock,
    FactKind,
    FactSource,
    FactStanding,
    IncidentType,
    MarkerKind,
    MaydayKind,
    MutualAidEnd,
    PanicKind,
    ReleaseMode,
    ReportSource,
    ResponderStatus,
    ResponseActionKind,
    ResponseActionStatus,
    RoomLead,
    RoomReportState,
    SafetyStrategy,
    Severity,
    ShapeKind,
    ShelterHazard,
    ThreatVerdict,
)
from mou.foundation.labelled import Labelled
from mou.vocabulary import DataCategory, MemberRole, TermKind

type WordList = dict[str, str]
type Lists = dict[str, type[Labelled]]

OF_RESPONSE_ACTIONS: Lists = {
    "response_action_kind": ResponseActionKind,
    "response_action_status": ResponseActionStatus,
    "release_mode": ReleaseMode,
    "shelter_hazard": ShelterHazard,
    "safety_strategy": SafetyStrategy,
}
OF_ROOM_REPORTS: Lists = {
    "room_report_state": RoomReportState,
    "door_lock": DoorLock,
    "room_lead": RoomLead,
    "report_source": ReportSource,
}
SHOWN: Lists = {
    "incident_type": IncidentType,
    "severity": Severity,
    "audience": Audience,
    "responder_status": ResponderStatus,
    "marker_kind": MarkerKind,
    "shape_kind": ShapeKind,
    "role": MemberRole,
    "panic_kind": PanicKind,
    **OF_RESPONSE_ACTIONS,
    **OF_ROOM_REPORTS,
    "command_offer_kind": CommandOfferKind,
    "command_offer_outcome": CommandOfferOutcome,
    "claim_basis": ClaimBasis,
    "threat_verdict": ThreatVerdict,
    "command_end": CommandEnd,
    "mutual_aid_end": MutualAidEnd,
    "fact_kind": FactKind,
    "fact_source": FactSource,
    "fact_standing": FactStanding,
    "mayday_kind": MaydayKind,
    "term_kind": TermKind,
    "data_category": DataCategory,
}


def vocabulary_words() -> dict[str, WordList]:
    """Return a label for every value of every list that the pages show."""
    words = labels_by_list(SHOWN | lists_of_capabilities())
    # It is not for choosing: entries to some say it.
    words["audience"][ADDRESSED] = pgettext("audience", "To some people")
    return words


def labels_by_list(lists: Lists) -> dict[str, WordList]:
    """Return the labels of lists by the lists' names."""
    return {name: one.labels() for name, one in lists.items()}


def statuses_for(*, responds: bool) -> WordList:
    """Return the statuses that fit a person, the likeliest first: staff at the school are not on the way to it."""
    if responds:
        return ResponderStatus.labels()
    fitting = (
        ResponderStatus.CHECKED_IN,
        ResponderStatus.ACKNOWLEDGED,
        ResponderStatus.ON_SCENE,
        ResponderStatus.DEPARTED,
    )
    return {one.value: one.label for one in fitting}
