"""What can be wrong with a merger."""

from haidang.kernel.errors import HaidangError, IllegalTransition, InvalidInput, NotFound


class SuccessionError(HaidangError):
    """The merger cannot go on."""

    code = "succession.error"


class PlanFaulty(SuccessionError, InvalidInput):
    """The plan has faults; all of them are listed."""

    code = "succession.plan_faulty"


class MergerUnknown(SuccessionError, NotFound):
    """There is no such merger."""

    code = "succession.merger_unknown"


class TooEarly(SuccessionError, IllegalTransition):
    """A merger is carried out from the day on which it takes effect."""

    code = "succession.too_early"
