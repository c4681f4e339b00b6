"""Every package lives: handed in, carried by the demonstration's own officers to a signed result.

The content, the sample people and the sample officers are those that `seed --sample` installs,
and the registers answer from the sample rows. Nothing here knows a procedure by its name.
"""

import pytest

from haidang.domain.cases import public as cases
from tests.content.town import (
    Story,
    Town,
    applicant_of,
    carry,
    hand_in,
    parts_of,
    signed_results,
    stories,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("story", stories(), ids=lambda story: f"{story.code}-{story.name}")
def test_a_package_is_carried_to_its_signed_result(story: Story, town: Town) -> None:
    applicant = applicant_of(story, town)
    number = hand_in(story, applicant)

    carry(number, applicant, town)

    case = cases.get_case(number, actor=applicant)
    assert case.status == cases.Status.RETURNED
    for part in (number, *parts_of(number, applicant)):
        papers = cases.get_case(part, actor=applicant).documents
        results = [paper for paper in papers if paper.kind == "result"]
        assert [(paper.signatures, bool(paper.number)) for paper in results] in ([], [(2, True)])
        assert all(
            cases.verify_result(paper.verification_code).report.is_valid for paper in results
        )
    assert signed_results(number, applicant)
