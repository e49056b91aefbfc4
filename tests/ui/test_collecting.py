"""A widget in a cycle is never destroyed by the thread that works in the background."""

import gc
import threading

from PySide6.QtWidgets import QWidget

from msbone_desktop.ui.collecting import WindowCollector


class Cyclic(QWidget):
    """Holds itself, and tells on which thread its memory went."""

    def __init__(self, seen):
        super().__init__()
        self.itself = self
        self.watch = Watch(seen)


class Watch:
    def __init__(self, seen):
        self.seen = seen

    def __del__(self):
        self.seen.append(threading.current_thread())


def test_garbage_goes_on_the_window_thread_however_much_another_one_makes(qtbot, runner, collector):
    seen: list[threading.Thread] = []
    for _ in range(20):
        Cyclic(seen)

    def make_garbage():
        for _ in range(200_000):
            loop: list[object] = []
            loop.append(loop)

    runner.finish(make_garbage)
    assert not gc.isenabled()
    qtbot.waitUntil(lambda: len(seen) == 20, timeout=3000)
    assert set(seen) == {threading.main_thread()}


def test_a_second_collector_gives_back_what_it_found(collector):
    second = WindowCollector()
    second.stop()
    assert not gc.isenabled()
