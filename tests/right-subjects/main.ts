/**
 * `npm run right-subjects`: right subjects in all scenarios. Prints each false alarm, and fails if there is one.
 *
 *   npm run right-subjects -- --seeds 1..20
 *   npm run right-subjects -- --transport supertest --seeds 1..2 --subject durable --scenario storm
 */
import { parseArgs } from 'node:util';
import { parseSeeds } from '../../sim/cli/seed-range.ts';
import { listScenarios } from '../../sim/scenario/index.ts';
import { TRANSPORT_NAMES } from '../../sim/transport/index.ts';
import { runScenario } from '../../sim/vitest/index.ts';
import { RIGHT_SUBJECTS } from './subjects.ts';
import type { RightSubject } from './subjects.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1..3' },
    transport: { type: 'string' },
    subject: { type: 'string', multiple: true },
    scenario: { type: 'string', multiple: true },
  },
});

/** Those whose name has one of the words in it; all without words. */
function named<Named extends { readonly name: string }>(
  all: readonly Named[],
  words: readonly string[] | undefined,
  flag: string,
): readonly Named[] {
  if (words === undefined) return all;
  for (const word of words) {
    if (all.some(({ name }) => name.includes(word))) continue;
    throw new Error(`--${flag} ${word}: there is none. There are: ${all.map(({ name }) => name).join(', ')}`);
  }
  return all.filter(({ name }) => words.some((word) => name.includes(word)));
}

const transport = TRANSPORT_NAMES.find((name) => name === values.transport);
if (values.transport !== undefined && transport === undefined)
  throw new Error(`--transport ${values.transport}: there are ${TRANSPORT_NAMES.join(', ')}`);

/** What is wrong with how the run was judged; null: nothing. */
async function falseAlarm(subject: RightSubject, scenario: string, seed: string): Promise<string | null> {
  const { edge, device, set } = subject;
  const { result } = await runScenario(scenario, {
    seed,
    ...(edge !== undefined && { edge }),
    ...(device !== undefined && { device }),
    ...(set !== undefined && { set }),
    ...(transport !== undefined && { transport }),
  });
  const { outcome, why } = result;
  const wrong = subject.wrongIn?.[scenario];
  if (wrong === undefined) return outcome === 'passed' ? null : `${outcome}: ${why}`;
  // What it is known for may show or not, and cost what it costs; no other promise may be broken.
  const others = result.invariants.filter(
    ({ name, verdict, expectedBecause, allowedBecause }) =>
      verdict.kind === 'violated' && expectedBecause === null && allowedBecause === null && name !== wrong,
  );
  const isKnown = outcome === 'passed' || (outcome === 'violated' && others.length === 0);
  return isKnown ? null : `${outcome}: ${why}, where it breaks ${wrong}`;
}

const subjects = named(RIGHT_SUBJECTS, values.subject, 'subject');
const scenarios = named(listScenarios(), values.scenario, 'scenario');
const seeds = parseSeeds(values.seeds);
let runs = 0;
let alarms = 0;
for (const subject of subjects) {
  for (const { name } of scenarios) {
    if (subject.notIn?.includes(name) === true) continue;
    for (const seed of seeds) {
      runs += 1;
      const alarm = await falseAlarm(subject, name, seed);
      if (alarm === null) continue;
      alarms += 1;
      process.stdout.write(`${subject.name} · ${name} · seed ${seed} · ${alarm}\n`);
    }
  }
}
process.stdout.write(`${alarms} false alarms in ${runs} runs\n`);
process.exitCode = alarms === 0 ? 0 : 1;
