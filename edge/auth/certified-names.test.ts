import { expect, test } from 'vitest';
import { alternativeNames } from './certified-names.ts';

// As Node 20 to 26 print a SAN: values with a comma, a quote or the like stand as JSON.
test.for<readonly [string, readonly string[]]>([
  ['', []],
  ['DNS:device-001', ['device-001']],
  ['DNS:device-001, URI:urn:dev:2, IP Address:10.0.0.1', ['device-001', 'urn:dev:2']],
  ['email:DNS:device-001', []],
  ['email:a@b, othername:URI:device-001', []],
  ['DNS:"a\\u002c DNS:device-001"', []],
  ['URI:"http://a\\u002cDNS:device-001"', []],
  ['URI:http://a DNS:device-001', []],
  ['DirName:"CN = DNS:device-001"', []],
])('a SAN of %j names %j', ([text, names]) => {
  expect(alternativeNames(text)).toStrictEqual(names);
});
