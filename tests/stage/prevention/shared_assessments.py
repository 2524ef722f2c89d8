"""Let dispatch read the assessments of a live room's schools: `python -m tests.stage.prevention.shared_assessments`."""

from tests.support.processes import run_program


def share_assessments(*, env: dict[str, str]) -> None:
    """Add the term to dispatch's agreement: a team needs people of another discipline than the school's."""
    run_program("tests.stage.prevention.shared_assessments", env=env)


def main() -> None:
    from mou.models import Version
    from mou.vocabulary import AgencyKind, TermKind
    from tests.factories.mou import make_term

    version = Version.objects.get(memorandum__agency__kind=AgencyKind.DISPATCH.value)
    scope = "site_assessment:district_to_agency"
    make_term(version, TermKind.DATA_SHARING, scope=scope, value={"when": "continuous"}, position=9)


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    main()
