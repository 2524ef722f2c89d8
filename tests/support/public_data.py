"""Where the public data lies. A missing file fails the test that needs it; it never skips it."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("MUSTERPOINT_DATA") or ROOT.parent / "shared" / "data")
APB = DATA / "osm-indoor" / "apb.geojson"
CASERNE = DATA / "osm-indoor" / "caserne.geojson"
DC = DATA / "us" / "dc"
