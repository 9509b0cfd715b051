import type { EdgeAnswer } from '../../ports/index.ts';

/** 200 with what is true at this moment, which no cache may keep. */
export function jsonAnswer(value: object): EdgeAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}
