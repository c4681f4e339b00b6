"""The plot of a run: times and answers a second over the multiple; same data, same bytes."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from bench.load.measure import Stage


def draw(path: Path, stages: Sequence[Stage]) -> None:
    """Write the plot as SVG."""
    seen = [(stage, stage.whole) for stage in stages if stage.whole is not None]
    multiples = [stage.multiple for stage, _whole in seen]
    with mpl.rc_context({"svg.hashsalt": "haidang", "svg.fonttype": "none"}):
        figure = Figure(figsize=(7, 3.6), layout="constrained")
        times, rate = figure.subplots(1, 2)
        for name in ("p50", "p95", "p99"):
            times.plot(multiples, [getattr(whole, name) for _s, whole in seen], "o-", label=name)
        times.set(xlabel="x peak hour", ylabel="ms", title="Answer times", yscale="log")
        times.legend()
        rate.plot(multiples, [whole.count / stage.seconds for stage, whole in seen], "o-")
        rate.set(xlabel="x peak hour", ylabel="answers a second", title="Throughput")
        for each in (times, rate):
            each.grid(visible=True, alpha=0.3)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
