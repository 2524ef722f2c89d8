"""Scripts and styles as they are served: one bundle for each that a page names, hashed, and compressed beforehand.

Built at set-up by `collectstatic`. In development (MUSTERPOINT_DEBUG=true) nothing is built: pages load the sources.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from servestatic.storage import CompressedManifestStaticFilesStorage

from coordination.setup.face_folders import face_folders
from coordination.web.typeface import TYPEFACE, shrink_typeface

NAMED = re.compile(r"""\{% static ["']([\w./-]+)["'] %\}""")
# Leaflet is a plain script that others find by its name: what comes from a library is served as it is.
AS_IT_IS = ("vendor/",)
BUNDLE = ".bundle"
TEMPLATES = {".html", ".webmanifest"}
# What browsers of the last three years understand: nothing is rewritten that a phone in use can read.
TARGET = "es2022"

type Processed = Iterator[tuple[str, str | None, bool | Exception]]


class PageFiles(CompressedManifestStaticFilesStorage):
    """The address of a script or style that a page names is that of its bundle."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Processed:  # noqa: FBT001, FBT002 - Django's signature
        """Bundle, then let the others hash and compress."""
        if dry_run:
            return
        named = [name for name in named_by_templates() if name in paths]
        entries = [name for name in named if name.endswith((".js", ".css")) and not name.startswith(AS_IT_IS)]
        bundle_entries(Path(self.location), entries)
        typefaces, typeface = paths[TYPEFACE]
        shrink_typeface(Path(typefaces.path(typeface)), to=Path(self.path(TYPEFACE)))
        # The sources lie there too, by their own names, and no page asks for them.
        served = {name: paths[name] for name in named if name not in entries}
        served[TYPEFACE] = (self, TYPEFACE)
        served |= {bundle_of(name): (self, bundle_of(name)) for name in entries}
        yield from super().post_process(served, dry_run=dry_run, **options)
        for name in entries:
            self.hashed_files[self.hash_key(name)] = self.hashed_files[self.hash_key(bundle_of(name))]
        self.save_manifest()
        self.add_stats_to_manifest()

    def compress_files(self, paths: set[str]) -> Iterator[tuple[str, str]]:
        """Compress what pages ask for: names with a hash."""
        yield from super().compress_files(paths & set(self.hashed_files.values()))


def named_by_templates() -> list[str]:
    """Return every static file that a template names."""
    folders = face_folders(settings.BASE_DIR, "templates")
    texts = [path.read_text() for folder in folders for path in folder.rglob("*.*") if path.suffix in TEMPLATES]
    return sorted({name for text in texts for name in NAMED.findall(text)})


def bundle_of(name: str) -> str:
    """Return the name of a source's bundle, in the same folder: what it names relatively stays right."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}{BUNDLE}.{ending}"


def bundle_entries(root: Path, entries: list[str]) -> None:
    """Put each entry and all that it imports into one file. Starts esbuild. Raises: RuntimeError: it failed."""
    options = ["--bundle", "--minify", "--format=esm", f"--target={TARGET}", "--log-level=warning", "--charset=utf8"]
    # Pictures in styles are Leaflet's alone: of its own pins and of its button for layers, which no page has.
    options += ["--external:*.woff2", "--loader:.png=empty", "--loader:.svg=dataurl"]
    options += [f"--outdir={root}", f"--outbase={root}", f"--entry-names=[dir]/[name]{BUNDLE}"]
    command = [str(esbuild_program()), *options, *entries]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603 - npm's, by hash
    if done.returncode != 0:
        raise RuntimeError(f"esbuild could not bundle the pages' scripts:\n{done.stderr[-4000:]}")


def esbuild_program() -> Path:
    """Return the program that npm installed for this system. Its own start script would need another node."""
    found = sorted((settings.BASE_DIR / "node_modules" / "@esbuild").glob("*/bin/esbuild"))
    if not found:
        raise RuntimeError("no esbuild in node_modules: run `npm ci`, or any command of manage.py")
    return found[0]
