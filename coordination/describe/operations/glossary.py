"""What a property of a name means wherever it stands: data beside this file."""

import tomllib
from pathlib import Path

GLOSSARY: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
