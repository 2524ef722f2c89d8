"""What folium puts into our page: nothing from elsewhere, no style attribute, no text of users."""

import re

import pytest
from django.test import Client

from mapping.sites.basemap import base_map
from mapping.sites.queries import SiteOutline, site_outline
from mapping.sites.wording.words import map_words
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_plan
from tests.support.sources import page_sources

HOSTILE = "</script><script>document.title='taken'</script>"
SCRIPTS = [path for address, path in page_sources(".js").items() if address.startswith("mapping/")]


def test_the_map_of_a_bare_point_still_spans_some_ground() -> None:
    made = base_map(SiteOutline(boundary=None, buildings=(), bounds=(-99.0, 39.0, -99.0, 39.0), grid=None), None)

    assert 'id="map_site"' in made.element
    assert "var map_site = L.map(" in made.script
    assert "http" not in made.script + made.element
    assert "style=" not in made.element


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


@pytest.mark.django_db
def test_the_page_names_no_other_host_and_every_script_and_style_has_the_nonce(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)

    answer = client.get(f"/sites/{cast.site.pk}")

    page = answer.content.decode()
    (nonce,) = set(re.findall(r"'nonce-([^']+)'", answer["Content-Security-Policy"]))
    tags = re.findall(r"<(?:script|style|link rel=\"stylesheet\")[^>]*>", page)
    bare = [tag for tag in tags if f'nonce="{nonce}"' not in tag and "application/json" not in tag]
    assert bare == []
    assert " style=" not in page
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_name_of_a_site_is_text_in_its_page(cast: Cast, client: Client) -> None:
    cast.site.name = HOSTILE
    cast.site.save()
    client.force_login(cast.officer)

    page = client.get(f"/sites/{cast.site.pk}").content.decode()

    assert HOSTILE not in page
    assert "&lt;script&gt;document.title" in page


@pytest.mark.django_db
def test_the_outline_of_a_site_holds_its_buildings(cast: Cast) -> None:
    outline = site_outline(cast.site)

    assert outline.boundary is not None
    assert len(outline.buildings) == 1


def test_the_scripts_never_parse_markup() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|bindPopup|bindTooltip"
    )
    offenders = [path.name for path in SCRIPTS if forbidden.search(path.read_text())]

    assert offenders == []


def test_every_word_the_scripts_ask_for_is_served() -> None:
    asked = {key for path in SCRIPTS for key in re.findall(r'\bword\("([a-z_]+)"\)', path.read_text())}

    assert sorted(asked - set(map_words())) == []
