/** A button beside each line that is there to be pasted. */
export function offerCopies(): void {
  for (const block of document.querySelectorAll('.paste')) {
    const code = block.querySelector('code');
    if (code === null) continue;
    block.append(
      ' ',
      button('Copy', () => copy(code).then((done) => (done ? 'Copied' : 'Selected'))),
    );
  }
}

/** Buttons to copy what is there as the text of a file, and to save it as one. */
export function offerFiles(): void {
  for (const block of document.querySelectorAll<HTMLElement>('[data-name]')) {
    const text = block.querySelector('pre');
    if (text === null) continue;
    const copying = button('Copy', () => copy(text).then((done) => (done ? 'Copied' : 'Selected')));
    const saving = button('Save', async () => {
      const url = URL.createObjectURL(new Blob([text.textContent], { type: 'text/plain' }));
      Object.assign(document.createElement('a'), {
        href: url,
        download: block.dataset['name'] ?? '',
      }).click();
      URL.revokeObjectURL(url);
      return 'Saved';
    });
    block.after(copying, ' ', saving);
  }
}

/** It says afterwards what was done. */
function button(says: string, act: () => Promise<string>): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = says;
  made.addEventListener('click', () => {
    void act().then((done) => {
      made.textContent = done;
    });
  });
  return made;
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
