import type { Plain } from '../../settings/plain.ts';
import * as z from 'zod';
import { METRIC_NAMES } from '../metrics/index.ts';
import { SCENARIO_SETTINGS } from './scenario-settings.ts';
import type { SaidScenario, SaidWindow } from './scenario-settings.ts';
import type { RunSize, Scenario, Window } from './scenario.ts';

/** A scenario as a person would write it if nothing had a default. The loader reads it back as the same scenario. */
export function scenarioToPlain(scenario: Scenario): Readonly<Record<string, Plain>> {
  return z
    .record(z.string(), z.custom<Plain>())
    .parse(z.encode(SCENARIO_SETTINGS.codec, saidOfScenario(scenario)));
}

/** What a file says that leaves nothing out. */
export function saidOfScenario(scenario: Scenario): SaidScenario {
  return { ...scenario, timeline: scenario.timeline.map(saidOfWindow), expect: saidOfExpect(scenario) };
}

function saidOfWindow({ device, network, edge, reboot, restart, ...span }: Window): SaidWindow {
  return {
    ...span,
    device: unlessEmpty({ ...device, ...(reboot !== null && { reboot: reboot.devices }) }),
    network: unlessEmpty(network),
    edge: unlessEmpty({ ...edge, ...(restart && { restart }) }),
  };
}

function unlessEmpty<T extends object>(settings: T): T | undefined {
  return Object.keys(settings).length > 0 ? settings : undefined;
}

function saidOfExpect({ expect, durationMs, fleet }: Scenario): SaidScenario['expect'] {
  const { writtenFor, faults, violations, metrics } = expect;
  const own = { durationMs, devices: fleet.devices, intervalMs: fleet.intervalMs };
  const bounds = METRIC_NAMES.map((name) => [name, metrics.filter(({ metric }) => metric === name)] as const);
  return {
    ...(isSameSize(writtenFor, own) ? {} : { writtenFor }),
    faults,
    violations,
    ...Object.fromEntries(bounds.filter(([, ofOne]) => ofOne.length > 0)),
  };
}

function isSameSize(a: RunSize, b: RunSize): boolean {
  return a.durationMs === b.durationMs && a.devices === b.devices && a.intervalMs === b.intervalMs;
}
