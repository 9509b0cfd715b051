import { join } from 'node:path';
import { DEVICE_ID_PATTERN } from '../../protocol/index.ts';
import { EXIT_CODES } from '../../program/exit-codes.ts';
import { parseFlags } from '../../program/parse-flags.ts';
import type { Program } from '../../program/parse-flags.ts';
import { realClock } from '../../program/real-clock.ts';
import { count, defaultsOf, maybe, section, text } from '../../settings/index.ts';
import { suggest } from '../../settings/suggest.ts';
import { createDevice } from '../create-device.ts';
import { FileDisk } from '../disk/file-disk.ts';
import { encodeFileName } from '../disk/file-name.ts';
import { holdFolder } from '../../program/hold-folder.ts';
import { Journal, outboxFile } from '../journal.ts';
import type { DeadLetter, StoredReading } from '../journal.ts';
import { DEFAULT_DEVICE_SETTINGS } from '../settings.ts';

const SETTINGS = section('What a device keeps on its disk.', {
  stateDir: maybe(
    text('Directory that the device was given', { allowed: 'not empty', isRight: (value) => value !== '' }),
  ),
  id: text('Device id', {
    allowed: '1 to 64 letters, digits, ".", "_" or "-"',
    isRight: (value) => DEVICE_ID_PATTERN.test(value),
    standard: 'device-001',
  }),
  sequence: maybe(
    count('Number of the one reading that is meant; all if left out', {
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
    }),
  ),
});

const PREFIX = 'PETREL_DEVICE_';
/** Of the variables of the program, those that mean something here too. */
const VARIABLES: ReadonlySet<string> = new Set([`${PREFIX}ID`, `${PREFIX}STATE_DIR`]);

/** What is printed, and what the process says to its caller. */
export interface CommandResult {
  readonly text: string;
  readonly errors: string;
  readonly code: number;
}

/** A folder that is there, with the device that it belongs to. */
interface Place {
  readonly folder: string;
  readonly id: string;
  readonly sequence: number | null;
}

interface Verb {
  readonly does: string;
  /** Whether it changes anything, and so cannot go on beside the device. */
  readonly writes: boolean;
  /** One JSON value for each line. */
  readonly run: (place: Place) => readonly unknown[];
}

const VERBS: Readonly<Record<string, Verb>> = {
  list: { does: 'Prints what waits to be sent, the oldest first.', writes: false, run: list },
  dead: { does: 'Prints what was given up, with the reason, the oldest first.', writes: false, run: dead },
  redrive: {
    does: 'Puts what was given up back to what waits: the device sends it when it starts.',
    writes: true,
    run: redrive,
  },
  repair: { does: 'Sets aside what cannot be read, and prints what was found.', writes: true, run: repair },
};

export function isOutboxCommand([word]: readonly string[]): boolean {
  return word === 'outbox';
}

