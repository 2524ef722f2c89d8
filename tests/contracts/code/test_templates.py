"""What a template may not say: Django resolves the argument of a filter even where it is not needed, and fails."""

import re
from pathlib import Path

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, ResetPasswordKeyForm
from django.forms import PasswordInput

from coordination.sign_in.attempts.later import SECRETS
from tests.support.processes import ROOT

PACKAGES = ("coordination", "mapping", "mou", "push")
TEMPLATES = sorted(
    path for name in PACKAGES for kind in ("*.html", "*.txt") for path in (ROOT / name).rglob(f"templates/**/{kind}")
)
# A text, a number or a translated text is always there; a variable may not be, and then the page is a 500.
VARIABLE_AS_DEFAULT = re.compile(r"""\|default(?:_if_none)?:(?!["'\d]|_\(|True\b|False\b|None\b)[\w.]+""")

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


def test_a_template_is_read_from_where_django_reads_it() -> None:
    assert Path(ROOT / "coordination/web/templates/base.html") in TEMPLATES
