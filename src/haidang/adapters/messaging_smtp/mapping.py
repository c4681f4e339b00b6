"""Letters as mails. Pure."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from haidang.blocks.messaging.public import Letter


def to_mail(letter: Letter, *, sender: str, at: datetime) -> EmailMessage:
    """Return a plain mail; its Message-ID is the letter's key, so a repetition is known."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = Address(letter.name, addr_spec=letter.to)
    mail["Subject"] = letter.title
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body)
    return mail
