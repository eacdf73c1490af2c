"""Print the JSON Schema of the report, from the types that the report is made of.

A test compares what this prints with `docs/report-schema.json`; `make docs` writes that file.
"""

import json

from eval.report.serial import report_schema


def main() -> None:
    """Print the schema."""
    print(json.dumps(report_schema(), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
