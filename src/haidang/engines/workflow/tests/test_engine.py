"""What a process promises while a case runs through it."""

from haidang.engines.workflow import (
    AwaitMessage,
    CallService,
    Cancelled,
    ChangeStatus,
    Finished,
    MessageReceived,
    NodeKind,
    OpenTask,
    StartTimer,
    awaited_messages,
    start,
)
from haidang.engines.workflow.tests.making import (
    answered,
    done,
    fired,
    make,
    named,
    read,
    run,
    where,
    withdrawn,
)


def test_the_first_step_opens_a_task_for_its_post_and_changes_the_status() -> None:
    step = start(read("certificate.bpmn"), facts={})

    assert step.effects == (
        ChangeStatus(status="4", key="check"),
        OpenTask(
            token=named("check#1"),
            key="check",
            name="Thẩm định hồ sơ",
            post="processing",
            hours=4.0,
            actions=("approve", "supplement", "refuse"),
        ),
    )


def test_a_certificate_goes_from_the_check_to_the_hand_over() -> None:
    services = ("number", "sign_person", "sign_agency", "deposit", "hand_over")

    step = run(
        read("certificate.bpmn"),
        done("check#1", "approve"),
        answered("draft#1"),
        done("review#1", "approve"),
        done("sign#1", "sign"),
        *(answered(f"{service}#1") for service in services),
    )

    assert step.finished
    assert step.effects == (ChangeStatus(status="10", key="done"), Finished())
    assert step.facts["check"] == {"action": "approve"}


def test_the_supplement_loop_awaits_a_message_or_seven_working_days() -> None:
    process = read("certificate.bpmn")

    step = run(process, done("check#1", "supplement"), answered("ask_supplement#1"))

    assert step.effects == (
        AwaitMessage(token=named("supplement#1"), key="supplement", name="supplement_received"),
        StartTimer(
            token=named("supplement_overdue#1"),
            key="supplement_overdue",
            duration="P7D",
            unit="working_day",
        ),
    )
    assert awaited_messages(process, step.state) == {"supplement_received"}


def test_an_answered_supplement_stops_the_timer_and_opens_the_check_again() -> None:
    step = run(
        read("certificate.bpmn"),
        done("check#1", "supplement"),
        answered("ask_supplement#1"),
        MessageReceived(name="supplement_received", values={"files": 2}),
    )

    assert step.effects[0] == withdrawn("supplement_overdue#1", NodeKind.TIMER)
    assert ChangeStatus(status="4", key="check") in step.effects
    assert step.facts["supplement_received"] == {"files": 2}


def test_an_unanswered_supplement_stops_the_case() -> None:
    step = run(
        read("certificate.bpmn"),
        done("check#1", "supplement"),
        answered("ask_supplement#1"),
        fired("supplement_overdue#1"),
        answered("notify_closed#1"),
    )

    assert step.finished
    assert step.state["status"] == "8"


def test_a_non_interrupting_timer_reminds_and_leaves_the_task_open() -> None:
    process = read("joined.bpmn")

    step = run(
        process,
        answered("request_fee#1"),
        MessageReceived(name="fee_paid"),
        fired("check_slow#1"),
    )

    assert where(process, step) == ["check#1", "remind#1"]


def test_an_interrupting_timer_withdraws_what_runs_in_the_sub_process() -> None:
    process = read("joined.bpmn")

    step = run(
        process,
        answered("request_fee#1"),
        MessageReceived(name="fee_paid"),
        done("check#1", "approve"),
        fired("insurance_slow#1"),
    )

    assert step.effects[0] == withdrawn("insurance_call#1", NodeKind.SERVICE)
    assert where(process, step) == ["residence#1", "residence/send#1", "insurance_by_hand#1"]


def test_a_called_process_writes_its_facts_under_its_own_keys() -> None:
    step = run(
        read("joined.bpmn"),
        answered("request_fee#1"),
        MessageReceived(name="fee_paid"),
        done("check#1", "approve"),
        answered("residence/send#1", {"code": "A1"}),
    )

    assert step.facts["send"] == {"code": "A1"}


