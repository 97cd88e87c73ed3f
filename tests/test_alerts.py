"""Alerts: what is raised, and when again; each target told once, over loopback HTTP and SMTP, and failing none."""

import json
import socket
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from flows.alert_rules import OWN_FILE, AlertFileError, alert_settings, alert_targets
from flows.alert_targets import as_json
from flows.alerting import recent_alerts, send_alerts
from flows.clock import now
from flows.configuration import Alerts
from flows.data_folder import DataFolder
from flows.loading import load_check_publish
from tests.tagged_articles import full_example, make_article, make_claim, make_fileset, make_tagged, new_warehouse
from tests.test_claim_views import among, load, of_claim
from tests.test_run_health import run as crawl_run
from transforms.records import TaggedArticle
from warehouse.alerts import AlertRule, kept_rules, raise_alerts
from warehouse.connection import open_warehouse
from warehouse.load import load_fileset

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
SECRET = "hook-f3a9c2"


def rule(name: str, again: int | None = None) -> AlertRule:
    return AlertRule(name=name, sql=kept_rules()[name], severity="warn", again_after_days=again)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    con.close()


def raised(con: duckdb.DuckDBPyConnection, *rules: AlertRule, at: datetime = NOW) -> list[tuple[str, str]]:
    alerts, problems = raise_alerts(con, rules, at)
    assert problems == []
    return [(alert.subject, alert.text) for alert in alerts]


def test_a_site_that_fails_is_told_once_a_spell(con: duckdb.DuckDBPyConnection) -> None:
    failed, degraded = rule("site_failed"), rule("site_degraded")
    crawl_run(con, 1, unchanged=10)
    assert raised(con, failed, degraded) == []
    crawl_run(con, 2, error=10)
    assert raised(con, failed, degraded) == [("site", "site failed since site-02 (1 runs): no article at all")]
    crawl_run(con, 3, error=10)
    assert raised(con, failed, degraded, at=NOW + timedelta(days=99)) == []  # the same spell
    crawl_run(con, 4, expected=10, unchanged=6)
    told = "site is degraded since site-04 (1 runs): 6 articles, and its site file expects at least 10"
    assert raised(con, failed, degraded) == [("site", told)]
    crawl_run(con, 5, error=10)
    assert raised(con, failed, degraded) == [("site", "site failed since site-05 (1 runs): no article at all")]
    assert con.execute("select rule, severity, site, raised_at from alerts order by raised_at, alert_id").fetchall()
    ids = [one for (one,) in con.execute("select alert_id from core.alerts").fetchall()]
    assert len(set(ids)) == len(ids) == 3


def test_what_holds_still_is_told_again_after_its_days(con: duckdb.DuckDBPyConnection) -> None:
    asked = AlertRule(
        name="own", sql="select 'a' as subject, '' as fact, 'text' as text", severity="info", again_after_days=28
    )
    assert raised(con, asked) == [("a", "text")]
    assert raised(con, asked, at=NOW + timedelta(days=27)) == []
    assert raised(con, asked, at=NOW + timedelta(days=28)) == [("a", "text")]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("select 1 as subject", "no column fact, text"),
        ("drop table core.alerts", "one SELECT"),
        ("select 1; select 2", "one SELECT"),
        ("select nothing from nowhere", "nowhere"),
    ],
)
def test_a_rule_that_cannot_be_asked_is_told_and_the_others_are_asked(
    con: duckdb.DuckDBPyConnection, sql: str, words: str
) -> None:
    wrong = AlertRule(name="wrong", sql=sql, severity="info")
    right = AlertRule(name="right", sql="select 'a' as subject, 'b' as fact, 'c' as text", severity="info")
    alerts, (problem,) = raise_alerts(con, [wrong, right], NOW)
    assert "the alert rule wrong cannot be asked" in problem and words in problem
    assert [alert.rule for alert in alerts] == ["right"]


def week_of(number: int, unsupported: int, supported: int) -> list[TaggedArticle]:
    """An article of the week so many weeks before the last whole one, with so many claims of two supports."""
    published = date(2026, 10, 19) - timedelta(weeks=number)
    words = [f"Claim {number} {one} helps." for one in range(unsupported + supported)]
    article = make_article(f"https://site.test/{number}", "\n".join(words), published=published)
    supports = ["none"] * unsupported + ["named"] * supported
    claims = [make_claim(article, one, support=support) for one, support in zip(words, supports, strict=True)]
    return [make_tagged(article, claims)]


def moves(con: duckdb.DuckDBPyConnection, tmp_path: Path, *weeks: tuple[int, int]) -> list[tuple[Any, ...]]:
    """The moved shares of a site of which each week, the last one first, has (unsupported, supported) claims."""
    articles = [one for number, counts in enumerate(weeks) for one in week_of(number, *counts)]
    # an article of the next Sunday ends the last week
    articles.append(make_tagged(make_article("https://other.test/end", site="other", published=date(2026, 10, 25))))
    load_fileset(con, make_fileset(tmp_path / "tagged", articles))
    columns = "support, support_count, claim_count, round(support_share, 3), baseline_week_count, round(usual_share, 3)"
    return con.execute(f"select {columns}, round(z, 1) from share_moves where site = 'site' order by 1").fetchall()


