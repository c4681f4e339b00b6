"""What the processes of a synthetic year do, each in its own share."""

from collections.abc import Callable

from haidang.config.shares import Given, run_shares


def copy_cases(
    given: Given, *, processes: int, told: Callable[[object], None] = lambda _more: None
) -> None:
    """Copy the cases of a year whose stage is set; ``told`` hears how many more were written.

    Indexes that no key needs are dropped before.
    """
    run_shares([ready_share], given)
    run_shares([cast_share] * processes, given, told=told)


def finish_copies(given: Given, *, processes: int) -> None:
    """Seal the record and build the indexes side by side; then let the planner learn."""
    run_shares([seal_share, *[index_share] * (processes - 1)], given)
    run_shares([learn_share], given)


def ready_share(given: Given, part: int, parts: int, told: Callable[[object], None]) -> None:
    """Make ready for copies."""
    from haidang.config.synth import bulk  # noqa: PLC0415 - Django is set up only now

    del given, part, parts, told
    bulk.prepare()
    bulk.drop_indexes()


def cast_share(given: Given, part: int, parts: int, told: Callable[[object], None]) -> None:
    """Copy the cases of every n-th commune; tell how many more were written."""
    from haidang.config.synth import bulk, stage  # noqa: PLC0415 - Django is set up only now

    ready = stage.find_stage(**given)
    moulds = bulk.make_moulds(ready, unit=ready.year.units[part])
    bulk.cast_part(ready, moulds, part=part, parts=parts, told=told)


def live_share(given: Given, part: int, parts: int, told: Callable[[object], None]) -> None:
    """Live the cases of every n-th commune; tell of each that ended."""
    from haidang.config.synth import stage  # noqa: PLC0415 - as above

    ready = stage.find_stage(**given)
    ready.player(part, parts).play(ready.plans(), ended=lambda _at: told(1))


def index_share(given: Given, part: int, parts: int, told: Callable[[object], None]) -> None:
    """Build the indexes that copying had dropped, as many as come to this process."""
    from haidang.config.synth import bulk  # noqa: PLC0415 - as above

    del given, part, parts, told
    bulk.build_indexes()


def seal_share(given: Given, part: int, parts: int, told: Callable[[object], None]) -> None:
    """Seal the whole record, then help with the indexes."""
    from haidang.config.synth.sealing import seal_all  # noqa: PLC0415 - as above

    seal_all()
    index_share(given, part, parts, told)


def learn_share(given: Given, part: int, parts: int, told: Callable[[object], None]) -> None:
    """Let the planner learn what the tables hold now."""
    from haidang.config.synth import bulk  # noqa: PLC0415 - as above

    del given, part, parts, told
    bulk.learn()
