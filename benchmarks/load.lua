-- wrk asks for the addresses of a file in turn, and says in JSON what came of it.
-- LOAD_FILE: one address a line. LOAD_DELAY: milliseconds that each connection waits between two.
-- LOAD_CACHE: count what the proxy says of its cache.

local addresses, delay_ms = {}, tonumber(os.getenv("LOAD_DELAY") or "0")
for address in io.lines(os.getenv("LOAD_FILE")) do addresses[#addresses + 1] = address end

local threads = {}
function setup(thread)
  thread:set("start", math.floor(#addresses / 2) * #threads)
  threads[#threads + 1] = thread
end

function init()
  place, statuses, cached = start, {}, {}
end

function request()
  place = place % #addresses + 1
  return wrk.format("GET", addresses[place])
end

if delay_ms > 0 then
  -- Around the mean, so that the connections do not march in step.
  function delay() return math.floor(delay_ms * (0.5 + math.random())) end
end

function response(status, headers)
  statuses[status] = (statuses[status] or 0) + 1
  if os.getenv("LOAD_CACHE") then
    local said = headers["X-Cache"] or "none"
    cached[said] = (cached[said] or 0) + 1
  end
end

local function sum(name)
  local total, parts = {}, {}
  for _, thread in ipairs(threads) do
    for key, count in pairs(thread:get(name)) do total[key] = (total[key] or 0) + count end
  end
  for key, count in pairs(total) do parts[#parts + 1] = string.format('"%s":%d', key, count) end
  return "{" .. table.concat(parts, ",") .. "}"
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"rate":%f,"p50":%f,"p99":%f,"failed":%d,"statuses":%s,"cached":%s}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, errors.connect + errors.read + errors.write + errors.timeout,
    sum("statuses"), sum("cached")))
end
