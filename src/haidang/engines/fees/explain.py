"""Words for a fee line: how the amount came about, by language."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from haidang.engines.fees.model import Exemption
from haidang.kernel.money import Money

_TIMES: Final = "\N{MULTIPLICATION SIGN}"


def flat(amount: Money) -> Mapping[str, str]:
    """Tell a fixed amount."""
    if not amount:
        return {"vi": "Không thu.", "en": "No fee."}
    return {"vi": f"Mức thu {amount}.", "en": f"Fixed at {_english(amount)}."}


def stepped(
    parts: Iterable[tuple[int, Money]],
    *,
    times: int,
    base: Money,
    cap: Money | None,
    amount: Money,
) -> Mapping[str, str]:
    """Tell an amount by copies or pages, step by step."""
    counted = list(parts)
    plain = sum(units * each.dong for units, each in counted)
    is_capped = cap is not None and plain > cap.dong
    told = {}
    shows: Mapping[str, Callable[[Money], str]] = {"vi": str, "en": _english}
    for language, show in shows.items():
        words = " + ".join(f"{units} {_TIMES} {show(each)}" for units, each in counted)
        if is_capped and cap is not None:
            words += (", tối đa " if language == "vi" else ", at most ") + show(cap)
        if times > 1:
            words = f"{times} {_TIMES} ({words})"
        if base:
            words = f"{show(base)} + {words}"
        told[language] = f"{words or 0} = {show(amount)}."
    return told


def exempted(exemption: Exemption) -> Mapping[str, str]:
    """Tell that nothing is owed, and by which law."""
    vietnamese, english = _names(exemption)
    return {
        "vi": f"Được miễn: {vietnamese} ({exemption.law}).",
        "en": f"Exempt: {english} ({exemption.law}).",
    }


def reduced(exemption: Exemption, words: Mapping[str, str]) -> Mapping[str, str]:
    """Tell a reduction after the full amount."""
    vietnamese, english = _names(exemption)
    percent, law = exemption.percent, exemption.law
    return {
        "vi": f"{words['vi']} Được giảm {percent} %: {vietnamese} ({law}).",
        "en": f"{words['en']} Reduced by {percent} %: {english} ({law}).",
    }


def _names(exemption: Exemption) -> tuple[str, str]:
    vietnamese = exemption.reason["vi"].rstrip(".")
    return vietnamese, exemption.reason.get("en", vietnamese).rstrip(".")


def _english(amount: Money) -> str:
    return f"VND {amount.dong:,}"
