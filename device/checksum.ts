/** FNV-1a of 32 bits (draft-eastlake-fnv), over the UTF-16 units of the text. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** Eight hex digits. Whatever changes a single unit of the text changes them: each step can be undone. */
export function checksum(text: string): string {
  let hash = OFFSET;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
