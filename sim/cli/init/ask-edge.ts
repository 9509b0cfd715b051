import { join } from 'node:path';
import type { AllowedPlace } from '../flags/allow-net.ts';
import { UsageError } from '../usage-error.ts';
import { createLoneThreads, LostRunError } from '../workers/lone-threads.ts';
import { dotted } from './dotted.ts';
import { findApps, isWorkspace, USUAL_PLACES } from './find-app.ts';
import type { EdgeProbe, ProbeEnd, ProbeJob } from './probe-job.ts';

const NAME_IT = 'Name it: init --edge ./path/to/app.ts';
const NAME_PACKAGE =
  'It is a workspace: name the package that has the app, so that its tests stand there too: init --folder apps/edge';

/** An edge that could be loaded, and what it said to the first requests. */
export interface AskedEdge {
  /** As a command names it. */
  readonly file: string;
  /** How one came to look there; null: it was named. */
  readonly because: string | null;
  readonly probe: EdgeProbe;
}

/** @throws {UsageError} where a module does not give the thread back. */
async function ask(edges: readonly string[], allowNet: readonly AllowedPlace[]): Promise<ProbeEnd> {
  const threads = createLoneThreads(1);
  const job: ProbeJob = { edges, allowNet };
  try {
    return await threads.run<ProbeEnd>(job, { name: 'runProbeJob' });
  } catch (error) {
    if (error instanceof LostRunError) throw new UsageError(`--edge ${edges.join(' or ')}: ${error.message}`);
    throw error;
  } finally {
    await threads.close();
  }
}

/**
 * Asks the edge that is named, or the first module of the usual places that is one. `allowNet`: real servers that it needs.
 * @throws {UsageError} that says what was found, and why none of it is an edge.
 */
export async function askEdge(
  named: string | undefined,
  folder: string,
  allowNet: readonly AllowedPlace[] = [],
): Promise<AskedEdge> {
  const found =
    named === undefined
      ? findApps(folder).map(({ file, because }) => ({ file: dotted('', join(folder, file)), because }))
      : [{ file: dotted('', named), because: null }];
  if (found.length === 0)
    throw new UsageError(
      `no app was found in ${folder}: ${USUAL_PLACES}. ${isWorkspace(folder) ? NAME_PACKAGE : NAME_IT}`,
    );
  const { probe, refusals } = await ask(
    found.map(({ file }) => file),
    allowNet,
  );
  if (probe !== null) {
    const { edge: file } = probe;
    return { file, because: found.find((each) => each.file === file)?.because ?? null, probe };
  }
  if (named !== undefined) throw new UsageError(refusals.join('\n'));
  const lines = refusals.map((line) => `  ${line.replace(/^--edge /, '')}`);
  throw new UsageError(`nothing in ${folder} could be taken for the app:\n${lines.join('\n')}\n${NAME_IT}`);
}