/** `words` are those behind `outbox`. Ends in 0 where it did what was asked for, 1 where it could not, 2 for wrong words. */
export async function outboxCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<CommandResult> {
  const [name = '', ...flags] = words;
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verb === undefined)
    return name === '--help' ? { text: usage(), errors: '', code: 0 } : wrong(noSuchVerb(name));
  const own = Object.entries(environment).filter(([variable]) => VARIABLES.has(variable));
  const parsed = await parseFlags(programOf(name, verb), flags, Object.fromEntries(own));
  if (parsed.kind === 'help') return { text: `${parsed.text}\n`, errors: '', code: 0 };
  if (parsed.kind === 'error') return wrong(parsed.message);
  const { id, stateDir, sequence } = parsed.options;
  if (stateDir === null)
    return wrong('--state-dir is missing: name the directory that the device was given.');
  try {
    const place = { folder: join(stateDir, encodeFileName(id)), id, sequence };
    // Before anything is made there: a mistyped path must not become a device.
    new FileDisk(place.folder, { mayChange: false }).list('');
    const release = verb.writes ? await holdFolder(place.folder) : null;
    if (verb.writes && release === null) return failed(`${id} runs there now. Stop it first.`);
    try {
      const found = verb.run(place).map((value) => `${JSON.stringify(value)}\n`);
      return { text: found.join(''), errors: '', code: 0 };
    } finally {
      await release?.();
    }
  } catch (error) {
    return failed(
      `${stateDir} cannot be used for ${id}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function programOf(name: string, { does }: Verb): Program<(typeof SETTINGS)['keys']> {
  return {
    command: `npm run device -- outbox ${name}`,
    does: `${does} One JSON object for each line.`,
    prefix: PREFIX,
    settings: SETTINGS,
    defaults: defaultsOf(SETTINGS),
    former: {},
    exitCodes: { 0: 'done', ...EXIT_CODES },
  };
}

function usage(): string {
  const verbs = Object.entries(VERBS).map(([name, { does }]) => `  outbox ${name.padEnd(8)} ${does}`);
  return `${verbs.join('\n')}\n\nEach takes --state-dir and --id.\n`;
}

function noSuchVerb(name: string): string {
  const near = suggest(name, Object.keys(VERBS));
  const found = name === '' ? 'outbox needs a word behind it' : `There is no outbox "${name}"`;
  return near === undefined
    ? `${found}. There are: ${Object.keys(VERBS).join(', ')}.`
    : `${found}; did you mean ${near}?`;
}

function wrong(message: string): CommandResult {
  return { text: '', errors: `${message}\n`, code: 2 };
}

function failed(message: string): CommandResult {
  return { text: '', errors: `${message}\n`, code: 1 };
}

/** Whether this one is meant. */
function isMeant(sequence: number | null): (of: { readonly sequenceId: number }) => boolean {
  return ({ sequenceId }) => sequence === null || sequenceId === sequence;
}

function list({ folder, id, sequence }: Place): readonly unknown[] {
  const journal = new Journal(new FileDisk(folder, { mayChange: false }));
  return journal.recover(id, realClock.now(), 0).readings.filter(isMeant(sequence)).map(shownReading);
}

function shownReading({ sequenceId, correlationId, message }: StoredReading): unknown {
  return { sequence_id: sequenceId, correlation_id: correlationId, message };
}

function dead({ folder, id, sequence }: Place): readonly unknown[] {
  const journal = new Journal(new FileDisk(folder, { mayChange: false }));
  return lettersIn(journal, id).filter(isMeant(sequence)).map(shownLetter);
}

function lettersIn(journal: Journal, id: string): readonly DeadLetter[] {
  return journal
    .recover(id, realClock.now(), 0)
    .deadLetters.flatMap((number) => journal.deadLetter(number) ?? []);
}

function shownLetter({ sequenceId, correlationId, end, last, attempts, body }: DeadLetter): unknown {
  return { sequence_id: sequenceId, correlation_id: correlationId, end, last, attempts, body };
}

/** Each is on the disk as one that waits before it is none that was given up. */
function redrive({ folder, id, sequence }: Place): readonly unknown[] {
  const journal = new Journal(new FileDisk(folder));
  const letters = lettersIn(journal, id).filter(isMeant(sequence));
  if (sequence !== null && letters.length === 0) throw new Error(`no reading ${sequence} was given up`);
  for (const { sequenceId, correlationId, body } of letters) {
    journal.saveReading({ sequenceId, correlationId, body, message: null, file: outboxFile(sequenceId) }, []);
  }
  journal.sync();
  for (const { sequenceId } of letters) journal.forgetDeadLetter(sequenceId);
  journal.sync();
  return letters.map(({ sequenceId, correlationId }) => ({
    sequence_id: sequenceId,
    correlation_id: correlationId,
    redriven: true,
  }));
}

/** As a boot does it, with nothing sent: what it finds it says. */
function repair({ folder, id }: Place): readonly unknown[] {
  const lines: unknown[] = [];
  const device = createDevice({
    id,
    edgeUrl: 'http://localhost/',
    send: () => () => {},
    clock: realClock,
    random: { draw: () => 0 },
    log: (_level, event, fields) => lines.push({ event, ...fields }),
    disk: new FileDisk(folder),
    settings: DEFAULT_DEVICE_SETTINGS,
  });
  device.stop();
  return lines;
}
