import type { DeviceEnv, DeviceFactory } from '../../../ports/index.ts';
import type { Reading } from '../../../protocol/index.ts';
import { reasonOf } from '../reason-of.ts';
import { messageOf } from './message-forms.ts';
import type { FormMessage, MessageForm } from './message-forms.ts';

/** What an edge said to a request. */
export interface ProbeAnswer {
  readonly status: number;
  /** The first line of the body, or of what it holds of one; empty without. */
  readonly line: string;
  /** Whether it says of which reading it speaks, as Petrel's device wants to have it. */
  readonly namesReading: boolean;
}

/** What came of one form at one path. */
export interface ProbeTry {
  /** Its name. */
  readonly form: string;
  readonly path: string;
  /** To the first message, and to the same once more; null where none came. */
  readonly first: ProbeAnswer | null;
  readonly again: ProbeAnswer | null;
  /** Why there was no answer; null where there was one. */
  readonly silence: string | null;
}

export function isTaken({ first }: ProbeTry): boolean {
  return first !== null && first.status >= 200 && first.status < 300;
}

/** Whether nothing in its answers tells a message that it has had before from a new one. */
export function isTakenTwice(tried: ProbeTry): boolean {
  return (
    isTaken(tried) && tried.again?.status === tried.first?.status && tried.again?.line === tried.first?.line
  );
}

/** Longer than any error that a person reads. */
const LINE_MAX = 200;

function firstLine(body: string): string {
  const line = body.split(/\r?\n/).find((each) => each.trim() !== '') ?? '';
  return line.trim().slice(0, LINE_MAX);
}

/** Whether nothing stands there that takes a POST, in whatever form. */
export function isNoRoute({ first }: ProbeTry): boolean {
  return first !== null && (first.status === 404 || first.status === 405);
}

/**
 * A device that asks an edge whether it takes a form: it sends its first reading, and when that was taken sends it again.
 * @param told hears once what came of it
 */
export async function probeDevice(
  form: MessageForm,
  path: string,
  told: (tried: ProbeTry) => void,
): Promise<DeviceFactory> {
  const message = await messageOf(form);
  return (env) => {
    let asked = false;
    return {
      record: (reading) => {
        if (asked) return;
        asked = true;
        void ask(env, reading, { form, message, path }).then(told);
      },
    };
  };
}

/** As the devices of a fleet are called, and none of them: an edge that keeps its files has not had the first reading then. */
const PROBE_ID = 'device-000';

interface Asked {
  readonly form: MessageForm;
  readonly message: FormMessage;
  readonly path: string;
}

async function ask(env: DeviceEnv, reading: Reading, { form, message, path }: Asked): Promise<ProbeTry> {
  const url = new URL(path, env.edgeUrl).href;
  const request = { method: 'POST', ...message(PROBE_ID, 0, reading), redirect: 'manual' } as const;
  const send = async (): Promise<ProbeAnswer> => {
    const answer = await env.fetch(url, request);
    const body = await answer.text();
    const namesReading = body.includes('"device_id"') && body.includes('"sequence_id"');
    return { status: answer.status, line: firstLine(body), namesReading };
  };
  let first: ProbeAnswer | null = null;
  let again: ProbeAnswer | null = null;
  let silence: string | null = null;
  try {
    first = await send();
    if (first.status < 300) again = await send();
  } catch (error) {
    silence = reasonOf(error);
  }
  return { form: form.name, path, first, again, silence };
}
