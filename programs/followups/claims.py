"""A message that one process alone may send."""

from dataclasses import dataclass, field
from datetime import timedelta

from firms.accounts.models import User
from firms.register.models import Contact
from programs.followups.models import Message, Reminder

#: After this a claim counts as lost: its worker died between claiming and marking.
LEASE = timedelta(minutes=10)


@dataclass(frozen=True)
class Claim:
    """A message this process alone may send, with its reminders."""

    message: Message
    rows: tuple[Reminder, ...]
    links: dict[int, str] = field(default_factory=dict)

    @property
    def reader(self) -> User | Contact:
        reader = self.message.recipient or self.message.contact
        if reader is None:  # a constraint of the table says otherwise
            raise ValueError("A message without a reader.")
        return reader
