"""Documents made at random come back whole; `bench/documents.py` makes many more."""

import pytest
from document_fuzz import DOCUMENTS, MAKERS, Paragraphs, check_round_trip
from hypothesis import given, settings


@settings(max_examples=25, deadline=None)
@given(paragraphs=DOCUMENTS)
@pytest.mark.parametrize("suffix", list(MAKERS))
def test_what_is_read_of_a_draft_is_what_was_written(suffix: str, paragraphs: Paragraphs) -> None:
    assert check_round_trip(suffix, paragraphs) >= 0
