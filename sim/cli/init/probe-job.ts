import type { EdgeFactory } from '../../../ports/index.ts';
import { run } from '../../run/index.ts';
import type { RunResult, Subject } from '../../run/index.ts';
import { formatScenarioError, parseScenario } from '../../scenario/index.ts';
import type { Scenario } from '../../scenario/index.ts';
import type { AllowedPlace } from '../flags/allow-net.ts';
import { loadSubject } from '../loading/load-subject.ts';
import { postPathsOf } from '../loading/post-paths.ts';
import { UsageError } from '../usage-error.ts';
import { undone } from '../workers/undone.ts';
import type { Undone } from '../workers/undone.ts';
import { expressPostPaths, isPlainPath } from './express-routes.ts';
import { MESSAGE_FORMS } from './message-forms.ts';
import type { MessageForm } from './message-forms.ts';
import { isNoRoute, isTaken, probeDevice } from './probe-device.ts';
import type { ProbeTry } from './probe-device.ts';
import { USUAL_PATHS } from './usual-paths.ts';

/** Plain data: it crosses threads. */
export interface ProbeJob {
  /** Files as `--edge` takes them: the first that is an edge is asked. */
  readonly edges: readonly string[];
  /** Real servers that they need. */
  readonly allowNet: readonly AllowedPlace[];
}

/** What an edge said to the first requests. */
export interface EdgeProbe {
  readonly edge: string;
  /** In order; nothing is tried after one that was taken. */
  readonly tries: readonly ProbeTry[];
  /** Where an app takes a POST; empty where that can't be seen. */
  readonly postPaths: readonly string[];
  /** Why the edge could not be asked, in a sentence; null where it could. */
  readonly failed: string | null;
}

export interface ProbeEnd {
  readonly kind: 'done';
  /** Null: none of the files is an edge. */
  readonly probe: EdgeProbe | null;
  /** Why those before it are none, in a sentence each. */
  readonly refusals: readonly string[];
}

/** One reading, in a world without faults. */
function scenarioOfProbes(): Scenario {
  const text = 'name: init\nduration: 2s\nfleet: { devices: 1, interval: 1s }\n';
  const parsed = parseScenario(text, 'init');
  if (!parsed.ok) throw new Error(parsed.errors.map(formatScenarioError).join('\n'));
  return parsed.scenario;
}

/** Asks an edge in virtual time which message it takes. Never throws. */
export async function runProbeJob({ edges, allowNet }: ProbeJob): Promise<ProbeEnd | Undone> {
  try {
    const scenario = scenarioOfProbes();
    const refusals: string[] = [];
    for (const edge of edges) {
      const subject = await subjectOrWhyNot(edge, allowNet, scenario);
      if (typeof subject !== 'string')
        return { kind: 'done', probe: { edge, ...(await ask(subject, scenario)) }, refusals };
      refusals.push(subject);
    }
    return { kind: 'done', probe: null, refusals };
  } catch (error) {
    return undone('the first requests', error);
  }
}

async function subjectOrWhyNot(
  edge: string,
  allowNet: readonly AllowedPlace[],
  scenario: Scenario,
): Promise<Subject | string> {
  try {
    return await loadSubject({ edge, device: undefined, policy: undefined, allowNet }, scenario);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

async function ask(subject: Subject, scenario: Scenario): Promise<Omit<EdgeProbe, 'edge'>> {
  const tries: ProbeTry[] = [];
  const shown = new Set<string>();
  const edge = { ...subject.edge, factory: showingRoutes(subject.edge.factory, shown) };
  /** Null: it could be asked. */
  const tryOne = async (form: MessageForm, path: string): Promise<string | null> => {
    const before = tries.length;
    const factory = await probeDevice(form, path, (came) => void tries.push(came));
    const device = { name: 'probe', factory, foreign: true };
    const under = { ...subject, edge, device };
    const result = await run({ scenario, seed: '1', subject: under, transport: 'inject' });
    return failureIn(result) ?? (tries.length === before ? result.why : null);
  };
  const end = (failed: string | null) => ({ tries, postPaths: [...shown], failed });
  for (const form of MESSAGE_FORMS) {
    // Routes show once the edge has got a request, so the paths grow while they are gone through.
    const paths = new Set([form.path, ...pathsToTry(shown, tries)]);
    for (const path of paths) {
      if (isKnownEmpty(path, tries)) continue;
      const failed = await tryOne(form, path);
      const last = tries.at(-1);
      if (failed !== null || (last !== undefined && isTaken(last))) return end(failed);
      for (const each of pathsToTry(shown, tries)) paths.add(each);
    }
  }
  return end(null);
}

/** Where an app shows its routes, those; else where edges usually have them, as long as none was found. */
function pathsToTry(shown: ReadonlySet<string>, tries: readonly ProbeTry[]): readonly string[] {
  if (tries.length === 0) return [];
  if (shown.size > 0) return [...shown].filter(isPlainPath);
  return tries.every(isNoRoute)
    ? USUAL_PATHS
    : tries.filter((tried) => !isNoRoute(tried)).map(({ path }) => path);
}

function isKnownEmpty(path: string, tries: readonly ProbeTry[]): boolean {
  return tries.some((tried) => tried.path === path && isNoRoute(tried));
}

/** What no answer can make up for. */
function failureIn({ outcome, why }: RunResult): string | null {
  return outcome === 'crashed' || outcome === 'unsupported' ? why : null;
}

/** The same edge; what its requests show of its routes is put into `paths`. */
function showingRoutes(factory: EdgeFactory, paths: Set<string>): EdgeFactory {
  return async (env) => {
    const edge = await factory(env);
    return {
      handler: (request, response) => {
        edge.handler(request, response);
        for (const path of [...expressPostPaths(request), ...postPathsOf(edge.handler)]) paths.add(path);
      },
    };
  };
}
