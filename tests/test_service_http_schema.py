"""The OpenAPI document holds: schemathesis finds no answer that it does not describe, and no 5xx."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from http_server import Server, running_server
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.http.app import create_app
from service.http.settings import Settings

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 45
"""Of each mode and operation: with the 25 operations that there are, more than 2,000 cases."""

DOCUMENT = schemathesis.openapi.from_dict(create_app(Settings()).openapi())
OPERATIONS = [found.ok() for found in DOCUMENT.get_all_operations()]
TAKES_NOTHING = ("GET /healthz", "GET /readyz")
CASES = [
    pytest.param(operation, mode, id=f"{operation.label}-{mode.value}")
    for operation in OPERATIONS
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or operation.label not in TAKES_NOTHING
]

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without keys, whose limits are near."""
    with running_server(tmp_path_factory.mktemp("server"), max_text_characters="300") as running:
        yield running


@pytest.mark.parametrize(("operation", "mode"), CASES)
def test_every_answer_is_described(server: Server, operation: Any, mode: GenerationMode) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(base_url=server.url, checks=CHECKS, timeout=60)

    check()


def test_there_are_enough_cases() -> None:
    assert len(CASES) * EXAMPLES >= 2000
