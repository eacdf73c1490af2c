"""The command `amana`: one Typer application, each command in a module of its own.

A command's module is imported when the command is run, since most need packages that take longer to
load than `amana --help` should take to answer.
"""

import sys
from importlib import import_module
from typing import Annotated, Any

import typer
import typer.main
from typer.core import TyperGroup

from mt.errors import AmanaError, InputError

SUMMARIES = {
    "report": "Report how faithfully an Arabic article renders its English reference.",
    "translate": "Translate Arabic text into English, line by line; empty lines are kept.",
    "memory": "Import, export and search translation memories.",
    "align": "Align an Arabic article with its English reference, sentence by sentence.",
    "score": "Score a translation with BLEU, chrF, chrF++ and TER, as sacreBLEU computes them.",
    "compare": "Compare translations of one text against a baseline.",
    "history": "List recorded reports, plot a score over them, or compare two of them.",
    "serve": "Serve the HTTP API, and those of LibreTranslate, DeepL and Apertium.",
    "keys": "Make, list and revoke API keys of a server.",
    "model": "List, inspect, fetch, convert and check translation models.",
}
"""The commands, in the order of the help, each with the first line of its own help.

The module `service.commands.NAME` has a function `register`, which adds the command to an application.
"""

_LEFT_OUT_OF_SLIM = ("torch", "transformers")
"""Packages that a slim installation, such as the container's, goes without."""


class LazyCommands(TyperGroup):
    """The group of all commands; it holds summaries until a command is run."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command that arguments name, and load it."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load_command(name) if name in SUMMARIES else command, rest


def load_command(name: str) -> Any:
    """Import the module of a command and make the command.

    Args:
        name: one of `SUMMARIES`.
    """
    single = typer.Typer()
    import_module(f"service.commands.{name}").register(single)
    return typer.main.get_group(single).commands[name]


def _make_app() -> typer.Typer:
    made = typer.Typer(
        cls=LazyCommands,
        name="amana",
        help="Translate Arabic into English, align it with its English source, and audit the fidelity.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    made.callback()(_options)
    for name, summary in SUMMARIES.items():
        made.command(name, help=summary)(_summary_only)
    return made


def _summary_only() -> None:
    """Stand for a command whose module is not imported yet."""


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"amana {version('amana')}")
        raise typer.Exit


def _options(
    *,
    show_version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Options of `amana` itself, before any command."""


app = _make_app()


def main() -> None:
    """Run the command line; the one place that turns an error into a line and an exit code."""
    try:
        app()
    except AmanaError as error:
        _complain(str(error))
        sys.exit(2 if isinstance(error, InputError) else 1)
    except ModuleNotFoundError as error:
        if error.name not in _LEFT_OUT_OF_SLIM:
            raise
        _complain(
            f"this needs {error.name}, which this installation was made without; "
            "install it with: pip install torch transformers"
        )
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)


def _complain(message: str) -> None:
    from rich.console import Console

    Console(stderr=True, highlight=False, soft_wrap=True).print(f"amana: {message}", markup=False)
