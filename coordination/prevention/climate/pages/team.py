"""The page on which a climate team is chosen: its people, and its rules. Choosing it opens no result."""

from coordination.casework.team_page import make_team_page
from coordination.prevention.climate.team_acts import CLIMATE_TEAM_ACTS

team_page = make_team_page(CLIMATE_TEAM_ACTS, "climate/team.html")
