/** Hosts of a network of class C: its first and last address name no host. */
const HOSTS = 254;
const NETWORKS = 256;

/** The address of a device, by its place in the fleet: 10.0.0.1 for the first, 10.0.1.1 for the 255th. */
export function deviceAddress(index: number): string {
  const network = Math.floor(index / HOSTS);
  return `10.${Math.floor(network / NETWORKS) % NETWORKS}.${network % NETWORKS}.${(index % HOSTS) + 1}`;
}
