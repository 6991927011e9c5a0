"""The real `article-bot telegram` process on a database of its own: started, killed, started again."""

import asyncio
import os
import random
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from corpus import ARTICLES
from tests.bot_api import FakeBotApi
from tests.bot_api.transport import serve
from tests.bot_api.webhook import pushing
from tests.warm_processes import WarmProcess

ROOT = Path(__file__).parent.parent.parent
SECRET = "chaos-secret"
MANAGER = 7
_READY = 60.0


def free_port() -> int:
    """A port that nobody has, below those of outgoing connections, one of which could take it meanwhile."""
    while True:
        port = random.randrange(12_000, 32_000)
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port


@dataclass
class Bot:
    """A bot that may be dead at the moment; what it left is in its folder."""

    api: FakeBotApi
    address: str
    folder: Path
    webhook: bool = False
    port: int = field(default_factory=free_port)
    child: WarmProcess | None = None

    @property
    def database(self) -> Path:
        return self.folder / "records.db"

    @property
    def articles(self) -> Path:
        return self.folder / "articles"

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text(encoding="utf-8", errors="replace")

    @property
    def alive(self) -> bool:
        return self.child is not None and self.child.returncode is None

    async def start(self) -> None:
        """Start the process; it may not be ready for a while."""
        command = ("telegram", "--log-level", "INFO")
        self.child = WarmProcess(command, ROOT, self._environment(), self.folder / "log.txt")

    async def ready(self) -> None:
        """Until it asks for updates, or to be told of them."""
        begun = "setWebhook" if self.webhook else "deleteWebhook"
        count = self._count(begun)
        await self.api.until(lambda: self._count(begun) > count, _READY)

    async def kill(self) -> None:
        """SIGKILL: nothing can be tidied up."""
        if self.child is not None and self.child.returncode is None:
            self.child.kill()
            await self.child.wait()

    def stop(self) -> None:
        """SIGTERM: it may end in order."""
        assert self.child
        self.child.terminate()

    async def ended(self, seconds: float) -> int:
        """The exit code, once the process ends by itself."""
        assert self.child
        async with asyncio.timeout(seconds):
            return await self.child.wait()

    def rss(self) -> float:
        """The memory of the process in MB."""
        assert self.child
        status = Path(f"/proc/{self.child.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024

    def _count(self, called: str) -> int:
        return sum(method == called for method, _ in self.api.calls)

    def _environment(self) -> dict[str, str]:
        given = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("ARTICLE_BOT_") or name == "ARTICLE_BOT_MODEL"
        }
        given |= {
            "ARTICLE_BOT_TELEGRAM_TOKEN": self.api.token,
            "ARTICLE_BOT_TELEGRAM_API": self.address,
            "ARTICLE_BOT_DATABASE": f"sqlite:///{self.database}",
            "ARTICLE_BOT_CORPUS": str(self.articles),
            "ARTICLE_BOT_MANAGERS": str(MANAGER),
            "ARTICLE_BOT_RATE_LIMIT": "100000",  # it sends more than any person does
        }
        if self.webhook:
            given |= {
                "ARTICLE_BOT_WEBHOOK_URL": f"http://127.0.0.1:{self.port}/webhook",
                "ARTICLE_BOT_WEBHOOK_SECRET": SECRET,
                "ARTICLE_BOT_LISTEN": f"127.0.0.1:{self.port}",
            }
        return given


@asynccontextmanager
async def stopped(folder: Path, *, webhook: bool = False) -> AsyncIterator[Bot]:
    """A bot that was not started yet, with a fake Bot API of its own; killed in the end."""
    shutil.copytree(ARTICLES, folder / "articles")
    (folder / "log.txt").touch()
    api = FakeBotApi()
    async with serve(api) as address, pushing(api):
        bot = Bot(api, address, folder, webhook)
        try:
            yield bot
        finally:
            await bot.kill()


@asynccontextmanager
async def running(folder: Path, *, webhook: bool = False) -> AsyncIterator[Bot]:
    """A bot that is ready for questions."""
    async with stopped(folder, webhook=webhook) as bot:
        await bot.start()
        await bot.ready()
        yield bot
