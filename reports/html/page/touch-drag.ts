const MOUSE = { pointerdown: 'mousedown', pointermove: 'mousemove', pointerup: 'mouseup' } as const;

/** uPlot hears of a mouse alone: lets a finger drag as well. Up and down it scrolls the page, as the style says. */
export function letFingersDrag(over: HTMLElement): void {
  for (const kind of ['pointerdown', 'pointermove', 'pointerup'] as const)
    over.addEventListener(kind, ({ pointerType, clientX, clientY }) => {
      if (pointerType === 'mouse') return;
      over.dispatchEvent(new MouseEvent(MOUSE[kind], { clientX, clientY, button: 0, bubbles: true }));
    });
}
