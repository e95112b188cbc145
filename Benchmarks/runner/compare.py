"""Judges the same answers with OpenJudge's runner and with `gradehook grade`, in turns, and prints a table.

Usage: compare.py GRADEHOOK BASE_URL IN_FLIGHT ROUNDS

Both ask the stand-in at BASE_URL once for each answer. Of OpenJudge the time counts from when its modules are imported, of
gradehook from the start of the process. For every place there are four calls, theirs, which take long enough, and forty,
ours, so that filling the places at the start and emptying them at the end count for little.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent


def openjudge(base_url: str, in_flight: int, calls: int, traces: str) -> dict:
    command = [sys.executable, str(HERE / "openjudge_calls.py"), base_url, str(in_flight), str(calls)]
    done = subprocess.run(command, input=traces, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def gradehook(program: str, base_url: str, in_flight: int, calls: int, traces: str) -> dict:
    environment = os.environ | {"BENCH_JUDGE_URL": base_url, "BENCH_IN_FLIGHT": str(in_flight)}
    command = [program, "grade", "--config", str(HERE / "runner.yaml"), "--concurrency", str(in_flight)]
    with tempfile.TemporaryFile("w+") as results:
        began = time.monotonic()
        process = subprocess.Popen(
            command + ["--format", "ndjson"], stdin=subprocess.PIPE, stdout=results, text=True, env=environment
        )
        process.stdin.write("".join(line + "\n" for line in traces.splitlines()[:calls]))
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        if status != 0:
            sys.exit(f"gradehook grade ended with {status}")
        results.seek(0)
        graded = sum(json.loads(line).get("value") == 4 for line in results)
    processor = usage.ru_utime + usage.ru_stime
    return {"seconds": seconds, "processor": processor, "resident": usage.ru_maxrss, "graded": graded}


def traces(count: int) -> str:
    question = "Why is the sky blue? " * 20
    answer = "Because of Rayleigh scattering. " * 20
    return "".join(
        json.dumps({"id": f"t{index}", "input": question, "output": answer}) + "\n" for index in range(count)
    )


def main() -> None:
    program, base_url, in_flight, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    sizes = {"OpenJudge": in_flight * 4, "gradehook": in_flight * 40}
    lines = traces(max(sizes.values()))
    print("| round | runner | calls | calls/s | processor time a call, us | resident at most, MB |")
    print("|---|---|---|---|---|---|")
    rates = {"OpenJudge": [], "gradehook": []}
    for turn in range(1, rounds + 1):
        for name, calls in sizes.items():
            if name == "OpenJudge":
                took = openjudge(base_url, in_flight, calls, lines)
            else:
                took = gradehook(program, base_url, in_flight, calls, lines)
            if took["graded"] != calls:
                sys.exit(f"{name} graded {took['graded']} of {calls}")
            rate = calls / took["seconds"]
            rates[name].append(rate)
            used = took["processor"] / calls * 1e6
            print(f"| {turn} | {name} | {calls} | {rate:.0f} | {used:.0f} | {took['resident'] / 1024:.1f} |")
    ratio = statistics.median(ours / theirs for ours, theirs in zip(rates["gradehook"], rates["OpenJudge"]))
    print(f"\nMedian of the rounds' ratios: {ratio:.1f}")


if __name__ == "__main__":
    main()
