"""Site files: what is accepted, and that each mistake is a sentence naming file, key and remedy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.site_config import SLUG, SiteFileError, load_site, packaged_sites, site_files

MINIMAL = 'name = "A"\nhomepage = "https://a.example/"\nlanguages = ["nl"]\n'


def write(folder: Path, text: str, name: str = "a_site.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_template_is_a_valid_site_once_copied(tmp_path: Path) -> None:
    template = (packaged_sites() / "_template.toml").read_text(encoding="utf-8")
    site = load_site(write(tmp_path, template, "example_health.toml"))
    assert site.slug == "example_health"
    assert site.crawl.allow == ("^/health/",)
    assert site.start_addresses == ("https://www.example.org/health/",)


def test_defaults_are_polite(tmp_path: Path) -> None:
    site = load_site(write(tmp_path, MINIMAL))
    assert (site.crawl.delay_seconds, site.enabled, site.expect.min_articles) == (2.0, True, 0)
    assert site.start_addresses == ("https://a.example/",)


def test_a_sitemap_alone_needs_no_start_page(tmp_path: Path) -> None:
    site = load_site(write(tmp_path, MINIMAL + '[crawl]\nsitemaps = ["https://a.example/s.xml"]\n'))
    assert site.start_addresses == ()


@pytest.mark.fault("F48")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MINIMAL + "delay = 1\n", ["delay", "no such key"]),
        (MINIMAL + "[crawl]\ndelay = 1\n", ["crawl.delay", "no such key"]),
        ('homepage = "https://a.example/"\nlanguages = ["nl"]\n', ["name", "is missing"]),
        (MINIMAL.replace("https", "file"), ["homepage", "no web address"]),
        (MINIMAL.replace("https://", "https://me:secret@"), ["homepage", "no user name or password"]),
        (MINIMAL.replace('"nl"', '"Dutch"'), ["languages.0", "ISO 639-1"]),
        (MINIMAL + "[crawl]\nallow = ['(']\n", ["crawl.allow.0", "no regular expression"]),
        (MINIMAL + "[crawl]\nallow = ['(a+)+$']\n", ["crawl.allow.0", "repeats a repetition"]),
        (MINIMAL + f"[crawl]\ndeny = ['{'a' * 201}']\n", ["crawl.deny.0", "200 characters"]),
        (MINIMAL + f"a = {'[' * 5000}\n", ["is not TOML"]),
        (MINIMAL + f"a = {'9' * 5000}\n", ["is not TOML"]),
        (MINIMAL + "[crawl]\nmax_pages = 0\n", ["crawl.max_pages", "greater than or equal to 1"]),
        (MINIMAL + "[crawl]\nmax_pages = '9'\n", ["crawl.max_pages", "valid integer"]),
        (MINIMAL + "[crawl]\ndelay_seconds = -1\n", ["crawl.delay_seconds"]),
        (MINIMAL + 'publisher_kind = "paper"\n', ["publisher_kind", "public_body"]),
        (MINIMAL + 'slug = "b"\n', ["slug", "leave it out"]),
        ("name = \n", ["is not TOML"]),
    ],
)
def test_a_mistake_is_a_sentence_naming_file_and_key(tmp_path: Path, text: str, expected: list[str]) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SiteFileError) as caught:
        load_site(path)
    assert all(part in str(caught.value) for part in [str(path), *expected])
    assert "secret" not in str(caught.value)


def test_every_mistake_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError) as caught:
        load_site(write(tmp_path, MINIMAL + "colour = 1\n[crawl]\nspeed = 9\n"))
    assert "colour" in str(caught.value) and "crawl.speed" in str(caught.value)


def test_files_that_are_no_text_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'name = "caf\xe9"')
    with pytest.raises(SiteFileError, match="not UTF-8"):
        load_site(tmp_path / "latin.toml")
    with pytest.raises(SiteFileError, match="cannot be read"):
        load_site(tmp_path / "absent.toml")


@pytest.mark.fault("F47")
@given(st.text(max_size=80))
def test_a_slug_never_leaves_its_folder(name: str) -> None:
    if SLUG.match(name):
        assert Path("data", name).name == name and not name.startswith((".", "_")) and len(name) <= 64


@pytest.mark.fault("F47")
@pytest.mark.parametrize("name", ["Upper.toml", "-dash.toml", "a b.toml", f"{'a' * 65}.toml", "été.toml"])
def test_a_name_that_is_no_slug_is_refused(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, MINIMAL, name)
    with pytest.raises(SiteFileError, match="slug"):
        load_site(path)
    write(tmp_path, MINIMAL, "good.toml")  # … and hides no other
    assert set(site_files([tmp_path])) == {path.stem, "good"}


def test_a_users_own_file_takes_the_place_of_a_packaged_one(tmp_path: Path) -> None:
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    packaged.mkdir()
    own.mkdir()
    for folder, names in ((packaged, ["b.toml", "a.toml", "_template.toml"]), (own, ["b.toml"])):
        for name in names:
            write(folder, MINIMAL, name)
    assert site_files([packaged, own, tmp_path / "absent"]) == {"a": packaged / "a.toml", "b": own / "b.toml"}
