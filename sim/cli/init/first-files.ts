import { deviceText } from './device-file.ts';
import type { MessageForm } from './message-forms.ts';

/** What the first files are about. Paths are relative to the folder that they are written into, and begin with `./`. */
export interface FirstFiles {
  /** Null: what comes with Petrel. */
  readonly edge: string | null;
  readonly device: string | null;
  /** The path that the edge takes readings at; null: where Petrel's device sends them by itself. */
  readonly path: string | null;
  /** What the edge takes; null: nobody has asked it. */
  readonly form: MessageForm | null;
  /** Whether a status of the edge is enough to the device that comes with Petrel. Default: not. */
  readonly byStatus?: boolean;
  readonly install: Install;
}

/** How a workflow gets the packages of a project. */
export interface Install {
  readonly cache: 'npm' | 'pnpm' | 'yarn' | null;
  readonly commands: readonly string[];
}

/** A file to write, relative to the folder. */
export interface FirstFile {
  readonly path: string;
  readonly text: string;
}

/** The device that is written where that of Petrel does not speak the language of the edge. */
export const DEVICE_FILE = 'tests/petrel-device.mjs';
export const SCENARIO_FILE = 'scenarios/first.yaml';
export const TEST_FILE = 'tests/petrel.test.ts';
export const WORKFLOW_FILE = '.github/workflows/petrel.yaml';

/** Whether a device of their own must speak for them: they have none, and that of Petrel can't. */
export function needsDevice({ form, device }: Pick<FirstFiles, 'form' | 'device'>): boolean {
  return device === null && form !== null && form.builtIn === null;
}

export function firstFiles(given: FirstFiles): readonly FirstFile[] {
  const { form } = given;
  const writesDevice = needsDevice(given);
  const about = writesDevice ? { ...given, device: `./${DEVICE_FILE}` } : given;
  return [
    ...(writesDevice && form !== null ? [{ path: DEVICE_FILE, text: deviceText(form) }] : []),
    { path: SCENARIO_FILE, text: scenarioText(about) },
    { path: TEST_FILE, text: testText(about) },
    { path: WORKFLOW_FILE, text: workflowText(about) },
  ];
}

type About = Pick<FirstFiles, 'form' | 'path' | 'device' | 'byStatus'>;

/** What a scenario must say besides, by section, for the devices to reach the edge: keys and values as YAML. */
function besides({ form, path, device, byStatus = false }: About) {
  const preset = form === null || form.preset === 'petrel' ? null : form.preset;
  const isOurs = device === null && form !== null && form.builtIn !== null;
  return {
    wire: [
      ...(preset === null ? [] : [['preset', preset] as const]),
      ...(path === null ? [] : [['path', yamlOf(path)] as const]),
    ],
    device: isOurs
      ? [...(form.builtIn ?? []), ...(byStatus ? [['acknowledge', 'status'] as const] : [])]
      : [],
  };
}

/** Plain where it can't be taken for anything else. */
function yamlOf(text: string): string {
  return /^\/[\w./-]*$/.test(text) ? text : JSON.stringify(text);
}

/** The same as `--set` has it. */
export function besidesAsSets(about: About): readonly string[] {
  return Object.entries(besides(about)).flatMap(([section, said]) =>
    said.map(([key, value]) => `${section}.${key}=${value}`),
  );
}

const WHAT_SECTIONS_SAY: Readonly<Record<string, string>> = { wire: '# What the edge takes, and where.\n' };

/** As lines of a scenario; empty where all is as Petrel has it. */
function besidesAsText(about: About): string {
  return Object.entries(besides(about))
    .filter(([, said]) => said.length > 0)
    .map(
      ([section, said]) =>
        `${WHAT_SECTIONS_SAY[section] ?? ''}${section}: { ${said.map((each) => each.join(': ')).join(', ')} }\n`,
    )
    .join('');
}

function scenarioText(about: FirstFiles): string {
  return `# yaml-language-server: $schema=../node_modules/petrel/scenarios/scenario.schema.json
# Written by petrel init; change it as you like. To see it with every default: npx petrel describe ./${SCENARIO_FILE}
name: first
description: Requests and answers get lost, and for half a minute the edge turns away half of what it gets. Nothing is stored twice, nothing is lost unseen.
duration: 2m
fleet: { devices: 5, interval: 2s, start: staggered }
network: { latency: { distribution: uniform, min: 20ms, max: 80ms }, loss: 5%, answerLoss: 10% }
${besidesAsText(about)}timeline:
  - { at: 30s, for: 30s, edge: { overload: { probability: 50% } } }
expect:
  # A run in which a fault never showed has tested nothing.
  faults: [network.loss, network.answerLoss, edge.overload]
  # An answer that is lost makes the device send the reading again: the edge must know it.
  acceptedTwice: '= 0'
  # What a device gives up it must say.
  lost: '= 0'
  # Five retries get nearly everything through, even in the half minute.
  delivered: '>= 95%'
`;
}

function testText({ edge, device }: FirstFiles): string {
  return `import { scenarioTest } from 'petrel/vitest';

// Each seed is bad luck of another kind, and the same each time. A failure ends with the line to paste.
scenarioTest('./${SCENARIO_FILE}', { ${[
    ...(edge === null ? [] : [`edge: ${literal(edge)}`]),
    ...(device === null ? [] : [`device: ${literal(device)}`]),
    'seeds: 5',
  ].join(', ')} });
`;
}

/** As a literal in single quotes. */
function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** As a word of a command in a workflow; a shell takes it back unchanged. */
function word(text: string): string {
  return /^[\w./@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function workflowText({ edge, device, install }: FirstFiles): string {
  const subject = [
    ...(edge === null ? [] : [` --edge ${word(edge)}`]),
    ...(device === null ? [] : [` --device ${word(device)}`]),
  ].join('');
  const node =
    install.cache === null ? '{ node-version: 22 }' : `{ node-version: 22, cache: ${install.cache} }`;
  const run = (command: string): string => `      - run: ${command}\n`;
  return `# Written by petrel init: ten seeds of the first scenario, and the tests, on each pull request.
name: petrel
on: [push, pull_request]

permissions:
  contents: read

jobs:
  first:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: ${node}
${install.commands.map(run).join('')}      # Annotations and the summary of the job come by themselves.
${run(`npx petrel sweep --scenario ./${SCENARIO_FILE}${subject} --seeds 1..10`)}${run(`npx vitest run ${TEST_FILE}`)}`;
}
