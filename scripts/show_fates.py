"""Waits until every given event has met its fate, then prints their scores as a table.

Usage: show_fates.py URL EVENT_ID...

Exit status 1 when an event is still under way after 15 seconds, or died.
"""

import http.client
import json
import sys
import time
import unicodedata
import urllib.parse
import urllib.request

UNDER_WAY = {"accepted", "waiting"}
PATIENCE_SECONDS = 15


def get(url):
    with urllib.request.urlopen(url, timeout=5) as reply:
        return json.load(reply)


def fate_of(base, event_id, deadline):
    """Asks until the event's state is final or the deadline has passed; returns what was said last."""
    while True:
        fate = get(f"{base}/v1/events/{urllib.parse.quote(event_id, safe='')}")
        if fate["state"] not in UNDER_WAY or time.monotonic() > deadline:
            return fate
        time.sleep(0.05)


def rows_of(base, fate):
    """One row for each score, failure and skip of an event; one that says why when there is none."""
    trace = fate.get("traceId", fate["id"])
    query = urllib.parse.urlencode({"traceId": trace, "limit": 100})
    comments = {score["id"]: score.get("comment") for score in get(f"{base}/v1/scores?{query}")["data"]}
    rows = []
    for score in fate.get("scores", []):
        rows.append((trace, score["name"], shown(score["value"]), comments.get(score["id"]) or ""))
    for failure in fate.get("failures", []):
        rows.append((trace, failure["grader"], "failed", f"{failure['code']}: {failure['message']}"))
    for skip in fate.get("skipped", []):
        rows.append((trace, skip["grader"], "skipped", skip["reason"]))
    return rows or [(trace, "", fate["state"], fate.get("detail", ""))]


def shown(value):
    return f"{value:.3f}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def width(text):
    """Columns a terminal needs: East Asian wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def print_table(header, rows):
    widths = [max(width(row[column]) for row in [header, *rows]) for column in range(len(header))]
    previous = None
    for row in [header, *rows]:
        cells = ["" if column == 0 and row[0] == previous else row[column] for column in range(len(row))]
        previous = row[0]
        print("  ".join(cell + " " * (widths[column] - width(cell)) for column, cell in enumerate(cells)).rstrip())


def main():
    base, event_ids = sys.argv[1], sys.argv[2:]
    deadline = time.monotonic() + PATIENCE_SECONDS
    try:
        fates = [fate_of(base, event_id, deadline) for event_id in event_ids]
        rows = [row for fate in fates for row in rows_of(base, fate)]
    except (OSError, http.client.HTTPException) as error:
        sys.exit(f"{base}: {error}")
    print_table(("TRACE", "SCORE", "VALUE", "COMMENT"), rows)
    unfinished = [f"{fate['id']}: {fate['state']}" for fate in fates if fate["state"] in UNDER_WAY | {"dead"}]
    for line in unfinished:
        print(line, file=sys.stderr)
    sys.exit(1 if unfinished or not event_ids else 0)


if __name__ == "__main__":
    main()
