"""Write a folder of maps as `manage.py demo --data` takes it: a city's register and two indoor plans."""

from pathlib import Path

from coordination.demo.load import INDOOR_PLANS
from tests.factories.files.city_register import write_city_register
from tests.factories.files.indoor.fire_station import fire_station
from tests.factories.files.indoor.high_school import high_school


def write_data_folder(folder: Path) -> Path:
    """Write the folder; return it."""
    write_city_register(folder / "us" / "dc")
    plans = folder / "osm-indoor"
    plans.mkdir()
    for name, raw in zip(INDOOR_PLANS, (high_school(), fire_station()), strict=True):
        (plans / name).write_bytes(raw)
    return folder
