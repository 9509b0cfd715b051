import type { KeptCheck } from '../sim/shrink/index.ts';

/** What a kept failure came to, in a sentence: `fails again: stored 2 times …; 3 of 4 draws used`. */
export function keptSentence(check: KeptCheck): string {
  const { used, draws } = check;
  const stale =
    used === 0 ? ': it may no longer be the run that failed' : ': what is left may pass for that reason';
  const drawn = used < draws ? `; stale, ${used} of ${draws} draws used${stale}` : '';
  return `${verdictWords(check)}${drawn}`;
}

function verdictWords({ verdict, says, stillFails }: KeptCheck): string {
  switch (verdict) {
    case 'mended':
      return 'fails no more';
    case 'fails':
      return `fails: ${says}`;
    case 'known':
      return `fails still, as it is known to: ${stillFails ?? ''}`;
    case 'mended-unnoticed':
      return 'fails no more, and is marked stillFails; take that line out of the file';
    case 'not-judged':
      return `could not be judged: ${says}`;
  }
}
