import { DEVICE_ID_PATTERN } from '../../protocol/index.ts';
import type { PageQuery } from '../store/reading-page.ts';

const LIMIT_MAX = 1000;
const LIMIT_DEFAULT = 100;

/** No sign, no blanks, no leading zeros: what prints as it was written. */
const WHOLE_NUMBER_PATTERN = /^(0|[1-9]\d{0,15})$/;

type Name = 'device_id' | 'after' | 'limit';

const NAMES: readonly string[] = ['device_id', 'after', 'limit'] satisfies Name[];

/** The query of `GET /telemetry`, or all that is wrong with it, in one sentence that repeats nothing of it. */
export function pageQuery(search: string): PageQuery | string {
  const given = new URLSearchParams(search);
  const wrong: string[] = [];
  const keys = [...given.keys()];
  if (keys.some((key) => !NAMES.includes(key))) wrong.push('it may have device_id, after and limit only');
  if (new Set(keys).size < keys.length) wrong.push('each may be given once only');
  const deviceId = given.get('device_id') ?? '';
  if (!DEVICE_ID_PATTERN.test(deviceId))
    wrong.push('device_id must be 1 to 64 letters, digits, dots, dashes or underscores');
  const after = wholeNumber(given.get('after'), null);
  if (after === undefined) wrong.push('after must be a sequence id');
  const limit = wholeNumber(given.get('limit'), LIMIT_DEFAULT);
  if (limit === undefined || limit === null || limit < 1 || limit > LIMIT_MAX)
    wrong.push(`limit must be a whole number from 1 to ${LIMIT_MAX}`);
  if (wrong.length > 0 || after === undefined || limit === undefined || limit === null)
    return `The query is not right: ${wrong.join('; ')}.`;
  return { deviceId, after, limit };
}

/** `standard` where nothing is given, undefined for what is no whole number that a double can hold. */
function wholeNumber(text: string | null, standard: number | null): number | null | undefined {
  if (text === null) return standard;
  const number = WHOLE_NUMBER_PATTERN.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}
