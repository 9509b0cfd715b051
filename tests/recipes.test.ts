import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { simInTurn } from './command-session.ts';
import { ROOT, words } from './command.ts';

const FOLDER = join(ROOT, 'docs', 'recipes');
const pages = readdirSync(FOLDER).toSorted();

/** What the commands write. */
const scratch = scratchFolder('recipes');

interface Typed {
  readonly line: string;
  readonly code: number;
  /** Lines of the output that the page shows below. */
  readonly shown: readonly string[];
}

/** Each block for a shell has one command; what is shown of its output is the block of text after it. */
function commandsOf(page: string): readonly Typed[] {
  const blocks = page.matchAll(/^```sh\n(.+)\n```\n(?:\n```text\n([\s\S]*?)^```$)?/gm);
  return [...blocks].map(([, text = '', shown = '']) => {
    const [line = '', comment = ''] = text.split(/\s+# exit /);
    return {
      line,
      code: Number(comment),
      shown: shown.split('\n').filter((one) => one !== ''),
    };
  });
}

const SIM = 'npm run sim -- ';
const VITEST = 'npx vitest run ';

// On a busy machine a command takes minutes.
describe.for(pages)('%s', { timeout: 300_000 }, (name) => {
  const page = readFileSync(join(FOLDER, name), 'utf8');
  const commands = commandsOf(page);

  test('shows what its commands say', async () => {
    expect(commands.length > 0 || name === 'README.md').toBe(true);
    for (const { line, code, shown } of commands) {
      if (line.startsWith(VITEST)) {
        // Vitest runs it with all others.
        expect(existsSync(join(ROOT, line.slice(VITEST.length))), line).toBe(true);
        continue;
      }
      expect(line.startsWith(SIM), line).toBe(true);
      const placed = line.slice(SIM.length).replace(/(\.\/)?my-/, join(scratch, 'my-'));
      // Three lines at most, one after the other: they share a process.
      // oxlint-disable-next-line no-await-in-loop
      const ran = await simInTurn(words(placed));
      expect(ran.code, `${line}\n${ran.stdout}${ran.stderr}`).toBe(code);
      expect(shown.length, line).toBeGreaterThan(0);
      // What a command prints of what it has found, fit prints beside the file that it writes.
      for (const one of shown) expect(`${ran.stdout}${ran.stderr}`.split('\n'), line).toContain(one);
    }
  });

  test('links to files that exist', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !existsSync(join(dirname(join(FOLDER, name)), link)))).toEqual([]);
  });
});

test('the index has each page, and each only once', () => {
  const index = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  const linked = [...index.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page = '']) => page);
  expect(linked.toSorted()).toEqual(pages.filter((name) => name !== 'README.md'));
});
