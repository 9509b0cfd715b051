import type { Plain } from '../../settings/plain.ts';
import * as z from 'zod';
import { METRIC_NAMES } from '../metrics/index.ts';
import { SCENARIO_SETTINGS } from './scenario-settings.ts';
import { saidOfGroup, saidOfWindow } from './said-of-window.ts';
import type { SaidScenario } from './scenario-settings.ts';
import type { Scenario } from './scenario.ts';
import type { ExpectedFindings, WrittenFor } from './expectations.ts';

/** A scenario as a person would write it if nothing had a default. The loader reads it back as the same scenario. */
export function scenarioToPlain(scenario: Scenario): Readonly<Record<string, Plain>> {
  return z
    .record(z.string(), z.custom<Plain>())
    .parse(z.encode(SCENARIO_SETTINGS.codec, saidOfScenario(scenario)));
}

/** What a file says that leaves nothing out. */
export function saidOfScenario(scenario: Scenario): SaidScenario {
  const { groups, ...ofAll } = scenario.fleet;
  return {
    ...scenario,
    fleet: { ...ofAll, ...(groups.length > 0 && { groups: groups.map(saidOfGroup) }) },
    timeline: scenario.timeline.map(saidOfWindow),
    expect: saidOfExpect(scenario),
  };
}

function saidOfExpect({ expect, durationMs, fleet, device }: Scenario): SaidScenario['expect'] {
  const { writtenFor, faults, sometimes, mayBreak, builtIn, ownPolicy } = expect;
  const { devices, intervalMs } = fleet;
  const own = { durationMs, devices, intervalMs, policy: device.policy.name };
  return {
    ...(isSame(writtenFor, own) ? {} : { writtenFor }),
    faults,
    ...(sometimes.length > 0 && { sometimes }),
    ...(mayBreak.length > 0 && { mayBreak }),
    ...saidOfFindings(expect),
    ...(hasAny(builtIn) && { builtIn: saidOfFindings(builtIn) }),
    ...(hasAny(ownPolicy) && { ownPolicy: saidOfFindings(ownPolicy) }),
  };
}

function saidOfFindings({ metrics, violations }: ExpectedFindings) {
  const bounds = METRIC_NAMES.map((name) => [name, metrics.filter(({ metric }) => metric === name)] as const);
  return { violations, ...Object.fromEntries(bounds.filter(([, ofOne]) => ofOne.length > 0)) };
}

function hasAny({ metrics, violations }: ExpectedFindings): boolean {
  return metrics.length > 0 || violations.length > 0;
}

function isSame(a: WrittenFor, b: WrittenFor): boolean {
  return (
    a.durationMs === b.durationMs &&
    a.devices === b.devices &&
    a.intervalMs === b.intervalMs &&
    a.policy === b.policy
  );
}
