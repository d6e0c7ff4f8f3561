"""The command line: one verb, one file in this room. Files are imported only when their verb is called.

A verb `import` lives in `import_.py` when its name is a Python keyword; each file offers `command`, a click command.
"""

from __future__ import annotations

import importlib
import keyword
import sys

import click

from polemos import __version__
from polemos.core.errors import PolemosError

VERBS = {
    "run": "Simulate a case and write the table and the report.",
    "validate": "Check a case folder; say what is wrong and where.",
    "describe": "Print a case: its mechanisms, parameters, sources and causal graph.",
    "serve": "Open the local app over saved runs: map, fans, scenarios, causes, claims, data.",
    "report": "Write a run as one interactive page that needs no server, and as a PDF.",
    "export": "Write a case's core without places for system dynamics tools.",
    "new": "Make a new case folder to fill in.",
    "import": "Read an event file row by row into the store, with a receipt and a reject file.",
    "events": "List, show, compare, query and remove imported events.",
    "panel": "Count imported events by month and place, and write the table.",
    "calibrate": "Learn the parameters of a case from what was known on a day.",
    "forecast": "Forecast a case, or deaths by country and month, from a frozen date.",
    "scenario": "Simulate a scenario beside the baseline; list the scenarios of a case.",
    "sensitivity": "Study which parameter drives which outcome, and what to measure next.",
    "claims": "Print the ledger of a case's claims: verdicts and what they rest on.",
    "compare": "Compare two scenarios on the same parameters and the same luck.",
    "score": "Score a forecast against what happened, and against baselines.",
}


class LazyGroup(click.Group):
    """A group that knows its verbs by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = cmd_name.replace("-", "_") + ("_" if keyword.iskeyword(cmd_name) else "")
        command: click.Command = importlib.import_module(f"polemos.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="polemos")
def cli() -> None:
    """Armed movements that hold ground: simulated, calibrated, scored.

    Aggregate, academic and protective use only. Every output is a model's distribution given data and assumptions.
    """


def main() -> None:
    """Run the command line; turn what polemos refuses into one sentence on stderr and its exit code."""
    try:
        cli(standalone_mode=False)
    except PolemosError as error:
        click.echo(f"polemos: {error}", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
