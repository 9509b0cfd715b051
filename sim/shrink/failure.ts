import type { Violation } from '../check/index.ts';
import { brokenPromises } from '../run/index.ts';
import type { RunResult } from '../run/index.ts';

/** What was broken, and by whom, as far as a run shows it. */
export interface Failure {
  /** Two runs fail in the same way if these texts are equal: no numbers, names of devices or readings are in them. */
  readonly signature: string;
  /** An expectation is missed as soon as the faults are taken away that it asks for; the others say more. */
  readonly isExpectation: boolean;
  /** When it showed first, in µs of virtual time; 0 where nobody knows. */
  readonly at: number;
  /** Those that are named, in the order in which they were; of edge or fleet as a whole nobody is. */
  readonly devices: readonly string[];
  /** Of the first device that is named. */
  readonly reading: number | null;
  /** One sentence, of the first time. */
  readonly message: string;
}

/** Every way in which a run failed, each once: promises first, expectations last. */
export function failuresOf(result: RunResult): readonly Failure[] {
  const found = new Map<string, Failure>();
  for (const { name, verdict } of brokenPromises(result.invariants)) {
    for (const violation of verdict.violations) {
      const signature = `${name}: ${violation.kind}, of ${roleOf(violation)}`;
      const known = found.get(signature);
      found.set(signature, known === undefined ? first(signature, violation) : and(known, violation));
    }
  }
  const ended = endedEarly(result);
  if (ended !== null) found.set(ended.signature, ended);
  for (const { kind, what, wanted, got, verdict } of result.expectations) {
    if (verdict !== 'not-met') continue;
    const signature = `expectation: ${kind} ${what}`;
    const message = `${what}: wanted ${wanted}, got ${got}`;
    found.set(signature, { signature, isExpectation: true, at: 0, devices: [], reading: null, message });
  }
  return [...found.values()];
}

function roleOf({ device, reading }: Violation): string {
  if (device === null) return 'edge or fleet';
  return reading === null ? 'a device' : 'a reading';
}

function first(signature: string, { at, device, reading, message }: Violation): Failure {
  const devices = device === null ? [] : [device];
  return { signature, isExpectation: false, at, devices, reading, message };
}

function and(known: Failure, { device }: Violation): Failure {
  if (device === null || known.devices.includes(device)) return known;
  return { ...known, devices: [...known.devices, device] };
}

/** A run that did not get to its end. */
function endedEarly({ outcome, why, invariants, simulatedMs }: RunResult): Failure | null {
  const isStall = outcome === 'stalled' && brokenPromises(invariants).length === 0;
  if (outcome !== 'crashed' && outcome !== 'limit-hit' && outcome !== 'unsupported' && !isStall) return null;
  return { ...lostFailure({ outcome, why }), at: Math.round(simulatedMs * 1_000) };
}

/** Of a run of which nothing is known but how it ended: what it says names places, devices and numbers. */
export function lostFailure({ outcome, why }: Pick<RunResult, 'outcome' | 'why'>): Failure {
  const [device] = /\bdevice-\d+\b/.exec(why) ?? [];
  const [line = ''] = why.split('\n');
  const said = line
    .replace(/ \(at .*\)$/s, '')
    .replace(/\bdevice-\d+\b/g, 'a device')
    .replace(/\d+(\.\d+)?/g, '#');
  return {
    signature: `${outcome}: ${said}`,
    isExpectation: false,
    at: 0,
    devices: device === undefined ? [] : [device],
    reading: null,
    message: why,
  };
}
