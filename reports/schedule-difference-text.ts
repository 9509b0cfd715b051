import type { ScheduleDifference } from '../sim/shrink/index.ts';
import { bulleted, stack } from './layout.ts';
import { pageOf } from './page.ts';
import type { PageOptions } from './page.ts';
import { drawsText } from './schedule-rows.ts';
import { plain } from './text-width.ts';

/** Empty where nothing differs. Ends without a line break. */
export function renderScheduleDifference(
  { first, second, fields }: ScheduleDifference,
  options: PageOptions & { readonly names: readonly [first: string, second: string] },
): string {
  const page = pageOf(options);
  const [here = '', there = ''] = options.names.map(plain);
  const others = fields.map(
    (field) => `${field.path}: ${said(field.first)} in ${here}, ${said(field.second)} in ${there}`,
  );
  return stack([
    bulleted(
      `Draws in ${here} alone`,
      first.map((atom) => drawsText([atom])),
      '-',
      page,
    ),
    bulleted(
      `Draws in ${there} alone`,
      second.map((atom) => drawsText([atom])),
      '+',
      page,
    ),
    bulleted('Also other', others, '·', page),
  ]).join('\n');
}

function said(value: unknown): string {
  return plain(value === undefined ? 'nothing' : JSON.stringify(value));
}
