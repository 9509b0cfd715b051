import { Script } from './script.ts';

/**
 * Three keys of Redis: a sorted set of the keys that are held, by the instant at which each is forgotten; a hash of what is
 * known of each, `p` and the token of who claimed it, or `c` and the digest of what is committed; the stream of readings.
 * Time is that of the server, which all edges share, unless `ARGV[1]` says another.
 */
const BEGIN = `
local held, known, readings = KEYS[1], KEYS[2], KEYS[3]
local time = redis.call('TIME')
local now = tonumber(ARGV[1]) or time[1] * 1000 + math.floor(time[2] / 1000)
for _, key in ipairs(redis.call('ZRANGE', held, '-inf', now, 'BYSCORE', 'LIMIT', 0, 16)) do
  redis.call('ZREM', held, key)
  redis.call('HDEL', known, key)
end
local function count() return redis.call('ZCOUNT', held, '(' .. now, '+inf') end
local function find(key)
  local dies = redis.call('ZSCORE', held, key)
  return dies and tonumber(dies) > now and redis.call('HGET', known, key)
end
`;

/** ARGV: now, key, digest, token, ms until a claim is forgotten that nobody gives up, the most keys. */
export const CLAIM = new Script(`${BEGIN}
local _, key, digest, token, lease, limit = unpack(ARGV)
local found = find(key)
if found then
  if found:sub(1, 1) == 'p' then return { 'in-progress', count() } end
  return { found == 'c' .. digest and 'duplicate' or 'conflict', count() }
end
if count() >= tonumber(limit) then return { 'full', count() } end
redis.call('ZADD', held, now + lease, key)
redis.call('HSET', known, key, 'p' .. token)
return { 'claimed', count() }`);

/** ARGV: now, key, digest, token, time of life in ms, retention in ms or '', device, sequence id, timestamp, values. */
export const COMMIT = new Script(`${BEGIN}
local _, key, digest, token, ttl, retain, device, sequence, timestamp, values = unpack(ARGV)
if redis.call('HGET', known, key) ~= 'p' .. token then return { 'not claimed', count() } end
redis.call('ZADD', held, now + ttl, key)
redis.call('HSET', known, key, 'c' .. digest)
local add = { 'XADD', readings }
if retain ~= '' then
  for _, word in ipairs({ 'MINID', '~', math.max(now - retain, 0) }) do add[#add + 1] = word end
end
for _, word in ipairs({ '*', 'device_id', device, 'sequence_id', sequence, 'timestamp', timestamp, 'values', values }) do
  add[#add + 1] = word
end
redis.call(unpack(add))
return { 'committed', count() }`);

/** ARGV: now, key, token. */
export const RELEASE = new Script(`${BEGIN}
local _, key, token = unpack(ARGV)
if redis.call('HGET', known, key) == 'p' .. token then
  redis.call('HDEL', known, key)
  redis.call('ZREM', held, key)
end
return { 'released', count() }`);

/** ARGV: now. */
export const COUNT = new Script(`${BEGIN}
return { 'counted', count() }`);
