/** What is left of a file that is damaged: none of it, a part, or all but a bit. `draw` gives fresh uniforms; '' stays ''. */
export function damagedFile(content: string, draw: () => number): string {
  const kind = Math.floor(draw() * 3);
  const at = Math.floor(draw() * content.length);
  if (kind === 0) return '';
  if (kind === 1 || content === '') return content.slice(0, at);
  const bit = 1 << Math.floor(draw() * 7);
  return content.slice(0, at) + String.fromCharCode(content.charCodeAt(at) ^ bit) + content.slice(at + 1);
}
