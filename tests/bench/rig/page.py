"""Write the measured part of docs/benchmarks.md: a table for each benchmark and a plot of cost against size."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

from tests.support.processes import ROOT

mpl.use("Agg")
# The same numbers give the same file.
mpl.rcParams["svg.hashsalt"] = "musterpoint"

PAGE = ROOT / "docs" / "benchmarks.md"
FOLDER = ROOT / "docs" / "benchmarks"
MEASURED = FOLDER / "measured"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SIZED = re.compile(r"^(?P<what>.+?),? at (?P<size>[\d,]+) (?P<unit>people|sockets)$")

type Document = dict[str, Any]
# The newest run of a benchmark, and those before it.
type Runs = Sequence[Document]
type Points = list[tuple[int, float]]


def write_page(measured: Sequence[Runs], page: Path = PAGE) -> None:
    """Replace what stands between the marks; the words around them are written by hand."""
    before, _, rest = page.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    parts = [section(runs, plots=plots_of(runs[0], page.parent / "benchmarks")) for runs in measured]
    told = "\n".join(parts) or "Nothing of this version has been measured yet.\n"
    page.write_text(f"{before}{BEGIN}\n\n{told}\n{END}{after}")


def section(runs: Runs, *, plots: Sequence[str]) -> str:
    """Return one benchmark's heading, table of the newest run and plots."""
    document, *earlier = runs
    machine = document["machine"]
    taken = f"{machine['cpu']}, {machine['cores']} cores, Python {machine['python']}"
    lines = [
        f"### {document['bench']}",
        "",
        f"{taken}; the machine's load at the end was {machine['load_1min']}.",
        "",
        "| measure | value | unit | baseline | ratio | must | | runs before |",
        "|---|---:|---|---:|---:|---|---|---|",
        *(
            row(one, [same for run in earlier for same in run["results"] if same["measure"] == one["measure"]])
            for one in document["results"]
        ),
        "",
        *(f"![{name}](benchmarks/{name}.svg)\n" for name in plots),
    ]
    return "\n".join(lines)


def row(one: Document, earlier: Sequence[Document] = ()) -> str:
    """Return a result as a row of a table; what must hold is shown for the runs before, too."""
    baseline = "" if one["baseline"] is None else number(one["baseline"])
    ratio = "" if one["ratio"] is None else f"{one['ratio']:.2f}"
    verdict = ("met" if one["ok"] else "**missed**") if one["must"] else ""
    must = one["must"].replace("<=", "≤").replace(">=", "≥")
    before = ", ".join(verdict_in_short(same) for same in earlier) if must else ""
    cells = [one["measure"], number(one["value"]), one["unit"], baseline, ratio, must, verdict, before]
    return f"| {' | '.join(cells)} |"


def verdict_in_short(one: Document) -> str:
    """Return what was held against the bound, and whether it held."""
    value = number(one["value"]) if one["ratio"] is None else f"{one['ratio']:.2f}"
    return value if one["ok"] else f"**{value}**"


def number(value: float) -> str:
    """Return a number with about three digits."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


# --- plots ----------------------------------------------------------------------------------------------------------
def plots_of(document: Document, folder: Path) -> list[str]:
    """Draw what was measured at several sizes, one plot for each unit; return the plots' names."""
    folder.mkdir(parents=True, exist_ok=True)
    by_unit: dict[str, dict[str, Points]] = {}
    axis = "sockets"
    for one in document["results"]:
        found = SIZED.match(one["measure"])
        if found is None or one["unit"] in ("", "KiB"):
            continue
        axis = found["unit"]
        lines = by_unit.setdefault(one["unit"], {})
        size = int(found["size"].replace(",", ""))
        lines.setdefault(found["what"], []).append((size, one["value"]))
        if one["baseline"] is not None:
            lines.setdefault(f"{found['what']} (baseline)", []).append((size, one["baseline"]))
    names = []
    for unit, lines in by_unit.items():
        if any(len(points) > 1 for points in lines.values()):
            names.append(f"{document['bench']}-{re.sub(r'[^a-z]+', '-', unit.lower()).strip('-')}")
            draw(folder / f"{names[-1]}.svg", lines, axis=axis, unit=unit)
    return names


def draw(file: Path, lines: dict[str, Points], *, axis: str, unit: str) -> None:
    """Draw lines over size, both axes logarithmic: a straight line of slope 1 is a cost that grows with the size."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.add_subplot()
    for what, points in lines.items():
        sizes, values = zip(*sorted(points), strict=True)
        style = "--" if what.endswith("(baseline)") else "-"
        axes.loglog(sizes, values, style, marker="o", label=what)
    axes.set_xlabel(axis)
    axes.set_ylabel(unit)
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend(fontsize="small")
    figure.savefig(file, metadata={"Date": None})
