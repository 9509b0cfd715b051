import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @type {string} */
let scratch;

/**
 * Before all tests. Vitest imports this file as it is, without TypeScript.
 *
 * @param {import('vitest/node').TestProject} project
 */
export function setup({ provide }) {
  scratch = mkdtempSync(join(tmpdir(), 'petrel-tests-'));
  provide('scratch', scratch);
}

/** After all tests, also where some of them failed. */
export function teardown() {
  rmSync(scratch, { recursive: true, force: true });
}
