"""Visit every resting position of a process by playing the token game with every choice."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from haidang.engines.workflow.game import Game, Marking, Token
from haidang.engines.workflow.types import Flow, Node, NodeKind, Process

ASKABLE = frozenset({NodeKind.USER, NodeKind.SERVICE, NodeKind.MESSAGE, NodeKind.TIMER})
"""Kinds at which something outside moves the process on."""

Place = tuple[str, str]
"""A node and, at a joining gateway, the flow by which the token came."""

Position = tuple[str, tuple[tuple[str, str, str, str], ...]]
"""A resting position without history: the status, and each token's place, home and host."""

Act = Callable[[Game], None]


@dataclass(slots=True)
class Exploration:
    """What was seen: positions and where each may lead, elements visited, status changes."""

    leads_to: dict[Position, set[Position]] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)
    status_edges: set[tuple[str, str, str]] = field(default_factory=set)
    shared: dict[Position, tuple[str, ...]] = field(default_factory=dict)
    cut_short: bool = False

    def shared_places(self) -> list[str]:
        """Return the elements at which two tokens can be at once."""
        return sorted({node for nodes in self.shared.values() for node in nodes})

    def stuck_places(self) -> list[str]:
        """Return the elements that hold a token in a position from which nothing moves."""
        return _places(each for each in self._stuck() if each not in self.shared)

    def endless_places(self) -> list[str]:
        """Return the elements from which neither the end nor a stop can be reached."""
        ends = {each for each in self.leads_to if not each[1]} | set(self.shared) | self._stuck()
        good = self._that_reach(ends)
        return _places(each for each in self.leads_to if each not in good)

    def _stuck(self) -> set[Position]:
        return {each for each, after in self.leads_to.items() if each[1] and not after}

    def _that_reach(self, goals: set[Position]) -> set[Position]:
        before: dict[Position, list[Position]] = defaultdict(list)
        for position, after in self.leads_to.items():
            for other in after:
                before[other].append(position)
        reached, waiting = set(goals), list(goals)
        while waiting:
            for position in before[waiting.pop()]:
                if position not in reached:
                    reached.add(position)
                    waiting.append(position)
        return reached


def explore(process: Process, *, start_status: str, limit: int) -> Exploration:
    """Play every choice from the start; stop after ``limit`` positions."""
    seen = Exploration()
    waiting = list(_after(process, Marking(status=start_status), Game.begin, seen))
    while waiting:
        position = waiting.pop()
        if position in seen.leads_to:
            continue
        if len(seen.leads_to) >= limit:
            seen.cut_short = True
            break
        seen.leads_to[position] = set()
        twice = _shared_places(position)
        if twice:
            seen.shared[position] = twice
            continue
        for act in _acts(process, position):
            seen.leads_to[position].update(_after(process, _marking(position), act, seen))
        waiting.extend(seen.leads_to[position])
    return seen


def _after(process: Process, marking: Marking, act: Act, seen: Exploration) -> Iterator[Position]:
    """Yield where an act can lead, one position for each way through the gateways."""
    scripts: list[tuple[int, ...]] = [()]
    while scripts:
        choices = _Choices(scripts.pop())
        game = Game(process, marking.copy(), choose=choices)
        act(game)
        game.settle()
        scripts.extend(choices.others())
        seen.visited.update(game.visited)
        seen.status_edges.update(game.status_edges)
        yield _position(game.marking)


@dataclass(slots=True)
class _Choices:
    """Follows a script of choices, then takes the first flow, and remembers the others."""

    script: tuple[int, ...]
    offered: list[int] = field(default_factory=list)

    def __call__(self, _node: Node, flows: tuple[Flow, ...]) -> Flow:
        turn = len(self.offered)
        self.offered.append(len(flows))
        return flows[self.script[turn] if turn < len(self.script) else 0]

    def others(self) -> Iterator[tuple[int, ...]]:
        """Yield the scripts that differ from this run in their last choice."""
        known = len(self.script)
        for turn in range(known, len(self.offered)):
            begun = self.script + (0,) * (turn - known)
            yield from ((*begun, other) for other in range(1, self.offered[turn]))


def _acts(process: Process, position: Position) -> Iterator[Act]:
    for token in _marking(position).tokens.values():
        kind = process.nodes[token.at].kind
        if kind in ASKABLE:
            yield partial(Game.fire, token=token)


def _position(marking: Marking) -> Position:
    """Forget how often each place was visited, keep where the tokens are."""
    at = {token.id: token.at for token in marking.tokens.values()}
    rows = (
        (token.at, token.via, at.get(token.inside, ""), at.get(token.on, ""))
        for token in marking.tokens.values()
    )
    return marking.status, tuple(sorted(rows))


def _marking(position: Position) -> Marking:
    status, rows = position
    marking = Marking(status=status)
    for at, via, inside, on in rows:
        token = Token(f"{at}|{via}", at, _name(inside), _name(on), via)
        marking.tokens[token.id] = token
    return marking


def _name(at: str) -> str:
    return f"{at}|" if at else ""


def _shared_places(position: Position) -> tuple[str, ...]:
    places = [(at, via) for at, via, _, _ in position[1]]
    return tuple(sorted({at for at, via in places if places.count((at, via)) > 1}))


def _places(positions: Iterable[Position]) -> list[str]:
    return sorted({row[0] for position in positions for row in position[1] if not row[3]})
