"""Nothing in; the demo sites crawled on two days, loaded and reported, out."""

from flows.command_errors import Say
from flows.crawls import chosen_sites
from flows.data_folder import DataFolder
from flows.demo.server import DemoServer
from flows.recorded_runs import recorded_run
from flows.site_steps import RunSummary


def run_demo(folder: DataFolder, say: Say) -> tuple[RunSummary, RunSummary]:
    """Serve the demo sites on loopback and run the main job on day 1 and on day 2; the two summaries."""
    with DemoServer() as server:
        server.write_site_files(folder.sites)
        slugs = sorted(server.origins)
        say(f"day 1: {', '.join(f'{slug} at {origin}' for slug, origin in server.origins.items())}")
        first = recorded_run(chosen_sites(slugs, folder), folder, say)
        server.set_day(2)
        say("day 2: articles were edited, added and removed")
        second = recorded_run(chosen_sites(slugs, folder), folder, say)
    return first, second
