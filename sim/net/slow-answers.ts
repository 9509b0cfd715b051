import { usFromMs } from '../kernel/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { Cause, FaultName } from '../trace/index.ts';
import type { Coming } from './ends.ts';
import type { OpenAttempt } from './open-attempt.ts';
import type { Answer } from './request.ts';

/** Between what has come and the break: a client hears of the one before it hears of the other. */
const BREAK_US = usFromMs(1);

/** How an answer comes whose end does not come with its head. */
export interface Slow extends Coming {
  /** What makes it so. */
  readonly by: FaultName;
  /** What breaks it off; null: all of it comes. */
  readonly cutBy: FaultName | null;
}

/** What one fault makes of an answer, on top of what another has made of it. */
export function slower(
  before: Slow | null,
  by: FaultName,
  verdict:
    | { readonly kind: 'dribble'; readonly us: number }
    | { readonly kind: 'cut'; readonly share: number; readonly closes: boolean },
): Slow {
  if (verdict.kind === 'dribble')
    return { share: 1, closes: false, cutBy: null, by, ...before, us: verdict.us };
  const { share, closes } = verdict;
  return { us: BREAK_US, by, ...before, cutBy: by, share, closes };
}

export interface SlowAnswersOptions {
  readonly kernel: Kernel;
  /** The head of an answer is at its client, which waits for it. */
  readonly begun: (attempt: OpenAttempt, answer: Answer, slow: Slow) => void;
  readonly ended: (attempt: OpenAttempt, answer: Answer) => void;
  readonly broken: (attempt: OpenAttempt, answer: Answer, by: Cause) => void;
}

/** Answers whose head is there before the rest: they dribble in, or break off. */
export class SlowAnswers {
  readonly #options: SlowAnswersOptions;

  constructor(options: SlowAnswersOptions) {
    this.#options = options;
  }

  /** The head of one has arrived. */
  begin(attempt: OpenAttempt, answer: Answer, slow: Slow): void {
    const { kernel, begun, ended, broken } = this.#options;
    const { cutBy, us } = slow;
    // What has no body comes, or not, as a whole.
    if (attempt.state === 'open' && hasBody(answer)) begun(attempt, answer, slow);
    kernel.after(us, () => {
      if (cutBy === null) ended(attempt, answer);
      else broken(attempt, answer, cutBy);
    });
  }
}

function hasBody({ status, body, bytes }: Answer): boolean {
  return status !== 204 && status !== 304 && (bytes ?? body).length > 0;
}
