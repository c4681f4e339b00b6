"""The message provider SMS."""

from haidang.adapters.messaging_sms import client, mapping
from haidang.adapters.messaging_sms.settings import read_options
from haidang.blocks.messaging.public import Letter


class Provider:
    """Short messages under the city's brand name."""

    def send(self, letter: Letter) -> str:
        """Hand a letter over; return the gateway's number of it."""
        options = read_options()
        answer = client.post(
            f"{options.url}/sms/send",
            headers={"Authorization": f"Bearer {options.token}"},
            content=mapping.to_message(letter, sender=options.sender),
        )
        return mapping.read_number(answer)
