import { randomInt } from 'node:crypto';
import { renderLiveText } from '../../../reports/live-text.ts';
import { builtinSubject } from '../../builtin/index.ts';
import { run } from '../../run/index.ts';
import type { RunResult } from '../../run/index.ts';
import type { Scenario } from '../../scenario/index.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { onOff, parsed, text, texts } from '../flags/flags.ts';
import { listenForInterruption } from '../interruption.ts';
import { liveAddress } from '../live/live-address.ts';
import { proxiedEdge } from '../live/proxied-edge.ts';
import { realPace } from '../live/real-pace.ts';
import { somebodyThere } from '../live/somebody-there.ts';
import { loadScenarios } from '../load-scenarios.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { loadSubject } from '../loading/load-subject.ts';
import { createProgress } from '../output/progress.ts';
import { oneSeed } from '../flags/seed.ts';
import { AS_SCENARIO, parseOptionsOf, SUBJECT_FLAGS } from '../flags/subject-flags.ts';
import { print, say, terminal } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { looksLikeFile } from '../loading/user-module.ts';
import { command } from './command.ts';
import { NAME } from '../program-name.ts';

const DRAWN_SEED_MAX = 1_000_000;
const { devices, duration, set } = SUBJECT_FLAGS;

const FLAGS = {
  scenario: text('A name, or a file'),
  url: text('Where the edge takes readings, e.g. http://localhost:8000/ingest'),
  'i-own-this': texts('Another machine than this one that may be aimed at, by the name in --url'),
  edge: text('Module with the same edge, for the simulated run beside it', 'built-in'),
  policy: text('Backoff policy, by name', AS_SCENARIO),
  seed: parsed(
    'Any text',
    (given, flag) => (given === undefined ? undefined : oneSeed(given, flag)),
    'drawn, and printed',
  ),
  devices,
  duration,
  set,
  verbose: onOff('The whole report of the live run', 'v'),
};

export const liveCommand = command({
  name: 'live',
  describe:
    'Run a scenario against an edge that runs elsewhere, in real time, and beside it the same in the simulator',
  flags: FLAGS,
  lacks: {
    device: `devices of a live run are those that come with Petrel: a clock, timers and sockets can be simulated for your code only where time can wait. To try your device, run it in the simulator: ${NAME} run --device FILE --edge FILE`,
    wire: `devices of a live run speak the form that comes with Petrel, and --url must take it. Of other messages, run edge and device in the simulator: ${NAME} run --wire FORM --edge FILE --device FILE`,
    'allow-net': 'all that a live run sends goes to --url',
  },
  handle: async (asked) => {
    const { scenario: name, seed = String(randomInt(DRAWN_SEED_MAX)), edge, policy } = asked;
    if (name === undefined)
      throw new UsageError(
        'name a scenario, e.g. live --scenario lost-ack --url http://localhost:8000/ingest',
      );
    if (policy !== undefined && looksLikeFile(policy))
      throw new UsageError(`--policy ${policy}: a live run takes the name of a policy`);
    const url = liveAddress(asked.url, asked['i-own-this']);
    const options = parseOptionsOf(
      { ...asked, device: undefined, wire: undefined, interleave: null, 'shuffle-ties': false, force: false },
      policy,
    );
    const [loaded, ...more] = loadScenarios([name], options);
    if (loaded === undefined || more.length > 0)
      throw new UsageError(`--scenario ${name}: name one scenario`);
    for (const warning of loaded.warnings) say(warning);
    refuseWhatIsOutOfReach(loaded);
    await somebodyThere(url);
    const interruption = listenForInterruption();
    try {
      const scenario = unmet(loaded.scenario);
      const live = await runLive({ ...loaded, scenario }, seed, url);
      if (interruption.code() !== null) return interruption.code() ?? EXIT.passed;
      const { warnings } = loaded;
      const subject = await loadSubject({ edge, device: undefined, policy: undefined }, scenario);
      const simulated = await run({ scenario, seed, subject, warnings, transport: 'inject' });
      print(renderLiveText({ live, simulated, url: url.href, whole: asked.verbose }, terminal()));
      return exitCodeOf(live.outcome);
    } finally {
      interruption.stop();
    }
  },
});

const OUT_OF_REACH = ['clock', 'crash', 'freeze'] as const;

/** A process that is not here can't be killed or stopped, nor its clock be set. */
function refuseWhatIsOutOfReach({ scenario, named }: LoadedScenario): void {
  const { edge, timeline } = scenario;
  const settings = [edge, ...timeline.map((window) => window.edge)];
  const found = [
    ...(timeline.some(({ restart }) => restart) ? ['edge.restart'] : []),
    ...OUT_OF_REACH.filter((key) => settings.some((said) => (said[key] ?? null) !== null)).map(
      (key) => `edge.${key}`,
    ),
  ];
  if (edge.instances > 1)
    throw new UsageError(
      `--scenario ${named}: edge.instances is ${edge.instances}, but how many instances answer at --url is up to who runs them there; say --set edge.instances=1`,
    );
  if (found.length > 0)
    throw new UsageError(
      `--scenario ${named}: ${found.join(' and ')} can't be done to an edge that runs elsewhere`,
    );
}

/** An edge that has met these devices before must not take their readings for those: they are numbered by the clock. */
function unmet(scenario: Scenario): Scenario {
  return { ...scenario, device: { ...scenario.device, firstSequence: Date.now() } };
}

async function runLive({ scenario, warnings }: LoadedScenario, seed: string, url: URL): Promise<RunResult> {
  const progress = createProgress(scenario.name, scenario.durationMs, terminal().interactive);
  const ours = builtinSubject(scenario);
  try {
    return await run({
      scenario,
      seed,
      subject: { ...ours, edge: { name: url.href, factory: proxiedEdge(url), foreign: true } },
      warnings,
      transport: 'inject',
      pace: realPace(),
      onEvent: (event) => progress.observe(event),
    });
  } finally {
    progress.stop();
  }
}
