"""Sending the letters of invitations by the clinic's mail server."""

from webapp.mail.send import REFUSED, MailNotSent, send_mail
from webapp.web.desk.invitation_letter import Letter
from webapp.web.kit.app_context import app_context
from webapp.web.kit.problem_log import HealthProblem


def mail_letter(address: str, letter: Letter) -> str:
    """Send a letter, and return "", or why it was not sent, which the log says once while it lasts."""
    app = app_context()
    if app.settings.mail_server is None:
        return REFUSED
    try:
        send_mail(app.settings.mail_server, address, letter.subject, letter.body, app.clock())
    except MailNotSent as problem:
        sentence = f"mail cannot be sent: {problem}"
        app.mail_log.update([HealthProblem(f"mail {problem.reason}", sentence)])
        return problem.reason
    app.mail_log.update([])
    return ""
