"""What can be wrong with identity."""

from haidang.kernel.errors import Conflict, HaidangError, NotAllowed, NotFound


class IdentityError(HaidangError):
    """Identity does not permit this."""

    code = "identity.error"


class PersonUnknown(IdentityError, NotFound):
    """There is no such person."""

    code = "identity.person_unknown"


class OrganizationUnknown(IdentityError, NotFound):
    """There is no such organization."""

    code = "identity.organization_unknown"


class AccountUnknown(IdentityError, NotFound):
    """There is no such account."""

    code = "identity.account_unknown"


class RepresentationUnknown(IdentityError, NotFound):
    """There is no such mandate."""

    code = "identity.representation_unknown"


class SignInRefused(IdentityError, NotAllowed):
    """The name, the password or the code is wrong."""

    code = "identity.sign_in_refused"


class SignInPaused(SignInRefused):
    """After too many failures, sign-in rests for a while."""

    code = "identity.sign_in_paused"


class SecondFactorMissing(SignInRefused):
    """An officer needs a second factor."""

    code = "identity.second_factor_missing"


class ProviderUnknown(IdentityError, NotFound):
    """There is no such sign-in provider."""

    code = "identity.provider_unknown"


class IdentityMismatch(IdentityError, Conflict):
    """The provider says something else of this person than before."""

    code = "identity.mismatch"


class SealBroken(IdentityError):
    """A sealed value was changed or its key is gone."""

    code = "identity.seal_broken"
