#!/usr/bin/env python3
"""Prints every function of more than 40 lines in the Swift files named on the standard input, one a line.

A function is a `func`, `init`, `deinit` or `subscript` with a body, nested ones included. Counted are the lines from the
one with its opening brace to the one with the brace that closes it, blank lines and comments too, a signature of several
lines not. Braces are counted after strings and comments have been taken out; that does not know Swift's grammar, so
closures held by a property and accessors of a computed property escape it, and a regex literal over several lines misleads it.
"""

import re
import sys

LONGEST = 40
# Strings before comments: a string may hold `//`. An interpolation with a string in it is taken out with its string.
# Then regex literals, which neither begin nor end beside a space as a division does.
NOISE = re.compile(
    r'#+"""[\s\S]*?"""#+|"""[\s\S]*?"""|#"[^\n]*?"#|"(?:\\\((?:[^()\n]|\([^()\n]*\))*\)|\\.|[^"\\\n])*"'
    r"|//[^\n]*|/\*[\s\S]*?\*/"
    r"|(?<=[(\s])/(?![\s/*])(?:\\.|[^/\\\n])+/(?=[)\s.,])"
)
DECLARATION = re.compile(r"\b(?:func\s+(?:\w+|[-+*/<>=!&|^~?%.]+|`[^`]*`)|(?:convenience\s+|required\s+)?init[?!]?(?=\s*[(<])|deinit\b|subscript(?=\s*[(<]))")


def blank(match):
    return re.sub(r"[^\n]", " ", match.group())


def body(text, start):
    """Where the braces of the declaration at `start` open and close; None when it has no body, as in a protocol."""
    depth = 0
    for position in range(start, len(text)):
        character = text[position]
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character == "{" and depth == 0:
            return position, closing(text, position)
        elif character == "}" and depth == 0:
            return None
        elif character == "\n" and depth == 0 and not re.match(r"\s*(?:->|where\b|async\b|throws\b|rethrows\b|\{)", text[position:]):
            line = text[text.rfind("\n", 0, position) + 1 : position].rstrip()
            if not line.endswith(("->", ",", "where")):
                return None
    return None


def closing(text, opening):
    depth = 0
    for position in range(opening, len(text)):
        if text[position] == "{":
            depth += 1
        elif text[position] == "}":
            depth -= 1
            if depth == 0:
                return position
    return len(text)


def main():
    for path in sys.stdin.read().splitlines():
        with open(path) as file:
            source = file.read()
        # A name in back-ticks is a sentence, and may hold anything.
        text = NOISE.sub(blank, re.sub(r"`[^`\n]*`", lambda match: "`" + "x" * (len(match.group()) - 2) + "`", source))
        for match in DECLARATION.finditer(text):
            # `self.init(…)` and `.init(…)` are calls.
            if text[: match.start()].rstrip(" ").endswith("."):
                continue
            found = body(text, match.end())
            if found is None:
                continue
            opening, end = found
            lines = text.count("\n", opening, end) + 1
            if lines > LONGEST:
                number = text.count("\n", 0, match.start()) + 1
                print(f"{path}:{number}: {lines} lines: {source[match.start():match.end()]}")


main()
