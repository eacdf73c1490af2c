"""The command `amana`: one Typer application, each command in a module of its own."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer
from rich.console import Console

from mt.errors import AmanaError, InputError
from service.commands import align, compare, history, model, report, score, train, translate

app = typer.Typer(
    name="amana",
    help="Translate Arabic into English, align it with its English source, and audit the fidelity.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for command_module in (report, translate, align, score, compare, history):
    command_module.register(app)
train.register(model.app)
app.add_typer(model.app, name="model")

_LEFT_OUT_OF_SLIM = ("torch", "transformers")
"""Packages that a slim installation, such as the container's, goes without."""


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"amana {version('amana')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    show_version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Options of `amana` itself, before any command."""


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
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"amana: {message}", markup=False)
