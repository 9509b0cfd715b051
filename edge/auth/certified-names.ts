import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** A handshake makes a connection one of these names, for all its requests. */
const NAMES = new WeakMap<Socket, readonly string[]>();

/**
 * The names in the certificate of the client that the TLS of this connection has verified: its CN, and the DNS names and
 * URIs of its SAN. None without one.
 */
export function certifiedNames(socket: Socket): readonly string[] {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return [];
  const known = NAMES.get(socket);
  if (known !== undefined) return known;
  const { subject, subjectaltname = '' } = socket.getPeerCertificate();
  const alternatives = alternativeNames(subjectaltname);
  const commonNames = [subject?.CN ?? []].flat();
  const names = [...new Set([...commonNames, ...alternatives])];
  NAMES.set(socket, names);
  return names;
}

/**
 * Of what Node makes of a SAN: `DNS:a, URI:b, email:"c"`. It puts quotes around a value in which a comma or a quote stands, and
 * writes the comma as an escape. Such a value, or one of another kind, may hold what looks like a name: whoever signs mail
 * addresses or the like has not looked at that.
 */
export function alternativeNames(subjectAltName: string): readonly string[] {
  return subjectAltName.split(', ').flatMap((entry) => /^(?:DNS|URI):([^\s"]+)$/.exec(entry)?.[1] ?? []);
}
