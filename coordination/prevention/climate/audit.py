"""Who read results and tasks."""

from coordination.casework.reads import ReadLog
from coordination.prevention.climate.models import ClimateRead
from coordination.prevention.climate.vocabulary import ClimateDoor

CLIMATE_READS: ReadLog[ClimateRead, ClimateDoor] = ReadLog(ClimateRead)
