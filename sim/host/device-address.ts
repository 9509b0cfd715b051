/** Hosts of a network of class C: its first and last address name no host. */
const HOSTS = 254;
const NETWORKS = 256;

/**
 * The address of a device, by its place in the fleet and how often it has booted: 10.0.0.1 for the first, 10.0.1.1 for the 255th. Who
 * comes up again gets an address anew, as from DHCP: 10.1.0.1 after the first reboot. Of fleets below 65,024 none has been another's.
 */
export function deviceAddress(index: number, boot: number): string {
  const network = Math.floor(index / HOSTS);
  return `10.${(Math.floor(network / NETWORKS) + boot) % NETWORKS}.${network % NETWORKS}.${(index % HOSTS) + 1}`;
}
