"""The folder of one clinic with the rules that judge it, each read at its first need."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msbone_desktop.services.knowledge import Knowledge
    from msbone_desktop.services.vault import Vault


class ClinicFolder:
    """Gives what opens the clinic. The first window is on the screen before any of it is loaded.

    Args:
        records: Folder of the clinic's file and its key file.
        resources: Shipped knowledge and art.
        migrations: Shipped migrations.
        now: The clock.
    """

    def __init__(
        self, records: Path, resources: Path, migrations: Path, now: Callable[[], datetime]
    ) -> None:
        self._records, self._resources, self._migrations = records, resources, migrations
        self._now = now
        self._knowledge: Knowledge | None = None

    def knowledge(self) -> Knowledge:
        """Return rules and evidence; they are read once.

        Raises:
            KnowledgeError: They are not whole.
        """
        if self._knowledge is None:
            from msbone_desktop.services.knowledge import load_knowledge

            self._knowledge = load_knowledge(self._resources)
        return self._knowledge

    def vault(self) -> Vault:
        """Return the folder, closed."""
        from msbone_desktop.services.vault import Vault

        return Vault(self._records, self._now, self.knowledge, migrations=self._migrations)

    def prepare_demo(self, progress: Callable[[int, int], None]) -> Vault:
        """Return the folder with the demo clinic in it, made first if it is not there yet."""
        from msbone_desktop.services.demo.filling import demo_vault

        return demo_vault(
            self._records,
            self._now,
            self.knowledge,
            migrations=self._migrations,
            progress=progress,
        )
