"""The guards as another Scrapy project uses them: one line of settings, and a spider of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.crawler import Crawler, CrawlerProcess
from twisted.internet.address import IPv4Address, IPv6Address

from spiders.guards.addon import CLOSED, DEFAULTS, MIDDLEWARES, GuardsAddon
from spiders.guards.addresses import GuardNotInstalled, _JudgingReceiver
from spiders.guards.hosts import Hosts
from tests.fault_server import FaultHost, answer, in_turn, links, moved, serving

ROOT = Path(__file__).parents[1]
PROJECT = """
import json, sys
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.exceptions import IgnoreRequest

class Theirs(Spider):
    name = "theirs"
    async def start(self):
        for url in sys.argv[2:]:
            yield Request(url, errback=self.failed, dont_filter=True)
    def parse(self, response):
        print(json.dumps({"url": response.request.url, "status": response.status}))
    def failed(self, failure):
        error = failure.value
        print(json.dumps({"url": failure.request.url, "error": type(error).__name__, "why": str(error)}))

settings = json.loads(sys.argv[1])
process = CrawlerProcess({"LOG_LEVEL": "ERROR", "USER_AGENT": "theirs (+mailto:a@a.example)", **settings})
process.crawl(Theirs)
process.start()
"""
GUARDED = {"ADDONS": {"spiders.guards.addon.GuardsAddon": 0}, "DOWNLOAD_DELAY": 0, "GUARDS_ADDRESSES": "loopback"}


def visited(*urls: str, **settings: object) -> dict[str, dict[str, object]]:
    """Fetch addresses with a plain Scrapy spider under the guards; what became of each."""
    done = subprocess.run(
        [sys.executable, "-c", PROJECT, json.dumps({**GUARDED, **settings}), *urls],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {one["url"]: one for one in found}


@pytest.mark.fault("F16")
@pytest.mark.fault("F19")
@pytest.mark.fault("F20")
def test_another_project_is_guarded_by_one_line() -> None:
    robots = answer(b"User-agent: scrapybot\nDisallow: /private", Content_Type="text/plain")
    routes = {
        "/robots.txt": robots,
        "/": answer("home"),
        "/private": answer("secret"),
        "/busy": in_turn(answer(status=429, Retry_After="1"), answer("here")),
        "/inside": moved("http://169.254.169.254/"),
        "/to-file": moved("file:///etc/hostname"),
    }
    with serving(FaultHost(routes=routes)) as host, serving(FaultHost({"/robots.txt": answer(status=503)})) as closed:
        inside = ("http://10.0.0.1/", "file:///etc/hostname", "data:text/plain,x", "http://2130706433:1/")
        urls = [*(host.origin + path for path in routes), f"{closed.origin}/", *inside]
        ended = visited(*urls)
        assert closed.times("/") == 0 and host.times("/private") == 0 and host.times("/busy") == 2
    assert ended[f"{host.origin}/"]["status"] == 200 and ended[f"{host.origin}/busy"]["status"] == 200
    assert ended[f"{host.origin}/private"]["error"] == "RobotsDenied"
    assert "503" in str(ended[f"{closed.origin}/"]["why"])
    assert {ended[url]["error"] for url in inside[:3]} == {"AddressBlocked"}
    assert ended["http://169.254.169.254/"]["error"] == "AddressBlocked"
    assert not any(url.startswith("file:") and "status" in one for url, one in ended.items())


@pytest.mark.fault("F19")
def test_without_leave_loopback_is_not_reached_by_number_or_by_name() -> None:
    with serving(FaultHost(otherwise=answer(links("/")))) as host:
        port = host.origin.rpartition(":")[2]
        urls = [f"http://{name}:{port}/" for name in ("127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433")]
        ended = visited(*urls, GUARDS_ADDRESSES="public")
        assert host.asked == []
    assert len(ended) == len(urls) and {one["error"] for one in ended.values()} == {"AddressBlocked"}


@pytest.mark.fault("F14")
def test_a_host_that_rests_holds_up_no_other() -> None:
    """Scrapy has sixteen requests under way at once: forty for a host that rests would be all of them."""
    page = answer("here")
    no_rules = {"/robots.txt": answer(status=404)}
    busy = FaultHost(no_rules, otherwise=in_turn(answer(status=429, Retry_After="8"), page))
    calm = FaultHost(otherwise=page)
    with serving(busy), serving(calm):
        other = calm.origin.replace("127.0.0.1", "localhost")
        urls = [f"{busy.origin}/{number}" for number in range(40)] + [f"{other}/{number}" for number in range(40)]
        ended = visited(*urls)
    assert [one.get("status") for one in ended.values()] == [200] * 80
    pages = [(path, at) for path, at in busy.moments if path != "/robots.txt"]
    rested_until = pages[1][1]
    assert rested_until - pages[0][1] >= 8.0
    assert max(at for _, at in calm.moments) < rested_until - 1.0


def test_what_the_project_sets_itself_stays() -> None:
    settings = Crawler(_spider(), {"ADDONS": {"spiders.guards.addon.GuardsAddon": 0}, "DOWNLOAD_MAXSIZE": 5}).settings
    GuardsAddon().update_settings(settings)
    assert settings.getint("DOWNLOAD_MAXSIZE") == 5
    assert settings.getfloat("DOWNLOAD_DELAY") == CLOSED["DOWNLOAD_DELAY"]
    assert settings.getfloat("GUARDS_REST_SECONDS") == DEFAULTS["GUARDS_REST_SECONDS"]
    assert {name: settings["DOWNLOADER_MIDDLEWARES"][name] for name in MIDDLEWARES} == MIDDLEWARES
    assert not settings.getbool("REMOTE_CONTROL_ENABLED") and settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")


def test_an_add_on_in_a_spiders_own_settings_is_refused() -> None:
    """There the resolver would be Scrapy's own, silently, and names could lead anywhere."""
    project = PROJECT.replace('name = "theirs"', 'name = "theirs"\n    custom_settings = ' + repr(GUARDED))
    done = subprocess.run(
        [sys.executable, "-c", project, "{}", "http://127.0.0.1:9/"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert GuardNotInstalled.__name__ in done.stderr and done.stdout == ""


class Receiver:
    """What a connection is told of a name."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.is_complete = False

    def resolutionBegan(self, resolution: object) -> None: ...

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:
        self.is_complete = True


@pytest.mark.fault("F19")
@pytest.mark.parametrize(
    ("reach", "told", "passed"),
    [
        (
            "public",
            ["93.184.215.14", "10.0.0.1", "2606:4700::1111", "::ffff:10.0.0.1"],
            ["93.184.215.14", "2606:4700::1111"],
        ),
        ("public", ["127.0.0.1", "::1", "169.254.169.254"], []),
        ("loopback", ["127.0.0.1", "10.0.0.1"], ["127.0.0.1"]),
        ("private", ["10.0.0.1", "169.254.169.254"], ["10.0.0.1"]),
    ],
)
def test_a_name_leads_only_where_it_may(reach: str, told: list[str], passed: list[str]) -> None:
    """Each look-up is judged anew, so a name that leads elsewhere the second time (DNS rebinding) gains nothing."""
    crawler = Crawler(_spider(), {"GUARDS_ADDRESSES": reach})
    for _ in range(2):
        receiver = Receiver()
        judge = _JudgingReceiver(receiver, "a.example", [crawler])  # type: ignore[arg-type]
        for address in told:
            family = IPv6Address if ":" in address else IPv4Address
            judge.addressResolved(family("TCP", address, 80))
        judge.resolutionComplete()
        assert receiver.addresses == passed and receiver.is_complete
    assert ("a.example" in Hosts.of(crawler).refused) == (not passed)


def _spider() -> type:
    from scrapy import Spider

    return type("Theirs", (Spider,), {"name": "theirs"})


def test_the_process_gets_the_resolver_before_it_starts() -> None:
    settings = {"ADDONS": {"spiders.guards.addon.GuardsAddon": 0}, "LOG_INSTALL_ROOT_HANDLER": False}
    process = CrawlerProcess(settings)
    assert process.settings["TWISTED_DNS_RESOLVER"] == "spiders.guards.addresses.GuardedResolver"
