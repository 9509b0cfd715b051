import { createHash } from 'node:crypto';
import os from 'node:os';
import { hostOf, isHost, notSimulated } from './host-of.ts';
import { methodWhere } from './replacement.ts';
import type { Replacement } from './replacement.ts';

const GIB = 2 ** 30;
/** As of the first process of a container, whose own first process is its shell. */
export const PID = 7;
export const PARENT_PID = 1;
const USER_ID = 1_000;

/** One of two, which has done nothing: work takes no virtual time. */
function processor(): os.CpuInfo {
  return { model: 'simulated', speed: 1_000, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } };
}

/** Of the sort that nobody has sold: what a machine has of its own beside its name. */
function hardwareAddress(name: string): string {
  const [...bytes] = createHash('sha256').update(name).digest().subarray(0, 5);
  return ['02', ...bytes.map((byte) => byte.toString(16).padStart(2, '0'))].join(':');
}

function networkInterfaces(name: string): NodeJS.Dict<os.NetworkInterfaceInfo[]> {
  return {
    lo: [
      {
        family: 'IPv4',
        address: '127.0.0.1',
        netmask: '255.0.0.0',
        mac: '00:00:00:00:00:00',
        internal: true,
        cidr: '127.0.0.1/8',
      },
    ],
    eth0: [
      {
        family: 'IPv4',
        // Of a net that is set aside for examples.
        address: '192.0.2.1',
        netmask: '255.255.255.0',
        mac: hardwareAddress(name),
        internal: false,
        cidr: '192.0.2.1/24',
      },
    ],
  };
}

/** Where its files are is where they really are. */
function userInfo([options]: readonly unknown[]): object {
  const isBuffer =
    typeof options === 'object' && options !== null && Reflect.get(options, 'encoding') === 'buffer';
  const told = (text: string): string | Buffer => (isBuffer ? Buffer.from(text) : text);
  return {
    uid: USER_ID,
    gid: USER_ID,
    username: told('petrel'),
    homedir: told(os.homedir()),
    shell: told('/bin/sh'),
  };
}

/** Whose machine it is, by name; asked only of hosts. */
function machineName(): string {
  return hostOf()?.name ?? '';
}

/** What `node:os` says of a machine and whoever works there. What its system is called stays: paths and files depend on it. */
const MACHINE: Readonly<Record<string, (given: readonly unknown[]) => unknown>> = {
  hostname: machineName,
  userInfo,
  networkInterfaces: () => networkInterfaces(machineName()),
  cpus: () => [processor(), processor()],
  availableParallelism: () => 2,
  totalmem: () => 4 * GIB,
  freemem: () => 2 * GIB,
  loadavg: () => [0, 0, 0],
  release: () => '6.1.0',
  version: () => '#1 simulated',
};

/** The real ones can be used as texts and numbers, uncalled. */
function asItself({ target, name, ...rest }: Replacement): Replacement {
  if (!('value' in rest) || typeof rest.value !== 'function') return { target, name, ...rest };
  const { value } = rest;
  return {
    target,
    name,
    value: Object.assign(value, { [Symbol.toPrimitive]: (): unknown => Reflect.apply(value, os, []) }),
  };
}

const USER_IDS = ['getuid', 'geteuid', 'getgid', 'getegid'].filter((name) => Reflect.has(process, name));

function idOf(name: 'pid' | 'ppid', id: number): Replacement {
  const real = process[name];
  return { target: process, name, get: () => (isHost() ? id : real) };
}

/** It would come back when real time has passed. */
function waitAsync(): Replacement[] {
  if (!Reflect.has(Atomics, 'waitAsync')) return [];
  return [
    methodWhere(isHost, Atomics, 'waitAsync', ({ given, real }) => {
      const [, , , timeoutMs] = given;
      if (typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs < Infinity)
        notSimulated('Atomics.waitAsync with a timeout', 'wait for it without one, or for a timer');
      return real();
    }),
  ];
}

/**
 * The machine under a host, as its own code sees it: the same wherever the harness runs. Each host has a machine of its own, with
 * the name of the host.
 */
export const MACHINES: readonly Replacement[] = [
  ...Object.entries(MACHINE).map(([name, says]) => {
    const told = methodWhere(isHost, os, name, ({ given }) => says(given));
    return Reflect.has(Object(Reflect.get(os, name)), Symbol.toPrimitive) ? asItself(told) : told;
  }),
  ...USER_IDS.map((name) => methodWhere(isHost, process, name, () => USER_ID)),
  idOf('pid', PID),
  idOf('ppid', PARENT_PID),
  ...waitAsync(),
];
