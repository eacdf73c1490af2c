"""Print the versions that this environment has, as a pip constraints file."""

import re
import subprocess
import sys

HEADER = """\
# The versions that Amana is tested with; pip takes them by `--constraint`. Made by `make constraints`."""

# A local version ("+cpu") names one build; without it pip takes the build that the machine offers.
LOCAL_VERSION = re.compile(r"\+[\w.]+$")


def main() -> None:
    """Write one `name==version` a line, sorted, without Amana itself."""
    frozen = subprocess.run(
        [sys.executable, "-m", "pip", "freeze", "--exclude-editable"],
        capture_output=True,
        text=True,
        check=True,
    )
    pinned = (LOCAL_VERSION.sub("", line) for line in frozen.stdout.splitlines() if "==" in line)
    print("\n".join([HEADER, *sorted(pinned, key=str.casefold)]))


if __name__ == "__main__":
    main()
