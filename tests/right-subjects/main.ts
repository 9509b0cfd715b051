/**
 * `npm run right-subjects`: right subjects in all scenarios. Prints each false alarm, and fails if there is one; on stderr,
 * how far it is.
 *
 *   npm run right-subjects -- --seeds 1..20
 *   npm run right-subjects -- --transport supertest --seeds 1..2 --subject durable --scenario storm
 */
import { parseSeeds } from '../../sim/cli/flags/seed-range.ts';
import { listScenarios } from '../../sim/scenario/index.ts';
import { TRANSPORT_NAMES } from '../../sim/transport/index.ts';
import { runScenario } from '../../sim/vitest/index.ts';
import { batchProgress, toStderr } from '../batch-progress.ts';
import { orRefuse, scriptFlags } from '../script-flags.ts';
import { RIGHT_SUBJECTS } from './subjects.ts';
import type { RightSubject } from './subjects.ts';

const values = scriptFlags('right-subjects', {
  seeds: { type: 'string', default: '1..3' },
  transport: { type: 'string' },
  subject: { type: 'string', multiple: true },
  scenario: { type: 'string', multiple: true },
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

const { transport, subjects, scenarios, seeds } = orRefuse(() => {
  const called = TRANSPORT_NAMES.find((name) => name === values.transport);
  if (values.transport !== undefined && called === undefined)
    throw new Error(`--transport ${values.transport}: there are ${TRANSPORT_NAMES.join(', ')}`);
  return {
    transport: called,
    subjects: named(RIGHT_SUBJECTS, values.subject, 'subject'),
    scenarios: named(listScenarios(), values.scenario, 'scenario'),
    seeds: parseSeeds(values.seeds),
  };
});

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

const pairs = subjects.flatMap((subject) =>
  scenarios
    .filter(({ name }) => subject.notIn?.includes(name) !== true)
    .map(({ name }) => ({ subject, scenario: name })),
);
const progress = batchProgress(pairs.length, toStderr);
let alarms = 0;
for (const { subject, scenario } of pairs) {
  let found = 0;
  for (const seed of seeds) {
    const alarm = await falseAlarm(subject, scenario, seed);
    if (alarm === null) continue;
    found += 1;
    process.stdout.write(`${subject.name} · ${scenario} · seed ${seed} · ${alarm}\n`);
  }
  alarms += found;
  const verdict = found === 0 ? 'no alarm' : `${found} FALSE ALARMS`;
  progress.done(`${subject.name} · ${scenario}: ${verdict}`, seeds.length);
}
process.stdout.write(`${alarms} false alarms in ${progress.runs} runs\n`);
process.exitCode = alarms === 0 ? 0 : 1;
