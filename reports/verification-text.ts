import type { Difference, Verification } from '../sim/explore/verification.ts';
import { differentFieldLines, renderDivergence } from './divergence-text.ts';
import { count, plural } from './format.ts';
import { hanging } from './layout.ts';
import type { Lines } from './layout.ts';
import type { PageOptions } from './page.ts';
import { pageOf } from './page.ts';
import { pasteLines } from './paste-lines.ts';
import { plain } from './text-width.ts';

export interface VerificationTextOptions extends PageOptions {
  /** The command that verifies this scenario and seed alone again. */
  readonly paste: string;
}

/** One scenario under one seed: a line where all was the same, else each difference. */
export function renderVerification(verification: Verification, options: VerificationTextOptions): string {
  const page = pageOf(options);
  const { columns, paint } = page;
  const title = `${plain(verification.scenario)}, seed ${plain(verification.seed)}`;
  switch (verification.kind) {
    case 'same': {
      const { runs, fingerprint } = verification;
      const text = `${title} · ${plural(runs, 'run')} · ${fingerprint.slice(0, 12)}`;
      return hanging(`${paint('good', 'SAME')}  `, text, columns).join('\n');
    }
    case 'inconclusive':
      return hanging(
        `${paint('warn', 'INCONCLUSIVE')}  `,
        `${title}: ${plain(verification.why)}`,
        columns,
      ).join('\n');
    case 'different':
      return [
        ...differenceLines(title, verification.difference, options),
        ...pasteLines(options.paste, columns),
      ].join('\n');
    default:
      return verification satisfies never;
  }
}

function differenceLines(title: string, difference: Difference, options: PageOptions): Lines {
  const page = pageOf(options);
  const { names, divergence, fields } = difference;
  const said = (text: string): Lines =>
    hanging(`${page.paint('bad', 'NOT DETERMINISTIC')}  `, `${title}: ${text}`, page.columns);
  if (divergence !== null)
    return [
      ...said(`two runs went apart at event ${count(divergence.event)}`),
      renderDivergence(divergence, { ...options, names }),
    ];
  if (fields.length > 0)
    return [
      ...said('two runs had the same events, and other results'),
      ...differentFieldLines(fields, names, page),
    ];
  return said(
    `the fingerprints of two runs differ (${names.join(' and ')}), but not those of the same runs with their events: what tells them apart comes and goes`,
  );
}

/** What all of it comes to. */
export function verificationSummary(
  verifications: readonly Verification[],
  { planned, ...options }: PageOptions & { readonly planned: number },
): string {
  const { columns, paint } = pageOf(options);
  const of = (kind: Verification['kind']): number =>
    verifications.filter((verification) => verification.kind === kind).length;
  const [different, inconclusive, all] = [of('different'), of('inconclusive'), verifications.length];
  const left = planned - all;
  const unrun = left === 0 ? '' : `; ${count(left)} more interrupted, or not begun`;
  const [mark, text] =
    different > 0
      ? [paint('bad', 'NOT DETERMINISTIC'), `${count(different)} of ${plural(all, 'run')} went apart`]
      : inconclusive > 0
        ? [
            paint('warn', 'INCONCLUSIVE'),
            `${count(inconclusive)} of ${plural(all, 'run')} could not be compared`,
          ]
        : left > 0
          ? [paint('warn', 'INTERRUPTED'), `${plural(all, 'run')} verified, and none went apart`]
          : [
              paint('good', 'DETERMINISTIC'),
              `${plural(all, 'run')}: neither process, time zone, locale, load, memory, V8's own seed nor transport made a difference`,
            ];
  return hanging(`${mark}  `, `${text}${unrun}`, columns).join('\n');
}
