import { count, instant } from '../../format.ts';
import { ENDINGS } from '../../trace/ending.ts';
import type { PlacedAttempt } from './lanes.ts';

/** More rows are no list that anybody reads. */
const ROWS_MAX = 100;

/** The attempts of the timeline as a table: for who reads rather than looks. */
export class AttemptList {
  readonly element = document.createElement('details');
  readonly #summary = document.createElement('summary');
  readonly #place = document.createElement('div');
  readonly #tell: (placed: PlacedAttempt) => void;
  #shown: readonly PlacedAttempt[] = [];

  constructor(tell: (placed: PlacedAttempt) => void) {
    this.#tell = tell;
    this.element.className = 'numbers';
    this.#place.className = 'scroll';
    this.#place.tabIndex = 0;
    this.#place.setAttribute('role', 'region');
    this.#place.setAttribute('aria-label', 'Attempts');
    this.element.append(this.#summary, this.#place);
    this.element.addEventListener('toggle', () => this.#fill());
  }

  show(shown: readonly PlacedAttempt[]): void {
    this.#shown = shown;
    this.#summary.textContent =
      shown.length > ROWS_MAX
        ? `The first ${ROWS_MAX} of these ${count(shown.length)} attempts as a table`
        : 'These attempts as a table';
    this.#fill();
  }

  /** Only while somebody looks. */
  #fill(): void {
    if (!this.element.open) return;
    const table = document.createElement('table');
    const head = table.createTHead().insertRow();
    for (const name of ['sent', 'device', 'reading', 'attempt', 'ended', 'ending', 'faults'])
      head.append(Object.assign(document.createElement('th'), { textContent: name, scope: 'col' }));
    const body = table.createTBody();
    for (const placed of this.#shown.slice(0, ROWS_MAX)) this.#addRow(body, placed);
    this.#place.replaceChildren(table);
  }

  #addRow(body: HTMLTableSectionElement, placed: PlacedAttempt): void {
    const { device, reading, attempt, sentAt, endedAt, ending, faults } = placed.attempt;
    const row = body.insertRow();
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link';
    button.textContent = reading === null ? '–' : `reading ${reading}`;
    button.addEventListener('click', () => this.#tell(placed));
    const cells = [
      instant(sentAt),
      device,
      button,
      String(attempt),
      endedAt === null ? '–' : instant(endedAt),
      ENDINGS[ending].says,
      faults.join(', '),
    ];
    for (const cell of cells) row.insertCell().append(cell);
  }
}
