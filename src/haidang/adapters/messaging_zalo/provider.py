"""The message provider Zalo."""

from haidang.adapters.messaging_zalo import client, mapping
from haidang.adapters.messaging_zalo.settings import read_options
from haidang.blocks.messaging.public import Letter


class Provider:
    """Messages of the city's official account."""

    def send(self, letter: Letter) -> str:
        """Hand a letter over; return Zalo's number of it."""
        options = read_options()
        answer = client.post(
            f"{options.url}/v3.0/oa/message/transaction",
            headers={"access_token": options.token},
            content=mapping.to_message(letter),
        )
        return mapping.read_number(answer)
