import * as z from 'zod';
import { POLICY_NAMES } from '../../device/index.ts';
import { defaultOf } from '../../settings/quantity.ts';
import type { AnyQuantity } from '../../settings/quantity.ts';
import { code, codes, grouped } from './markdown.ts';

/** What may be written, as a cell says it. */
export function allowedOf({ keywords, allowed }: AnyQuantity): string {
  const words: unknown = keywords['enum'];
  if (!Array.isArray(words)) return grouped(allowed.replace(/^an? /, ''));
  // Too many for a cell, and they have a page of their own.
  return words.join() === POLICY_NAMES.join() ? 'a [policy](policies.md)' : codes(words.map(String));
}

/** What is taken where nothing is written; `—`: nothing is. */
export function standardOf(setting: AnyQuantity): string {
  const { standard, otherwise, required } = setting;
  if (standard !== null) return code(writtenDefault(setting));
  return required ? 'required' : (otherwise ?? '—');
}

/** As a program prints it, also where the declaration has another form. */
export function writtenDefault(setting: AnyQuantity): string {
  return inYaml(z.encode(setting.codec, defaultOf(setting)));
}

/** As one line of a scenario file. */
export function inYaml(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, inner]) => `${key}: ${inYaml(inner)}`);
  return `{ ${entries.join(', ')} }`;
}
