"""What a person typed in; the address, site or domain that is meant out."""

from dataclasses import dataclass
from ipaddress import ip_address

from flows.command_errors import WrongUse
from flows.data_folder import DataFolder
from transforms.addresses import canonical_address, is_public_suffix
from transforms.suppression import SuppressionKind, domains_of


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be forgotten: an address, a site by its slug, or a domain with all hosts below it."""

    kind: SuppressionKind
    value: str


def target_of(asked: str, data: DataFolder) -> Target:
    """`https://…` is an address, the slug of a site is a site, `rivm.nl` a domain. Raises WrongUse for the rest."""
    asked = asked.strip()
    if "://" in asked or asked.startswith("file:"):
        return Target("url", asked if asked.startswith("file:") else _address(asked))
    if asked in _slugs(data):
        return Target("site", asked)
    host = asked.lower().rstrip(".")
    if "." in host and "/" not in host and _is_a_host(host):
        return Target("domain", host)
    raise WrongUse(f"{asked!r} is no address (https://…), no site of this data folder and no domain that somebody has")


def _address(asked: str) -> str:
    try:
        canonical_address(asked)
    except ValueError as error:
        raise WrongUse(str(error)) from error
    return asked


def _slugs(data: DataFolder) -> set[str]:
    from flows.crawls import configured_sites

    return {*configured_sites(data), *(folder.name for folder in (data.root / "warc").glob("*") if folder.is_dir())}


def _is_a_host(host: str) -> bool:
    """Whether it is an address of a machine, or below what can be registered: `nl` and `co.uk` are everybody's."""
    try:
        ip_address(host)
    except ValueError:
        return domains_of(f"http://{host}/")[:1] == (host,) and not is_public_suffix(host)
    return True
