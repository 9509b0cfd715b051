import { instant } from '../../format.ts';

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** One line through all plots of a run that stand on the same time, where the pointer is. */
export function followPointer(): void {
  for (const group of document.querySelectorAll('.plots')) {
    const charts = [...group.querySelectorAll<SVGSVGElement>('svg.chart')];
    const lines = charts.map((chart) => lineIn(chart));
    group.addEventListener('pointermove', (event) => {
      const chart = charts.find((each) => event.target instanceof Node && each.contains(event.target));
      if (chart === undefined || !(event instanceof PointerEvent)) return;
      const box = chart.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      const at = share * Number(chart.dataset['end'] ?? 0);
      for (const { line, label } of lines) {
        const x = `${(share * 100).toFixed(2)}%`;
        line.setAttribute('x1', x);
        line.setAttribute('x2', x);
        label.setAttribute('x', x);
        label.setAttribute('text-anchor', share > 0.9 ? 'end' : share < 0.1 ? 'start' : 'middle');
        label.textContent = instant(at);
        line.removeAttribute('visibility');
        label.removeAttribute('visibility');
      }
    });
    group.addEventListener('pointerleave', () => {
      for (const { line, label } of lines) {
        line.setAttribute('visibility', 'hidden');
        label.setAttribute('visibility', 'hidden');
      }
    });
  }
}

function lineIn(chart: SVGSVGElement): { readonly line: SVGLineElement; readonly label: SVGTextElement } {
  const line = document.createElementNS(NAMESPACE, 'line');
  line.setAttribute('class', 'crosshair');
  line.setAttribute('y1', '18');
  line.setAttribute('y2', '138');
  const label = document.createElementNS(NAMESPACE, 'text');
  label.setAttribute('class', 'crosshair-label');
  label.setAttribute('y', '12');
  for (const each of [line, label]) {
    each.setAttribute('visibility', 'hidden');
    each.setAttribute('aria-hidden', 'true');
    chart.append(each);
  }
  return { line, label };
}
