import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { DEVICE_ID_PATTERN } from '../../protocol/index.ts';
import { holdFolder } from '../../program/hold-folder.ts';
import { makeFolder } from '../../program/make-folder.ts';
import { realClock } from '../../program/real-clock.ts';
import { suggest } from '../../settings/suggest.ts';
import { newKey, withNewKey, withoutDevice } from './device-keys.ts';
import type { DeviceKey } from './device-keys.ts';
import { KeyFileError, readKeys, writeKeys } from './key-file.ts';

export const KEY_FILE = './data/keys.json';

const VERBS = ['add', 'list', 'rotate', 'revoke'] as const;

const USAGE = `petrel edge devices add|rotate|revoke DEVICE [--keys ${KEY_FILE}]
petrel edge devices list [--keys ${KEY_FILE}]
`;

export interface CommandPorts {
  readonly now: () => string;
  readonly random: (bytes: number) => Buffer;
  readonly out: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Whoever else changes keys needs a few milliseconds. */
const TURN_MS_MAX = 10_000;
const LOOK_MS = 20;

/**
 * `petrel edge devices …`: who may send. Gives the exit code: 0, 1 where the file does not do, 2 for wrong words. Of several
 * that change the file at once, one waits for the other: a key that was shown is kept nowhere else.
 */
export async function devicesCommand(words: readonly string[], ports: CommandPorts): Promise<number> {
  const { out, complain } = ports;
  const wrong = (sentence: string): number => {
    complain(`${sentence}\n${USAGE}`);
    return 2;
  };
  let given: ReturnType<typeof parse>;
  try {
    given = parse(words);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
  const { file, help, verb, device, rest } = given;
  if (help) {
    out(USAGE);
    return 0;
  }
  const known = VERBS.find((each) => each === verb);
  if (known === undefined) {
    const near = suggest(verb, VERBS);
    return wrong(`There is no "devices ${verb}"${near === undefined ? '.' : `; did you mean ${near}?`}`);
  }
  if (file === '') return wrong('--keys is "", but must be the name of a file.');
  if (rest.length > 0 || (known === 'list' && device !== '')) return wrong('There are too many words.');
  if (known !== 'list' && !DEVICE_ID_PATTERN.test(device))
    return wrong(
      `A device id is 1 to 64 letters, digits, dots, dashes or underscores, not ${JSON.stringify(device)}.`,
    );
  try {
    const release = known === 'list' ? null : await turnAt(dirname(file));
    try {
      return carryOut({ verb: known, device, file }, ports, wrong);
    } finally {
      await release?.();
    }
  } catch (error) {
    complain(
      `${error instanceof KeyFileError ? error.message : `The keys could not be written: ${String(error)}`}\n`,
    );
    return 1;
  }
}

interface Order {
  readonly verb: (typeof VERBS)[number];
  readonly device: string;
  readonly file: string;
}

/** @throws {KeyFileError} and what the file system says. */
function carryOut(
  { verb, device, file }: Order,
  { now, random, out, complain }: CommandPorts,
  wrong: (sentence: string) => number,
): number {
  const keys = readKeys(file);
  const live = keys.filter((key) => key.device === device && key.revoked === null);
  switch (verb) {
    case 'list':
      out(listed(keys));
      return 0;
    case 'revoke':
      if (live.length === 0) return wrong(`${device} has no key that is good.`);
      writeKeys(file, withoutDevice(keys, device, now()));
      complain(`${device} may not send any more.\n`);
      return 0;
    case 'add':
    case 'rotate': {
      if (verb === 'add' && live.length > 0)
        return wrong(`${device} has a key already; rotate gives it another.`);
      if (verb === 'rotate' && live.length === 0) return wrong(`${device} has no key yet; add gives it one.`);
      const { text, kept } = newKey(device, now(), random);
      writeKeys(file, withNewKey(keys, kept));
      complain(
        verb === 'add'
          ? `The key of ${device}, which is kept nowhere else:\n`
          : `The new key of ${device}, which is kept nowhere else; the one before is good until the next rotate or revoke:\n`,
      );
      out(`${text}\n`);
      return 0;
    }
  }
}

type Release = Awaited<ReturnType<typeof holdFolder>>;

/** Waits until nobody else changes keys in this folder. @throws {KeyFileError} when that takes too long. */
async function turnAt(folder: string): Promise<Release> {
  makeFolder(folder);
  for (let waitedMs = 0; waitedMs < TURN_MS_MAX; waitedMs += LOOK_MS) {
    const release = await holdFolder(folder);
    if (release !== null) return release;
    await new Promise<void>((resolve) => realClock.setTimeout(resolve, LOOK_MS));
  }
  throw new KeyFileError(`Another process changes the keys in ${JSON.stringify(folder)}. Try again later.`);
}

function parse(words: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { keys: { type: 'string', default: KEY_FILE }, help: { type: 'boolean', default: false } },
  });
  const [verb = '', device = '', ...rest] = positionals;
  return { file: values.keys, help: values.help, verb, device, rest };
}

function listed(keys: readonly DeviceKey[]): string {
  return keys
    .toSorted((a, b) => (a.device === b.device ? 0 : a.device < b.device ? -1 : 1))
    .map(
      ({ device, id, created, revoked }) =>
        `${device}  ${id}  since ${created}${revoked === null ? '' : `  revoked ${revoked}`}\n`,
    )
    .join('');
}
