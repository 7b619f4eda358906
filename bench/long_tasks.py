"""What the widget costs the page: long tasks of the main thread, from the browser's own trace.

    .venv/bin/python -m bench.long_tasks http://127.0.0.1:5005/

Loads the page with and without the widget, five times each, and opens the panel once; prints the
longest task of the main thread and the number of those over 50 ms (the browser's "long tasks").
"""

from __future__ import annotations

import json
import statistics
import sys

from playwright.sync_api import Browser, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
RUNS = 5
LONG = 50.0  # milliseconds


def tasks(browser: Browser, address: str, *, widget: bool) -> list[float]:
    """Milliseconds of each task of the renderer's main thread while the page loads."""
    page = browser.new_page()
    if not widget:
        page.route("**/widget/*", lambda route: route.abort())
    page.goto("about:blank")
    browser.start_tracing(page=page, categories=["toplevel", "devtools.timeline"])
    page.goto(address)
    page.wait_for_timeout(500)
    if widget:
        page.locator("clusters-chat").get_by_role("button").first.click()
        page.wait_for_timeout(500)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    page.close()
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    return [
        event["dur"] / 1000
        for event in events
        if event.get("ph") == "X"
        and event["name"] in ("RunTask", "ThreadControllerImpl::RunTask")
        and (event["pid"], event["tid"]) in mains
    ]


def main(arguments: list[str]) -> int:
    """Prints the table."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for widget in (False, True):
            runs = [tasks(browser, arguments[0], widget=widget) for _ in range(RUNS)]
            longest = [max(run) for run in runs]
            count = sum(task > LONG for run in runs for task in run)
            name = "with" if widget else "without"
            middle, worst = statistics.median(longest), max(longest)
            print(f"{name} the widget: longest task {middle:.1f} ms (worst of {RUNS}: {worst:.1f})")
            print(
                f"  {count} over {LONG:.0f} ms in all; {statistics.median(map(sum, runs)):.0f} ms"
            )
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
