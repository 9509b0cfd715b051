/** A setting that a reader can turn, by its path in a scenario file. */
export interface Slider {
  readonly path: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Behind the number, in the file. */
  readonly unit: '' | '%' | 's';
}

function chance(path: string, label: string): Slider {
  return { path, label, min: 0, max: 95, step: 5, unit: '%' };
}

/** What can be turned. One that is not touched is as the scenario has it. */
export const SLIDERS: readonly Slider[] = [
  { path: 'fleet.devices', label: 'Devices', min: 1, max: 100, step: 1, unit: '' },
  { path: 'device.timeout', label: 'Timeout of a request', min: 1, max: 30, step: 1, unit: 's' },
  chance('network.loss', 'Requests lost'),
  chance('network.answerLoss', 'Answers lost'),
  chance('network.reset', 'Connections broken'),
  chance('network.duplicate', 'Requests that arrive again'),
  chance('edge.overload', 'Answered 503'),
  chance('edge.errors', 'Answered 500'),
  chance('device.drop', 'Readings dropped by the device'),
];

/** All that makes a run: a link holds it. */
export interface Choice {
  readonly scenario: string;
  /** Null: as the scenario has it. */
  readonly policy: string | null;
  readonly seed: string;
  /** By path: those that were touched. */
  readonly values: Readonly<Record<string, number>>;
}

export const FIRST_CHOICE: Choice = { scenario: 'storm', policy: null, seed: '42', values: {} };

/** As `--set` has them. */
export function settingsOf({ policy, values }: Choice): readonly string[] {
  return [
    ...(policy === null ? [] : [`device.policy.name=${policy}`]),
    ...SLIDERS.flatMap(({ path, unit }) => {
      const value = values[path];
      return value === undefined ? [] : [`${path}=${value}${unit}`];
    }),
  ];
}

/** The command line that gives the same run. */
export function commandOf(choice: Choice): string {
  const { scenario, seed } = choice;
  const set = settingsOf(choice).map((each) => ` --set ${each}`);
  return `npm run sim -- --scenario ${scenario} --seed ${/^[\w.-]+$/.test(seed) ? seed : JSON.stringify(seed)}${set.join('')} --transport direct`;
}

/** Behind the `#` of a link. */
export function linkOf({ scenario, policy, seed, values }: Choice): string {
  const parts = new URLSearchParams({ scenario, seed });
  if (policy !== null) parts.set('policy', policy);
  for (const [path, value] of Object.entries(values)) parts.set(path, String(value));
  return `#${parts}`;
}

/** What a link says, as far as it says what there is; `scenarios` and `policies` are those that there are. */
export function choiceIn(
  link: string,
  { scenarios, policies }: { readonly scenarios: readonly string[]; readonly policies: readonly string[] },
): Choice {
  const parts = new URLSearchParams(link.replace(/^#/, ''));
  const scenario = parts.get('scenario') ?? '';
  const policy = parts.get('policy') ?? '';
  const values: Record<string, number> = {};
  for (const { path, min, max } of SLIDERS) {
    const given = Number(parts.get(path) ?? NaN);
    if (given >= min && given <= max) values[path] = given;
  }
  return {
    scenario: scenarios.includes(scenario) ? scenario : FIRST_CHOICE.scenario,
    policy: policies.includes(policy) ? policy : null,
    seed: parts.get('seed') ?? FIRST_CHOICE.seed,
    values,
  };
}
