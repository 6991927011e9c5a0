"""What building adds to pyproject.toml: the catalogues of messages are compiled, by Babel's command."""

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):
    """Compile the catalogues beside their sources, then build as usual; an installation for editing does so, too."""

    def run(self) -> None:
        """Compile, and build."""
        compiling = self.distribution.get_command_obj("compile_catalog")
        compiling.directory, compiling.domain = "bot/locales", "article_bot"
        self.run_command("compile_catalog")
        super().run()


setup(cmdclass={"build_py": BuildWithCatalogues})
