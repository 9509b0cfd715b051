import * as z from 'zod';
import type { AnyQuantity } from '../../settings/quantity.ts';
import type { AnySection, Setting } from '../../settings/section.ts';
import type { AnyVariants } from '../../settings/variants.ts';
import { isMetricName } from '../../sim/metrics/index.ts';
import { GROUP_SETTINGS } from '../../sim/scenario/group-settings.ts';
import { SCENARIO_SETTINGS, WINDOW_SETTINGS } from '../../sim/scenario/scenario-settings.ts';
import { code, codes, table } from './markdown.ts';
import type { Page } from './markdown.ts';
import { allowedOf, inYaml, standardOf } from './setting-words.ts';

const HEAD = ['key', 'what it is', 'what may be written', 'default'];

/** A key, what it is, what may be written, what is taken where nothing is. */
type Row = readonly [string, string, string, string];

/** What each list holds, where it is described. */
const LISTS = new Map<Setting, string>([
  [SCENARIO_SETTINGS.keys.timeline, '[windows](#a-window-of-the-timeline)'],
  [SCENARIO_SETTINGS.keys.fleet.keys.groups, '[groups](#a-group-of-the-fleet)'],
]);

export function scenarioFile(): Page {
  const top = Object.entries(SCENARIO_SETTINGS.keys);
  const sections = top.flatMap(([key, setting]) =>
    setting.kind === 'section' ? [[key, setting] as const] : [],
  );
  const others = top.filter(([, setting]) => setting.kind !== 'section');
  // What a window may set is described where the file as a whole may set it.
  const known = new Set(
    sections.flatMap(([key, section]) => [...settingsIn(section, key)].map(([{ doc }]) => doc)),
  );
  return {
    title: 'The scenario file',
    intro:
      'Every key of a scenario file, with dots between the keys of nested mappings, as `--set` takes them. ' +
      '[Scenario files](../scenario-files.md) tells how to write one.',
    parts: [
      table(
        HEAD,
        others.flatMap(([key, setting]) => rowsOf(key, setting)),
      ),
      ...sections.flatMap(([key, section]) => [`## ${key}`, section.doc, table(HEAD, keysOf(key, section))]),
      '## A window of the timeline',
      WINDOW_SETTINGS.doc,
      table(HEAD, windowRows(WINDOW_SETTINGS, known)),
      '## A group of the fleet',
      `${GROUP_SETTINGS.doc} What a window that is open says goes before what a group says.`,
      table(HEAD, windowRows(GROUP_SETTINGS, known)),
    ],
  };
}

/** Each setting that a section holds, with its path. */
function* settingsIn(section: AnySection, path: string): Generator<[Setting, string]> {
  yield [section, path];
  for (const [key, setting] of Object.entries(section.keys)) {
    if (setting.kind === 'section') yield* settingsIn(setting, `${path}.${key}`);
    else yield [setting, `${path}.${key}`];
  }
}

function keysOf(path: string, section: AnySection): readonly Row[] {
  const entries = Object.entries(section.keys);
  const rows = entries
    .filter(([key]) => !isMetricName(key))
    .flatMap(([key, setting]) => rowsOf(`${path}.${key}`, setting, section.nullable));
  const bound = entries.find(([key]) => isMetricName(key))?.[1];
  if (bound?.kind !== 'quantity') return rows;
  return [
    ...rows,
    [code(`${path}.<metric>`), 'Bound on a [metric](metrics.md), by its name', allowedOf(bound), '—'],
  ];
}

/** `needed`: it must be written where its mapping is, unless there is a default. */
function rowsOf(path: string, setting: Setting, needed = false): readonly Row[] {
  switch (setting.kind) {
    case 'quantity':
      return [quantityRow(path, setting, needed)];
    case 'section':
      return [
        [code(path), aboutOf(setting), formOf(setting), setting.nullable ? code('none') : ''],
        ...keysOf(path, setting),
      ];
    case 'variants':
      return variantRows(path, setting);
    case 'list':
      return [
        [
          code(path),
          setting.doc,
          `list of ${LISTS.get(setting) ?? 'mappings'}, such as ${code(setting.example)}`,
          '—',
        ],
      ];
  }
}

function quantityRow(path: string, setting: AnyQuantity, needed: boolean): Row {
  const missing = needed && setting.standard === null && setting.otherwise === null;
  return [code(path), setting.doc, allowedOf(setting), missing ? 'required' : standardOf(setting)];
}

function aboutOf({ doc, ordered }: AnySection): string {
  return [doc, ...ordered.map(({ low, high }) => `${code(low)} must not be above ${code(high)}.`)].join(' ');
}

function formOf({ short, nullable }: AnySection): string {
  const alone = short === null ? '' : `, or its ${code(short)} alone`;
  return `mapping${alone}${nullable ? `, or ${code('none')}` : ''}`;
}

function variantRows(path: string, { doc, by, kinds, standard, codec }: AnyVariants): readonly Row[] {
  const kindRows = Object.entries(kinds).flatMap(([name, kind]): readonly Row[] => {
    const each = Object.entries(kind.keys).flatMap(([key, setting]) =>
      rowsOf(`${path}.${key}`, setting, true),
    );
    const head: Row = [`${code(path)} with ${code(`${by}: ${name}`)}`, aboutOf(kind), 'mapping', ''];
    return [head, ...each];
  });
  const preset = code(inYaml(z.encode(codec, standard)));
  return [[code(path), doc, `mapping by its ${code(by)}: ${codes(Object.keys(kinds))}`, preset], ...kindRows];
}

function windowRows({ keys }: AnySection, known: ReadonlySet<string>): readonly Row[] {
  return Object.entries(keys).flatMap(([key, setting]): readonly Row[] => {
    if (setting.kind !== 'section') return rowsOf(key, setting);
    const link = `[${code(key)}](#${key})`;
    if (known.has(setting.doc)) return [[code(key), setting.doc, `all of ${link}`, '—']];
    const entries = Object.entries(setting.keys);
    const same = entries.filter(([, inner]) => known.has(inner.doc)).map(([inner]) => inner);
    const own = entries.filter(([, inner]) => !known.has(inner.doc));
    if (own.length === 0) return [[code(key), setting.doc, `${codes(same)} of ${link}`, '—']];
    return [
      [code(key), setting.doc, `${codes(same)} of ${link}, and ${codes(own.map(([inner]) => inner))}`, '—'],
      ...own.flatMap(([inner, of]) => rowsOf(`${key}.${inner}`, of)),
    ];
  });
}
