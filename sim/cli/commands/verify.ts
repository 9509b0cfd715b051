import { availableParallelism } from 'node:os';
import { count } from '../../../settings/index.ts';
import { WORKERS_MAX } from '../flags/pool-flags.ts';
import { quantityFlag } from '../flags/quantity-flag.ts';
import { inOrder } from '../workers/in-order.ts';
import { refuseAllowNet } from '../flags/allow-net.ts';
import { renderResultsJson, renderVerification, verificationSummary } from '../../../reports/index.ts';
import type { Verification } from '../../explore/verification.ts';
import { EXIT, gravest } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { onOff, parsed, wordsOf } from '../flags/flags.ts';
import { listenForInterruption } from '../interruption.ts';
import { loadScenarios } from '../load-scenarios.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { pasteLine } from '../flags/paste-line.ts';
import { RUN_FLAGS } from '../flags/run-flags.ts';
import { parseSeeds } from '../flags/seed-range.ts';
import { FORCE_FLAG, parseOptionsOf, SUBJECT_FLAGS } from '../flags/subject-flags.ts';
import { startLoad } from '../verify/surroundings.ts';
import { print, say, terminal } from '../output/terminal.ts';
import { verify } from '../verify/verify-job.ts';
import { command } from './command.ts';

/** Exchanges that wait, lost answers, copies, reboots, an edge that restarts: where runs go apart first. */
const QUICK_SCENARIOS = ['storm', 'timeout', 'reboot', 'edge-restart'];
const QUICK_SEEDS = '1,2';
const SEEDS = '1';

/** What a run is told of what is under test; how it travels is what verifying varies. */
const TOLD = { policy: RUN_FLAGS.policy, ...SUBJECT_FLAGS, ...FORCE_FLAG };

/** A job runs two of its processes at once. */
const PROCESSES_OF_JOB = 2;

const AGAIN_FLAGS = {
  scenario: RUN_FLAGS.scenario,
  seeds: parsed(
    'Whole numbers and ranges, e.g. 1..3 or 1,2,5',
    (given) => (given === undefined ? undefined : parseSeeds(given)),
    '1; with --quick 1,2',
  ),
  ...TOLD,
};

const FLAGS = {
  ...AGAIN_FLAGS,
  workers: quantityFlag(
    count('Processes at once, two of each run and no fewer; the result is the same', {
      min: 1,
      max: WORKERS_MAX,
      otherwise: 'all cores',
    }),
  ),
  quick: onOff(`A short form for each change: ${QUICK_SCENARIOS.join(', ')}`),
  json: onOff('What came of each, as a JSON array on stdout'),
};

const CODES: Readonly<Record<Verification['kind'], ExitCode>> = {
  same: EXIT.passed,
  different: EXIT.nondeterminism,
  inconclusive: EXIT.inconclusive,
};

export const verifyCommand = command({
  name: 'verify',
  describe: 'Run each scenario in several processes, surroundings and transports, and compare event by event',
  flags: FLAGS,
  handle: async (asked, given) => {
    const { quick, json } = asked;
    refuseAllowNet(
      asked['allow-net'],
      'verify asks whether a seed gives the same run everywhere, which is not promised where a real server answers when it likes',
    );
    const named = asked.scenario.length > 0 ? asked.scenario : quick ? QUICK_SCENARIOS : ['all'];
    const seeds = asked.seeds ?? parseSeeds(quick ? QUICK_SEEDS : SEEDS);
    const scenarios = loadScenarios(named, parseOptionsOf(asked, asked.policy));
    for (const { warnings } of scenarios) for (const warning of warnings) say(warning);
    const told = { words: wordsOf(TOLD, given), foreignEdge: asked.edge !== undefined };
    const processes = asked.workers ?? availableParallelism();
    const jobsAtOnce = Math.max(1, Math.floor(processes / PROCESSES_OF_JOB));
    const interruption = listenForInterruption();
    const load = startLoad();
    const done: Verification[] = [];
    const jobs = jobsOf(scenarios, seeds);
    try {
      const verified = inOrder(jobs, jobsAtOnce, (job) => verify({ ...job, ...told }));
      for await (const verification of verified) {
        // A run that was told to stop says nothing of the others.
        if (interruption.code() !== null) break;
        done.push(verification);
        const { scenario, seed } = verification;
        const again = { ...given, scenario, seeds: seed };
        const paste = pasteLine(AGAIN_FLAGS, again, ['verify']);
        if (!json) print(renderVerification(verification, { ...terminal(), paste }));
      }
    } finally {
      await load.stop();
      interruption.stop();
    }
    if (json) print(renderResultsJson(done));
    else print(`\n${verificationSummary(done, { ...terminal(), planned: jobs.length })}`);
    return interruption.code() ?? gravest(done.map(({ kind }) => CODES[kind]));
  },
});

/** Scenario by scenario, each with all of its seeds. */
function jobsOf(
  scenarios: readonly LoadedScenario[],
  seeds: readonly string[],
): readonly { readonly scenario: string; readonly seed: string }[] {
  return scenarios.flatMap(({ named }) => seeds.map((seed) => ({ scenario: named, seed })));
}
