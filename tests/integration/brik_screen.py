"""What stands on the till's screen, read and pressed through its accessibility tree as an assistive tool would."""

import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from brik_desk import Missed, wait_for  # noqa: E402

PRESSABLE = ("push button", "toggle button", "radio button", "check box", "menu item", "list item")
# The till's, and a little more.
SETTLE_S = 0.4


class Screen:
    def __init__(self, application="brik-till", process=None):
        """The process, where several of that name are on the screen."""
        self.application = application
        self.process = process
        Atspi.init()

    def root(self):
        desktop = Atspi.get_desktop(0)
        for index in range(self.count_children(desktop)):
            try:
                child = desktop.get_child_at_index(index)
                if child and child.get_name() == self.application and self.process in (None, child.get_process_id()):
                    return child
            except GLib.Error:
                continue  # it went away while we looked
        return None

    def walk(self, node=None):
        """Every visible node, in the order of the tree. (GTK 4.8 sets "showing" on windows only.)"""
        if node is None:
            node = self.root()
            if node is None:
                return
        for index in range(self.count_children(node)):
            try:
                child = node.get_child_at_index(index)
                if child is None or not child.get_state_set().contains(Atspi.StateType.VISIBLE):
                    continue
                yield child
                yield from self.walk(child)
            except GLib.Error:
                continue  # it went away while we looked

    @staticmethod
    def count_children(node):
        try:
            return node.get_child_count()
        except GLib.Error:
            return 0  # it went away while we looked

    def texts(self, roles=None):
        """What the nodes say, of these roles or of all."""
        found = []
        for node in self.walk():
            try:
                name = node.get_name()
                if name and (roles is None or node.get_role_name() in roles):
                    found.append(name)
            except GLib.Error:
                continue
        return found

    def says(self, text):
        return any(text in name for name in self.texts())

    def find(self, text, roles=PRESSABLE):
        for node in self.walk():
            try:
                if node.get_role_name() in roles and text in (node.get_name() or ""):
                    return node
            except GLib.Error:
                continue
        return None

    def wait_for_text(self, text, timeout_s=10.0):
        try:
            wait_for(f"'{text}' on the screen", lambda: self.says(text), timeout_s)
        except Missed as missed:
            raise Missed(f"{missed}; it says: {' | '.join(self.texts())}") from None

    def wait_until_gone(self, text, timeout_s=10.0):
        wait_for(f"'{text}' gone from the screen", lambda: not self.says(text), timeout_s)

    def press(self, text, timeout_s=10.0):
        """Clicks the middle of the button with the real pointer."""
        try:
            x, y = wait_for(f"'{text}' lies still and can be pressed", lambda: self.resting_place(text), timeout_s)
        except Missed as missed:
            raise Missed(f"{missed}; there are: {' | '.join(self.texts(PRESSABLE))}") from None
        self.pointer("mousemove", str(x), str(y), "click", "1")

    def press_on_surface(self, text):
        """The till passes over fingers that were coming down already when its surface came or went. Once more, as a
        person would, where a slow machine was still at it."""
        for _ in range(3):
            time.sleep(SETTLE_S)
            self.press(text)
            try:
                wait_for(f"'{text}' is done", lambda: not self.can_be_pressed(text), 3)
                time.sleep(SETTLE_S)
                return
            except Missed:
                continue
        raise Missed(f"'{text}' does nothing")

    def can_be_pressed(self, text):
        node = self.find(text)
        try:
            return node is not None and node.get_state_set().contains(Atspi.StateType.SENSITIVE)
        except GLib.Error:
            return False  # it went away while we looked

    def resting_place(self, text):
        """The middle of what has not moved for a moment: a finger does not hit a page that is sliding in either."""
        node = self.find(text)
        try:
            if node is None or not node.get_state_set().contains(Atspi.StateType.SENSITIVE):
                return None
            before = node.get_extents(Atspi.CoordType.WINDOW)
            time.sleep(0.15)
            box = node.get_extents(Atspi.CoordType.WINDOW)
        except GLib.Error:
            return None  # it went away while we looked
        still = (before.x, before.y, before.width, before.height) == (box.x, box.y, box.width, box.height)
        return (box.x + box.width // 2, box.y + box.height // 2) if still and box.width > 0 else None

    def fill(self):
        """Makes the window as large as the screen, as a till without a window manager has it."""
        window = wait_for("the till's window", lambda: self.windows())[0]
        size = self.pointer("getdisplaygeometry").split()
        self.pointer("windowsize", "--sync", window, *size)

    def windows(self):
        mine = ["--all", "--pid", str(self.process)] if self.process else []
        found = subprocess.run(["xdotool", "search", "--onlyvisible", *mine, "--class", self.application],
                               capture_output=True, text=True)
        return found.stdout.split()

    def type(self, text):
        """As a person: keys that come faster are a scanner's, and no text field sees them."""
        for letter in text:
            self.pointer("type", letter)
            time.sleep(0.12)
        time.sleep(0.4)

    def key(self, *names):
        self.pointer("key", *names)

    def pointer(self, *arguments):
        return subprocess.run(["xdotool", *arguments], check=True, capture_output=True, text=True).stdout


def screenshot(path):
    subprocess.run(["import", "-window", "root", str(path)], check=True)
