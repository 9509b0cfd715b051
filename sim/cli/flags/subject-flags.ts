import { formatScenarioError, overridesFrom } from '../../scenario/index.ts';
import { word } from '../../../settings/index.ts';
import { ALLOW_NET_FLAG } from './allow-net.ts';
import { onOff, text, texts } from './flags.ts';
import type { ValuesOf } from './flags.ts';
import { quantityFlag } from './quantity-flag.ts';
import { UsageError } from '../usage-error.ts';
import { DIALECT_NAMES } from '../../host/wire/dialects.ts';
import { looksLikeFile } from '../loading/user-module.ts';

/** What is taken where a flag does not say it. */
export const AS_SCENARIO = 'as the scenario says';

/** What is run, its policies aside: flags that `run` and `compare` have in common. */
export const SUBJECT_FLAGS = {
  devices: text('How many devices', AS_SCENARIO),
  duration: text('How long the faults last, e.g. 5m; a timeline is shortened with it', AS_SCENARIO),
  edge: text('Module with your edge: createEdge(env), or an Express app', 'built-in'),
  device: text('Module with your device: createDevice(env)', 'built-in'),
  wire: text(
    `How the messages of your edge and device are read: ${DIALECT_NAMES.join(', ')}, or where the module or scenario says it`,
    'as the scenario says, or the first that fits',
  ),
  interleave: quantityFlag(
    word(
      'Whether your edge meets other requests while it waits for files, threads or a turn of its loop',
      ['on', 'off'],
      { otherwise: 'on' },
    ),
  ),
  'shuffle-ties': onOff('What happens at one instant comes in an order drawn from the seed'),
  set: texts('Override any setting, e.g. network.loss=20%'),
  'allow-net': ALLOW_NET_FLAG,
};

export const FORCE_FLAG = { force: onOff('Run also what is estimated to be too large') };

type SubjectValues = Omit<ValuesOf<typeof SUBJECT_FLAGS & typeof FORCE_FLAG>, 'allow-net'>;

/**
 * What a scenario is read with. Of `policy` a name of ours counts; a file is loaded later.
 * @throws {UsageError}
 */
export function parseOptionsOf(
  { devices, duration, edge, set, force, wire }: SubjectValues,
  policy: string | undefined,
) {
  const named = policy === undefined || looksLikeFile(policy) ? undefined : policy;
  const parsed = overridesFrom({ set, devices, duration, policy: named, wire });
  if (!parsed.ok) throw new UsageError(parsed.errors.map(formatScenarioError).join('\n'));
  return { overrides: parsed.overrides, force, isOwnEdge: edge === undefined };
}
