"""Start a process, advance it by one signal, and say where it stands.

The state is a small JSON object that the caller stores with the case; lists, not objects,
carry order, so a database that sorts the keys of an object does no harm. Nothing here reads
a clock or makes up an id: equal inputs give equal outputs. A condition that is unknown
(``None``) does not hold.
"""

from collections.abc import Mapping
from typing import assert_never

from haidang.engines.workflow.errors import (
    ActionNotOffered,
    MessageNotAwaited,
    NoWayOn,
    StateNotReadable,
    UnknownToken,
    WrongSignal,
)
from haidang.engines.workflow.game import Choose, Game, Marking, Token
from haidang.engines.workflow.types import (
    Advance,
    CallService,
    Cancelled,
    Effect,
    Flow,
    MessageReceived,
    Node,
    NodeKind,
    Process,
    ServiceAnswered,
    Signal,
    TaskCompleted,
    TimerFired,
    TokenPosition,
)

VERSION = 1
START_STATUS = "2"
"""A process begins when the application has been accepted (national status 2)."""

Facts = dict[str, dict[str, object]]


def start(
    process: Process,
    *,
    facts: Mapping[str, object],
    names: Mapping[str, object] | None = None,
    status: str = START_STATUS,
) -> Advance:
    """Begin a process.

    ``facts`` is what is known already, read by conditions as ``facts.…``; ``names`` holds
    the other names that conditions may read (answers, case, applicant, evidence); ``status``
    is the legal status that the case has now. Raises NoWayOn when the process was published
    without the soundness proof and no way leads on.
    """
    learnt: Facts = {}
    game = Game(process, Marking(status=status), choose=_by_condition(facts, names, learnt))
    game.begin()
    return _rest(process, game, learnt)


def advance(
    process: Process,
    state: Mapping[str, object],
    signal: Signal,
    *,
    facts: Mapping[str, object],
    names: Mapping[str, object] | None = None,
) -> Advance:
    """Take one signal and move until everything waits again.

    The signal's values become ``facts.<element id>`` (for a message also
    ``facts.<message name>``). Raises UnknownToken, WrongSignal, ActionNotOffered or
    MessageNotAwaited for a signal that the process does not wait for; the state is then
    unchanged.
    """
    marking, learnt = _read(process, state)
    game = Game(process, marking, choose=_by_condition(facts, names, learnt))
    match signal:
        case TaskCompleted(token=token_id, values=values):
            token, node = _open(process, marking, token_id, NodeKind.USER)
            _check_action(node, values)
            learnt[node.key] = dict(values)
            game.complete(token)
        case ServiceAnswered(token=token_id, values=values):
            token, node = _open(process, marking, token_id, NodeKind.SERVICE)
            learnt[node.key] = dict(values)
            game.complete(token)
        case TimerFired(token=token_id):
            token, node = _open(process, marking, token_id, NodeKind.TIMER)
            learnt[node.key] = {"fired": True}
            game.fire(token)
        case MessageReceived(name=name, values=values, token=token_id):
            token = _awaiting(process, marking, name, token_id)
            learnt[process.nodes[token.at].key] = learnt[name] = dict(values)
            game.fire(token)
        case Cancelled():
            game.cancel()
            return Advance(
                state=_write(process, marking, learnt),
                effects=tuple(game.effects),
                finished=True,
                facts=learnt,
            )
        case _:
            assert_never(signal)
    return _rest(process, game, learnt)


def tokens(process: Process, state: Mapping[str, object]) -> list[TokenPosition]:
    """Return where the process stands, in the order in which the places were taken."""
    marking, _ = _read(process, state)
    return [
        TokenPosition(token=token.id, key=node.key, name=node.name, kind=node.kind)
        for token in marking.tokens.values()
        for node in (process.nodes[token.at],)
    ]


