"""The mail server over SMTP."""

import smtplib
import ssl
from email.message import EmailMessage
from typing import Final

from haidang.adapters.messaging_smtp.settings import Options
from haidang.kernel import watch
from haidang.kernel.errors import ProviderRefused, ProviderUnavailable

_SECONDS: Final = 10
_FOREVER: Final = 500


@watch.stepped("call", "smtp")
def send(mail: EmailMessage, *, options: Options) -> None:
    """Hand a mail to the server; codes of 500 and more are for ever."""
    try:
        with _connect(options) as server:
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        raise _fault(min(codes)) from error
    except smtplib.SMTPResponseException as error:
        raise _fault(error.smtp_code) from error
    except (OSError, smtplib.SMTPException) as error:
        raise ProviderUnavailable(
            f"The mail server does not answer: {type(error).__name__}."
        ) from error


def _connect(options: Options) -> smtplib.SMTP:
    if options.scheme == "smtps":
        secure = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            options.host, options.port, timeout=_SECONDS, context=secure
        )
    else:
        server = smtplib.SMTP(options.host, options.port, timeout=_SECONDS)
    if options.scheme == "smtp+starttls":
        server.starttls(context=ssl.create_default_context())
    if options.user:
        server.login(options.user, options.password)
    return server


def _fault(code: int) -> ProviderRefused | ProviderUnavailable:
    words = f"The mail server answers {code}."
    return ProviderRefused(words) if code >= _FOREVER else ProviderUnavailable(words)
