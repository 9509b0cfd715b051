import { Script } from './script.ts';

/**
 * Keys of Redis: a sorted set of the keys that are held, by the instant at which each is forgotten; a hash of what is
 * known of each, `p` and the token of who claimed it, or `c` and the digest of what is committed; the stream of readings;
 * and for each device a sorted set of its entries in the stream, by sequence id, whose name begins with that of the stream.
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
local function of(device) return readings .. ':' .. device end
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
local entry = redis.call('XADD', readings, '*', 'device_id', device, 'sequence_id', sequence,
  'timestamp', timestamp, 'values', values)
redis.call('ZADD', of(device), sequence, entry)
if retain ~= '' then
  for _, old in ipairs(redis.call('XRANGE', readings, '-', math.max(now - retain, 0), 'COUNT', 16)) do
    redis.call('XDEL', readings, old[1])
    redis.call('ZREM', of(old[2][2]), old[1])
  end
end
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

/**
 * ARGV: now, device, the number to go on behind or '', the most readings. Gives entries of the stream, and behind them the number
 * to go on behind, or nothing. All that has one number is on one page.
 */
export const PAGE = new Script(`${BEGIN}
local _, device, after, limit = unpack(ARGV)
local from = after == '' and '-inf' or '(' .. after
local found = redis.call('ZRANGE', of(device), from, '+inf', 'BYSCORE', 'LIMIT', 0, limit + 1)
local last = #found > tonumber(limit) and redis.call('ZSCORE', of(device), found[tonumber(limit)])
if last then found = redis.call('ZRANGE', of(device), from, last, 'BYSCORE') end
local entries = {}
for _, id in ipairs(found) do
  local entry = redis.call('XRANGE', readings, id, id)[1]
  -- Somebody else may have trimmed the stream.
  if entry then entries[#entries + 1] = entry else redis.call('ZREM', of(device), id) end
end
return { 'page', count(), entries, last }`);
