"""Whether the long run hangs together: declared states, shares that add up, and a move that somebody makes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from math import fsum, isclose

from newel.protocol.long_run import LongRun
from newel.protocol.problem import Place, Problem, undeclared

PLACE: Place = ("economics", "long_run")
BLOCK = "[[economics.long_run.states]]"


def long_run_problems(model: LongRun) -> Iterator[Problem]:
    """Yield every contradiction of the block, in the order of the file."""
    states = [state.id for state in model.states]
    for key in ("delivered_in", "counts_months_in"):
        yield from undeclared((*PLACE, key), [getattr(model, key)], states, block=BLOCK)
    yield from _states(model)
    yield from _moves(model, states)
    yield from _changes(model, states)


def _states(model: LongRun) -> Iterator[Problem]:
    yield from _repeated("states", "id", [state.id for state in model.states])
    total = fsum(state.at_start for state in model.states)
    if not isclose(total, 1.0, abs_tol=1e-9):
        expected = "shares that add up to 1: every child begins somewhere"
        remedy = "Correct `at_start` of the states in which children begin."
        yield Problem((*PLACE, "states", 0, "at_start"), f"{total:g} over all states", expected, remedy)
    reached = _reached(model)
    for index, state in enumerate(model.states):
        if state.id not in reached:
            expected = "a state in which somebody begins, or into which there are moves"
            remedy = "Add the moves into it, or remove the state."
            yield Problem((*PLACE, "states", index, "id"), f"`{state.id}`, which nobody reaches", expected, remedy)
        for name, times in Counter(cost.of for cost in state.costs).items():
            if times > 1:
                expected = "each once in a state: it would be paid for twice"
                found = f"`{name}`, {times} times"
                yield Problem((*PLACE, "states", index, "costs"), found, expected, "Add the two numbers up.")


def _reached(model: LongRun) -> set[str]:
    """Return the states in which somebody can ever be."""
    leads = {moves.out_of: set(moves.to) for moves in model.moves}
    reached: set[str] = set()
    waiting = [state.id for state in model.states if state.at_start > 0]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += leads.get(state, ())
    return reached


def _moves(model: LongRun, states: list[str]) -> Iterator[Problem]:
    yield from _repeated("moves", "out_of", [moves.out_of for moves in model.moves])
    for index, moves in enumerate(model.moves):
        place = (*PLACE, "moves", index)
        yield from undeclared((*place, "out_of"), [moves.out_of], states, block=BLOCK)
        yield from undeclared((*place, "to"), moves.to, states, block=BLOCK)


def _changes(model: LongRun, states: list[str]) -> Iterator[Problem]:
    place, changes = (*PLACE, "changes"), model.changes
    known = list(undeclared((*place, "out_of"), [changes.out_of], states, block=BLOCK))
    known += undeclared((*place, "to"), [changes.to], states, block=BLOCK)
    yield from known
    move = f"a move from `{changes.out_of}` to `{changes.to}`"
    if changes.out_of == changes.to:
        remedy = "Name the state that is left, and another that is moved to."
        yield Problem((*place, "to"), f"`{changes.to}` twice", "a move from one state to another", remedy)
    elif not known and not any(each.out_of == changes.out_of and changes.to in each.to for each in model.moves):
        expected = "a move that has people in [[economics.long_run.moves]]: what never happens cannot fall"
        yield Problem((*place, "to"), move, expected, "Name a move of the model, or say how many people make it.")
    if list(changes.ratios) != sorted(set(changes.ratios), reverse=True):
        found = ", ".join(f"{ratio:g}" for ratio in changes.ratios)
        remedy = "Put them in falling order, each once."
        yield Problem((*place, "ratios"), found, "ratios that fall", remedy)


def _repeated(key: str, name: str, values: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            remedy = "Remove one of the two, or give it another name."
            yield Problem((*PLACE, key, index, name), f"`{value}` again", "each once", remedy)
        seen.add(value)
