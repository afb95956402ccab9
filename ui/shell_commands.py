"""What the command bar offers over the pages: their actions, the pages, lock, switch, looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.looks import look_commands
from ui.presenters.command_bar import (
    Command,
    CommandBarPresenter,
    action_command,
    page_commands,
)
from ui.screens.command_bar import CommandBar
from ui.shell import SWITCH_KEY

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.pages import PageSpec
    from ui.shell import Shell


def show_command_bar(
    window: MainWindow,
    shell: Shell,
    specs: tuple[PageSpec, ...],
    lock: Callable[[], None],
    switch: Callable[[], None],
) -> None:
    """Open the command bar over the window."""
    commands = shell_commands(shell, specs, lock, switch)
    CommandBar(window, CommandBarPresenter(shell.ctx, commands)).start()


def shell_commands(
    shell: Shell, specs: tuple[PageSpec, ...], lock: Callable[[], None], switch: Callable[[], None]
) -> list[Command]:
    """The commands of the page that is shown, then those of the whole window."""
    here = shell.page.all_actions() if shell.page else ()
    ctx = shell.ctx
    return [
        *(action_command(action) for action in here if action.isEnabled()),
        *page_commands(ctx, specs),
        Command("Action", "Lock", "Ctrl+L", "lock", lock, "cover leave"),
        Command("Action", "Switch person", SWITCH_KEY, "person", switch, "user sign in out"),
        *look_commands(ctx.theme, ctx.preferences),
    ]