def test_parallel_branches_in_a_loop_wait_for_each_other_every_time() -> None:
    process = make(
        '<startEvent id="s"/><exclusiveGateway id="m"/><parallelGateway id="split"/>'
        '<userTask id="a"/><userTask id="b"/><parallelGateway id="join"/><userTask id="c"/>'
        '<exclusiveGateway id="x" default="f8"/><endEvent id="e"/>',
        "s m",
        "m split",
        "split a",
        "split b",
        "a join",
        "b join",
        "join c",
        "c x",
        "x e",
        "x m facts.c.action == 'again'",
    )

    step = run(process, done("b#1"), done("a#1"), done("c#1", "again"), done("a#2"))

    assert where(process, step) == ["b#2", "join#3"]


def test_an_addressed_message_reaches_the_step_it_answers() -> None:
    process = make(
        '<startEvent id="s"/><parallelGateway id="split"/>'
        '<receiveTask id="a" messageRef="m1"/><receiveTask id="b" messageRef="m1"/>'
        '<parallelGateway id="join"/><endEvent id="e"/>',
        "s split",
        "split a",
        "split b",
        "a join",
        "b join",
        "join e",
    )

    step = run(process, MessageReceived(name="fee_paid", token=named("b#1")))

    assert where(process, step) == ["a#1", "join#1"]


def test_a_terminate_end_takes_everything_away() -> None:
    process = make(
        '<startEvent id="s"/><parallelGateway id="split"/><userTask id="a"/><userTask id="b"/>'
        '<endEvent id="e"/><endEvent id="t"><terminateEventDefinition/></endEvent>',
        "s split",
        "split a",
        "split b",
        "a e",
        "b t",
    )

    step = run(process, done("b#1"))

    assert step.finished
    assert step.effects == (withdrawn("a#1", NodeKind.USER), Finished())


def test_a_terminate_end_in_a_sub_process_leaves_the_rest_alone() -> None:
    process = make(
        '<startEvent id="s"/><subProcess id="q"><startEvent id="qs"/><parallelGateway id="qp"/>'
        '<userTask id="qa"/><endEvent id="qe"/>'
        '<endEvent id="qt"><terminateEventDefinition/></endEvent>'
        '<sequenceFlow id="q1" sourceRef="qs" targetRef="qp"/>'
        '<sequenceFlow id="q2" sourceRef="qp" targetRef="qa"/>'
        '<sequenceFlow id="q3" sourceRef="qp" targetRef="qt"/>'
        '<sequenceFlow id="q4" sourceRef="qa" targetRef="qe"/></subProcess>'
        '<userTask id="after"/><endEvent id="e"/>',
        "s q",
        "q after",
        "after e",
    )

    step = start(process, facts={})

    assert where(process, step) == ["after#1"]


def test_an_unknown_condition_takes_the_default_flow() -> None:
    process = make(
        '<startEvent id="s"/><exclusiveGateway id="x" default="f2"/><userTask id="a"/>'
        '<userTask id="b"/><endEvent id="e"/>',
        "s x",
        "x a answers.sex == 'male'",
        "x b",
        "a e",
        "b e",
    )

    step = start(process, facts={})

    assert where(process, step) == ["b#1"]


def test_conditions_read_answers_and_facts_of_the_caller() -> None:
    process = make(
        '<startEvent id="s"/><exclusiveGateway id="x" default="f2"/><userTask id="a"/>'
        '<userTask id="b"/><endEvent id="e"/>',
        "s x",
        "x a answers.copies == 2 &amp;&amp; facts.register.found",
        "x b",
        "a e",
        "b e",
    )

    step = start(process, facts={"register": {"found": True}}, names={"answers": {"copies": 2}})

    assert where(process, step) == ["a#1"]


def test_a_cancelled_case_withdraws_its_open_tasks_and_waits_for_nothing() -> None:
    process = read("certificate.bpmn")

    step = run(process, Cancelled())

    assert step.finished
    assert step.effects == (withdrawn("check#1", NodeKind.USER),)
    assert where(process, step) == []


def test_equal_signals_give_equal_states_and_effects() -> None:
    process = read("joined.bpmn")
    signals = (answered("request_fee#1"), MessageReceived(name="fee_paid"))

    assert run(process, *signals) == run(process, *signals)


def test_a_service_task_hands_over_its_parameters() -> None:
    step = run(read("certificate.bpmn"), done("check#1", "refuse"))

    assert step.effects == (
        CallService(
            token=named("notify_refusal#1"),
            key="notify_refusal",
            operation="notify",
            parameters={"template": "refusal"},
        ),
    )
