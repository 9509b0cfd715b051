import {
  createPolicy,
  DEFAULT_DEVICE_SETTINGS,
  describePolicy,
  POLICIES,
  POLICY_NAMES,
} from '../../device/index.ts';
import type { PolicyName } from '../../device/index.ts';
import { PARAMETER_LETTERS } from '../../device/policy/describe-policy.ts';
import { POLICY_PARAMETERS } from '../../device/policy/policy-settings.ts';
import type { PolicyMemoryScope } from '../../ports/index.ts';
import { propertyOf } from '../../settings/section.ts';
import { code, codes, table } from './markdown.ts';
import type { Page } from './markdown.ts';
import { standardOf } from './setting-words.ts';

export function policies(): Page {
  return {
    title: 'Policies',
    intro:
      'When a device tries again, and whether. [Choosing a backoff policy](../choosing-a-policy.md) compares them; ' +
      '`npm run sim -- policies NAME` shows the delays of one.',
    parts: [
      table(
        ['policy', 'what it does'],
        POLICY_NAMES.map((name) => [`[${code(name)}](#${name})`, POLICIES[name].doc]),
      ),
      'In the formulas k counts the retries of a reading from 0, u is drawn evenly from 0 to 1, and the rest are the ' +
        'settings of `device.policy`:',
      table(
        ['setting', 'in formulas', 'what it is', 'default'],
        Object.entries(POLICY_PARAMETERS).map(([key, setting]) => [
          code(key),
          letterOf(propertyOf(key, setting)),
          setting.doc,
          standardOf(setting),
        ]),
      ),
      ...POLICY_NAMES.flatMap((name) => [`## ${name}`, about(name)]),
    ],
  };
}

function letterOf(property: string): string {
  return Object.entries(PARAMETER_LETTERS).find(([parameter]) => parameter === property)?.[1] ?? '';
}

/** Who shares what a policy remembers. */
const SHARED: Readonly<Record<PolicyMemoryScope, string>> = {
  none: '',
  reading: '',
  device: '; each device for itself',
  process: '; the devices of a process (`fleet.perProcess`) together',
};

function about(name: PolicyName): string {
  const { formula, jitter, remembers, defaults, source } = describePolicy(name);
  const { memory = 'none' } = createPolicy({ ...DEFAULT_DEVICE_SETTINGS.policy, name });
  const looked = Object.entries(POLICY_PARAMETERS)
    .filter(([key, setting]) =>
      POLICIES[name].parameters.some((parameter) => parameter === propertyOf(key, setting)),
    )
    .map(([key]) => key);
  return [
    `- delay: ${code(formula)}`,
    `- jitter: ${jitter}`,
    `- remembers: ${remembers === null ? 'nothing' : `${remembers}${SHARED[memory]}`}`,
    `- settings: ${looked.length === 0 ? 'none' : codes(looked)}`,
    `- defaults: ${defaults}`,
    `- source: ${source}`,
  ].join('\n');
}
