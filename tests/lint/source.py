#!/usr/bin/python3
# source.py ROOT: the house rules that a program can read (HACKING.md). TAP out.
import pathlib
import re
import subprocess
import sys

MAY_INCLUDE = {
    "core": set(),
    "clock": set(),
    "wire": {"core"},
    "store": {"core"},
    "reader": {"core"},
    "chip-reader": set(),
    "ledger": {"store", "wire", "core", "clock"},
    "sync": {"ledger", "wire", "core", "clock"},
    "journal": {"wire", "store", "core"},
    "portal": {"store", "wire", "core", "clock"},
    "till": {"ledger", "reader", "sync", "wire", "core", "clock"},
    "demo": {"till", "portal", "sync", "ledger", "core"},
}
# The one file, or folder, that may include a library (its include, then who may).
ONLY_IN = {
    "nfc/": ["src/chip-reader/"],
    "microhttpd.h": ["src/portal/brik-http"],
    "sqlite3.h": ["src/store/"],
    "libsoup/": ["src/sync/"],
    "gtk/": ["src/till/", "src/demo/"],
    "gsound.h": ["src/till/"],
    "sodium.h": ["src/wire/", "src/ledger/", "src/portal/"],
}
SPDX = "/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */"
MAX_LINES = 600
# No SQL is printed into text; this catches the usual way it would start.
FORMATTED_SQL = re.compile(r'printf[^;]*"\s*(SELECT|INSERT|UPDATE|DELETE)\b')

# Always true: the pointer was given away the line before.
STOLEN = re.compile(r"g_steal_pointer \(&(\w+)\)\);\s*return [^;]*\b\1 == NULL")


def lint(path, text):
    parts = path.split("/")
    problems = []
    if not text.startswith(SPDX):
        problems.append("does not start with the licence line")
    if text.count("\n") > MAX_LINES:
        problems.append(f"is longer than {MAX_LINES} lines: it holds more than one noun")
    for number, line in enumerate(text.split("\n"), 1):
        ours = re.match(r'#\s*include "(?:([a-z-]+)/)?([\w./-]+)"', line)
        theirs = re.match(r"#\s*include <([\w./+-]+)>", line)
        if ours and parts[0] == "src":
            folder = ours.group(1)
            if folder and folder != parts[1] and folder not in MAY_INCLUDE[parts[1]]:
                problems.append(f"{number}: {parts[1]} may not include {folder}")
        if theirs and parts[0] == "src":
            for library, places in ONLY_IN.items():
                if theirs.group(1).startswith(library) and not any(path.startswith(p) for p in places):
                    problems.append(f"{number}: <{theirs.group(1)}> belongs in {' or '.join(places)}")
        if re.search(r"\bgoto\b\s+\w+;", line):
            problems.append(f"{number}: goto")
        if re.search(r"\b(TODO|FIXME|XXX)\b", line):
            problems.append(f"{number}: something left open")
    if FORMATTED_SQL.search(text):
        problems.append("formats SQL: bind parameters")
    if STOLEN.search(text):
        problems.append("asks whether there is an error that it has just given away")
    return problems


def lint_script(file):
    with file.open("rb") as opened:
        shebang = opened.readline()
    if file.suffix == ".py" or (shebang.startswith(b"#!") and b"python" in shebang):
        try:
            compile(file.read_text(encoding="utf-8"), file.name, "exec")
        except SyntaxError as error:
            return [str(error)]
    elif shebang.startswith(b"#!") and b"bash" in shebang:
        return subprocess.run(["bash", "-n", file], capture_output=True, text=True).stderr.splitlines()
    return []


SELF_TESTS = [
    ("src/core/a.c", SPDX + '\n#include "wire/brik-entry.h"\n', 1),
    ("src/core/a.c", SPDX + '\n#include "core/brik-money.h"\n', 0),
    ("src/till/a.c", SPDX + '\n#include "portal/brik-http.h"\n', 1),
    ("src/till/a.c", SPDX + "\n#include <sqlite3.h>\n", 1),
    ("src/chip-reader/a.c", SPDX + "\n#include <nfc/nfc.h>\n", 0),
    ("src/core/a.c", "int a;\n", 1),
    ("src/core/a.c", SPDX + "\n  goto out;\n", 1),
    ("src/core/a.c", SPDX + '\ng_strdup_printf ("SELECT %s", a);\n', 1),
    ("src/core/a.c", SPDX + "\n" * 601, 1),
    ("src/core/a.c", SPDX + "\n  g_propagate_error (error, g_steal_pointer (&e));\n  return e == NULL;\n", 1),
]

root = pathlib.Path(sys.argv[1])
failures = 0
case = 0


def report(good, name, problems=()):
    global failures, case
    case += 1
    print(f"{'ok' if good else 'not ok'} {case} {name}")
    for problem in problems:
        print(f"# {name}: {problem}")
    failures += not good


for path, text, expected in SELF_TESTS:
    found = lint(path, text)
    report(len(found) == expected, f"self-test {len(found)}/{expected}", found if len(found) != expected else ())
for folder in ("src", "tests"):
    for file in sorted((root / folder).rglob("*.[ch]")):
        name = file.relative_to(root).as_posix()
        problems = lint(name, file.read_text(encoding="utf-8"))
        if problems:
            report(False, name, problems)
scripts = [root / "check", root / "demo", *(root / ".ci").iterdir()]
scripts += [file for file in (root / "tests").rglob("*") if file.is_file() and "corpus" not in file.parts]
for file in sorted(scripts):
    problems = lint_script(file)
    if problems:
        report(False, file.relative_to(root).as_posix(), problems)
report(failures == 0, "every source file keeps the house rules")
print(f"1..{case}")
sys.exit(1 if failures else 0)
