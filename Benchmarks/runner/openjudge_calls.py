"""Has OpenJudge's runner judge the relevance of so many answers, and prints what that took as one line of JSON.

Usage: openjudge_calls.py BASE_URL IN_FLIGHT CALLS

The clock starts when everything is imported and set up.
"""

import asyncio
import json
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")

from openjudge.graders.common.relevance import RelevanceGrader  # noqa: E402
from openjudge.models import OpenAIChatModel  # noqa: E402
from openjudge.runner.grading_runner import GradingRunner  # noqa: E402


def processor_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def main() -> None:
    base_url, in_flight, calls = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    model = OpenAIChatModel(model="slow-judge", api_key="none", base_url=base_url)
    runner = GradingRunner(
        grader_configs={"relevance": RelevanceGrader(model=model)}, max_concurrency=in_flight, show_progress=False
    )
    samples = [json.loads(line) for line in sys.stdin]
    samples = [{"query": sample["input"], "response": sample["output"]} for sample in samples[:calls]]
    began, used = time.monotonic(), processor_seconds()
    grades = (await runner.arun(samples))["relevance"]
    print(
        json.dumps(
            {
                "seconds": time.monotonic() - began,
                "processor": processor_seconds() - used,
                "resident": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
                "graded": sum(getattr(grade, "score", None) == 4 for grade in grades),
            }
        )
    )


asyncio.run(main())
