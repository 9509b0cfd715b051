import { POLICIES } from './policies.ts';
import type { PolicyName } from './policies.ts';
import type { PolicyDeclaration } from './policy-declaration.ts';
import { DEFAULT_POLICY_SETTINGS } from './policy-settings.ts';
import type { PolicyParameter } from './policy-settings.ts';

/** What a person wants to know of a policy. */
export type PolicyDescription = Required<
  Pick<PolicyDeclaration, 'formula' | 'jitter' | 'remembers' | 'defaults' | 'source'>
>;

const { baseMs, factor, capMs, jitterRatio, retries } = DEFAULT_POLICY_SETTINGS;

/** What formulas call the settings. */
export const PARAMETER_LETTERS: Readonly<Record<PolicyParameter, string>> = {
  baseMs: 'b',
  factor: 'f',
  capMs: 'C',
  jitterRatio: 'j',
  retries: 'R',
};

const DEFAULTS: Readonly<Record<PolicyParameter, string>> = {
  baseMs: `${baseMs / 1_000}s`,
  factor: String(factor),
  capMs: `${capMs / 1_000}s`,
  jitterRatio: String(jitterRatio),
  retries: String(retries),
};

export function describePolicy(name: PolicyName): PolicyDescription {
  const { formula, jitter, remembers, source, parameters, ...said }: PolicyDeclaration = POLICIES[name];
  const each = parameters.map((parameter) => `${PARAMETER_LETTERS[parameter]} ${DEFAULTS[parameter]}`);
  const defaults = said.defaults ?? each.join(', ');
  return { formula, jitter, remembers, defaults, source };
}
