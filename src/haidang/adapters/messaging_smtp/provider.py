"""The message provider mail."""

from haidang.adapters.messaging_smtp import client, mapping
from haidang.adapters.messaging_smtp.settings import read_options
from haidang.blocks.messaging.public import Letter
from haidang.kernel.clock import local, now
from haidang.kernel.errors import ProviderRefused


class Provider:
    """Mail from the platform's address."""

    def send(self, letter: Letter) -> str:
        """Hand a letter to the mail server; return its Message-ID."""
        options = read_options()
        try:
            mail = mapping.to_mail(letter, sender=options.sender, at=local(now()))
        except ValueError as error:
            raise ProviderRefused("The address is not one of mail.") from error
        client.send(mail, options=options)
        return str(mail["Message-ID"])