def test_a_share_beyond_its_usual_range_is_moved(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = moves(con, tmp_path, (36, 4), *[(20, 20)] * 10)
    # half of 40 is usual: chance gives a deviation of sqrt(0.25 / 40) = 0.079, and 0.9 lies 0.4 above
    assert found == [("named", 4, 40, 0.1, 10, 0.5, -5.1), ("none", 36, 40, 0.9, 10, 0.5, 5.1)]
    ((subject, text), _) = raised(con, rule("moved_share"))
    assert subject == "site en named"
    assert text == "site (en): 10 % of 40 claims in the week of 2026-10-19 are named, usually 50 % (z -5.1)"
    assert raised(con, rule("moved_share")) == []


@pytest.mark.parametrize(
    "weeks",
    [
        [(24, 16), *[(20, 20)] * 10],  # chance
        [(36, 4), *[(36, 4), (4, 36)] * 5],  # its weeks always differ that much
        [(36, 4), *[(20, 20)] * 7],  # too few weeks
        [(18, 2), *[(20, 20)] * 10],  # too few claims
        [(36, 4), *[(10, 10)] * 10],  # too few claims before
    ],
    ids=["chance", "restless", "young", "small", "small before"],
)
def test_what_is_no_move(con: duckdb.DuckDBPyConnection, tmp_path: Path, weeks: list[tuple[int, int]]) -> None:
    assert moves(con, tmp_path, *weeks) == []


def test_a_rising_claim_is_told_by_its_concepts_and_quotes_nobody(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    load(con, tmp_path, [*among(5, 43), *of_claim(5, 1)])
    ((subject, text),) = raised(con, rule("rising_claim", again=28))
    told = "ginger and nausea (benefit, affirmed): 5 articles in 28 days, 1 in the 168 days before (z 4.1)"
    assert text == told
    assert con.execute("select count(*) from claim_clusters where cluster_id = ?", [subject]).fetchall() == [(1,)]


# Targets


class Hook(BaseHTTPRequestHandler):
    """A webhook that keeps what it is told and answers as its server says."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.path, self.headers["Idempotency-Key"], json.loads(body)))  # type: ignore[attr-defined]
        self.send_response(self.server.answers)  # type: ignore[attr-defined]
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silence."""


@contextmanager
def webhook(answers: int = 204) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    server.told, server.answers = [], answers  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def free_port() -> int:
    """A port that nobody listens on: the mail server wants to be told one."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Mailbox:
    """An SMTP server's handler that keeps what it is sent."""

    def __init__(self) -> None:
        self.messages: list[tuple[list[str], str]] = []

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        self.messages.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 taken"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A data folder in which one rule has raised two alerts that are published."""
    data = DataFolder(tmp_path / "data")
    data.root.mkdir()
    write(data)
    load_check_publish([make_fileset(data.root / "tagged", [full_example()])], data)
    return data


def write(data: DataFolder, severity: str = "warn", least: str = "") -> None:
    """An alerts.toml with one rule of its own that finds two things."""
    rule = "name = \"own\"\nsql = \"select unnest(['a', 'b']) as subject, '' as fact, 'it moved' as text\"\n"
    data.alert_rules.write_text(f'[[rules]]\n{rule}severity = "{severity}"\n{least}')


def test_each_alert_is_told_once_to_a_file_and_a_webhook(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    with webhook() as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/{SECRET}"
        monkeypatch.setenv("CLAIMTRACE_ALERTS_WEBHOOK", url)
        said: list[str] = []
        for _ in range(2):
            assert send_alerts(data, said.append) == []
        assert [key for _, key, _ in server.told] == [one.alert_id for one in recent_alerts(data)]  # type: ignore[attr-defined]
        assert {body["subject"] for _, _, body in server.told} == {"a", "b"}  # type: ignore[attr-defined]
    lines = [json.loads(line) for line in (data.root / "alerts" / "alerts.jsonl").read_text().splitlines()]
    assert lines == [as_json(one) for one in recent_alerts(data)]
    assert SECRET not in data.told_alerts.read_text() + "".join(said)


def test_a_failing_target_is_told_without_its_address_and_tried_again(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    with webhook(answers=500) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/{SECRET}"
        monkeypatch.setenv("CLAIMTRACE_ALERTS_WEBHOOK", url)
        (problem,) = send_alerts(data, said.append)
        assert problem == "2 alerts were not sent to the webhook: it answered 500; the next run tries again"
    (problem,) = send_alerts(data, said.append)  # nobody listens any more
    assert "not sent to the webhook: ConnectError" in problem
    assert SECRET not in "".join(said)
    with webhook() as server:
        monkeypatch.setenv("CLAIMTRACE_ALERTS_WEBHOOK", f"http://127.0.0.1:{server.server_address[1]}/")
        assert send_alerts(data, said.append) == []
        assert len(server.told) == 2  # type: ignore[attr-defined]


@pytest.mark.fault("F49")
def test_mail_is_one_message_a_run_with_a_password_that_nobody_sees(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, given = Mailbox(), []

    def authenticate(server: object, session: object, envelope: object, mechanism: str, auth: Any) -> AuthResult:
        given.append((auth.login.decode(), auth.password.decode()))
        return AuthResult(success=auth.password == b"right-word", handled=False)

    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=authenticate,
        auth_require_tls=False,
        auth_required=True,
    )
    controller.start()
    try:
        for name, value in {
            "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(controller.port), "SMTP_SECURITY": "none",
            "SMTP_USER": "claimtrace", "MAIL_TO": "desk@example.org",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"CLAIMTRACE_ALERTS_{name}", value)
        monkeypatch.setenv("CLAIMTRACE_ALERTS_SMTP_PASSWORD", "wrong-word")
        (problem,) = send_alerts(data, lambda _: None)
        assert "not sent to the email: 127.0.0.1: SMTPAuthenticationError 535" in problem
        assert "wrong-word" not in problem
        monkeypatch.setenv("CLAIMTRACE_ALERTS_SMTP_PASSWORD", "right-word")
        assert send_alerts(data, lambda _: None) == send_alerts(data, lambda _: None) == []
    finally:
        controller.stop()
    assert ("claimtrace", "right-word") in given
    ((people, message),) = box.messages
    assert people == ["desk@example.org"]
    assert "Subject: claimtrace: it moved (and 1 more)" in message
    assert message.count("warn: it moved") == 2
    assert "right-word" not in message


def test_a_target_is_told_what_is_grave_enough_and_not_last_weeks(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(data, least='[least]\nfile = "error"\n')
    send_alerts(data, lambda _: None)
    assert not (data.root / "alerts" / "alerts.jsonl").exists()
    write(data)
    monkeypatch.setenv("CLAIMTRACE_CLOCK_OFFSET", str(8 * 86400))
    send_alerts(data, lambda _: None)
    assert not (data.root / "alerts" / "alerts.jsonl").exists()


def test_a_torn_line_of_what_was_told_costs_no_other(data: DataFolder) -> None:
    data.told_alerts.parent.mkdir()
    first, second = recent_alerts(data)
    line = json.dumps({"target": "file", "alert_id": first.alert_id})
    data.told_alerts.write_text(line + '\n{"target": "fi')
    send_alerts(data, lambda _: None)
    send_alerts(data, lambda _: None)
    lines = (data.root / "alerts" / "alerts.jsonl").read_text().splitlines()
    assert [json.loads(line)["alert_id"] for line in lines] == [second.alert_id]


# The file


def test_what_ships_is_in_force_and_has_an_example_each(tmp_path: Path) -> None:
    settings = alert_settings(DataFolder(tmp_path))
    assert {one.name for one in settings.rules} == set(kept_rules())
    assert all(one.example for one in settings.rules)
    assert [one.kind for one in alert_targets(Alerts(), DataFolder(tmp_path))] == ["file"]
    for one in tomllib.loads(OWN_FILE.read_text())["rules"]:
        assert one["example"]


def test_the_users_file_wins_by_name(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    data.alert_rules.write_text(
        '[[rules]]\nname = "moved_share"\nis_on = false\n\n[[rules]]\nname = "site_failed"\nseverity = "info"\n'
    )
    rules = {one.name: one for one in alert_settings(data).rules}
    assert "moved_share" not in rules
    assert (rules["site_failed"].severity, rules["site_failed"].asks) == ("info", "site_failed")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[rules]]\nname = 'x'\n", "either `asks` or `sql`"),
        ("[[rules]]\nname = 'x'\nasks = 'nobody'\n", "there are moved_share"),
        ("[[rules]]\nname = 'x'\nsql = 'select 1'\nseverity = 'grave'\n", "severity"),
        ("[least]\npigeon = 'info'\n", "least.pigeon"),
        ("[[targets]]\nkind = 'pigeon'\n", "where to is in claimtrace.toml"),
        ("rules = 3", "holds [[rules]] and [least]"),
        ("[[rules", "cannot be read"),
    ],
)
def test_a_wrong_file_is_told_in_words_and_fails_no_run(tmp_path: Path, text: str, words: str) -> None:
    data = DataFolder(tmp_path)
    data.alert_rules.write_text(text)
    with pytest.raises(AlertFileError, match=r"alerts\.toml") as told:
        alert_settings(data)
    assert words in str(told.value)
    said: list[str] = []
    load_check_publish([make_fileset(tmp_path / "tagged", [full_example()])], data, said.append)
    assert any(line.startswith("no alerts: ") for line in said)
    assert data.published.exists()


def test_alerts_are_seen_by_analysts_and_outlive_a_rebuild(data: DataFolder) -> None:
    from warehouse.rebuild import rebuild

    before = recent_alerts(data)
    assert [one.subject for one in before] == ["a", "b"]
    rebuild(data.warehouse, data.all_filesets(), lambda _: None)
    load_check_publish([], data)
    assert recent_alerts(data) == before
    con = open_warehouse(data.warehouse)
    assert con.execute("select count(*) from alerts where raised_at <= $now", {"now": now()}).fetchall() == [(2,)]
    con.close()
