"""Tests, benchmarks and what they stage. Whatever runs of it finds our client library for Python, not installed."""

import sys
from pathlib import Path

CLIENT_LIBRARY = str(Path(__file__).resolve().parents[1] / "coordination" / "clients" / "python")
if CLIENT_LIBRARY not in sys.path:
    sys.path.append(CLIENT_LIBRARY)
