"""What `pyworkforce` and `ciw` say of a queue, as JSON.

queue_oracles.py erlang_c CALLS_IN_30_MIN TALK_S AGENTS WITHIN_S
queue_oracles.py ciw CALLS TALK_S PATIENCE_S AGENTS LOAD SEED
"""

import json
import sys

import ciw
from pyworkforce.queuing import ErlangC


def erlang_c(transactions, talk_s, agents, within_s):
    queue = ErlangC(
        transactions=float(transactions), aht=float(talk_s) / 60, interval=30, asa=float(within_s) / 60, shrinkage=0.0
    )
    return {"waits": queue.waiting_probability(int(agents)), "in_time": queue.service_level(int(agents))}


def simulated(*figures):
    calls, talk_s, patience_s, agents, load, seed = map(float, figures)
    ciw.seed(int(seed))
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=load / talk_s)],
        service_distributions=[ciw.dists.Exponential(rate=1 / talk_s)],
        reneging_time_distributions=[ciw.dists.Exponential(rate=1 / patience_s)],
        number_of_servers=[int(agents)],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(int(calls), method="Arrive")
    records = [each for each in simulation.get_all_records() if each.record_type in {"service", "renege"}]
    waits = [each.waiting_time for each in records]
    return {
        "waits": sum(wait > 0 for wait in waits) / len(waits),
        "mean_wait_s": sum(waits) / len(waits),
        "abandons": sum(each.record_type == "renege" for each in records) / len(records),
    }


if __name__ == "__main__":
    print(json.dumps({"erlang_c": erlang_c, "ciw": simulated}[sys.argv[1]](*sys.argv[2:])))
