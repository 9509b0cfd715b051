/** How the engine names the connections of those who take runs: after their queue. */
const NAME = /(?:^| )name=bull:([A-Za-z0-9+/]+={0,2})(?::w:\S*)?(?: |$)/;

/** What stands before the version in the names of our queues. */
const QUEUES = 'petrel-';

/**
 * Why nobody takes what is handed out at this queue; null: somebody is there. `clients` is what CLIENT LIST says, a line for
 * each connection.
 */
export function nobodyThere(clients: string, queue: string): string | null {
  const queues = clients.split('\n').flatMap((line) => {
    const [, name] = NAME.exec(line) ?? [];
    return name === undefined ? [] : [Buffer.from(name, 'base64').toString()];
  });
  if (queues.includes(queue)) return null;
  const ours = queues.filter((name) => name.startsWith(QUEUES)).map((name) => name.slice(QUEUES.length));
  const others = [...new Set(ours)].toSorted();
  const none = `no worker of Petrel ${queue.slice(QUEUES.length)} is there`;
  return others.length === 0
    ? `${none}.`
    : `${none}; those who are take runs of their own version only, ${others.join(' and ')}.`;
}
