import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { FAULT_NAMES, FAULTS } from '../sim/faults/index.ts';
import { scenarioJsonSchema } from '../sim/scenario/index.ts';
import { ROOT } from './command.ts';
import { faultExample } from './reference/faults.ts';
import { pageText } from './reference/markdown.ts';
import { PAGES } from './reference/pages.ts';
import { scenarioFrom } from './run-scenario.ts';

/** `npm run reference` sets it. */
const updating = process.env['UPDATE_REFERENCE'] === '1';

const FOLDER = join('docs', 'reference');
const SCHEMA = join('scenarios', 'scenario.schema.json');

/** Writes the file instead, when told so. */
function expectFile(path: string, text: string): void {
  const file = join(ROOT, path);
  if (updating) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const stored = existsSync(file) ? readFileSync(file, 'utf8') : '';
  expect(stored, `${path} is not what the code says; to write it anew: npm run reference`).toBe(text);
}

test.for(Object.entries(PAGES))('docs/reference/%s.md is what the code says', async ([name, page]) => {
  expectFile(join(FOLDER, `${name}.md`), pageText(await page()));
});

test('the JSON Schema beside the scenarios is what the code says', () => {
  expectFile(SCHEMA, `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
});

test('there is no page that nothing writes', () => {
  expect(readdirSync(join(ROOT, FOLDER)).toSorted()).toEqual(
    // `npm run compatibility` writes one more, which takes minutes.
    [...Object.keys(PAGES), 'compatibility'].map((name) => `${name}.md`).toSorted(),
  );
});

test.for(FAULT_NAMES)('the example of %s turns it on', (name) => {
  const fault = FAULTS[name];
  const scenario = scenarioFrom(`name: example\nduration: 2m\n${faultExample(fault)}`);
  const { device, network, edge, timeline } = scenario;
  const settings = new Map<string, unknown>(Object.entries({ device, network, edge }[fault.player]));
  const [window] = timeline;
  const moments = new Map<string, unknown>([
    ['device.reboot', window?.reboot?.devices],
    ['edge.restart', window?.restart],
  ]);
  expect(fault.isOn(moments.get(name) ?? settings.get(fault.key))).toBe(true);
});
