"""How the command line explains itself: every summary whole, and no marks of its own markup."""

from __future__ import annotations

import inspect

import click


class Helped(click.Group):
    """A group of verbs whose list of commands cuts no sentence off."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = super().get_command(ctx, cmd_name)
        if command and command.help:
            command.help = command.help.replace("``", "`")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command with the first sentence of its manual."""
        known = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, summary(verb.help)) for name, verb in known if verb and not verb.hidden]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def summary(manual: str | None) -> str:
    """Return the first paragraph of a manual on one line."""
    return " ".join(inspect.cleandoc(manual or "").split("\n\n")[0].split())
