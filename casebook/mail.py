"""Mail to staff. A mail server that fails is logged; nobody waits for it."""

import logging
from smtplib import SMTPException

from django.core.mail import send_mail

logger = logging.getLogger(__name__)


def deliver(subject: str, text: str, address: str) -> None:
    """Send a mail; an error is logged without the address and the text."""
    try:
        send_mail(subject, text, None, [address])
    except (OSError, SMTPException) as error:
        logger.error("mail: %s", type(error).__name__)
