"""Walk a process from start to end with the acts of a scenario."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from haidang.engines.fees import Collect, FeeResult
from haidang.engines.packages.model import ProcedurePackage
from haidang.engines.packages.shapes import mapping, text
from haidang.engines.packages.source import JSON
from haidang.engines.workflow import (
    Advance,
    AwaitMessage,
    CallService,
    ChangeStatus,
    Effect,
    MessageReceived,
    OpenTask,
    ServiceAnswered,
    Signal,
    StartTimer,
    TaskCompleted,
    TimerFired,
    Withdrawn,
    advance,
    start,
)

MAX_STEPS = 200
"""A scenario that takes more steps goes round in circles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What the case went through: officers' tasks, legal statuses, services, the result."""

    path: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    result: str | None = None
    finished: bool = False
    open_nodes: tuple[str, ...] = ()


def walk(
    package: ProcedurePackage,
    *,
    names: Mapping[str, object],
    acts: Mapping[str, JSON],
    fees: FeeResult,
) -> Walk:
    """Walk the process; ``acts`` gives what each task, service or message answers.

    A task without an act takes its first action, a service answers with nothing, a message
    comes at once, a timer fires only when its act says ``fire``. A list answers one visit
    after the other; its last entry holds for all that follow.
    """
    script = _Script(acts=acts, fees=fees)
    others = {key: value for key, value in names.items() if key != "facts"}
    now = start(package.process, facts={}, names=others)
    effects: list[Effect] = list(now.effects)
    waiting: dict[str, Effect] = {}
    for _ in range(MAX_STEPS):
        _note(now, waiting)
        answered = _next(script, waiting)
        if now.finished or answered is None:
            break
        token, signal = answered
        waiting.pop(token)
        now = advance(package.process, now.state, signal, facts={}, names=others)
        effects += now.effects
    return _summary(package, effects, now, waiting)


def _note(now: Advance, waiting: dict[str, Effect]) -> None:
    """Add what the process waits for now and drop what it no longer wants."""
    for effect in now.effects:
        if isinstance(effect, OpenTask | CallService | StartTimer | AwaitMessage):
            waiting[effect.token] = effect
        elif isinstance(effect, Withdrawn):
            waiting.pop(effect.token, None)


def _next(script: "_Script", waiting: Mapping[str, Effect]) -> tuple[str, Signal] | None:
    for token, effect in waiting.items():
        signal = script.answer(effect)
        if signal is not None:
            return token, signal
    return None


@dataclass(slots=True, kw_only=True)
class _Script:
    """What the people and systems of a scenario do."""

    acts: Mapping[str, JSON]
    fees: FeeResult
    visits: dict[str, int] = field(default_factory=dict)

    def answer(self, effect: Effect) -> Signal | None:
        """Return the signal that answers an effect, or None while it waits."""
        match effect:
            case OpenTask():
                values = self._values(effect.key)
                first = {"action": effect.actions[0]} if effect.actions else {}
                return TaskCompleted(token=effect.token, values={**first, **values})
            case CallService():
                return ServiceAnswered(token=effect.token, values=self._service(effect))
            case AwaitMessage():
                if self.acts.get(effect.key) == "never":
                    return None
                return MessageReceived(name=effect.name, values=self._values(effect.key))
            case StartTimer():
                fires = self.acts.get(effect.key) == "fire"
                return TimerFired(token=effect.token) if fires else None
            case _:
                return None

    def _service(self, effect: CallService) -> Mapping[str, object]:
        if effect.operation == "fees.request":
            moment = Collect(effect.parameters.get("collect", "submission"))
            lines = self.fees.collected_at(moment)
            return {"amount": sum(line.amount.dong for line in lines)}
        return self._values(effect.key)

    def _values(self, key: str) -> Mapping[str, JSON]:
        act = self.acts.get(key)
        if isinstance(act, list):
            visit = self.visits.get(key, 0)
            self.visits[key] = visit + 1
            act = act[min(visit, len(act) - 1)] if act else None
        if isinstance(act, str):
            return {"action": act}
        return mapping(act)


def _summary(
    package: ProcedurePackage,
    effects: list[Effect],
    now: Advance,
    waiting: Mapping[str, Effect],
) -> Walk:
    calls = [effect for effect in effects if isinstance(effect, CallService)]
    drafts = [call for call in calls if call.operation == "document.draft"]
    signed = any(call.operation == "document.sign_agency" for call in calls)
    result = package.result(text(drafts[-1].parameters.get("result"))) if drafts else None
    keys = [getattr(effect, "key", "") for effect in waiting.values()]
    return Walk(
        path=tuple(effect.key for effect in effects if isinstance(effect, OpenTask)),
        statuses=tuple(effect.status for effect in effects if isinstance(effect, ChangeStatus)),
        services=tuple(
            call.parameters.get("service", call.operation)
            for call in calls
            if call.operation == "exchange.call"
        ),
        result=result.code if result is not None and signed else None,
        finished=now.finished,
        open_nodes=() if now.finished else tuple(keys),
    )
