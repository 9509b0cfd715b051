import { instant } from '../../format.ts';

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** One line through all plots that stand on the same time, where the pointer is. */
export function followPointer(): void {
  for (const group of document.querySelectorAll('.plots')) {
    // Charts are drawn anew where somebody looks nearer.
    const chartsIn = (): readonly SVGSVGElement[] => [...group.querySelectorAll<SVGSVGElement>('svg.chart')];
    group.addEventListener('pointermove', (event) => {
      const charts = chartsIn();
      const chart = charts.find((each) => event.target instanceof Node && each.contains(event.target));
      if (chart === undefined || !(event instanceof PointerEvent)) return;
      const box = chart.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      for (const each of charts) mark(each, share);
    });
    group.addEventListener('pointerleave', () => {
      for (const mark of group.querySelectorAll('.crosshair, .crosshair-label'))
        mark.setAttribute('visibility', 'hidden');
    });
  }
}

function mark(chart: SVGSVGElement, share: number): void {
  const line = chart.querySelector('.crosshair') ?? added(chart, 'line', 'crosshair');
  const label = chart.querySelector('.crosshair-label') ?? added(chart, 'text', 'crosshair-label');
  const x = `${(share * 100).toFixed(2)}%`;
  const { start = '0', end = '0' } = chart.dataset;
  line.setAttribute('x1', x);
  line.setAttribute('x2', x);
  line.setAttribute('y1', '18');
  line.setAttribute('y2', String(chart.height.baseVal.value - 20));
  label.setAttribute('x', x);
  label.setAttribute('y', '12');
  label.setAttribute('text-anchor', share > 0.9 ? 'end' : share < 0.1 ? 'start' : 'middle');
  label.textContent = instant(Number(start) + share * (Number(end) - Number(start)));
  for (const each of [line, label]) each.removeAttribute('visibility');
}

function added(chart: SVGSVGElement, kind: 'line' | 'text', name: string): SVGElement {
  const made = document.createElementNS(NAMESPACE, kind);
  made.setAttribute('class', name);
  made.setAttribute('aria-hidden', 'true');
  chart.append(made);
  return made;
}
