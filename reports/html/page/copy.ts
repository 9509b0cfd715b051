/** A button beside each line that is there to be pasted. */
export function offerCopies(): void {
  for (const block of document.querySelectorAll('.paste')) {
    const code = block.querySelector('code');
    if (code === null) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', () => {
      void copy(code).then((done) => {
        button.textContent = done ? 'Copied' : 'Selected';
      });
    });
    block.append(' ', button);
  }
}

/** Where a page may not write to the clipboard, what is to be copied is selected. */
async function copy(code: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    getSelection()?.selectAllChildren(code);
    return false;
  }
}
