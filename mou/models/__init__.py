from mou.models.access_epoch import AccessEpoch
from mou.models.agency import Agency
from mou.models.member import AgencyMember
from mou.models.memorandum import Memorandum, MemorandumSite, Term

__all__ = ["AccessEpoch", "Agency", "AgencyMember", "Memorandum", "MemorandumSite", "Term"]
