import { Document, isCollection, stringify } from 'yaml';
import * as z from 'zod';
import { issueInWords } from '../../settings/issue-words.ts';
import { printable } from '../../settings/show-value.ts';
import { isKnownFault } from '../faults/index.ts';
import type { Atom, Family, Schedule, TakenSamples } from '../run/index.ts';
import { standingFaults, WEAKER } from '../run/index.ts';
import { formatScenarioError, parseScenario, readPlainYaml, scenarioToYaml } from '../scenario/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { allDevices, runsOf } from './candidate.ts';

/** `0-5`: attempts that follow each other. */
const ATTEMPTS = /^(\d{1,6})-(\d{1,6})$/;

/** A reading has fewer; a range of more is a slip. */
const ATTEMPTS_MAX = 10_000;

const draw = z.strictObject({
  fault: z.string(),
  device: z.string(),
  /** `any`: every draw of this fault for this device. */
  reading: z.union([z.int().min(0), z.literal('any')], 'must be a whole number from 0, or any').nullable(),
  attempt: z
    .union([z.int().min(0), z.string().regex(ATTEMPTS)], 'must be a number from 0, or several such as 0-3')
    .optional(),
  copy: z.int().min(1).optional(),
  /** Less than was drawn. */
  as: z.enum(WEAKER).optional(),
});

const head = z.strictObject({
  petrel: z.string(),
  failure: z.strictObject({
    signature: z.string(),
    message: z.string(),
    device: z.string().nullable(),
    reading: z.int().nullable(),
  }),
  stillFails: z.string().regex(/./, 'must say why, or not be there').optional(),
  seed: z.string(),
  subject: z.strictObject({
    edge: z.string().nullable(),
    device: z.string().nullable(),
    policy: z.string().nullable(),
    interleave: z.boolean(),
  }),
  devices: z.array(z.string()).nullable(),
  samples: z
    .array(
      z.strictObject({
        device: z.string(),
        taken: z.array(z.int().min(0)).refine(isAscending, 'must be ascending, each once'),
      }),
    )
    .optional(),
  draws: z.array(draw),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
  scenario: z.unknown(),
});

type Head = z.infer<typeof head>;

function isAscending(counts: readonly number[]): boolean {
  return counts.every((count, index) => index === 0 || count > (counts[index - 1] ?? 0));
}

/** What a small failing run is: nothing else is needed to see it again. */
export interface FailureFile {
  /** The version that wrote it. */
  readonly petrel: string;
  readonly failure: Readonly<Head['failure']>;
  /** Why it is known to fail still; null: it is expected to be mended. */
  readonly stillFails: string | null;
  /** Of all chance. */
  readonly seed: string;
  /** As the command line names them; null: ours, or as the scenario says. */
  readonly subject: Readonly<Head['subject']>;
  /** Null: the whole fleet. */
  readonly devices: readonly string[] | null;
  /** Of devices that do not take all of their samples. */
  readonly samples: readonly TakenSamples[];
  readonly draws: readonly Atom[];
  /** Of these every draw acts as it comes out. */
  readonly families: readonly Family[];
  /** Of the small run, by the version that wrote it. */
  readonly fingerprint: string;
  /** All windows and standing faults in it act. */
  readonly scenario: Scenario;
}

export type ReadFailure =
  | { readonly ok: true; readonly file: FailureFile }
  /** One sentence for each thing that is wrong. */
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** All that may act in the run that the file holds. */
export function scheduleIn({ seed, draws, families, devices, samples, scenario }: FailureFile): Schedule {
  const windows = scenario.timeline.map((_window, index) => index);
  return { seed, draws, families, windows, standing: standingFaults(scenario), devices, samples };
}

