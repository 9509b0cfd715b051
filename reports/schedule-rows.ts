import { FAULTS } from '../sim/faults/faults.ts';
import type { Fault } from '../sim/faults/index.ts';
import type { Atom } from '../sim/run/index.ts';
import type { Scenario } from '../sim/scenario/scenario.ts';
import type { Part } from '../sim/shrink/index.ts';
import { windowText } from './settings.ts';

/** `device-017, reading 12, attempts 0 to 2: network.answerLoss`; `run`: attempts that follow each other. */
export function drawsText(run: readonly Atom[]): string {
  const [first] = run;
  if (first === undefined) return '';
  const { fault, device, reading, attempt, copy, as } = first;
  const attempts =
    run.length === 1 ? `attempt ${attempt}` : `attempts ${attempt} to ${attempt + run.length - 1}`;
  const where = [
    device,
    reading === null ? 'no reading that could be told' : `reading ${reading}`,
    ...(attempt < 0 ? [] : [attempts]),
    ...(copy === 0 ? [] : [`copy ${copy}`]),
  ];
  const less = as === undefined ? '' : ` (${as})`;
  return `${where.join(', ')}: ${fault}${less}`;
}

/** One thing that acts in a scenario, in words. */
export function partText(part: Part, scenario: Scenario): string {
  switch (part.kind) {
    case 'draws':
      return drawsText(part.atoms);
    case 'family':
      return `${part.family.device}, every reading: ${part.family.fault}`;
    case 'window': {
      const window = scenario.timeline[part.index];
      return window === undefined ? '' : `window ${windowText(window)}`;
    }
    case 'standing': {
      const fault: Fault = FAULTS[part.fault];
      const settings: object = scenario[fault.player];
      const says = fault.says(Reflect.get(settings, fault.key));
      return `all the time: ${says ?? part.fault}`;
    }
  }
}
