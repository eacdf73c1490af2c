"""docs/service.md has every setting with its default's meaning, every code, every route and every metric."""

from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from service.http import errors
from service.http.app import create_app
from service.http.errors import ServiceError
from service.http.metrics import Metrics
from service.http.settings import Settings
from service.http.storage.keys import SCOPES


@pytest.fixture(scope="module")
def document(repository: Path) -> str:
    """The document."""
    return (repository / "docs" / "service.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described_as_in_the_code(document: str, name: str) -> None:
    line = next(line for line in document.splitlines() if line.startswith(f"| `{name}` |"))
    assert line.endswith(f"| {Settings.model_fields[name].description} |")


def test_every_code_stands_in_the_table(document: str) -> None:
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ServiceError)
    ]
    assert len(kinds) > 10
    codes = {kind.code for kind in kinds if kind is not ServiceError}
    assert [code for code in sorted(codes) if f"`{code}`" not in document] == []


def test_every_resource_and_metric_is_named(document: str) -> None:
    paths = {
        "/".join(route.path.split("/")[:3])
        for route in create_app(Settings()).routes
        if isinstance(route, APIRoute) and route.include_in_schema
    }
    assert [path for path in sorted(paths) if path not in document] == []
    names = [family.name for family in Metrics().registry.collect()]
    assert [name for name in names if name not in document] == []
    assert [scope for scope in SCOPES if scope not in document] == []
