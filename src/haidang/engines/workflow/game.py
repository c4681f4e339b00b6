"""The token game: how tokens move through a process.

Pure and deterministic. Tokens are named ``<element id>#<n>``, n counting the visits of the
element, so the same signals always give the same names. The engine and the soundness proof
play the same game; they differ only in who chooses at an exclusive gateway.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from haidang.engines.workflow.errors import EndlessLoop
from haidang.engines.workflow.types import (
    WAITING,
    AwaitMessage,
    CallService,
    ChangeStatus,
    Effect,
    Finished,
    Flow,
    Node,
    NodeKind,
    OpenTask,
    Process,
    StartTimer,
    Withdrawn,
)

MAX_MOVES = 2_000
"""Moves between two signals; a process that needs more turns in a circle."""


@dataclass(frozen=True, slots=True)
class Token:
    """A place that is taken.

    ``inside``: token of the enclosing sub-process, or "". ``on``: for an event that listens
    while another step waits, the token of that step. ``via``: at a parallel gateway, the
    flow by which the token came.
    """

    id: str
    at: str
    inside: str = ""
    on: str = ""
    via: str = ""


@dataclass(slots=True)
class Marking:
    """All tokens in the order of their birth, the visits counted, and the last status."""

    tokens: dict[str, Token] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    status: str = ""

    def copy(self) -> "Marking":
        """Return an independent copy."""
        return Marking(dict(self.tokens), dict(self.counts), self.status)


Choose = Callable[[Node, tuple[Flow, ...]], Flow]
"""Who decides at an exclusive gateway: given the gateway and its outgoing flows."""


class Game:
    """One run from one signal to the next resting position; collects effects and visits."""

    def __init__(self, process: Process, marking: Marking, *, choose: Choose) -> None:
        self.process = process
        self.marking = marking
        self.effects: list[Effect] = []
        self.visited: list[str] = []
        self.status_edges: list[tuple[str, str, str]] = []
        self._choose = choose
        self._moves: deque[tuple[str, str, str]] = deque()

    def begin(self, scope: str = "", inside: str = "") -> None:
        """Put a token on the start event of the process or of a sub-process."""
        self._moves.append((self.process.starts[scope], inside, ""))

    def complete(self, token: Token) -> None:
        """Leave a step that is done; what listened to it is withdrawn."""
        self._remove(token, tell=False)
        self._go_on(token.at, token.inside)

    def fire(self, token: Token) -> None:
        """Let an event happen: a listening one (boundary, event gateway) or one in the flow."""
        node = self.process.nodes[token.at]
        if not token.on:
            self.complete(token)
            return
        host = self.marking.tokens[token.on]
        del self.marking.tokens[token.id]
        if not node.attached_to:
            self._remove(host, tell=False)
        elif node.interrupting:
            self._remove(host, tell=True)
        self._visit(node)
        self._go_on(node.id, token.inside)

    def cancel(self) -> None:
        """Take every token away."""
        for token in list(self.marking.tokens.values()):
            if token.id in self.marking.tokens:
                self._remove(token, tell=True)

    def settle(self) -> None:
        """Move until every token waits; raises EndlessLoop after MAX_MOVES moves."""
        moves = 0
        while self._moves or self._close_a_scope():
            moves += 1
            if moves > MAX_MOVES:
                raise EndlessLoop
            if self._moves:
                self._arrive(*self._moves.popleft())
        if not self.marking.tokens:
            self.effects.append(Finished())

    def _close_a_scope(self) -> bool:
        """Complete the first sub-process in which no token is left."""
        alive = {token.inside for token in self.marking.tokens.values()}
        for token in self.marking.tokens.values():
            is_scope = self.process.nodes[token.at].kind is NodeKind.SUB_PROCESS
            if is_scope and token.id not in alive:
                self.complete(token)
                return True
        return False

    def _arrive(self, node_id: str, inside: str, via: str) -> None:
        node = self.process.nodes[node_id]
        if node.kind is NodeKind.PARALLEL:
            self._join(node, inside, via)
            return
        self._visit(node)
        if node.kind in WAITING:
            self._wait(node, inside)
        elif node.kind is NodeKind.TERMINATE:
            for token in list(self.marking.tokens.values()):
                if token.inside == inside and token.id in self.marking.tokens:
                    self._remove(token, tell=True)
            self._moves = deque(move for move in self._moves if self._lives_on(move[1], inside))
        elif node.kind is NodeKind.EXCLUSIVE:
            flows = self._flows(node)
            chosen = flows[0] if len(flows) == 1 else self._choose(node, flows)
            self._moves.append((chosen.target, inside, chosen.id))
        elif node.kind is not NodeKind.END:
            self._go_on(node.id, inside)

    def _lives_on(self, inside: str, ended: str) -> bool:
        return inside != ended and (not inside or inside in self.marking.tokens)

    def _join(self, node: Node, inside: str, via: str) -> None:
        """Wait until every incoming flow has brought a token, then take one from each."""
        came = self._add(node.id, inside, via=via)
        arrived: dict[str, Token] = {}
        for token in self.marking.tokens.values():
            if token.at == node.id and token.inside == inside:
                arrived.setdefault(token.via, token)
        if len(arrived) < len(self.process.incoming.get(node.id, ())):
            return
        for token in arrived.values() if arrived else (came,):
            del self.marking.tokens[token.id]
        self._visit(node)
        self._go_on(node.id, inside)

    def _wait(self, node: Node, inside: str) -> None:
        token = self._add(node.id, inside)
        self._ask(token, node)
        if node.kind is NodeKind.EVENT_GATEWAY:
            listeners = tuple(flow.target for flow in self._flows(node))
        else:
            listeners = self.process.boundaries.get(node.id, ())
        for listener in listeners:
            heard = self._add(listener, inside, on=token.id)
            self._ask(heard, self.process.nodes[listener])
        if node.kind is NodeKind.SUB_PROCESS:
            self.begin(node.id, token.id)

    def _ask(self, token: Token, node: Node) -> None:
        """Say what the world must do for the token."""
        match node.kind:
            case NodeKind.USER:
                self.effects.append(
                    OpenTask(
                        token=token.id,
                        key=node.key,
                        name=node.name,
                        post=node.post,
                        hours=node.hours,
                        actions=node.actions,
                    )
                )
            case NodeKind.SERVICE:
                self.effects.append(
                    CallService(
                        token=token.id,
                        key=node.key,
                        operation=node.operation,
                        parameters=node.parameters,
                    )
                )
            case NodeKind.TIMER:
                self.effects.append(
                    StartTimer(
                        token=token.id, key=node.key, duration=node.duration, unit=node.unit
                    )
                )
            case NodeKind.MESSAGE:
                self.effects.append(AwaitMessage(token=token.id, key=node.key, name=node.message))
            case _:
                pass  # a sub-process and an event gateway ask for nothing themselves

    def _visit(self, node: Node) -> None:
        self.visited.append(node.id)
        if node.status and node.status != self.marking.status:
            self.status_edges.append((self.marking.status, node.status, node.id))
            self.marking.status = node.status
            self.effects.append(ChangeStatus(status=node.status, key=node.key))

    def _flows(self, node: Node) -> tuple[Flow, ...]:
        return tuple(self.process.flows[flow] for flow in self.process.outgoing.get(node.id, ()))

    def _go_on(self, node_id: str, inside: str) -> None:
        for flow in self._flows(self.process.nodes[node_id]):
            self._moves.append((flow.target, inside, flow.id))

    def _add(self, at: str, inside: str, *, on: str = "", via: str = "") -> Token:
        number = self.marking.counts.get(at, 0) + 1
        self.marking.counts[at] = number
        token = Token(f"{at}#{number}", at, inside, on, via)
        self.marking.tokens[token.id] = token
        return token

    def _remove(self, token: Token, *, tell: bool) -> None:
        """Take a token away with all that listens to it or lives in it."""
        self.marking.tokens.pop(token.id, None)
        for other in list(self.marking.tokens.values()):
            if token.id in {other.on, other.inside} and other.id in self.marking.tokens:
                self._remove(other, tell=True)
        node = self.process.nodes[token.at]
        asked = {NodeKind.USER, NodeKind.SERVICE, NodeKind.TIMER, NodeKind.MESSAGE}
        if tell and node.kind in asked:
            self.effects.append(Withdrawn(token=token.id, key=node.key, kind=node.kind))
