import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { scratchFolder } from '../../tests/scratch-folder.ts';
import { FileDisk } from '../disk/file-disk.ts';
import { holdFolder } from '../../program/hold-folder.ts';
import { Bench, accepted, answered } from '../testing/test-bench.ts';
import { outboxCommand } from './outbox-command.ts';

let stateDir = '';
let folder = '';

beforeEach(() => {
  stateDir = scratchFolder('outbox');
  folder = join(stateDir, 'device-001');
});

/** One waits, one was refused, one ran out of retries. */
function live(): void {
  const bench = new Bench({ disk: new FileDisk(folder), settings: { inFlightMax: 3 } });
  for (let index = 0; index < 3; index += 1) bench.record(20 + index);
  bench.answer(1, answered(422));
  for (let attempt = 0; attempt < 6; attempt += 1) {
    bench.answer(bench.sent.length - 1, answered(503));
    bench.clock.advance(60_000);
  }
  bench.device.stop();
}

async function outbox(
  words: string,
): Promise<{ code: number; errors: string; lines: Record<string, unknown>[] }> {
  const { text, errors, code } = await outboxCommand([...words.split(' '), '--state-dir', stateDir], {});
  const lines = text.split('\n').filter(Boolean);
  return { code, errors, lines: lines.map((line): Record<string, unknown> => JSON.parse(line)) };
}

describe('the outbox of a device', () => {
  test('is listed, and so is what was given up, with the reason', async () => {
    live();
    const waiting = await outbox('list');
    expect(waiting).toMatchObject({
      code: 0,
      errors: '',
      lines: [{ sequence_id: 0, message: { sequence_id: 0 } }],
    });
    expect(await outbox('dead')).toMatchObject({
      code: 0,
      lines: [
        { sequence_id: 1, end: 'rejected', last: 422, attempts: 1 },
        { sequence_id: 2, end: 'exhausted', last: 503, attempts: 6 },
      ],
    });
    expect((await outbox('dead --sequence 2')).lines).toHaveLength(1);
  });

  test('takes back what was given up, and the device delivers it', async () => {
    live();
    expect((await outbox('redrive --sequence 2')).lines).toMatchObject([{ sequence_id: 2, redriven: true }]);
    expect((await outbox('dead')).lines).toMatchObject([{ sequence_id: 1 }]);
    expect((await outbox('redrive --sequence 2')).errors).toContain('no reading 2 was given up');
    const bench = new Bench({ disk: new FileDisk(folder), answer: accepted });
    bench.clock.runOut();
    expect(bench.device.counters()).toMatchObject({ recovered: 2, acknowledged: 2 });
  });

  test('is repaired: what cannot be read is said, set aside, and not met again', async () => {
    live();
    writeFileSync(join(folder, readdirSync(folder).find((file) => file.startsWith('outbox')) ?? ''), 'torn');
    const { lines } = await outbox('repair');
    expect(lines).toContainEqual(expect.objectContaining({ event: 'disk_content_damaged', sequence_id: 0 }));
    expect((await outbox('repair')).lines.map(({ event }) => event)).toEqual(['device_booted']);
    expect((await outbox('list')).lines).toEqual([]);
  });

  test('is read while the device runs, and not changed', async () => {
    live();
    writeFileSync(join(folder, 'a.tmp'), 'half');
    // The device would be another process: this one holds the folder in its place.
    const release = await holdFolder(folder);
    expect(release).not.toBeNull();
    expect((await outbox('list')).code).toBe(0);
    expect(existsSync(join(folder, 'a.tmp'))).toBe(true);
    for (const verb of ['redrive', 'repair']) {
      expect(await outbox(verb)).toMatchObject({
        code: 1,
        errors: 'device-001 runs there now. Stop it first.\n',
      });
    }
    await release?.();
  });

  test.for([
    ['', 2, 'outbox needs a word behind it'],
    ['redirve', 2, 'did you mean redrive?'],
    ['constructor', 2, 'There is no outbox "constructor"'],
    ['list --sequence -1', 2, '--sequence'],
    ['list --id other', 1, 'ENOENT'],
  ] as const)('asked for "%s" ends with %d and a sentence', async ([words, code, sentence]) => {
    const result = await outbox(words);
    expect(result.code).toBe(code);
    expect(result.errors).toContain(sentence);
    expect(result.errors).not.toContain('    at ');
    expect(existsSync(join(stateDir, 'other'))).toBe(false);
  });

  test('needs a directory, from a flag or a variable', async () => {
    live();
    expect(await outboxCommand(['list'], {})).toMatchObject({
      code: 2,
      errors: expect.stringContaining('--state-dir'),
    });
    const environment = { PETREL_DEVICE_STATE_DIR: stateDir, PETREL_DEVICE_INTERVAL: '3s' };
    expect(await outboxCommand(['list'], environment)).toMatchObject({ code: 0 });
  });
});
