"""A school and a district before the law: read in bounded queries, attested, distributed, printed."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.gis.geos import Polygon
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from pytest_django import DjangoAssertNumQueries

from coordination.models import User
from mapping.compliance.queries import SiteRules, district_rules, site_rules
from mapping.compliance.words import _SENTENCES, SHIPPED_TEXTS, evidence_text
from mapping.demo_school.store import create_demo_sites
from mapping.exports.distribution.records import record_distribution
from mapping.laws.catalogue import law_profiles
from mapping.models import DistributionRecord, Floorplan, FloorplanAcknowledgement, PlanArea, Site, WalkThrough
from mapping.vocabulary import DistributionForm, RuleVerdict
from mou.vocabulary import OPERATOR, AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_plan, make_site
from tests.factories.mou import make_agency, make_member, make_user
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


@pytest.fixture
def keeper(cast: Cast, client: Client) -> Client:
    client.force_login(make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.PLANNER).user)
    return client


def verdict_of(school: SiteRules, code: str) -> RuleVerdict:
    return next(one.verdict for one in school.findings if one.code == code)


def walk(cast: Cast, on: date) -> None:
    for plan in Floorplan.objects.filter(level__site=cast.site):
        WalkThrough.objects.create(
            floorplan=plan, walked_on=on, walked_by=cast.insider, walked_with=["Fairview Fire"], recorded_at=NOW
        )


def draw_ground(site: Site, kind: str) -> None:
    box = Polygon.from_bbox((-98.5, 39.8, -98.4999, 39.8001))
    box.srid = 4326
    plan = Floorplan.objects.get(level__site=site)
    PlanArea.objects.create(floorplan=plan, kind=kind, label="", geometry=box, source_ref=f"ground:{kind}")


def test_the_drawn_school_shows_what_it_has_and_what_it_lacks() -> None:
    district = make_agency(AgencyKind.DISTRICT)
    create_demo_sites(actor_id=OPERATOR, district_id=district.id, school_ids={}, time_zone="America/Chicago", at=NOW)

    _, school = site_rules(Site.objects.get(name="Lincoln High School"), NOW)

    met = {one.code for one in school.findings if one.verdict is RuleVerdict.MET}
    assert {"CIM-01", "CIM-12", "CIM-13", "CIM-20", "CIM-22", "CIM-23", "CIM-24", "CIM-29", "CIM-40", "CIM-45"} <= met
    assert {verdict_of(school, code) for code in ("CIM-50", "CIM-51", "CIM-54")} == {RuleVerdict.NOT_MET}


def test_what_is_due_today_is_not_overdue_until_the_day_ends_at_the_school() -> None:
    # Seven in the evening in Chicago, one in the night in Greenwich: there the next day has begun.
    evening = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    site = make_site(make_agency(AgencyKind.DISTRICT, time_zone="America/Chicago"))

    def overdue(at: datetime) -> list[str]:
        _, school = site_rules(site, at)
        due = replace(school.findings[0], due_on=date(2026, 11, 24), verdict=RuleVerdict.NOT_MET)
        return [one.code for one in replace(school, findings=(due,)).overdue]

    assert overdue(evening) == []
    assert len(overdue(evening + timedelta(hours=5))) == 1


def test_a_walk_through_and_an_acknowledgement_meet_their_rules(cast: Cast) -> None:
    walk(cast, NOW.date() - timedelta(days=10))
    for plan in Floorplan.objects.filter(level__site=cast.site):
        for agency in (cast.police, cast.dispatch):
            FloorplanAcknowledgement.objects.create(
                floorplan=plan, agency=agency, acknowledged_by=cast.officer, acknowledged_at=NOW
            )

    _, school = site_rules(cast.site, NOW)

    assert {verdict_of(school, code) for code in ("CIM-51", "CIM-53", "CIM-54")} == {RuleVerdict.MET}
    # Nothing is drawn of the grounds, so no one can have compared them with a plan.
    assert verdict_of(school, "CIM-50") is RuleVerdict.NOT_MET
    draw_ground(cast.site, "hazard")
    assert verdict_of(site_rules(cast.site, NOW)[1], "CIM-50") is RuleVerdict.NOT_MET
    draw_ground(cast.site, "parking")
    assert verdict_of(site_rules(cast.site, NOW)[1], "CIM-50") is RuleVerdict.MET


def test_a_district_of_many_schools_costs_as_many_queries_as_one(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        make_site(cast.district, name=f"School {number}")

    with django_assert_max_num_queries(22):
        _, schools = district_rules(cast.district, NOW)

    assert len(schools) == 41


def test_what_a_partner_takes_is_written_once_and_what_the_school_reads_is_not(cast: Cast) -> None:
    def take(user: User, at: datetime) -> int:
        return record_distribution(user_id=user.pk, site_id=cast.site.pk, form=DistributionForm.EXPORT, at=at)

    first, again = take(cast.officer, NOW), take(cast.officer, NOW + timedelta(minutes=5))
    own = take(cast.insider, NOW)

    assert (first, again, own) == (1, 0, 0)
    assert DistributionRecord.objects.get().agency == cast.police
    _, school = site_rules(cast.site, NOW)
    assert next(one for one in school.facts.serving if one.kind == "police").has_current


@pytest.mark.parametrize(("path", "form"), [("export?kind=geojson", "export"), ("pack", "pack")])
def test_a_partner_who_takes_a_file_is_in_the_log(client: Client, cast: Cast, path: str, form: str) -> None:
    client.force_login(cast.officer)

    taken = b"".join(client.get(f"/api/v1/sites/{cast.site.id}/{path}"))
    client.force_login(cast.insider)
    again = b"".join(client.get(f"/api/v1/sites/{cast.site.id}/{path}"))

    assert taken
    assert again
    given = [(record.agency, record.form) for record in DistributionRecord.objects.all()]
    assert given == [(cast.police, form)]


def test_the_database_knows_no_record_without_a_recipient(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DistributionRecord.objects.create(site=cast.site, form="export", given_by=cast.insider, given_at=NOW)


# --- over HTTP --------------------------------------------------------------------------------------------------------
def test_a_planner_attests_hands_over_and_chooses_and_the_checklist_says_so(keeper: Client, cast: Cast) -> None:
    site, rules = f"/api/v1/sites/{cast.site.id}", f"/api/v1/districts/{cast.district.id}/map-rules"

    chosen = keeper.put(f"{rules}/profile", {"key": "FL"}, content_type="application/json")
    said = keeper.post(
        f"{site}/map-rules/attestations", {"rule": "CIM-10", "note": "Flown in 2026."}, content_type="application/json"
    )
    given = keeper.post(f"{site}/distribution", {"recipient": "State office"}, content_type="application/json")

    assert (chosen.status_code, said.status_code, given.status_code) == (204, 201, 201)
    told = keeper.get(f"{site}/map-rules").json()
    verdicts = {one["code"]: one["verdict"] for one in told["findings"]}
    assert (told["profile"]["key"], verdicts["CIM-10"], verdicts["CIM-59"]) == ("FL", "attested", "attest")
    # Florida's day is of modified facilities alone; Arizona's is of every school.
    keeper.put(f"{rules}/profile", {"key": "AZ"}, content_type="application/json")
    arizona = {one["code"]: one["verdict"] for one in keeper.get(f"{site}/map-rules").json()["findings"]}
    assert (arizona["CIM-57"], "CIM-57" in verdicts) == ("met", False)
    keeper.put(f"{rules}/profile", {"key": "FL"}, content_type="application/json")
    assert "CIM-60" not in verdicts
    (record,) = keeper.get(f"{site}/distribution").json()
    assert (record["recipient"], record["is_current"]) == ("State office", True)
    assert keeper.get(rules).json()["schools"][0]["verdicts"]["CIM-10"] == "attested"


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("map-rules/attestations", {"rule": "CIM-20", "note": "All of them."}, "rule_not_attestable"),
        ("map-rules/attestations", {"rule": "CIM-99", "note": "All of them."}, "rule_not_attestable"),
        ("map-rules/attestations", {"rule": "CIM-10", "note": "  "}, "bad_command"),
        ("distribution", {}, "recipient_unclear"),
        ("distribution", {"recipient": "A", "agency_id": "01a20ec5-8a4f-7631-ba02-d2fd427a51eb"}, "recipient_unclear"),
        ("distribution", {"agency_id": "01a20ec5-8a4f-7631-ba02-d2fd427a51eb"}, "recipient_unclear"),
    ],
)
def test_what_cannot_be_said_is_refused(keeper: Client, cast: Cast, path: str, body: dict[str, str], code: str) -> None:
    response = keeper.post(f"/api/v1/sites/{cast.site.id}/{path}", body, content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (422, code)


@pytest.mark.parametrize("body", [{"key": "ZZ"}, {"toml": "x"}, {}, {"key": "TX", "toml": "x"}])
def test_rules_that_are_none_are_refused(keeper: Client, cast: Cast, body: dict[str, str]) -> None:
    address = f"/api/v1/districts/{cast.district.id}/map-rules/profile"

    assert keeper.put(address, body, content_type="application/json").status_code == 422


# --- pages ------------------------------------------------------------------------------------------------------------
def test_the_checklist_and_the_table_are_pages_with_forms_for_keepers_only(keeper: Client, cast: Cast) -> None:
    checklist = keeper.get(f"/sites/{cast.site.id}/map-rules").content.decode()
    table = keeper.get(f"/districts/{cast.district.id}/map-rules").content.decode()
    keeper.force_login(cast.officer)
    partners = keeper.get(f"/sites/{cast.site.id}/map-rules").content.decode()

    assert 'id="CIM-54"' in checklist
    assert 'data-attest="CIM-10"' in checklist
    assert cast.site.name in table
    assert "data-choose" in table
    assert "data-attest" not in partners


def test_the_certificate_is_a_tagged_pdf_that_names_verifier_version_and_what_lacks(keeper: Client, cast: Cast) -> None:
    walk(cast, date(2026, 11, 14))

    pdf = PdfReader(io.BytesIO(keeper.get(f"/sites/{cast.site.id}/map-rules/certificate.pdf").content))

    text = "\n".join(page.extract_text() for page in pdf.pages)
    marks = pdf.root_object["/MarkInfo"]
    assert isinstance(marks, DictionaryObject)
    assert str(marks["/Marked"]) == "True"
    assert "/StructTreeRoot" in pdf.root_object
    assert all(part in text for part in (cast.site.name, "Principal", "Nov 14, 2026", "Fairview Fire", "CIM-54"))


def test_every_fact_can_be_said_in_both_languages(cast: Cast) -> None:
    _, school = site_rules(cast.site, NOW)

    for language in ("en", "es"):
        with translation.override(language):
            said = [evidence_text(one.evidence) for one in school.findings]
    assert all(said)
    assert {one.evidence.code for one in school.findings} <= set(_SENTENCES)


def test_the_law_is_named_in_the_readers_language_and_a_districts_own_as_it_was_written(
    keeper: Client, cast: Cast
) -> None:
    site, rules = f"/sites/{cast.site.id}/map-rules", f"/districts/{cast.district.id}/map-rules"
    keeper.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    pages = [keeper.get(path).content.decode() for path in (site, rules)]
    toml = (
        (ROOT / "mapping" / "laws" / "profiles" / "generic.toml").read_text().replace("Policy of the", "Rules of our")
    )
    bringing = {"toml": toml}
    brought = keeper.put(f"/api/v1{rules}/profile", bringing, content_type="application/json")
    own = keeper.get(site).content.decode()

    assert brought.status_code == 204
    assert all("Lista común · La unión de las listas de los estados; ninguna ley" in page for page in pages)
    assert "Nueva Jersey" in pages[1]
    assert all("Common list" not in page for page in pages)
    assert "Common list · The union of the state lists" in own


def test_beside_each_rule_stands_its_law_and_a_day_only_where_it_was_compared(keeper: Client, cast: Cast) -> None:
    rules = f"/api/v1/districts/{cast.district.id}/map-rules/profile"
    common = keeper.get(f"/sites/{cast.site.id}/map-rules").content.decode()
    assert common.count("The union of the state lists; no statute") == 1
    # Of a list of which no rule was compared the head says it, once for all.
    sources = [law_profiles()["GENERIC"].source_of(rule) for rule in law_profiles()["GENERIC"].rules]
    assert all(source is not None and source.is_unverified for source in sources)
    assert common.count("Verify locally") == 1
    keeper.put(rules, {"key": "FL"}, content_type="application/json")
    page = keeper.get(f"/sites/{cast.site.id}/map-rules").content.decode()
    rows = {one.split('"', 1)[0]: one.split("</tr>")[0] for one in page.split('<tr id="')[1:]}
    answered = keeper.get(f"/api/v1/sites/{cast.site.id}/map-rules").json()["findings"]
    laws = {one["code"]: one["law"] for one in answered}

    assert 'href="https://codes.findlaw.com/fl/' in rows["CIM-59"]
    assert "compared on Dec 1, 2026" in rows["CIM-59"]
    assert "Verify locally" not in rows["CIM-59"]
    assert "s. 1013.13(2)(b), Fla. Stat." in rows["CIM-12"]
    assert "not compared with the law yet" in rows["CIM-12"]
    assert "Verify locally" in rows["CIM-12"]
    assert "compared on" not in rows["CIM-12"]
    assert (laws["CIM-59"]["checked_on"], laws["CIM-12"]["checked_on"]) == ("2026-12-01", None)
    assert [laws[one]["is_unverified"] for one in ("CIM-59", "CIM-12")] == [False, True]
    assert all(laws.values())


def test_every_english_word_of_a_shipped_law_has_a_spanish_one() -> None:
    spoken = {one.name for one in law_profiles().values()} | {one.confidentiality for one in law_profiles().values()}
    with translation.override("es"):
        assert {text for text in SHIPPED_TEXTS if gettext(text) == text} == set()
    # States are called the same in both, but for those that are listed.
    same = {"Alabama", "Arizona", "Arkansas", "Florida", "Kentucky", "Michigan", "Texas", "Virginia", "Wisconsin"}
    assert {one.name for one in law_profiles().values()} - SHIPPED_TEXTS == same
    assert spoken >= {"Common list", "New Jersey", "Policy of the district"}
