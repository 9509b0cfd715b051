import type { EdgeAnswer } from '../../ports/index.ts';

/** 200 with what is true at this moment, which no cache may keep. */
export function freshAnswer(contentType: string, body: string): EdgeAnswer {
  return { status: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body };
}
