import type { TraceEvent } from '../sim/trace/event.ts';
import { instant } from './format.ts';
import { plain } from './text-width.ts';

/** Who speaks to whom, and what is said; null: the event is no message. */
interface Arrow {
  readonly from: 'D' | 'N' | 'E';
  readonly to: 'D' | 'N' | 'E';
  /** `-x`: it does not arrive. */
  readonly line: '->>' | '-->>' | '-x' | '--x';
  readonly text: string;
}

/**
 * The story of one reading as a Mermaid sequence diagram: device, network and edge, each message with its instant.
 * GitHub draws it where it stands in Markdown.
 */
export function sequenceDiagram(story: readonly TraceEvent[]): string {
  return [
    'sequenceDiagram',
    '  participant D as device',
    '  participant N as network',
    '  participant E as edge',
    ...story.flatMap((event) => {
      const said = statement(event);
      return said === null ? [] : [`  ${said}`];
    }),
  ].join('\n');
}

function statement(event: TraceEvent): string | null {
  const arrow = arrowOf(event);
  const at = instant(event.at);
  if (arrow !== null) return `${arrow.from}${arrow.line}${arrow.to}: ${escaped(`${at} ${arrow.text}`)}`;
  const note = noteOf(event);
  return note === null ? null : `Note over ${note.over}: ${escaped(`${at} ${note.text}`)}`;
}

function arrowOf(event: TraceEvent): Arrow | null {
  const { kind } = event;
  if (kind === 'attempt_sent') return { from: 'D', to: 'N', line: '->>', text: `attempt ${event.attempt}` };
  if (kind === 'request_lost') return { from: 'N', to: 'E', line: '-x', text: `request lost (${event.by})` };
  if (kind === 'request_begun') return { from: 'N', to: 'E', line: '->>', text: 'arrives in part' };
  if (kind === 'request_delivered')
    return { from: 'N', to: 'E', line: '->>', text: event.copy === 0 ? 'arrives' : `copy ${event.copy}` };
  if (kind === 'copy_lost')
    return { from: 'N', to: 'E', line: '-x', text: `copy ${event.copy} lost (${event.by})` };
  if (kind === 'request_answered')
    return { from: 'E', to: 'N', line: '-->>', text: `answers ${event.status}` };
  return backToDevice(event);
}

function backToDevice(event: TraceEvent): Arrow | null {
  const { kind } = event;
  const arrives = { from: 'N', to: 'D', line: '-->>' } as const;
  const fails = { from: 'N', to: 'D', line: '--x' } as const;
  if (kind === 'answer_delivered') return { ...arrives, text: `has ${event.status}` };
  if (kind === 'answer_begun') return { ...arrives, text: `head of ${event.status} (${event.by})` };
  if (kind === 'answer_late') return { ...arrives, text: `has ${event.status}, too late` };
  if (kind === 'answer_lost') return { ...fails, text: `answer ${event.status} lost (${event.by})` };
  if (kind === 'attempt_refused') return { ...fails, text: `refused (${event.by})` };
  if (kind === 'attempt_reset') return { ...fails, text: `reset (${event.by})` };
  return null;
}

function noteOf(event: TraceEvent): { readonly over: string; readonly text: string } | null {
  const { kind } = event;
  if (kind === 'reading_recorded') return { over: 'D', text: 'recorded' };
  if (kind === 'reading_stored') return { over: 'E', text: 'stored' };
  if (kind === 'attempt_abandoned') return { over: 'D', text: `gives up attempt ${event.attempt}` };
  if (kind === 'request_stuck') return { over: 'E', text: 'neither answers nor waits for anything' };
  if (kind === 'fault_injected') return { over: 'N', text: event.fault };
  if (kind === 'device_logged') return { over: 'D', text: event.event };
  if (kind === 'edge_logged') return { over: 'E', text: event.event };
  return null;
}

/** A semicolon ends a statement of Mermaid, a hash begins an entity. */
function escaped(text: string): string {
  return plain(text)
    .replaceAll('#', '#35;')
    .replaceAll(/;(?<!#35;)/g, ',');
}
