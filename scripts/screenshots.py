"""Take the pictures of the documentation: the report of the example, as Chromium shows it.

python scripts/screenshots.py out/report.html docs/images/report.png [--dark]
"""

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

WIDTH, HEIGHT = 1280, 900
MAX_BYTES = 300_000


def main() -> None:
    """Take one picture of the top of a page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("page", type=Path, help="an HTML file")
    parser.add_argument("picture", type=Path, help="the PNG file to write")
    parser.add_argument("--dark", action="store_true", help="as a reader with a dark desktop sees it")
    arguments = parser.parse_args()
    chromium = shutil.which("chromium") or sys.exit("no Chromium; run: scripts/system-packages --browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            color_scheme="dark" if arguments.dark else "light",
        )
        page.goto(arguments.page.resolve().as_uri())
        page.screenshot(path=arguments.picture)
        browser.close()
    size = arguments.picture.stat().st_size
    if size > MAX_BYTES:
        sys.exit(f"{arguments.picture} has {size} bytes, more than {MAX_BYTES}; make the window smaller")


if __name__ == "__main__":
    main()
