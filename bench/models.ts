import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { median } from './clock.ts';
import { fastLaneScenario } from './fast-lane-scenario.ts';
import { checkModel, modelParameters } from './model-parameters.ts';
import type { ModelResult } from './model-parameters.ts';
import { perSecond, ratioLine } from './ratio-line.ts';
import { rateOf } from './script-output.ts';

/** Debian's python3-simpy3 is for its own Python, which need not be the first one in the path. */
const PYTHONS = ['python3', '/usr/bin/python3'];

function pythonWithSimPy(): string | null {
  for (const python of PYTHONS) {
    try {
      execFileSync(python, ['-c', 'import simpy'], { stdio: 'ignore' });
      return python;
    } catch {
      continue;
    }
  }
  return null;
}

/** The same fleet, as no more than a model of it: how much faster that is, the real programs and the judging cost. */
export interface Models {
  /** Each once. */
  readonly measure: () => void;
  /** `direct`: readings per second of the whole simulation, measured by turns with the models. */
  readonly lines: (direct: number) => readonly string[];
}

export function benchModels(): Models {
  const python = pythonWithSimPy();
  const parameters = modelParameters(fastLaneScenario(1_000, 60));
  const loops: number[] = [];
  const simpy: number[] = [];
  const measureSimPy = (program: string): void => {
    const words = [join(import.meta.dirname, 'model.py'), JSON.stringify(parameters)];
    const found = JSON.parse(execFileSync(program, words, { encoding: 'utf8' })) as ModelResult;
    checkModel('SimPy', parameters, found.attemptsPerReading);
    simpy.push(found.readingsPerSecond);
  };
  const line = (what: string, direct: number, rates: readonly number[]): string =>
    ratioLine({
      what: `${what} / direct, as a whole`,
      ratio: median(rates) / direct,
      sides: `${perSecond(median(rates), 'readings')} / ${perSecond(direct, 'readings')}`,
    });
  return {
    measure: () => {
      loops.push(rateOf('model-loop.ts'));
      if (python !== null) measureSimPy(python);
    },
    lines: (direct) => [
      line('a model of calendar and draws', direct, loops),
      python === null
        ? 'the same model in SimPy / direct, as a whole       not measured: no python3 here imports simpy'
        : line('the same model in SimPy', direct, simpy),
    ],
  };
}
