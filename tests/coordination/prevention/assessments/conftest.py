"""The school of the tests of assessments, with an assessment under way."""

from tests.mapping.assessments.conftest import assessment, cast, level, shared

__all__ = ["assessment", "cast", "level", "shared"]
