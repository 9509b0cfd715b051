import type { DeviceFactory, FetchResponse } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** The timeout is over when the head of the answer is there: a body without end holds it up for ever. */
class TimesOnlyTheHead extends PlainDevice {
  protected override read(response: FetchResponse, trust: () => void): Promise<string> {
    trust();
    return response.text();
  }
}

export const timesOnlyTheHead: DeviceFactory = (env) => new TimesOnlyTheHead(env).boot();

/** It bounds what it reads instead, and so ends a body that drips: one that stops after a part holds it up for ever. */
class CountsTheBody extends PlainDevice {
  protected override async read({ body }: FetchResponse, trust: () => void): Promise<string> {
    trust();
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > 4_096) throw new Error('too long');
    }
    return text;
  }
}

export const countsTheBody: DeviceFactory = (env) => new CountsTheBody(env).boot();
