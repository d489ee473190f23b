#!/usr/bin/python3
# open-desk.py BUILD [--language da|en]: the demo with windows: portal, chip tray and an enrolled till, until the till
# is closed.
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

from brik_desk import Desk, Missed, Program, wait_for

GUARDIAN = ("04A3C1F05B7E80", "471108")
TILL = "norre-1"

options = argparse.ArgumentParser()
options.add_argument("build")
options.add_argument("--language", default="da", choices=("da", "en"))
arguments = options.parse_args()

source = pathlib.Path(__file__).resolve().parents[2]
desk = Desk(source, pathlib.Path(arguments.build).resolve(), tempfile.mkdtemp(prefix="brik-demo-"))
tray = None
try:
    desk.make_data()
    desk.book_history("--import", str(desk.data))
    desk.start_portal()
    tray = Program(
        desk, "tray",
        [desk.program("src/demo/brik-chip-tray"), "--people", str(desk.data / "tray.json"),
         "--emulator", desk.program("tests/emulator/brik-pn532-emulator"), "--link", str(desk.reader_link),
         "--language", arguments.language],
        desk.environment)
    wait_for("the chip tray's reader", desk.reader_link.exists)
    code = desk.portal_command("enrol-code", TILL)
    desk.start_till("--portal", desk.address, "--code", code, "--language", arguments.language)
    print(f"""
The till:   pick Mette K. and type 1234, then press a chip in the tray.
The portal: {desk.address}  (card number {GUARDIAN[0]}, code {GUARDIAN[1]}: the mother of Alma and Noah)
The files:  {desk.state}  (import files in municipality/; removed when the till is closed)
""", flush=True)
    if shutil.which("xdg-open"):
        subprocess.Popen(["xdg-open", desk.address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    desk.till.child.wait()
except KeyboardInterrupt:
    pass
except Missed as missed:
    print(f"demo: {missed}", file=sys.stderr)
    desk.show_logs()
    sys.exit(1)
finally:
    if tray:
        tray.stop()
    desk.stop()
    desk.remove()
