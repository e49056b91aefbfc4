"""What is done with the clinic's file while nobody is in it, and said on the unlock window."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.errors import explain

if TYPE_CHECKING:
    from msbone_desktop.services.vault import Vault

RESTORING = "Putting the backup in place…"
REKEYING = "Encrypting the clinic anew. This can take a minute…"
REKEYED = (
    "The clinic is encrypted anew. Everybody's passphrase is as before. Backups and other copies"
    " made before are still opened by the former key."
)


class FileWork(QObject):
    """Restores a backup, or changes the data key.

    Args:
        runner: Where the work is done.
        vault: Gives the clinic's folder.
        say: Says on the unlock window what was done.
        parent: Whom it belongs to.
    """

    def __init__(
        self,
        runner: BackgroundRunner,
        vault: "Callable[[], Vault]",
        say: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner, self._vault, self._say = runner, vault, say

    def restore(self, backup: Path, passphrase: str) -> None:
        """Put a backup in the place of the file."""
        vault = self._vault()
        self._runner.run(
            owner=self,
            work=lambda: vault.restore(backup, passphrase),
            on_success=lambda aside: self._say(
                f"The backup is in place. What was there before is in {aside}."
            ),
            on_failure=lambda error: self._say(explain(error)),
        )

    def change_key(self, passphrase: str, name: str) -> None:
        """Encrypt the file anew."""
        vault = self._vault()
        self._runner.run(
            owner=self,
            work=lambda: vault.change_data_key(passphrase, name),
            on_success=lambda _: self._say(REKEYED),
            on_failure=lambda error: self._say(explain(error)),
        )
