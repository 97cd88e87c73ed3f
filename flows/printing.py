"""A page on disk in; the same on paper, as PDF, by a headless Chromium, out."""

import os
import shutil
import subprocess
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SECONDS = 120


class PrintingError(Exception):
    """Nothing was printed; the message says why and what to do."""


def browser_path() -> str:
    """The browser to print with. Raises PrintingError where there is none: better asked for before a long build."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise PrintingError(f"--pdf needs one of {', '.join(BROWSERS)} to print with; or leave --pdf out")
    return browser


def print_pages(page: Path, target: Path) -> None:
    """Print the page to the PDF `target`. Raises PrintingError where there is no browser, or it fails."""
    browser = browser_path()
    switches = ["--headless", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        switches.append("--no-sandbox")  # Chromium refuses to run as root with one, as in a container
    printed = [f"--print-to-pdf={target}", "--no-pdf-header-footer", page.resolve().as_uri()]
    try:
        subprocess.run([browser, *switches, *printed], capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise PrintingError(f"{browser} did not print {page.name}: {error}") from error
    if not target.is_file():
        raise PrintingError(f"{browser} wrote no {target.name}")
