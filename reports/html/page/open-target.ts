/** Where a link leads into something that is folded up, that opens, and so does the story of what it leads to. */
export function openTargets(): void {
  const open = (): void => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id === '' ? null : document.getElementById(id);
    if (target === null) return;
    for (let at = target.closest('details'); at !== null; at = at.parentElement?.closest('details') ?? null)
      at.open = true;
    if (target.matches('.case'))
      for (const story of target.querySelectorAll<HTMLDetailsElement>(':scope > .accused')) story.open = true;
    target.scrollIntoView({ block: 'nearest' });
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  };
  addEventListener('hashchange', open);
  open();
}
