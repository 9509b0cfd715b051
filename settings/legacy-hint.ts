/** What to say when a word of YAML 1.1, or a quoted one, stands where a number or a truth value is wanted. */
export function legacyHint(value: unknown, wanted: 'number' | 'true or false'): string | null {
  if (typeof value !== 'string') return null;
  const truth = /^(yes|on|y)$/i.test(value) ? 'true' : /^(no|off|n)$/i.test(value) ? 'false' : null;
  if (truth !== null) {
    const meant = wanted === 'number' ? 'write a number' : `did you mean ${truth}?`;
    return `YAML 1.2 reads ${value} as text; ${meant}`;
  }
  if (/^\d[\d_]*_\d+$/.test(value)) {
    return `YAML 1.2 reads ${value} as text; did you mean ${value.replaceAll('_', '')}?`;
  }
  if (/^\d{1,3}(,\d{3})+$/.test(value)) return `did you mean ${value.replaceAll(',', '')}?`;
  if (/^-?\d+(\.\d+)?$/.test(value)) return `did you mean ${value}, without quotes?`;
  return null;
}
