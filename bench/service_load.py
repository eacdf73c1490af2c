"""The parts of the service's benchmark that measure speed, latency and memory."""

import argparse
import asyncio
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
from service_server import Answer, Connection, Report, ask_in_turn, percentile_95, serving, timed, variants

from mt.loading import load_translator

LEAST_THROUGHPUT = 0.8
LEAST_GAIN = 5.0
MOST_LATENCY = 2.0
MOST_START_S = 3.0
MOST_REFUSAL_S = 1.0
MOST_GROWTH = 0.05
JOB_TEXTS = 20_000


def bench_start(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Time the start; the first one may convert the model, so the second counts."""
    for _ in range(2):
        with serving(folder) as server:
            seconds = server.start_s
    report.line("start", f"{seconds:.2f} s to ready", holds=seconds <= MOST_START_S)


def bench_throughput(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Compare clients with single sentences to the pipeline and to a loop; rounds alternate."""
    translator = load_translator()
    list(translator.translate(texts[:20]))
    ratios, gains = [], []
    with serving(folder, cache_characters=0) as server:
        asyncio.run(ask_in_turn(server.url, [[text] for text in texts[:20]], 4))
        for number in range(options.rounds):
            part = variants(texts, options.texts, number)

            def offline(part: list[str] = part) -> None:
                list(translator.translate(part))

            def online(part: list[str] = part) -> None:
                answers = asyncio.run(ask_in_turn(server.url, [[text] for text in part], options.clients))
                assert {answer.status for answer in answers} == {200}

            def loop(part: list[str] = part[: options.texts // 8]) -> None:
                for text in part:
                    list(translator.translate([text]))

            used = [time.process_time(), server.cpu_s()]
            rates = [options.texts / timed(work) for work in (offline, online, offline)]
            used = [time.process_time() - used[0], server.cpu_s() - used[1]]
            single = (options.texts // 8) / timed(loop)
            report.line(
                "throughput",
                f"offline {(rates[0] + rates[2]) / 2:.1f}, {options.clients} clients {rates[1]:.1f}, "
                f"loop of singles {single:.1f} texts/s; processor "
                f"{500 * used[0] / options.texts:.0f} and {1000 * used[1] / options.texts:.0f} ms a text",
            )
            ratios.append(rates[1] / ((rates[0] + rates[2]) / 2))
            gains.append(rates[1] / single)
    ratio, gain = statistics.median(ratios), statistics.median(gains)
    report.line("throughput", f"{ratio:.2f} of the pipeline", holds=ratio >= LEAST_THROUGHPUT)
    report.line("throughput", f"{gain:.1f} times a loop of singles", holds=gain >= LEAST_GAIN)


def bench_latency(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Compare a lone client's latency during a job with that of the idle server, in alternation."""
    single = [[text] for text in variants(texts, 4 * options.samples + 10, 100)]
    idle, busy = list[Answer](), list[Answer]()
    with serving(folder, cache_characters=0) as server:
        asyncio.run(ask_in_turn(server.url, single[-10:], 1))
        for turn in range(2):
            part = single[2 * turn * options.samples :]
            idle += asyncio.run(ask_in_turn(server.url, part[: options.samples], 1))
            job = httpx.post(
                f"{server.url}/v1/jobs",
                content="\n".join(variants(texts, JOB_TEXTS, turn)).encode(),
                headers={"content-type": "text/plain"},
                timeout=120,
                trust_env=False,
            ).json()
            time.sleep(2)
            busy += asyncio.run(ask_in_turn(server.url, part[options.samples : 2 * options.samples], 1))
            state = httpx.delete(f"{server.url}/v1/jobs/{job['id']}", timeout=60, trust_env=False)
            assert state.status_code == 204
            time.sleep(3)
    ratio = percentile_95(busy) / percentile_95(idle)
    report.line(
        "latency",
        f"p95 {1000 * percentile_95(idle):.0f} ms idle, {1000 * percentile_95(busy):.0f} ms during a job of "
        f"{JOB_TEXTS} texts: {ratio:.2f} times",
        holds=ratio <= MOST_LATENCY,
    )


def bench_overload(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Measure what saturates the server, then offer ten times as much, whatever it answers."""
    pool = variants(texts, 30_000, 200)
    requests = [pool[start : start + 10] for start in range(0, len(pool), 10)]
    with serving(folder, cache_characters=0) as server:
        asyncio.run(ask_in_turn(server.url, requests[:4], 4))
        count = 40
        rate = 10 * count / timed(lambda: asyncio.run(ask_in_turn(server.url, requests[4 : 4 + count], 16)))
        before, peak = server.memory_mb(), 0.0

        async def offer() -> list[Answer]:
            nonlocal peak
            started, running = time.perf_counter(), list[asyncio.Task[Answer]]()

            async def one(texts: list[str]) -> Answer:
                connection = Connection(server.url)
                answer = await connection.ask(texts)
                connection.close()
                return answer

            for number, part in enumerate(requests[50:]):
                if time.perf_counter() - started > options.overload_s:
                    break
                await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
                running.append(asyncio.create_task(one(part)))
                peak = max(peak, server.memory_mb())
            return list(await asyncio.gather(*running))

        answers = asyncio.run(offer())
    counts = Counter(answer.status for answer in answers)
    refused = [answer.seconds for answer in answers if answer.status == 429]
    report.line(
        "overload",
        f"{rate:.0f} requests/s, ten times what it can: {dict(counts)}; memory {before:.0f} → {peak:.0f} MB",
        holds=set(counts) == {200, 429} and peak < before + 200,
    )
    slow = statistics.quantiles(refused, n=100)[98] if len(refused) > 1 else 0.0
    report.line(
        "overload",
        f"429 after {statistics.median(refused or [0]):.2f} s in the middle, {slow:.2f} s for 99 of 100",
        holds=slow <= MOST_REFUSAL_S,
    )


def bench_flat(folder: Path, texts: list[str], options: argparse.Namespace, report: Report) -> None:
    """Watch the memory over many requests, most of which the cache answers; one in 500 is new."""
    generator = random.Random(17)
    pool = variants([text[:40] for text in texts], 2000, 500)
    with serving(folder, cache_characters=100_000) as server:
        samples = []
        step = max(1, options.requests // 20)

        async def ask_all() -> None:
            connections = [Connection(server.url) for _ in range(16)]
            for start in range(0, options.requests, step):
                left = iter(range(start, min(start + step, options.requests)))

                async def work(connection: Connection, left: Iterator[int] = left) -> None:
                    for number in left:
                        new = number % 500 == 0
                        text = f"{generator.choice(pool)} {number}" if new else generator.choice(pool[:200])
                        answer = await connection.ask([text])
                        assert answer.status == 200, answer

                await asyncio.gather(*map(work, connections))
                samples.append(server.memory_mb())
            for connection in connections:
                connection.close()

        asyncio.run(ask_all())
    warm = samples[len(samples) // 5]
    growth = samples[-1] / warm - 1
    report.line(
        "flat",
        f"{options.requests} requests: {warm:.0f} MB after a fifth, {samples[-1]:.0f} MB at the end "
        f"({growth:+.1%})",
        holds=growth <= MOST_GROWTH,
    )
