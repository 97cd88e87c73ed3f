"""Alerts and a target in; the alerts sent to it out. What fails is told without addresses, which are secret."""

import json
import os
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import asdict
from email.message import EmailMessage
from pathlib import Path

from flows.alert_rules import EmailTarget, FileTarget, Target, WebhookTarget
from warehouse.alerts import Alert

TIMEOUT_SECONDS = 10.0
_SUBJECT_CHARACTERS = 150


class NotSent(Exception):
    """A target that did not take alerts; the message says why, without a secret."""


def send(target: Target, alerts: Sequence[Alert]) -> list[str]:
    """Send alerts to one target; out: the ids of those that it took. Raises NotSent where it took none of them."""
    if isinstance(target, FileTarget):
        return _append(target.path, alerts)
    if isinstance(target, WebhookTarget):
        return _post(target.url, alerts)
    return _mail(target, alerts)


def as_json(alert: Alert) -> dict[str, object]:
    """An alert as files and webhooks have it."""
    return {**asdict(alert), "raised_at": alert.raised_at.isoformat()}


def _append(path: Path, alerts: Sequence[Alert]) -> list[str]:
    lines = "".join(json.dumps(as_json(alert), ensure_ascii=False) + "\n" for alert in alerts)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise NotSent(f"{path} cannot be written: {error.strerror}") from None
    return [alert.alert_id for alert in alerts]


def _post(url: str, alerts: Sequence[Alert]) -> list[str]:
    """One POST an alert, in order, until one fails: what is left is sent by the next run."""
    import httpx  # takes a second to import, and mostly there is nothing to send

    taken: list[str] = []
    try:
        with httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False) as client:
            for alert in alerts:
                answered = client.post(url, json=as_json(alert), headers={"Idempotency-Key": alert.alert_id})
                if not answered.is_success:
                    raise NotSent(f"it answered {answered.status_code}")
                taken.append(alert.alert_id)
    except (httpx.HTTPError, httpx.InvalidURL, NotSent) as error:
        if taken:
            return taken
        # httpx puts the address into its words
        raise NotSent(str(error) if isinstance(error, NotSent) else type(error).__name__) from None
    return taken


def _mail(target: EmailTarget, alerts: Sequence[Alert]) -> list[str]:
    message = EmailMessage()
    first = " ".join(alerts[0].text.split())
    more = f" (and {len(alerts) - 1} more)" if len(alerts) > 1 else ""
    message["Subject"] = f"claimtrace: {first[:_SUBJECT_CHARACTERS]}{more}"
    message["From"], message["To"] = target.sender, ", ".join(target.recipients)
    message["Message-ID"] = f"<{alerts[0].alert_id}-{len(alerts)}@claimtrace.invalid>"
    message.set_content(
        "\n\n".join(f"{one.severity}: {one.text}\n({one.rule}, {one.raised_at:%Y-%m-%d %H:%M} UTC)" for one in alerts)
    )
    kind = smtplib.SMTP_SSL if target.security == "tls" else smtplib.SMTP
    try:
        with kind(target.host, target.port, timeout=TIMEOUT_SECONDS) as server:
            if target.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if target.user:
                server.login(target.user, target.password)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        code = getattr(error, "smtp_code", None)
        raise NotSent(f"{target.host}: {type(error).__name__}{f' {code}' if code else ''}") from None
    return [alert.alert_id for alert in alerts]
