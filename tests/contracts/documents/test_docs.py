"""What operators set and call stands in the documentation, and what stands there exists."""

import re
from pathlib import Path

from django.core.management import get_commands

from coordination.demo.plot import PEOPLE
from tests.support.processes import ROOT
from tests.support.sources import PACKAGES, our_modules

READ_STRICTLY = "\n".join((ROOT / "coordination" / f"{name}.py").read_text() for name in ("settings", "environment"))
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EVERY_PAGE = "\n".join(path.read_text() for path in PAGES)


def variables_in_code() -> set[str]:
    text = "\n".join(path.read_text() for path in our_modules())
    whole = set(re.findall(r"MUSTERPOINT_[A-Z_]+[A-Z]", text))
    short = re.findall(r'\benv(?:_flag|_number)?\(\s*"([A-Z_]+)"', READ_STRICTLY)
    return whole | {f"MUSTERPOINT_{name}" for name in short}


def our_commands() -> list[str]:
    ours = {app for app in get_commands().values() if str(app).split(".")[0] in PACKAGES}
    return sorted(name for name, app in get_commands().items() if app in ours)


def test_every_variable_read_in_code_stands_in_operations() -> None:
    assert sorted(name for name in variables_in_code() if f"`{name}`" not in OPERATIONS) == []


def test_every_variable_in_operations_is_read_in_code() -> None:
    documented = set(re.findall(r"MUSTERPOINT_[A-Z_]+", OPERATIONS))

    assert sorted(documented - variables_in_code()) == []


def test_every_command_of_ours_stands_in_the_documentation() -> None:
    assert [name for name in our_commands() if not re.search(rf"`(?:manage\.py )?{name}\b", EVERY_PAGE)] == []


def test_the_readme_names_the_two_commands_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text()

    assert "python3 manage.py demo" in readme
    assert "python3 manage.py test" in readme
    steps = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if "python3 manage.py test" in line]
    assert [one.partition(" | ")[0].partition("python3 ")[2] for one in steps] == [
        "manage.py test",
        "manage.py test --public-data",
    ]


def test_the_readme_names_accounts_of_the_demo() -> None:
    said = (ROOT / "README.md").read_text().partition("Among the accounts are")[2].partition(" `demo --once`")[0]
    named = re.findall(r"`(\w+)`", said)

    assert len(named) > 5
    assert set(named) <= {one.username for one in PEOPLE}


def test_links_between_pages_lead_somewhere() -> None:
    links = [(page, link) for page in PAGES for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())]
    broken = [
        f"{page.relative_to(ROOT)} -> {link}"
        for page, link in links
        if not re.match(r"[a-z]+:", link) and not (page.parent / link).exists()
    ]

    assert broken == []


def without_code(page: Path) -> str:
    return re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)


def anchors_of(page: Path) -> set[str]:
    """Return what a link may name in a page: its headings, as the sites that show Markdown write them."""
    headings = re.findall(r"^#{1,6} (.+)$", without_code(page), re.MULTILINE)
    shown = [re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in headings]
    return {re.sub(r"[^\w\- ]", "", heading).strip().replace(" ", "-") for heading in shown}


def test_links_into_a_page_name_one_of_its_headings() -> None:
    links = [(page, *link) for page in PAGES for link in re.findall(r"\]\(([^)#\s:]*)#([^)\s]+)\)", without_code(page))]
    named = [(page, page.parent / file if file else page, anchor) for page, file, anchor in links]

    assert len(named) > 50
    assert [
        f"{page.relative_to(ROOT)} -> {target.name}#{anchor}"
        for page, target, anchor in named
        if target.suffix == ".md" and anchor not in anchors_of(target)
    ] == []


def cut_rows(text: str) -> list[str]:
    """Return rows that no head of a table stands before: a blank line has cut them off, and they are shown as text."""
    lines = text.splitlines()
    firsts = [at for at, line in enumerate(lines) if line.startswith("|") and not lines[at - 1].startswith("|")]
    return [lines[at] for at in firsts if not re.fullmatch(r"\|[\s:|-]+\|", [*lines, ""][at + 1])]


def test_no_table_is_cut_in_two() -> None:
    whole = "\n| a | b |\n|---|---|\n| 1 | 2 |\n"

    assert cut_rows(whole) == []
    assert cut_rows(f"{whole}\n| 3 | 4 |\n") == ["| 3 | 4 |"]
    assert {str(page): rows for page in PAGES if (rows := cut_rows(without_code(page)))} == {}


def test_decisions_stand_in_the_order_of_their_numbers() -> None:
    architecture = (ROOT / "docs" / "architecture.md").read_text()
    numbers = re.findall(r"^\| \[(\d{4})\]\(decisions/", architecture, re.MULTILINE)

    assert numbers == sorted(numbers)


def test_no_page_names_a_folder_of_one_machine() -> None:
    pages = [Path("README.md"), *(path.relative_to(ROOT) for path in (ROOT / "docs").rglob("*.md"))]

    assert [str(page) for page in pages if re.search(r"(?<!\w)/(home|root|work)/", (ROOT / page).read_text())] == []


def test_every_row_of_the_security_rules_names_code_that_is_there_and_a_test() -> None:
    """A row is what a standard asks for, what holds, where it is built, and what holds it to that."""
    section = (ROOT / "docs" / "security.md").read_text().split("## Rows of CJIS", 1)[1].split("### Not met", 1)[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in section.splitlines() if line.startswith("| ")]
    paths = [
        str(path.relative_to(ROOT))
        for package in ("coordination", "mapping", "mou", "push")
        for path in (ROOT / package).rglob("*")
        if path.suffix in {".py", ".js"}
    ]
    claims = [row for row in rows if re.match(r"CJIS|ASVS", row[0])]

    assert [row[0] for row in claims if len(row) != 4] == []
    assert [row[0] for row in claims if not re.search(r"`(?:test_|tests/)", row[3])] == []
    for row in claims:
        named = re.findall(r"`([\w/.]+)`", row[2])
        missing = [one for one in named if not any(path == one or path.endswith(f"/{one}") for path in paths)]
        assert (row[0], named != [], missing) == (row[0], True, [])
    asked = [one for row in claims for one in re.split(r",\s*", row[0])]
    assert len(asked) == len(set(asked)) > 50


def test_every_test_that_a_page_names_is_there() -> None:
    sources = [path.read_text() for path in (ROOT / "tests").rglob("test_*.py")]
    there = {name for source in sources for name in re.findall(r"^\s*(?:async )?def (test_\w+)", source, re.MULTILINE)}
    named = set(re.findall(r"`(test(?:_[a-z0-9]+){4,})`", EVERY_PAGE))
    files = set(re.findall(r"`(tests/[\w/]+\.(?:py|mjs))`", EVERY_PAGE))

    assert sorted(named - there) == []
    assert sorted(path for path in files if not (ROOT / path).exists()) == []
    assert len(named) > 70
