"""Follow every link of every page as everybody: each leads somewhere, and every page of the product is led to."""

from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from coordination.models import User
from mou.vocabulary import MemberRole
from tests.coordination.access_walk.personas import make_personas
from tests.coordination.access_walk.practice.evaluation import evaluated
from tests.coordination.access_walk.rows import PEOPLE
from tests.coordination.access_walk.test_access_walk import PAGES, answered, body_of
from tests.factories.mou import make_member, make_user
from tests.stage.full_room import Stage

pytestmark = pytest.mark.django_db

PAGES_AT_MOST = 500
# Of one kind of page: a dozen agreements lead to 156 comparisons.
OF_A_KIND_AT_MOST = 12
# Of one page with different questions: a year leads to the next, without end.
QUESTIONS_AT_MOST = 6
NOT_LINKED = {
    "alarm-tests/<uuid:test_id>": "the stage has sent no test alarm",
    "account/alerts/tests/<uuid:test_id>": "the script of the alerts page goes there after a test was sent",
    "agreements/<uuid:memorandum_id>/versions/<int:number>/redline/<int:before>": "the stage has no second version",
    "administration/agencies/<uuid:agency_id>/invitation-mails": "the stage has no mail server",
    "administration/recovery": "the stage's agencies are not lost",
    "agency-sign-in/again/": "asked for on the way to another page",
    "drills/actions/<uuid:action_id>": "the exercise that the crawl meets has no corrective action",
    "drills/exercises/<uuid:exercise_id>/discussion": "the exercise that the crawl meets is no discussion",
    "drills/exercises/<uuid:exercise_id>/msel.csv": "the exercise that the crawl meets has no inject",
    "drills/exercises/<uuid:exercise_id>/report.json": "the exercise that the crawl meets has no report yet",
    "drills/times/<uuid:incident_id>": "the page of an exercise's incident leads there; that of the stage is real",
    "emergency-plans/<uuid:plan_id>/changes": "the plan of the stage has no second version",
    "incidents/<uuid:incident_id>/brief": "the strip of the incident's page, drawn by its script, leads there",
    "incidents/<uuid:incident_id>/forms/<str:form>/<str:block>": "of those on the stage no one writes on forms",
    "near-threats/<uuid:threat_id>": "the stage has no threat near a school",
    "prevention/flags": "responders find it in a real incident at a school with a flag",
    # The panel of an incident's page leads to the first one, and that to the others; the stage has no reunification.
    **dict.fromkeys(
        (
            "reunifications/<uuid:operation_id>",
            *(f"reunifications/<uuid:operation_id>/{one}" for one in ("holds", "students/<str:code>", "wall", "work")),
            # The code on a wall leads to the adults' page, and a greeter types a number to come to the other.
            *("reunifications/<uuid:operation_id>/door", "reunifications/<uuid:operation_id>/arrivals/<str:number>"),
        ),
        "the stage has no reunification",
    ),
    **dict.fromkeys(
        ("families/messages/<uuid:message_id>", "families/messages/<uuid:message_id>/guardians"),
        "families of the stage were told nothing",
    ),
    **dict.fromkeys(
        (
            *("reviews/<uuid:incident_id>", "reviews/<uuid:incident_id>.json"),
            *("reviews/<uuid:incident_id>/hot-wash", "reviews/actions/<uuid:action_id>"),
        ),
        "the stage has no closed incident",
    ),
    "stations/<uuid:agency_id>/places/<uuid:station_id>": "the stage's police has no station",
    "stations/<uuid:agency_id>/units/<uuid:unit_id>": "the stage's police has no unit",
    "style": "for those who build pages, who know its address",
    "today/<uuid:site_id>/cards/<uuid:card_id>": "the stage has no card for the day",
    "rooms/<uuid:room_id>": "notifications lead there; it leads on to the incident",
}


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get("href") if tag == "a" else None
        if tag == "form" and (given.get("method") or "get").lower() == "get":
            address = given.get("action")
        if address:
            self.found.append(address)


