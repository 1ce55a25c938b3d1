"""Sending the letters that wait, by the clinic's mail server."""

from collections.abc import Callable
from datetime import datetime

from webapp.cli.clock import utc_now
from webapp.cli.outbox_thread import LastingWarning
from webapp.mail.send import Mail, MailNotSent, send_mail
from webapp.mail.server import MailServer
from webapp.storage import OutgoingMail, Store


class MailSender:
    """Sends one letter at a time. `clock` dates what happens while a mail server is slow to answer."""

    what = "mails"

    def __init__(self, store: Store, server: MailServer, clock: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._server = server
        self._clock = clock
        self._warning = LastingWarning("mail can be sent again")
        self._sent: OutgoingMail | None = None

    def send_next(self, now: datetime) -> bool:
        """Send the letter that is due. Return whether there was one."""
        self._record_sent()  # where the store was away when the last one had been sent
        mail = self._store.invitation_mails.take(now)
        if mail:
            self._send(mail, now)
        return mail is not None

    def _send(self, mail: OutgoingMail, now: datetime) -> None:
        held = [mail]

        def hand_over() -> bool:
            handed = self._store.invitation_mails.hand_over(mail, self._clock())
            held.extend([handed] if handed else [])
            return handed is not None

        letter = mail.letter
        try:
            is_sent = send_mail(
                self._server, Mail(mail.id, letter.address, letter.subject, letter.body), now, hand_over
            )
        except MailNotSent as problem:
            self._store.invitation_mails.failed(
                held[-1], problem.reason, self._clock(), is_final=problem.is_final
            )
            self._warning.begin(f"mail cannot be sent: {problem}")
            return
        if is_sent:
            self._sent = held[-1]
            self._record_sent()
            self._warning.end()

    def _record_sent(self) -> None:
        if self._sent:
            self._store.invitation_mails.sent(self._sent, self._clock())
        self._sent = None
