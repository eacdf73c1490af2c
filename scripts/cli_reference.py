"""Print the reference of the command line in Markdown, from the help that the commands carry.

A test compares what this prints with `docs/cli.md`; `make docs` writes that file.
"""

from collections.abc import Iterator

import typer.main
from typer.core import TyperCommand, TyperGroup

from service.cli import app

OPENING = """\
# Command line

Made by `make docs` from the help of the commands; change it there.

Every command reads and writes UTF-8, works in a pipe, and shows progress on a terminal only. An error is \
one line on standard error. Exit codes: \
0 done, 1 failed, 2 the input or the command cannot be used as it is."""


def walk(command: TyperCommand | TyperGroup, path: tuple[str, ...]) -> Iterator[str]:
    """Yield the Markdown of a command and of those below it, one block each."""
    if len(path) > 1:
        yield f"{'#' * len(path)} `{' '.join(path)}`"
    yield (command.help or "").strip()
    context = typer.Context(command, info_name=path[-1])
    if isinstance(command, TyperGroup):
        for name in command.commands:
            child = command.resolve_command(context, [name])[1]
            if not isinstance(child, (TyperCommand, TyperGroup)):
                raise TypeError(f"{name} is a {type(child).__name__}, which has no Typer help")
            yield from walk(child, (*path, name))
        return
    yield f"```text\n{' '.join((*path, *command.collect_usage_pieces(context)))}\n```"
    rows = list(describe(command, context))
    if rows:
        yield "\n".join(["| | |", "|---|---|", *rows])


def describe(command: TyperCommand, context: typer.Context) -> Iterator[str]:
    """Yield a table row for each argument and option that is not hidden, but for `--help`."""
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is not None:
            name, text = (" ".join(part.split()).replace("|", "\\|") for part in record)
            yield f"| `{name}` | {text} |"


def main() -> None:
    """Print the reference."""
    command = typer.main.get_command(app)
    if not isinstance(command, TyperGroup):
        raise TypeError("the application has commands, so Typer should have made a group of it")
    blocks = [OPENING, *walk(command, ("amana",))]
    print("\n\n".join(block for block in blocks if block))


if __name__ == "__main__":
    main()
