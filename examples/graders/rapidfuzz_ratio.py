#!/usr/bin/env python3
"""A grader for Gradehook's kind `command`: RapidFuzz's `ratio` of output and expected, brought to 0...1.

    pip install rapidfuzz

One request a line comes in, one reply a line goes out, until the input ends; docs/external-graders.md has the protocol.
To bring a metric of your own, replace `grade`.
"""

import json
import sys

from rapidfuzz import fuzz


def text(value):
    """A string as it is, any other JSON value as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def grade(request):
    """Returns the reply to one request, without its id. Of several references the best counts."""
    expected = request["expected"]
    references = expected if isinstance(expected, list) else [expected]
    if not references:
        return {"failure": {"code": "invalid_input", "message": "`expected` is an empty list"}}
    score = max(fuzz.ratio(text(request["output"]), text(reference)) for reference in references)
    return {"value": score / 100, "comment": f"rapidfuzz ratio {score:.1f}"}


def main():
    # What libraries print must not get between the replies.
    replies, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        request = json.loads(line)
        try:
            reply = grade(request)
        except Exception as error:  # one bad sample costs its own grade, not the process
            reply = {"failure": {"message": f"{type(error).__name__}: {error}"}}
        print(json.dumps({"id": request["id"], **reply}), file=replies, flush=True)


if __name__ == "__main__":
    main()
