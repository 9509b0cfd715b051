"""The fast lane as a model in SimPy 3 or 4: parameters as JSON in the first argument, a result as JSON on stdout.

The same as model-loop.ts, written as SimPy is meant to be used: one process for a device, one for each reading.
"""

import json
import random
import sys
import time

import simpy


class Fleet:
    def __init__(self, model, seed):
        self.model = model
        self.random = random.Random(seed)
        self.env = simpy.Environment()
        self.generated = self.attempts = self.acknowledged = 0
        for device in range(model["devices"]):
            self.env.process(self.device(model["interval"] * device / model["devices"]))

    def latency(self):
        return self.random.uniform(self.model["latencyMin"], self.model["latencyMax"])

    def device(self, start):
        yield self.env.timeout(start)
        while self.env.now < self.model["duration"]:
            self.generated += 1
            self.env.process(self.reading())
            yield self.env.timeout(self.model["interval"])

    def copy(self, there):
        yield self.env.timeout(there + self.random.random() * self.model["copyMax"])

    def reading(self):
        model, env, chance = self.model, self.env, self.random.random
        for failed in range(model["retries"] + 1):
            sent = env.now
            least = 0
            self.attempts += 1
            if chance() < model["loss"]:
                yield env.timeout(model["timeout"])
            else:
                there = self.latency()
                if chance() < model["copy"]:
                    env.process(self.copy(there))
                yield env.timeout(there)
                shed = chance() < model["shed"]
                if chance() < model["answerLoss"]:
                    yield env.timeout(sent + model["timeout"] - env.now)
                else:
                    yield env.timeout(self.latency())
                    if not shed:
                        self.acknowledged += 1
                        return
                    least = model["retryAfter"]
            if failed < model["retries"]:
                backoff = min(model["cap"], model["base"] * model["factor"] ** failed)
                backoff *= 1 + model["jitter"] * (2 * chance() - 1)
                yield env.timeout(max(backoff, least))


def main():
    model = json.loads(sys.argv[1])
    began = time.perf_counter()
    fleet = Fleet(model, 1)
    fleet.env.run()
    seconds = time.perf_counter() - began
    result = {
        "readingsPerSecond": fleet.generated / seconds,
        "attemptsPerReading": fleet.attempts / fleet.generated,
    }
    print(json.dumps(result))


main()
