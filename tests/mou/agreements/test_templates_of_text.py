"""The texts a planner starts from are complete, well formed and name the parties safely."""

import re

import pytest

from mou.agreements.texts.library import Template, fill_template, html_from_text, list_templates, template_of
from mou.vocabulary import TemplateKind, Topic

EVERY = pytest.mark.parametrize("one", list_templates(), ids=lambda one: one.kind.value)


def test_there_is_one_for_each_kind_of_agreement_but_other() -> None:
    assert [one.kind for one in list_templates()] == [kind for kind in TemplateKind if kind is not TemplateKind.OTHER]
    assert template_of(TemplateKind.OTHER) is None


@EVERY
def test_each_speaks_of_a_topic_once_and_names_its_sources(one: Template) -> None:
    topics = [clause.topic for clause in one.clauses]

    assert len(set(topics)) == len(topics)
    assert {Topic.PARTIES, Topic.PURPOSE_GOALS, Topic.ROLES, Topic.CHAIN_OF_COMMAND, Topic.INFO_SHARING} <= set(topics)
    assert one.sources


def test_an_agreement_about_officers_in_schools_speaks_of_all_twenty_topics() -> None:
    sro = template_of(TemplateKind.SRO)

    assert sro is not None
    assert {clause.topic for clause in sro.clauses} == set(Topic)


@EVERY
def test_each_says_a_thing_once(one: Template) -> None:
    said = [(term.kind, term.scope) for clause in one.clauses for term in clause.terms]

    assert len(set(said)) == len(said)


@EVERY
def test_a_filled_text_names_both_parties_and_holds_no_place_for_a_name(one: Template) -> None:
    text = "".join(
        clause.body_html for clause in fill_template(one, district="Example District", agency="Police").clauses
    )

    assert "Example District (the District)" in text
    assert not re.search(r"[{}]", text)


def test_a_name_is_never_markup_and_never_another_place() -> None:
    sro = template_of(TemplateKind.SRO)

    assert sro is not None
    body = fill_template(sro, district="<b>{agency}</b>", agency="<script>").clauses[0].body_html
    assert "&lt;b&gt;{agency}&lt;/b&gt;" in body
    assert "<script>" not in body


def test_text_becomes_paragraphs_and_lists() -> None:
    assert html_from_text("One\ntwo:\n- a < b\n- c\n\nThree") == (
        "<p>One two:</p><ul><li>a &lt; b</li><li>c</li></ul><p>Three</p>"
    )
