"""All benches, one after another: what the program can do on this machine, beside what the machine could do at best.

python -m bench [--quick] [--customers N] [--database FILE]

A quiet machine shows more: figures beside busy neighbours are those of the neighbours. The ratios bear it better.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import (
    app_queue,
    board,
    call_lives,
    lookup,
    matching,
    modem,
    restart,
    ring,
    simulator,
    thousand_seats,
    waiting_music,
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer customers and fewer calls")
    parser.add_argument("--customers", type=int, help="how many are on file; a million, or 20,000 for --quick")
    parser.add_argument("--database", type=Path, help="an SQLite file to keep them in; made if it is not there")
    asked = parser.parse_args()
    customers = asked.customers or (20_000 if asked.quick else 1_000_000)
    matching.main()
    print()
    call_lives.main()
    print()
    modem.run(60, 2) if asked.quick else modem.run()
    print()
    simulator.run(seconds=5.0, talk_s=8.0) if asked.quick else simulator.run()
    print()
    lookup.run(customers, 500 if asked.quick else 2_000, asked.database, 5_000 if asked.quick else 50_000)
    print()
    board.run(seconds=5.0 if asked.quick else 15.0)
    print()
    restart.run(calls=100, agents=60, entries=1_000, times=2) if asked.quick else restart.run()
    print()
    thousand_seats.run(100, 5, 20.0) if asked.quick else thousand_seats.run()
    print()
    ring.run(customers, 40 if asked.quick else 200, asked.database)
    print()
    app_queue.run(agents=50, talk_s=5.0, seconds=10.0) if asked.quick else app_queue.run()
    print()
    waiting_music.run(100, 5.0) if asked.quick else waiting_music.run()


if __name__ == "__main__":
    main()