def services(process: Process, state: Mapping[str, object]) -> list[CallService]:
    """Return the operations whose answers the process waits for, in order."""
    marking, _ = _read(process, state)
    return [
        CallService(
            token=token.id, key=node.key, operation=node.operation, parameters=node.parameters
        )
        for token in marking.tokens.values()
        for node in (process.nodes[token.at],)
        if node.kind is NodeKind.SERVICE
    ]


def awaited_messages(process: Process, state: Mapping[str, object]) -> frozenset[str]:
    """Return the names of the messages that would be taken now."""
    marking, _ = _read(process, state)
    found = (process.nodes[token.at].message for token in marking.tokens.values())
    return frozenset(name for name in found if name)


def _rest(process: Process, game: Game, learnt: Facts) -> Advance:
    game.settle()
    effects: tuple[Effect, ...] = tuple(game.effects)
    return Advance(
        state=_write(process, game.marking, learnt),
        effects=effects,
        finished=not game.marking.tokens,
        facts=learnt,
    )


def _by_condition(
    facts: Mapping[str, object], names: Mapping[str, object] | None, learnt: Facts
) -> Choose:
    def choose(node: Node, flows: tuple[Flow, ...]) -> Flow:
        seen = {**(names or {}), "facts": _merged(facts, learnt)}
        for flow in flows:
            if flow.id != node.default and flow.condition and flow.condition.is_true(seen):
                return flow
        for flow in flows:
            if flow.id == node.default:
                return flow
        raise NoWayOn(f"No condition holds at {node.id} and it has no default flow.")

    return choose


def _merged(facts: Mapping[str, object], learnt: Facts) -> dict[str, object]:
    """Lay what the process learnt over what the caller knows, key by key."""
    merged = dict(facts)
    for key, values in learnt.items():
        known = merged.get(key)
        merged[key] = {**known, **values} if isinstance(known, Mapping) else values
    return merged


def _open(process: Process, marking: Marking, token_id: str, kind: NodeKind) -> tuple[Token, Node]:
    token = marking.tokens.get(token_id)
    if token is None:
        raise UnknownToken(f"No open step has the token {token_id!r}.")
    node = process.nodes[token.at]
    if node.kind is not kind:
        raise WrongSignal(f"{token_id} is a {node.kind} step, not a {kind} step.")
    return token, node


def _check_action(node: Node, values: Mapping[str, object]) -> None:
    if node.actions and values.get("action") not in node.actions:
        raise ActionNotOffered(f"{node.id} offers {', '.join(node.actions)}.")


def _awaiting(process: Process, marking: Marking, name: str, token_id: str) -> Token:
    for token in marking.tokens.values():
        node = process.nodes[token.at]
        if node.kind is NodeKind.MESSAGE and node.message == name and token_id in {"", token.id}:
            return token
    raise MessageNotAwaited(f"No open step waits for the message {name!r}.")


def _write(process: Process, marking: Marking, learnt: Facts) -> dict[str, object]:
    return {
        "v": VERSION,
        "process": process.id,
        "status": marking.status,
        "tokens": [
            [token.id, token.at, token.inside, token.on, token.via]
            for token in marking.tokens.values()
        ],
        "counts": dict(marking.counts),
        "facts": learnt,
    }


def _read(process: Process, state: Mapping[str, object]) -> tuple[Marking, Facts]:
    rows, counts, facts = state.get("tokens"), state.get("counts"), state.get("facts")
    fits = state.get("v") == VERSION and state.get("process") == process.id
    if not (
        fits
        and isinstance(rows, list)
        and isinstance(counts, Mapping)
        and isinstance(facts, Mapping)
    ):
        raise StateNotReadable
    marking = Marking(counts=dict(counts), status=str(state.get("status", "")))
    for row in rows:
        token = Token(*row)
        if token.at not in process.nodes:
            raise StateNotReadable(f"The process has no element {token.at!r}.")
        marking.tokens[token.id] = token
    return marking, {str(key): dict(values) for key, values in facts.items()}
