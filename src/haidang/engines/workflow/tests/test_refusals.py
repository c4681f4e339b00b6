"""What a process refuses, and that nothing has changed then."""

import json

import pytest

from haidang.engines.workflow import (
    ActionNotOffered,
    MessageNotAwaited,
    MessageReceived,
    NoWayOn,
    Signal,
    StateNotReadable,
    UnknownToken,
    WorkflowError,
    WrongSignal,
    advance,
    start,
    tokens,
)
from haidang.engines.workflow.tests.making import (
    done,
    fired,
    make,
    read,
    run,
)


def test_a_gateway_without_a_way_on_says_so() -> None:
    process = make(
        '<startEvent id="s"/><exclusiveGateway id="x"/><userTask id="a"/><userTask id="b"/>',
        "s x",
        "x a false",
        "x b false",
    )

    with pytest.raises(NoWayOn) as raised:
        start(process, facts={})

    assert raised.value.code == "workflow.no_way_on"


@pytest.mark.parametrize(
    ("signal", "error"),
    [
        (done("nobody#1", "approve"), UnknownToken),
        (fired("check#1"), WrongSignal),
        (done("check#1", "burn"), ActionNotOffered),
        (done("check#1"), ActionNotOffered),
        (MessageReceived(name="fee_paid"), MessageNotAwaited),
    ],
)
def test_a_signal_that_nothing_waits_for_is_refused_with_a_code(
    signal: Signal, error: type[WorkflowError]
) -> None:
    with pytest.raises(error) as raised:
        run(read("certificate.bpmn"), signal)

    assert raised.value.code.startswith("workflow.")


def test_a_refused_signal_leaves_the_state_as_it_was() -> None:
    process = read("certificate.bpmn")
    step = start(process, facts={})
    before = json.dumps(step.state)

    with pytest.raises(ActionNotOffered):
        advance(process, step.state, done("check#1", "burn"), facts={})

    assert json.dumps(step.state) == before


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"v": 1, "process": "other", "tokens": [], "counts": {}, "facts": {}},
        {"v": 1, "process": "certificate", "tokens": {}, "counts": {}, "facts": {}},
        {
            "v": 1,
            "process": "certificate",
            "tokens": [["gone#1", "gone", "", "", ""]],
            "counts": {},
            "facts": {},
        },
    ],
)
def test_a_state_of_another_process_is_not_read(state: dict[str, object]) -> None:
    with pytest.raises(StateNotReadable):
        tokens(read("certificate.bpmn"), state)
