"""What a template may not say, and what a page must do without: some are made before anybody knows of a request."""

import re
from collections import Counter

import pytest
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, ResetPasswordKeyForm
from django.forms import PasswordInput
from django.template import Engine
from django.template.loader import get_template

from coordination.setup.face_folders import face_folders
from coordination.sign_in.attempts.later import SECRETS
from tests.support.processes import ROOT

PACKAGES = ("coordination", "mapping", "mou", "push")
TEMPLATES = sorted(
    path for name in PACKAGES for kind in ("*.html", "*.txt") for path in (ROOT / name).rglob(f"templates/**/{kind}")
)
# Django resolves the argument of a filter even where it is not needed. A text, a number or a translated text is always
# there; a variable may not be, and then the page is a 500.
VARIABLE_AS_DEFAULT = re.compile(r"""\|default(?:_if_none)?:(?!["'\d]|_\(|True\b|False\b|None\b)[\w.]+""")
# What the browser carries out as it stands. A page's policy lets it only with the nonce of the page's request.
INLINE_SCRIPT = re.compile(r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>")
NONCE = 'nonce="{{ csp_nonce }}"'
# A file that is read without a server, and so without a policy.
STANDS_ALONE = "mapping/exports/templates/mapping/exports/pack.html"
# Pages that are made without a request, where a policy allows no script but those of files: of a server that is full or
# without its database, and Django's own of a fault. They extend what every page extends.
SHELL = "base.html"
WITHOUT_A_REQUEST = {"later.html", "500.html"}
MADE_WITHOUT_A_REQUEST = re.compile(r"""(?:get_template|render_to_string)\(\s*f?"([^"]+)\"""")
EXTENDS = re.compile(r"""\{% extends "([^"]+)" %\}""")
# Django ends a comment of this form with its line: what comes after is shown to people.
OPEN_COMMENT = re.compile(r"\{#(?!.*#\}).*")
# Letters of mail are plain text, and break where the reader does.
MOST_CHARS = 160

INPUT = re.compile(r"<input\b[^>]*>")
NAME = re.compile(r'\bname="([^"]+)"')


def test_what_is_typed_unseen_is_written_into_no_page_that_waits() -> None:
    """A full server's page holds what a form sent, but for these names."""
    inputs = [one for path in TEMPLATES for one in INPUT.findall(path.read_text()) if 'type="password"' in one]
    of_forms = {
        name
        for form in (LoginForm, ChangePasswordForm, ResetPasswordKeyForm, ReauthenticateForm)
        for name, field in form.base_fields.items()
        if isinstance(field.widget, PasswordInput)
    }

    assert len(inputs) > 3
    assert of_forms
    assert ({name for one in inputs for name in NAME.findall(one)} | of_forms) - SECRETS == set()


def test_no_default_is_a_variable_for_what_is_missing_there_breaks_the_page() -> None:
    """`firstof` takes what is there and forgives what is not."""
    found = {str(path.relative_to(ROOT)): VARIABLE_AS_DEFAULT.findall(path.read_text()) for path in TEMPLATES}

    assert len(TEMPLATES) > 100
    assert {name: said for name, said in found.items() if said} == {}


def test_the_rule_finds_what_broke_a_page() -> None:
    assert VARIABLE_AS_DEFAULT.findall("{{ one.row|default:one.number }} {{ a|default:b }}") == [
        "|default:one.number",
        "|default:b",
    ]
    assert VARIABLE_AS_DEFAULT.findall("""{{ a|default:"—" }} {{ a|default:_("x") }} {{ a|default_if_none:0 }}""") == []


def test_an_inline_script_carries_the_nonce_of_its_page() -> None:
    found = {str(path.relative_to(ROOT)): INLINE_SCRIPT.findall(path.read_text()) for path in TEMPLATES}
    inline = {name: scripts for name, scripts in found.items() if scripts and name != STANDS_ALONE}

    assert len(inline) > 2
    assert {name: scripts for name, scripts in inline.items() if any(NONCE not in one for one in scripts)} == {}


@pytest.mark.parametrize("name", sorted({SHELL, *WITHOUT_A_REQUEST}))
def test_a_page_that_is_made_without_a_request_has_no_inline_script(name: str) -> None:
    """It has no nonce: the browser would refuse the script, and say so on the console of everybody who waits."""
    made = get_template(name).render({})

    assert "</html>" in made
    assert INLINE_SCRIPT.findall(made) == []


def test_no_other_page_is_made_without_a_request() -> None:
    code = [path.read_text() for name in PACKAGES for path in (ROOT / name).rglob("*.py")]
    made = {name for text in code for name in MADE_WITHOUT_A_REQUEST.findall(text)}

    assert len(made) > 10
    assert {name for name in made if SHELL in ancestors(name)} - WITHOUT_A_REQUEST == set()


def ancestors(name: str) -> list[str]:
    """Return the templates that one extends, the nearest first."""
    files = [path for path in TEMPLATES if str(path).endswith(f"/templates/{name}")]
    found = [parent for path in files for parent in EXTENDS.findall(path.read_text())]
    return found + [older for parent in found for older in ancestors(parent)]


def test_a_comment_of_one_line_ends_on_it() -> None:
    found = {str(path.relative_to(ROOT)): OPEN_COMMENT.findall(path.read_text()) for path in TEMPLATES}

    assert {name: said for name, said in found.items() if said} == {}
    assert OPEN_COMMENT.findall("{# of two\nlines #} {# of one #}") == ["{# of two"]


def test_a_template_is_read_from_where_django_reads_it() -> None:
    shared, own = ROOT / "coordination/web/templates/base.html", ROOT / "coordination/training/templates/training"

    engine = Engine.get_default()
    assert engine.get_template("base.html").origin.name == str(shared)
    assert engine.get_template("training/training.html").origin.name == str(own / "training.html")
    found = {path for folder in face_folders(ROOT, "templates") for path in folder.rglob("*.*")}
    assert set(TEMPLATES) - found == set()


def test_what_everybody_shares_alone_lies_in_web() -> None:
    """A capability's pages lie in its folder: `<capability>/templates/<name>/`."""
    folders = {path.name for path in (ROOT / "coordination/web/templates").iterdir() if path.is_dir()}

    assert folders == {"allauth", "coordination", "forms", "tables"}


def test_a_name_is_of_one_template_alone() -> None:
    """Two folders could each have a template of one name: which is shown would hang on the order of the folders."""
    names = Counter(
        str(path.relative_to(folder))
        for folder in face_folders(ROOT, "templates")
        for path in folder.rglob("*.*")
        if path.is_file()
    )

    assert len(names) > 200
    assert {name for name, count in names.items() if count > 1} == set()


def test_no_line_of_a_template_is_longer_than_an_editor_shows() -> None:
    """A text breaks in `blocktranslate trimmed`, a tag between attributes, inline text at a space or inside a tag."""
    long = {
        f"{path.relative_to(ROOT)}:{number}": len(line)
        for path in TEMPLATES
        if path.suffix == ".html"
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > MOST_CHARS
    }

    assert long == {}
