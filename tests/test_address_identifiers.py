"""The rules of publishers' addresses as they stand in their file: every example gives what it says."""

import tomllib

import pytest

from transforms.address_identifiers import PUBLISHERS_FILE, identifier_in_address
from transforms.identifier_forms import FORMS_FILE, normal_form, resolver_address

RULES = tomllib.loads(PUBLISHERS_FILE.read_text(encoding="utf-8"))
FORMS = tomllib.loads(FORMS_FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "rule", RULES["rule"], ids=[f"{rule['publisher']}: {rule['example']}" for rule in RULES["rule"]]
)
def test_the_example_of_a_rule(rule: dict[str, object]) -> None:
    found = identifier_in_address(str(rule["example"]))
    assert found and (found.scheme, found.value) == (rule["scheme"], rule["gives"])
    assert (found.how, found.verified) == (rule["how"], not rule.get("guess"))


@pytest.mark.fault("F54")
@pytest.mark.parametrize("entry", RULES["doi_host"], ids=[entry["host"] for entry in RULES["doi_host"]])
def test_on_these_hosts_a_doi_can_be_nothing_else(entry: dict[str, str]) -> None:
    found = identifier_in_address(entry["example"])
    assert found and found.scheme == "doi" and found.verified


@pytest.mark.parametrize("entry", FORMS["resolver"], ids=[entry["scheme"] for entry in FORMS["resolver"]])
def test_a_resolver_opens_what_it_is_asked_for(entry: dict[str, str]) -> None:
    scheme, value = entry["scheme"].partition(":")[0], entry["example"]
    address = resolver_address(scheme, value)
    found = identifier_in_address(address or "")
    assert address == entry["address"].format(value)
    assert found and (found.scheme, found.value.casefold()) == (scheme, value.casefold())


@pytest.mark.parametrize("entry", FORMS["registrant"], ids=[entry["prefix"] for entry in FORMS["registrant"]])
def test_what_follows_a_registrants_doi_is_the_page(entry: dict[str, str]) -> None:
    doi = entry["example"].lower()
    assert doi.startswith(entry["prefix"] + "/") and doi.count("/") == int(entry["slashes"]) + 1
    assert normal_form("doi", f"{doi}/tab-pdf/3") == ("doi", doi)


@pytest.mark.parametrize("entry", FORMS["version"], ids=[entry["example"] for entry in FORMS["version"]])
def test_a_version_is_its_paper(entry: dict[str, str]) -> None:
    normal = normal_form("doi", entry["example"])
    assert normal and normal[1] != entry["example"] and entry["example"].startswith(normal[1])


@pytest.mark.parametrize("entry", FORMS["same_as"], ids=[entry["example"] for entry in FORMS["same_as"]])
def test_a_registrys_doi_of_its_own_number_is_that_number(entry: dict[str, str]) -> None:
    normal = normal_form("doi", entry["example"])
    assert normal and normal[0] == entry["scheme"] and normal[1].lower() in entry["example"].lower()
