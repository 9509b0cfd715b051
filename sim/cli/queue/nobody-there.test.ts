import { expect, test } from 'vitest';
import { nobodyThere } from './nobody-there.ts';

/** As Redis lists a connection, and the engine names that of a worker. */
function worker(queue: string, suffix = ''): string {
  const name = `bull:${Buffer.from(queue).toString('base64')}${suffix}`;
  return `id=5 addr=127.0.0.1:50000 laddr=127.0.0.1:6379 fd=9 name=${name} age=3 db=0 cmd=bzpopmin\n`;
}

const OTHER = 'id=3 addr=127.0.0.1:40000 laddr=127.0.0.1:6379 fd=8 name= age=3 db=0 cmd=client|list\n';

test('a queue at which nobody takes runs is told, with the versions of those who take others', () => {
  expect(nobodyThere(OTHER, 'petrel-0.2.0')).toBe('no worker of Petrel 0.2.0 is there.');
  const older = worker('petrel-0.1.0') + worker('petrel-0.1.0', ':w:one') + worker('mails');
  expect(nobodyThere(OTHER + older, 'petrel-0.2.0')).toBe(
    'no worker of Petrel 0.2.0 is there; those who are take runs of their own version only, 0.1.0.',
  );
});

test('and is not where somebody does', () => {
  expect(nobodyThere(OTHER + worker('petrel-0.2.0'), 'petrel-0.2.0')).toBeNull();
});