def crawl(client: Client) -> dict[str, int]:
    """Follow links from the first page; return each address with its status."""
    seen: dict[str, int] = {}
    asked, of_a_kind = Counter[str](), Counter[str]()
    # Each page first, and what else it is asked after them: the heads of lists ask much.
    waiting, again = deque(["/"]), deque[str]()
    while (waiting or again) and len(seen) < PAGES_AT_MOST:
        is_first = bool(waiting)
        address = (waiting or again).popleft()
        path = address.partition("?")[0]
        if address in seen or asked[path] == QUESTIONS_AT_MOST:
            continue
        if is_first and asked[path]:
            again.append(address)
            continue
        kind = pattern_of(address)
        if not asked[path] and of_a_kind[kind] == OF_A_KIND_AT_MOST:
            continue
        of_a_kind[kind] += not asked[path]
        asked[path] += 1
        response = client.get(address)
        seen[address] = response.status_code
        is_text = response["Content-Type"].startswith("text/html")
        body = body_of(answered(response))
        if response.status_code in (301, 302):
            waiting.append(urljoin(address, response["Location"]))
        elif is_text:
            waiting += [link for link in links_of(address, body.decode()) if link not in seen]
    return seen


def links_of(address: str, text: str) -> list[str]:
    """Return the addresses of this server that a page leads to, without their fragments."""
    parser = Links()
    parser.feed(text)
    whole = [urlsplit(urljoin(f"http://testserver{address}", link)) for link in parser.found]
    ours = [one for one in whole if one.netloc == "testserver" and one.scheme == "http"]
    return [one.path + (f"?{one.query}" if one.query else "") for one in ours if is_page(one.path)]


def is_page(path: str) -> bool:
    """Tell pages of ours from files and prints, which the walk asks for one by one."""
    return not path.startswith(("/static/", "/accounts/", "/api/")) and not path.endswith(".pdf")


def pattern_of(address: str) -> str:
    """Return the pattern of an address, or the address itself where it has none."""
    try:
        return resolve(address.split("?", maxsplit=1)[0]).route
    except Resolver404:
        return address


# Who are led to every page of the product, below; the crawl over their pages looks at each link as well.
LED = ("keeper", "insider", "teacher")


@pytest.mark.parametrize("who", [who for who in PEOPLE if who not in LED])
def test_every_link_that_somebody_is_shown_leads_somewhere(stage: Stage, who: str) -> None:
    client = stage.page_client(who)
    client.raise_request_exception = False

    seen = crawl(client)

    assert {address: status for address, status in seen.items() if status not in (200, 302)} == {}
    assert len(seen) > 1


@pytest.mark.parametrize("role", list(MemberRole))
def test_every_link_that_a_role_is_shown_leads_somewhere_in_each_kind_of_agency(stage: Stage, role: MemberRole) -> None:
    for agency in (stage.cast.district, stage.cast.school, stage.cast.police):
        who = f"{role.value} of {agency.kind}"
        stage.people[who] = make_member(agency, user=make_user(username=f"{role.value}-{agency.kind}"), role=role).user

        seen = crawl(stage.page_client(who))

        assert {address: status for address, status in seen.items() if status not in (200, 302)} == {}, who
        assert len(seen) > 1


def test_every_page_of_the_product_is_led_to_and_every_link_leads_somewhere(stage: Stage) -> None:
    make_personas(stage)
    leader = make_member(stage.cast.police, user=make_user(username="leader"), role=MemberRole.COMMANDER)
    stage.people["leader"] = leader.user
    stage.people["operator"] = make_user(username="operator")
    User.objects.filter(username="operator").update(is_operator=True)
    # An exercise that is over, which the insider directed.
    evaluated(stage)

    seen = {who: crawl(stage.page_client(who)) for who in (*LED, "leader", "operator")}
    led_to = {pattern_of(address) for addresses in seen.values() for address in addresses}

    assert {
        (who, address): status
        for who, answers in seen.items()
        for address, status in answers.items()
        if status not in (200, 302)
    } == {}
    assert {one for one in PAGES if not one.endswith(".pdf")} - led_to == set(NOT_LINKED)
