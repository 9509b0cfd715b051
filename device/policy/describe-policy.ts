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

const DEFAULTS: Readonly<Record<PolicyParameter, string>> = {
  baseMs: `b ${baseMs / 1_000}s`,
  factor: `f ${factor}`,
  capMs: `C ${capMs / 1_000}s`,
  jitterRatio: `j ${jitterRatio}`,
  retries: `R ${retries}`,
};

export function describePolicy(name: PolicyName): PolicyDescription {
  const { formula, jitter, remembers, source, parameters, ...said }: PolicyDeclaration = POLICIES[name];
  const defaults = said.defaults ?? parameters.map((parameter) => DEFAULTS[parameter]).join(', ');
  return { formula, jitter, remembers, defaults, source };
}
