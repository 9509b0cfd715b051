/** What Redis says that is at work, or was just born, and will do what it is asked for by itself. */
const PASSES = /^(LOADING|BUSY|TRYAGAIN|MASTERDOWN|CLUSTERDOWN)\b/;

/** What to do about an answer that begins so. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^NOAUTH\b/, 'Give the password in the address: redis://:PASSWORD@host:6379'],
  [/^WRONGPASS\b/, 'Give the right one in the address: redis://USER:PASSWORD@host:6379'],
  [
    /^NOPERM\b/,
    'Its user needs all commands on keys that begin with petrel- or bull:petrel- (+@all ~petrel-* ~bull:petrel-*)',
  ],
  [/^READONLY\b/, 'This is a replica: name the server that it copies'],
  [/^OOM\b/, 'Free memory there, or raise maxmemory'],
  [/^MISCONF\b/, 'It cannot save to its disk, and takes no writes until it can'],
  [
    /DB index is out of range/,
    'The number behind the last / is that of a database that it has; there are 16 unless told',
  ],
];

/** Redis is there and does not do what it is asked for, which waiting does not change. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError' && !PASSES.test(error.message);
}

/** In the words of Redis, and what to do about it. */
export function refusalText({ message }: Error): string {
  // Which of the engine's scripts it was is nobody's business.
  const said = message.replace(/\.? script: [^]*$/, '');
  const hint = HINTS.find(([pattern]) => pattern.test(said))?.[1];
  return hint === undefined ? said : `${said.replace(/\.$/, '')}. ${hint}.`;
}
