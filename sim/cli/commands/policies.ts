import {
  createPolicy,
  DEFAULT_DEVICE_SETTINGS,
  describePolicy,
  isPolicyName,
  POLICY_NAMES,
} from '../../../device/index.ts';
import type { PolicyDescription, PolicyName } from '../../../device/index.ts';
import { renderPolicyList, renderPolicyText } from '../../../reports/index.ts';
import { meanTotalDelayMs, profilePolicy } from '../../explore/index.ts';
import type { PolicyProfile } from '../../explore/index.ts';
import type { RetryPolicy } from '../../../ports/index.ts';
import { EXIT } from '../exit-code.ts';
import { onOff, words } from '../flags/flags.ts';
import { loadPolicyModule } from '../loading/load-subject.ts';
import { noSuch } from '../no-such.ts';
import { print, terminal } from '../output/terminal.ts';
import { UsageError } from '../usage-error.ts';
import { looksLikeFile } from '../loading/user-module.ts';
import { command } from './command.ts';
import { NAME } from '../program-name.ts';

function ours(name: PolicyName): RetryPolicy {
  return createPolicy({ ...DEFAULT_DEVICE_SETTINGS.policy, name });
}

interface Looked {
  readonly policy: RetryPolicy;
  readonly description: PolicyDescription | null;
}

async function lookUp(word: string): Promise<Looked> {
  if (looksLikeFile(word)) return { policy: (await loadPolicyModule(word)).policy, description: null };
  if (isPolicyName(word)) return { policy: ours(word), description: describePolicy(word) };
  throw new UsageError(
    `${noSuch('policy', word, POLICY_NAMES)} Policies: ${POLICY_NAMES.join(', ')}. ` +
      `For one of your own, name its file: ${NAME} policies ./my-policy.ts`,
  );
}

/** What the caller of `--json` gets, and the renderer. JSON knows no Infinity: no end is null. */
function described({ policy, description }: Looked, profile: PolicyProfile) {
  const { name, memory = 'none', retriesMax } = policy;
  return { name, memory, retriesMax: retriesMax === Infinity ? null : retriesMax, description, profile };
}

function listAll(json: boolean): string {
  const policies = POLICY_NAMES.map((name) => {
    const policy = ours(name);
    const { formula } = describePolicy(name);
    return { name, formula, memory: policy.memory ?? 'none', meanTotalDelayMs: meanTotalDelayMs(policy) };
  });
  return json ? JSON.stringify(policies, null, 2) : renderPolicyList(policies, terminal());
}

export const policiesCommand = command({
  name: 'policies',
  describe: 'The backoff policies; with a name or a file, all about that one',
  flags: { policy: words('[policy]', 'Name, or a module that exports a policy'), json: onOff('As JSON') },
  handle: async ({ policy: [word], json }) => {
    if (word === undefined) {
      print(listAll(json));
      return EXIT.passed;
    }
    const looked = await lookUp(word);
    const report = described(looked, profilePolicy(looked.policy));
    print(json ? JSON.stringify(report, null, 2) : renderPolicyText(report, terminal()));
    return EXIT.passed;
  },
});
