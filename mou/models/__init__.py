from mou.models.access_epoch import AccessEpoch
from mou.models.agencies import (
    AdministrativeAct,
    Agency,
    AgencyMember,
    MembershipOffer,
    MembershipRequest,
    Suspension,
)
from mou.models.agreements import Clause, ClauseEdit, Memorandum, Term, Version, VersionSite, VersionStep
from mou.models.chore import Chore
from mou.models.emergencies import Emergency, EmergencyAccess, MutualAid
from mou.models.officer import SroAssignment, SroReview, SroSelection, SroSite
from mou.models.reviewing import ClauseComment, EditorPresence, Reminder
from mou.models.shifts import DutyClock, Shift
from mou.models.signatures import PartyLeaving, SealedCopy, Signatory, Signature, SignedPaper
from mou.models.training import OwnCourse, TrainingCertificate, TrainingRecord

__all__ = [
    "AccessEpoch",
    "AdministrativeAct",
    "Agency",
    "AgencyMember",
    "Chore",
    "Clause",
    "ClauseComment",
    "ClauseEdit",
    "DutyClock",
    "EditorPresence",
    "Emergency",
    "EmergencyAccess",
    "MembershipOffer",
    "MembershipRequest",
    "Memorandum",
    "MutualAid",
    "OwnCourse",
    "PartyLeaving",
    "Reminder",
    "SealedCopy",
    "Shift",
    "Signatory",
    "Signature",
    "SignedPaper",
    "SroAssignment",
    "SroReview",
    "SroSelection",
    "SroSite",
    "Suspension",
    "Term",
    "TrainingCertificate",
    "TrainingRecord",
    "Version",
    "VersionSite",
    "VersionStep",
]
