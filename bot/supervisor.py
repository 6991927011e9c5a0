"""What the bot tells systemd of itself, by the protocol of sd_notify(3); nothing where no supervisor listens."""

import asyncio
import os
import socket
from contextlib import suppress

_SHARE = 2  # tell twice in the time after which silence counts as a hang


def notify(state: str) -> None:
    """Send a state such as "READY=1" to the supervisor that the environment names, if there is one."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")) or not hasattr(socket, "AF_UNIX"):
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.sendto(state.encode(), address.replace("@", "\0", 1) if address.startswith("@") else address)


def watchdog_seconds() -> float | None:
    """Give the silence after which the supervisor ends this process; None where it does not watch."""
    microseconds, process = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not microseconds.isdecimal() or process not in ("", str(os.getpid())):
        return None
    return int(microseconds) / 1_000_000 or None


async def keep_watchdog_quiet() -> None:
    """Tell the supervisor for as long as the event loop turns; whoever hangs is silent, and is started anew."""
    seconds = watchdog_seconds()
    if seconds is None:
        return
    while True:
        notify("WATCHDOG=1")
        await asyncio.sleep(seconds / _SHARE)
