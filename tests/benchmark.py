"""Measures what a page costs the server, beside a WSGI function that does nothing.

    python -m tests.benchmark

Machines are noisy, so only ratios count that were measured side by side: rounds are interleaved, a
figure is the median of its rounds, and what is measured is the CPU time of the server's processes
for a request, in the server and the settings that we ship.
"""

import statistics

import psutil

from tests.server import Server, prepared_environment

ROUNDS = 5
REQUESTS = 200  # in a round
PAGES = {
    "Home": "/",
    "List": "/jobprofile/",
    "Guide": "/jobprofile/machine-learning-engineer/",
    "Request form": "/vakanz-anfragen/",
    "Liveness": "/healthz",
}


def nothing(environ, start_response):
    """The bare WSGI application that pages are held against: 19 kB, a page without work."""
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"x" * 19_000]


def computed(server):
    """Return the seconds that the server's processes have computed so far."""
    top = psutil.Process(server.process.pid)
    times = [process.cpu_times() for process in [top, *top.children(recursive=True)]]
    return sum(used.user + used.system for used in times)


def cost(server, path):
    """Return the CPU time of one request for the path, in microseconds."""
    before = computed(server)
    if server.get(path, REQUESTS) != 200:
        raise SystemExit(f"{path} did not answer 200.")
    return (computed(server) - before) / REQUESTS * 1e6


def main():
    with (
        prepared_environment() as environment,
        Server(environment, "tests.benchmark:nothing") as bare,
        Server(environment) as site,
    ):
        runs = {"Nothing": (bare, "/")} | {name: (site, path) for name, path in PAGES.items()}
        costs = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, (server, path) in runs.items():
                costs[name].append(cost(server, path))

    least = statistics.median(costs["Nothing"])
    print(f"{'':14}{'CPU a request':>15}{'of nothing':>12}{'spread':>9}")
    for name, found in costs.items():
        middle = statistics.median(found)
        spread = (max(found) - min(found)) / middle
        print(f"{name:14}{middle:12.0f} us{middle / least:11.1f}x{spread:8.0%}")


if __name__ == "__main__":
    main()
