/** What an edge answers: a status, and a body of JSON. */
export interface Said {
  readonly status: number;
  readonly body: object;
}

const PROBLEM = { status: 400, body: { title: 'Bad Request' } } as const;

/** What all edges here have in common, and yours does better: it takes each reading once, for as long as it lives. */
export function createIngest(): (text: string) => Said {
  const taken = new Set<string>();
  return (text) => {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return PROBLEM;
    }
    if (typeof message !== 'object' || message === null) return PROBLEM;
    const { device_id, sequence_id }: { device_id?: unknown; sequence_id?: unknown } = message;
    const key = JSON.stringify([device_id, sequence_id]);
    if (taken.has(key)) return { status: 409, body: { status: 'duplicate' } };
    taken.add(key);
    return { status: 200, body: { status: 'accepted', device_id, sequence_id } };
  };
}
