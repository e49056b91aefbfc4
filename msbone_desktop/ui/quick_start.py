"""What keeps the first window from showing at once, and how it is left out.

Two habits of PySide6 cost more than all that the unlock window does:

- The first mention of the namespace ``Qt`` builds its 94 enumerations, some 20 ms. Whatever shows
  before the clinic is unlocked therefore names nothing of it; what needs it imports it when
  somebody types or clicks. A test starts the window and looks.
- Each module that is imported, of whatever library, has its source read and kept in memory, in case
  it asks for ``__feature__`` (snake_case names and true properties of Qt). No module here does.
"""

import sys


def read_no_sources() -> None:
    """Tell PySide6 that no module imported from now on switches its features.

    Where PySide6 is made otherwise, nothing happens. Nothing else of it depends on this.
    """
    import PySide6.QtCore  # noqa: F401 - brings the module looked for below

    features = sys.modules.get("shibokensupport.feature")
    if hasattr(features, "_mod_uses_pyside"):
        setattr(features, "_mod_uses_pyside", _never)  # noqa: B010 - the module is untyped


def _never(_module: object) -> bool:
    return False
