#!/usr/bin/env python3
"""Says what .dockerignore would keep from `docker build`: everything that Package.swift or the Dockerfile needs has to be there.

  docker_context.py               prints each path that is needed and left out; fails if there is one
  docker_context.py --copy FOLDER copies what is left to FOLDER, to try a build in it without a container engine

The rules are those of https://docs.docker.com/build/concepts/context/#syntax: patterns are rooted, `*` and `?` stay within a
name, `**` does not, `!` takes back, the last pattern that matches counts, and a folder takes what is in it along.
"""

import json
import os
import re
import shutil
import subprocess
import sys


def expression(pattern):
    parts = []
    for name in pattern.strip("/").split("/"):
        if name == "**":
            parts.append("(?:[^/]+/)*")
        else:
            parts.append(re.escape(name).replace(r"\*", "[^/]*").replace(r"\?", "[^/]") + "/")
    return re.compile("".join(parts) + ".*")


def read_rules(path):
    rules = []
    with open(path) as lines:
        for line in lines:
            line = line.strip()
            if line and not line.startswith("#"):
                rules.append((line.startswith("!"), expression(line.removeprefix("!"))))
    return rules


def is_left_out(rules, path):
    answer = False
    for takes_back, rule in rules:
        if rule.fullmatch(path.strip("/") + "/"):
            answer = not takes_back
    return answer


def needed():
    """The paths that Package.swift and the Dockerfile name, those that follow from a target's name included."""
    package = json.loads(subprocess.run(["swift", "package", "dump-package"], check=True, capture_output=True).stdout)
    for target in package["targets"]:
        folder = target.get("path") or f"{'Tests' if target['type'] == 'test' else 'Sources'}/{target['name']}"
        yield folder
        for parent, _, names in os.walk(folder):
            for name in names:
                yield f"{parent}/{name}"
                # What a symbolic link leads to has to be there as well.
                yield os.path.relpath(os.path.realpath(f"{parent}/{name}"))
    yield "Package.swift"
    with open("Dockerfile") as lines:
        text = lines.read()
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        # `file[x]` is a pattern for a file that may be missing.
        yield from (source for source in sources.split() if "[" not in source and source != ".")
    yield from re.findall(r"type=bind,source=([^,\s]+)", text)


def copy(rules, folder):
    for parent, folders, names in os.walk("."):
        relative = os.path.relpath(parent, ".")
        inside = "" if relative == "." else relative + "/"
        folders[:] = [name for name in folders if name not in (".build", ".git") and not is_left_out(rules, inside + name)]
        for name in names:
            if not is_left_out(rules, inside + name):
                os.makedirs(os.path.join(folder, relative), exist_ok=True)
                shutil.copy2(os.path.join(parent, name), os.path.join(folder, relative, name))


def main():
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    rules = read_rules(".dockerignore")
    if len(sys.argv) == 3 and sys.argv[1] == "--copy":
        return copy(rules, sys.argv[2])
    missing = [path for path in sorted(set(needed())) if "__pycache__" not in path and is_left_out(rules, path)]
    for path in missing:
        print(f".dockerignore: leaves out {path}")
    sys.exit(1 if missing else 0)


main()
