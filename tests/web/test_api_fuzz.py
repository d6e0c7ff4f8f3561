"""Requests made from the interface's own description, sound and unsound: never an error of the server."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode

from polemos.web.guard import cookie_name
from web_stage import OWN, Served

EXAMPLES = 12


def operations(served: Served):
    schema = schemathesis.openapi.from_dict(served.ask("/api/openapi.json").data)
    schema.config.update(base_url=f"http://127.0.0.1:{served.port}")
    return {found.ok().label: found.ok() for found in schema.get_all_operations()}


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_request_is_an_error_of_the_server(served: Served, mode: GenerationMode) -> None:
    served.session.enter(served.session.token)
    headers = {"cookie": f"{cookie_name(served.port)}={served.session.key}", **OWN}
    found = operations(served)
    assert len(found) > 12
    for label, operation in found.items():
        _fuzz(label, operation, mode, headers)


def _fuzz(label: str, operation, mode: GenerationMode, headers: dict[str, str]) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def send(case) -> None:
        answer = case.call(headers=headers)
        assert answer.status_code < 500, (label, answer.status_code, answer.text[:300])

    try:
        send()
    except Unsatisfiable:
        assert not operation.body and mode is GenerationMode.NEGATIVE, f"{label} was not asked at all"
