import type { Wire } from '../host/index.ts';
import { declaredDialect, DIALECTS, parsePlace, USUAL_WORDS } from '../host/index.ts';
import type { AnswerWords, Dialect } from '../host/index.ts';
import { INGEST_PATH } from '../../protocol/index.ts';
import type { WireSettings } from '../scenario/scenario.ts';
import type { Subject } from './subject.ts';

const AS_USUAL: Wire = { path: INGEST_PATH, dialect: null, words: null };

/** How messages are read in a run: as its scenario says, else as its device or its edge does. */
export function wireOf(settings: WireSettings | null, { device, edge }: Subject): Wire {
  if (settings !== null) return wireFrom(settings, null);
  const beside = device.wire ?? edge.wire;
  if (beside === undefined) return AS_USUAL;
  return wireFrom(beside.settings, beside.kind === 'dialect' ? beside.dialect : null);
}

function wireFrom(settings: WireSettings, functions: Dialect | null): Wire {
  const preset = settings.preset === 'none' ? null : DIALECTS[settings.preset];
  const words = wordsOf(settings, preset);
  const path = settings.path === 'none' ? INGEST_PATH : settings.path;
  return { path, dialect: functions ?? dialectOf(settings, path, words, preset), words };
}

/** Null: no status is declared, so each means what it means in the dialect. */
function wordsOf({ accepted, duplicate, later }: WireSettings, preset: Dialect | null): AnswerWords | null {
  if (accepted === null && duplicate === null && later === null) return null;
  return (preset?.words ?? USUAL_WORDS).but({ accepted, duplicate, later });
}

function dialectOf(
  settings: WireSettings,
  path: string,
  words: AnswerWords | null,
  preset: Dialect | null,
): Dialect | null {
  const at = (place: string) => (place === 'none' ? null : parsePlace(place));
  const reading = at(settings.reading);
  if (reading === null) return preset;
  return declaredDialect({
    path,
    reading,
    device: at(settings.device),
    timestamp: at(settings.timestamp),
    items: at(settings.items),
    echo: at(settings.echo),
    results: at(settings.results),
    resultStatus: at(settings.resultStatus),
    resultReading: at(settings.resultReading),
    words: words ?? preset?.words ?? USUAL_WORDS,
  });
}
