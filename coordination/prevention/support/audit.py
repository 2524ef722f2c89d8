"""Who read referrals, crises and directories."""

from typing import Literal

from coordination.casework.reads import ReadLog
from coordination.prevention.support.models import SupportRead

type Door = Literal["page", "api"]
SUPPORT_READS: ReadLog[SupportRead, Door] = ReadLog(SupportRead)
