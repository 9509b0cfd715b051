import { FAULTS, FAULT_NAMES, strongestLevel } from '../../sim/faults/index.ts';
import type { Fault } from '../../sim/faults/index.ts';
import { code, table } from './markdown.ts';
import type { Page } from './markdown.ts';
import { inYaml, writtenDefault } from './setting-words.ts';

export function faults(): Page {
  const all = FAULT_NAMES.map((name): Fault => FAULTS[name]);
  return {
    title: 'Faults',
    intro:
      'What can go wrong, by the names that scenario files and reports use. All faults are off unless a scenario turns ' +
      'them on; [the scenario file](scenario-file.md) says what each setting is.',
    parts: [
      '"When the faults end" says what becomes of it in the drain. "Seen" says whether a client can ever tell it from ' +
        'what comes back.',
      table(
        ['fault', 'played by', 'what happens', 'when the faults end', 'seen'],
        all.map((fault) => [
          code(fault.name),
          fault.player,
          fault.setting.doc.replace(/\.?$/, '.'),
          fault.heals ? 'is over' : 'stays',
          strongestLevel(fault) === 'seen' ? 'yes' : 'no',
        ]),
      ),
      '## Settings',
      'With their defaults. The example turns the fault on, as a line of a scenario file.',
      table(
        ['fault', 'settings', 'example'],
        all.map((fault) => [code(fault.name), settings(fault), code(faultExample(fault))]),
      ),
    ],
  };
}

function settings({ setting }: Fault): string {
  if (setting.kind === 'quantity') return 'none: it lasts as long as its window';
  const each = Object.entries(setting.keys).map(([key, inner]) => {
    const known = inner.kind === 'quantity' && inner.standard !== null;
    return `${code(key)} ${known ? writtenDefault(inner) : '(required)'}`;
  });
  return each.join('<br>');
}

/** Turns a fault on: by its short form, where there is one, and otherwise by its defaults. */
export function faultExample({ player, key, setting }: Fault): string {
  if (setting.kind === 'quantity') {
    return `timeline: [{ at: 1m, for: 10s, ${player}: { ${key}: ${setting.example} } }]`;
  }
  const { short, keys } = setting;
  const alone = short === null ? undefined : keys[short];
  if (alone?.kind === 'quantity') return `${player}: { ${key}: ${alone.example} }`;
  const standards = Object.entries(keys).flatMap(([name, inner]) =>
    inner.kind === 'quantity' ? [[name, inner.standard] as const] : [],
  );
  return `${player}: { ${key}: ${inYaml(Object.fromEntries(standards))} }`;
}
