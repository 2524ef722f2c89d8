from mou.models.access_epoch import AccessEpoch
from mou.models.administrative_act import AdministrativeAct
from mou.models.agency import Agency
from mou.models.chore import Chore
from mou.models.clause import Clause, ClauseEdit, Term
from mou.models.comment import ClauseComment
from mou.models.emergency import Emergency
from mou.models.emergency_access import EmergencyAccess
from mou.models.member import AgencyMember
from mou.models.membership_request import MembershipRequest
from mou.models.memorandum import Memorandum
from mou.models.mutual_aid import MutualAid
from mou.models.officer import SroAssignment, SroReview, SroSelection, SroSite
from mou.models.presence import EditorPresence
from mou.models.reminder import Reminder
from mou.models.sealed_copy import SealedCopy
from mou.models.signature import Signatory, Signature
from mou.models.suspension import Suspension
from mou.models.training import OwnCourse, TrainingCertificate, TrainingRecord
from mou.models.version import Version, VersionSite, VersionStep

__all__ = [
    "AccessEpoch",
    "AdministrativeAct",
    "Agency",
    "AgencyMember",
    "Chore",
    "Clause",
    "ClauseComment",
    "ClauseEdit",
    "EditorPresence",
    "Emergency",
    "EmergencyAccess",
    "MembershipRequest",
    "Memorandum",
    "MutualAid",
    "OwnCourse",
    "Reminder",
    "SealedCopy",
    "Signatory",
    "Signature",
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
