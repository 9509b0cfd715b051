/** A program, for any Node: does the golden runs (`short`: a few of them), and prints those whose fingerprint is another. */
import { builtinSubject } from '../../sim/builtin/index.ts';
import { run } from '../../sim/run/index.ts';
import { formatScenarioError, loadScenario } from '../../sim/scenario/index.ts';
import { goldenRuns } from './golden-runs.ts';
import type { Differing } from './differing.ts';

const differing: Differing[] = [];
for (const golden of goldenRuns(process.argv[2] === 'short')) {
  const { scenario: name, seed, transport, fingerprint } = golden;
  const loaded = loadScenario(name);
  if (!loaded.ok) throw new Error(loaded.errors.map(formatScenarioError).join('\n'));
  const { scenario } = loaded;
  const result = await run({ scenario, seed, subject: builtinSubject(scenario), transport });
  if (result.fingerprint !== fingerprint || result.outcome !== 'passed')
    differing.push({ ...golden, found: result.fingerprint, outcome: result.outcome });
}
process.stdout.write(JSON.stringify(differing));
