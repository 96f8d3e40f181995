-- How octets are told apart, and what is known of the two directions of a connection.

local unpack_list = table.unpack or unpack
local protocol = Proto("patternwire", "ZMTP 3.1, by the model of PatternWire")
local stream_number = Field.new("tcp.stream")
local segment_lost = Field.new("tcp.analysis.lost_segment")

-- A larger frame is shown by its first octets: Wireshark puts no more together for it.
local most_octets = 16777216

local fields, list = {}, {}
local function declare(kind, name, label, ...)
  if fields[name] then return end
  fields[name] = ProtoField[kind]("patternwire." .. name, label, ...)
  list[#list + 1] = fields[name]
end

declare("none", "greeting", "Greeting")
for _, part in ipairs(greeting) do declare(part.kind, "greeting." .. part.name, part.label) end
declare("none", "frame", "Frame")
declare("uint8", "flags", "Flags", base.HEX)
for _, flag in ipairs(flags) do declare("bool", "flags." .. flag.name, flag.label, 8, nil, flag.mask) end
declare("uint8", "flags.reserved", "Reserved bits", base.HEX, nil, 0xf8)
declare("uint64", "size", "Size of the body")
declare("bytes", "body", "Body")
declare("uint32", "part", "Part of the message")
declare("bytes", "rest", "Rest of a frame")
declare("bytes", "octets", "Octets whose frames are not known")
declare("string", "command", "Command")
declare("string", "subscribe-message", "Subscription as a message")
declare("string", "cancel-message", "Cancellation as a message")
declare("none", "property", "Property")
declare("string", "property.name", "Name")
declare("bytes", "property.value", "Value")
for _, name in ipairs(properties) do declare(name == "Identity" and "bytes" or "string", name:lower(), name) end
declare("string", "statement", "Broken statement")
for _, variants in pairs(commands) do
  for _, command in ipairs(variants) do
    for _, part in ipairs(command.layout) do
      if part.kind ~= "metadata" then declare(part.kind, command.name:lower() .. "." .. part.name, part.label) end
    end
  end
end
protocol.fields = list

local experts, all_experts = {}, {}
for id, statement in pairs(statements) do
  local severity = ({ MUST = expert.severity.ERROR, SHOULD = expert.severity.WARN })[statement.level] or expert.severity.NOTE
  experts[id] = ProtoExpert.new("patternwire.broken." .. id, id, expert.group.PROTOCOL, severity)
  all_experts[#all_experts + 1] = experts[id]
end
protocol.experts = all_experts

-- What is known of each direction of each connection, and what was known before each unit when it was first read: packets are read again in any order.
local connections, before = {}, {}
function protocol.init() connections, before = {}, {} end

local function copy(direction)
  local result = {}
  for name, value in pairs(direction) do result[name] = value end
  result.asked = { unpack_list(direction.asked) }
  return result
end

local function direction_of(pinfo, reversed)
  local streams = { stream_number() }
  local number = tostring(streams[#streams])
  local from, to = tostring(pinfo.src) .. " " .. pinfo.src_port, tostring(pinfo.dst) .. " " .. pinfo.dst_port
  local key = number .. " " .. (reversed and to .. " " .. from or from .. " " .. to)
  if not connections[key] then connections[key] = { phase = "opening", part = 0, left = 0, asked = {} } end
  return connections[key]
end

-- Octets that were captured; nothing when none was.
local function slice(buffer, offset, size)
  local kept = math.min(size, buffer:len() - offset)
  if kept > 0 then return buffer(offset, kept) end
end

-- The two directions as they are before the unit at this place; afterwards they are changed only when it is read for the first time.
local function directions_before(buffer, pinfo, offset)
  local key = table.concat({ pinfo.number, buffer:offset(), buffer:reported_len(), offset }, " ")
  if pinfo.visited then
    local known = before[key] or { { phase = "opening", part = 0, left = 0, asked = {} }, { phase = "opening", part = 0, left = 0, asked = {} } }
    return copy(known[1]), copy(known[2])
  end
  local from, to = direction_of(pinfo, false), direction_of(pinfo, true)
  -- What was asked for did not come: a segment was lost, or not captured whole.
  local came = slice(buffer, 0, #(from.pending or "") / 2)
  if from.pending and not (came and came:bytes():tohex() == from.pending) then from.phase, from.gap, from.left = "opening", true, 0 end
  from.pending = nil
  if segment_lost() and from.lost_at ~= pinfo.number and from.phase ~= "opening" then
    from.phase, from.gap, from.left, from.lost_at = "opening", true, 0, pinfo.number
  end
  before[key] = { copy(from), copy(to) }
  return from, to
end

local function octet(buffer, offset)
  local range = slice(buffer, offset, 1)
  return range and range:uint()
end

local function has(flags_octet, mask) return math.floor(flags_octet / mask) % 2 == 1 end

-- The size of the header, and of the body when the header is there; a size that no peer may declare is nothing.
local function sizes(buffer, offset)
  local long = has(octet(buffer, offset) or 0, flag_mask.long)
  if not long then return 2, octet(buffer, offset + 1) end
  if buffer:len() - offset < 9 then return 9 end
  local high = buffer(offset + 1, 4):uint()
  if high >= 0x80000000 then return 9, nil, true end
  return 9, high * 4294967296 + buffer(offset + 5, 4):uint()
end

local function command_name(buffer, offset, size)
  local length = size > 0 and octet(buffer, offset) or 0
  if length == 0 or length + 1 > size or buffer:len() - offset < length + 1 then return nil end
  local name = buffer(offset + 1, length):string()
  if name:match("^%a+$") then return name end
end

-- Whether a frame begins here, in a connection that was under way before the capture: a command that the model names, or frames that end where the segment ends.
local function plausible(buffer, offset)
  while offset < buffer:reported_len() do
    local head = octet(buffer, offset) or 0xff
    local header, size = sizes(buffer, offset)
    if head > 7 or not size or header == 9 and size < 256 then return false end
    if has(head, flag_mask.command) then
      local name = command_name(buffer, offset + header, size)
      if not name or has(head, flag_mask.more) then return false end
      if commands[name] then return true end
    end
    offset = offset + header + size
  end
  return offset == buffer:reported_len()
end

local function greets(buffer, offset)
  if octet(buffer, offset) ~= 0xff then return false end
  local last = octet(buffer, offset + 9)
  return last == nil or last % 2 == 1
end

-- What stands here, and how many octets it takes; how many it needs at least when that is not known yet.
local function unit(buffer, offset, from)
  local left = buffer:reported_len() - offset
  if from.left > 0 then return "rest", math.min(from.left, left) end
  if from.phase == "foreign" then return "octets", left end
  if from.phase == "opening" then
    if not from.gap and greets(buffer, offset) then
      if left > 10 and octet(buffer, offset + 10) < 3 then return "greeting", left end
      return "greeting", 64
    end
    if not plausible(buffer, offset) then return "octets", left end
    from.phase, from.found, from.part = "frames", true, nil
  end
  local header, size, absurd = sizes(buffer, offset)
  if absurd then return "frame", left end
  if not size then return "frame", header end
  return "frame", header + size
end
