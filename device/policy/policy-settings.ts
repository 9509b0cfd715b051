import { as, count, decimal, defaultsOf, delay, ratio, section } from '../../settings/index.ts';
import type { Values } from '../../settings/index.ts';

/** What the formulas of policies are made of; each policy uses what its own names. */
export const POLICY_PARAMETERS = {
  base: delay('The first delay', { standard: '1s' }),
  factor: decimal('What each further delay is multiplied by', { min: 1, max: 100, standard: 2 }),
  cap: delay('The longest delay', { standard: '30s' }),
  jitter: as('jitterRatio', ratio('± share of the delay', { standard: '50%' })),
  retries: count('Attempts after the first', { min: 0, max: 1000, standard: 5 }),
};

/** How the delay between attempts is computed. */
export type PolicySettings = { readonly name: string } & Values<typeof POLICY_PARAMETERS>;

/** Which of them a formula may name, by property. */
export type PolicyParameter = Exclude<keyof PolicySettings, 'name'>;

export const DEFAULT_POLICY_SETTINGS = {
  name: 'exponential-jitter',
  ...defaultsOf(section('What the formulas of policies are made of.', POLICY_PARAMETERS)),
} as const;
