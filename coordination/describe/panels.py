"""The script that puts the panels of capabilities on the incident page, written from their declarations.

It is a module like any other: the bundle that phones keep has it, and no page loads a script by a name at run time.
"""

from pathlib import Path

from coordination.room.registry import page_panels
from coordination.web.apps.installed import app_panels

SCRIPTS = Path(__file__).resolve().parent.parent / "home" / "static" / "coordination"
PANELS_FILE = SCRIPTS / "incident" / "of_capabilities" / "panels_of_capabilities.js"
HEAD = "// The panels of capabilities, by name. Written by `manage.py asyncapi` from their declarations.\n\n"
# One line for each, however few they are: a capability that comes or goes is one line more or less.
LISTED = '/** @type {import("./panel.js").AddPanel[]} */\n// prettier-ignore\nexport const PANELS = [\n'


def all_panels() -> dict[str, str]:
    """Return the scripts of all panels, by the names of their folders in order."""
    return dict(sorted({**page_panels(), **app_panels()}.items()))


def panels_text() -> str:
    """Return the text of the script."""
    names = [(f"add{name.title().replace('_', '')}", script) for name, script in all_panels().items()]
    imports = "".join(f'import {{ addPanel as {name} }} from "../../{script}";\n' for name, script in names)
    listed = "".join(f"  {name},\n" for name, _script in names)
    return f"{HEAD}{imports}\n{LISTED}{listed}];\n"
