"""A value of a closed list carries its label: one for all who say it, in the language of who reads."""

import copy
import pickle
import subprocess
import sys

import pytest
from django.utils import translation
from pydantic import TypeAdapter

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.vocabulary import AgencyKind, VersionPhase, VersionState
from tests.support.processes import ROOT


def test_a_label_is_read_in_the_language_that_is_active_then() -> None:
    assert AgencyKind.POLICE.label == "Police"
    with translation.override("es"):
        assert AgencyKind.POLICE.label == "Policía"
    assert AgencyKind.POLICE.label_in("es") == "Policía"


def test_a_label_with_a_context_is_not_that_of_the_same_word_elsewhere() -> None:
    with translation.override("es"):
        assert AgencyKind.FIRE.label == translation.pgettext("agency", "Fire") == "Bomberos"


def test_the_labels_of_a_list_have_its_order() -> None:
    assert list(AgencyKind.labels().items())[:2] == [("district", "District"), ("school", "School")]


def test_a_value_that_a_list_does_not_know_is_said_as_it_is() -> None:
    assert AgencyKind.label_of("police") == "Police"
    assert AgencyKind.label_of("coast_guard") == "coast_guard"


def test_two_lists_that_say_the_same_share_the_label() -> None:
    assert VersionPhase.DRAFT.message is VersionState.DRAFT.message


def test_a_value_without_a_label_is_refused_when_its_list_is_made() -> None:
    with pytest.raises(TypeError, match="Bare gives 'small' no label"):

        class Bare(Labelled):
            SMALL = "small"


class Size(Labelled):
    """How large something is."""

    SMALL = "small", _("Small")
    LARGE = "large", _("Large")


def test_what_is_stored_and_travels_is_the_value_alone() -> None:
    sizes = TypeAdapter(Size)

    assert sizes.dump_json(Size.SMALL) == b'"small"'
    assert sizes.validate_json('"small"') is Size.SMALL
    assert sizes.json_schema()["enum"] == ["small", "large"]
    assert f"{Size.SMALL}" == Size.SMALL.value == "small"
    assert pickle.loads(pickle.dumps(Size.SMALL)) is copy.deepcopy(Size.SMALL) is Size.SMALL


def test_a_list_is_loaded_without_a_framework() -> None:
    """What reads files of others, and what draws papers, is a process that has none."""
    program = "import sys, mou.vocabulary; print(any(name.split('.')[0] == 'django' for name in sys.modules))"

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