/** As a person reads it: what failed first, the settings last. `comments` stand above it. */
export function printFailureFile(file: FailureFile, comments: readonly string[]): string {
  const { petrel, failure, stillFails, seed, subject, devices, samples, draws, families, fingerprint } = file;
  const document = new Document({
    petrel,
    failure,
    ...(stillFails !== null && { stillFails }),
    seed,
    subject,
    devices,
    ...(samples.length > 0 && { samples }),
    draws: [...families.map((family) => ({ ...family, reading: 'any' })), ...runsOf(draws).map(saidOf)],
    fingerprint,
  });
  for (const part of ['samples', 'draws']) {
    const listed = document.get(part);
    if (isCollection(listed)) for (const item of listed.items) if (isCollection(item)) item.flow = true;
  }
  const listed = document.get('devices');
  if (isCollection(listed)) listed.flow = true;
  const above = comments.map((line) => `# ${printable(line)}`.trimEnd()).join('\n');
  const scenario = scenarioToYaml(file.scenario).replace(/^(?=.)/gm, '  ');
  return `${above}\n${stringify(document, { lineWidth: 0 })}scenario:\n${scenario}`;
}

/** Without what goes without saying: an attempt before any was sent, and the original. */
function saidOf(run: readonly Atom[]) {
  const [first] = run;
  if (first === undefined) return null;
  const { fault, device, reading, attempt, copy, as } = first;
  const attempts = run.length === 1 ? attempt : `${attempt}-${attempt + run.length - 1}`;
  return {
    fault,
    device,
    reading,
    ...(attempt >= 0 && { attempt: attempts }),
    ...(copy > 0 && { copy }),
    ...(as !== undefined && { as }),
  };
}

/** Text → failure, or all that is wrong with it. Never throws. */
export function parseFailureFile(text: string, fileName: string): ReadFailure {
  const read = readPlainYaml(text);
  if (!read.ok) return { ok: false, mistakes: [`${fileName}: ${printable(read.why)}`] };
  const parsed = head.safeParse(read.value);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map((issue) => `${fileName}: ${issueInWords(issue, read.value)}`);
    return { ok: false, mistakes };
  }
  const { scenario: saidScenario, draws, samples = [], stillFails = null, ...rest } = parsed.data;
  const scenario = parseScenario(stringify(saidScenario), `${fileName}: scenario`, { force: true });
  const atoms = draws.flatMap(atomsFrom);
  const unknown = draws.filter(({ fault }) => !isKnownFault(fault)).map(({ fault }) => fault);
  const named = [
    ...(rest.devices ?? []),
    ...samples.map(({ device }) => device),
    ...draws.map(({ device }) => device),
  ];
  const mistakes = [
    ...(scenario.ok ? strangers(named, scenario.scenario).map((why) => `${fileName}: ${why}`) : []),
    ...new Set(unknown.map((fault) => `${fileName}: draws: there is no fault ${printable(fault)}`)),
    ...(scenario.ok ? [] : scenario.errors.map(formatScenarioError)),
  ];
  if (!scenario.ok || mistakes.length > 0) return { ok: false, mistakes };
  return {
    ok: true,
    file: {
      ...rest,
      stillFails,
      samples,
      draws: atoms,
      families: draws.flatMap(familyFrom),
      scenario: scenario.scenario,
    },
  };
}

/** Devices that the fleet does not have: a run without them would show nothing, and that would look like a pass. */
function strangers(named: readonly string[], scenario: Scenario): readonly string[] {
  const fleet = allDevices({ scenario });
  const known = new Set(fleet);
  return [...new Set(named)]
    .filter((device) => !known.has(device))
    .map((device) => `there is no ${printable(device)}: the fleet has ${fleet[0]} to ${fleet.at(-1)}`);
}

type SaidDraw = Head['draws'][number];

function atomsFrom({ fault, device, reading, attempt, copy = 0, as }: SaidDraw): readonly Atom[] {
  if (!isKnownFault(fault) || reading === 'any') return [];
  const [from, to] = attemptsIn(attempt);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => {
    return {
      fault,
      device,
      reading,
      attempt: from + index,
      copy,
      ...(as !== undefined && { as }),
    };
  });
}

function attemptsIn(attempt: SaidDraw['attempt']): readonly [from: number, to: number] {
  if (typeof attempt !== 'string') return [attempt ?? -1, attempt ?? -1];
  const [, from = '0', to = '0'] = ATTEMPTS.exec(attempt) ?? [];
  return [Number(from), Math.min(Number(to), Number(from) + ATTEMPTS_MAX)];
}

function familyFrom({ fault, device, reading }: SaidDraw): readonly Family[] {
  return isKnownFault(fault) && reading === 'any' ? [{ fault, device }] : [];
}
