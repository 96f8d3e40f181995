-- ZMTP 3.1 for Wireshark and tshark: greetings, frames, commands, and the statements of PatternWire that they break.
-- Generated from schemas/model and the parts beside it: do not edit. How to install it: README.md.

local greeting = {
  { name = "signature", octets = 10, kind = "bytes", label = "Signature" },
  { name = "version-major", octets = 1, kind = "uint8", label = "Version major" },
  { name = "version-minor", octets = 1, kind = "uint8", label = "Version minor" },
  { name = "mechanism", octets = 20, kind = "stringz", label = "Mechanism" },
  { name = "as-server", octets = 1, kind = "uint8", label = "As server" },
  { name = "filler", octets = 31, kind = "bytes", label = "Filler" },
}
local flags = {
  { name = "more", mask = 1, label = "MORE" },
  { name = "long", mask = 2, label = "LONG" },
  { name = "command", mask = 4, label = "COMMAND" },
}
local flag_mask = { more = 1, long = 2, command = 4 }
local commands = {
  READY = {
    { name = "READY", mechanism = "NULL", layout = { { name = "metadata", label = "Metadata", kind = "metadata" } } },
    { name = "READY", mechanism = "PLAIN", law = "plain.ready", layout = { { name = "metadata", label = "Metadata", kind = "metadata" } } },
    {
      name = "READY",
      mechanism = "CURVE",
      law = "curve.ready",
      layout = {
        { name = "short-nonce", label = "Short nonce", kind = "bytes", octets = 8 },
        { name = "box", label = "Box", kind = "bytes", least = 16 },
      },
    },
  },
  ERROR = {
    {
      name = "ERROR",
      mechanism = "any",
      law = "handshake.error-reason",
      layout = {
        { name = "reason-size", label = "Reason size", kind = "uint8", octets = 1 },
        { name = "reason", label = "Reason", kind = "string", size_in = "reason-size" },
      },
    },
  },
  HELLO = {
    {
      name = "HELLO",
      mechanism = "PLAIN",
      law = "plain.hello",
      layout = {
        { name = "username-size", label = "Username size", kind = "uint8", octets = 1 },
        { name = "username", label = "Username", kind = "string", size_in = "username-size" },
        { name = "password-size", label = "Password size", kind = "uint8", octets = 1 },
        { name = "password", label = "Password", kind = "bytes", size_in = "password-size" },
      },
    },
    {
      name = "HELLO",
      mechanism = "CURVE",
      law = "curve.hello",
      layout = {
        { name = "version", label = "Version", kind = "bytes", octets = 2 },
        { name = "padding", label = "Padding", kind = "bytes", octets = 72 },
        { name = "client-transient-key", label = "Client transient key", kind = "bytes", octets = 32 },
        { name = "short-nonce", label = "Short nonce", kind = "bytes", octets = 8 },
        { name = "box", label = "Box", kind = "bytes", octets = 80 },
      },
    },
  },
  WELCOME = {
    { name = "WELCOME", mechanism = "PLAIN", law = "plain.welcome", layout = {} },
    {
      name = "WELCOME",
      mechanism = "CURVE",
      law = "curve.welcome",
      layout = {
        { name = "long-nonce", label = "Long nonce", kind = "bytes", octets = 16 },
        { name = "box", label = "Box", kind = "bytes", octets = 144 },
      },
    },
  },
  INITIATE = {
    {
      name = "INITIATE",
      mechanism = "PLAIN",
      law = "plain.initiate",
      layout = { { name = "metadata", label = "Metadata", kind = "metadata" } },
    },
    {
      name = "INITIATE",
      mechanism = "CURVE",
      law = "curve.initiate",
      layout = {
        { name = "cookie", label = "Cookie", kind = "bytes", octets = 96 },
        { name = "short-nonce", label = "Short nonce", kind = "bytes", octets = 8 },
        { name = "box", label = "Box", kind = "bytes", least = 144 },
      },
    },
  },
  MESSAGE = {
    {
      name = "MESSAGE",
      mechanism = "CURVE",
      law = "curve.message",
      layout = {
        { name = "short-nonce", label = "Short nonce", kind = "bytes", octets = 8 },
        { name = "box", label = "Box", kind = "bytes", least = 17 },
      },
    },
  },
  PING = {
    {
      name = "PING",
      mechanism = "any",
      law = "heartbeat.ping-format",
      layout = {
        { name = "time-to-live", label = "Time to live", kind = "uint16", octets = 2 },
        { name = "context", label = "Context", kind = "bytes", most = 16, law = "heartbeat.context-size" },
      },
    },
  },
  PONG = {
    {
      name = "PONG",
      mechanism = "any",
      law = "heartbeat.context-size",
      layout = { { name = "context", label = "Context", kind = "bytes", most = 16, law = "heartbeat.context-size" } },
    },
  },
  SUBSCRIBE = { { name = "SUBSCRIBE", mechanism = "any", layout = { { name = "subscription", label = "Subscription", kind = "string" } } } },
  CANCEL = { { name = "CANCEL", mechanism = "any", layout = { { name = "subscription", label = "Subscription", kind = "string" } } } },
  JOIN = { { name = "JOIN", mechanism = "any", layout = { { name = "group", label = "Group", kind = "string", most = 255 } } } },
  LEAVE = { { name = "LEAVE", mechanism = "any", layout = { { name = "group", label = "Group", kind = "string", most = 255 } } } },
}
local peers = {
  REQ = { REP = true, ROUTER = true },
  REP = { REQ = true, DEALER = true },
  DEALER = { REP = true, DEALER = true, ROUTER = true },
  ROUTER = { REQ = true, DEALER = true, ROUTER = true },
  PUB = { SUB = true, XSUB = true },
  XPUB = { SUB = true, XSUB = true },
  SUB = { PUB = true, XPUB = true },
  XSUB = { PUB = true, XPUB = true },
  PUSH = { PULL = true },
  PULL = { PUSH = true },
  PAIR = { PAIR = true },
  CLIENT = { SERVER = true },
  SERVER = { CLIENT = true },
  RADIO = { DISH = true },
  DISH = { RADIO = true },
  SCATTER = { GATHER = true },
  GATHER = { SCATTER = true },
  PEER = { PEER = true },
  CHANNEL = { CHANNEL = true },
}
local properties = { "Socket-Type", "Identity", "Resource" }
local property_names = { ["socket-type"] = true, identity = true, resource = true }
local statements = {
  ["commands.name"] = {
    level = "MUST",
    text = "A sender MUST begin the body of a command with one octet that holds the length of the name, followed by a name of 1 to 255 letters.",
  },
  ["curve.frame-clear-command"] = { level = "SHOULD", text = "A sender SHOULD send MESSAGE in a frame whose COMMAND bit is clear." },
  ["curve.frame-more"] = { level = "MUST", text = "A sender MUST clear the MORE bit of the frame around MESSAGE." },
  ["curve.hello"] = {
    level = "MUST",
    text = "A client MUST send in HELLO, in this order, the version octets 01 and 00, 72 null octets, C', a short nonce and the box that the model gives.",
  },
  ["curve.initiate"] = {
    level = "MUST",
    text = "A client MUST answer a valid WELCOME with INITIATE, whose body is at least 257 octets and whose box the model gives.",
  },
  ["curve.message"] = {
    level = "MUST",
    text = "A sender MUST send each frame of the traffic, of messages and of commands, as one MESSAGE with the box that the model gives.",
  },
  ["curve.ready"] = {
    level = "MUST",
    text = "A server MUST answer an INITIATE that it accepts with READY, whose body is at least 30 octets and whose box the model gives.",
  },
  ["curve.welcome"] = { level = "MUST", text = "A server MUST answer a valid HELLO with WELCOME, whose body is 168 octets and whose box the model gives." },
  ["framing.command-between"] = { level = "SHOULD", text = "A sender SHOULD NOT send a command between the frames of one message." },
  ["framing.command-more"] = { level = "MUST", text = "A sender MUST clear the MORE bit on a command frame." },
  ["framing.long-above-255"] = {
    level = "MUST",
    text = "A sender MUST use the long form for a body of more than 255 octets, with the size as eight octets in network order.",
  },
  ["framing.reserved-zero"] = { level = "MUST", text = "A sender MUST set bits 7 to 3 of the flags octet to zero." },
  ["framing.short-command"] = { level = "SHOULD", text = "A sender SHOULD use the short form for a command of at most 255 octets." },
  ["greeting.filler-zero"] = { level = "MUST", text = "A peer MUST send 31 null octets as filler." },
  ["greeting.mechanism"] = { level = "MUST", text = "A peer MUST announce one mechanism, as its name followed by null octets up to 20 octets." },
  ["greeting.mechanism-mismatch"] = {
    level = "MUST",
    text = "A receiver MUST close the connection when the mechanism field differs in any of its 20 octets from the one that it sent.",
  },
  ["greeting.mechanism-name"] = {
    level = "MUST",
    text = "A peer MUST announce a mechanism name made only of upper-case letters, digits, and embedded hyphens or underscores.",
  },
  ["greeting.signature"] = { level = "MUST", text = "A peer MUST begin each connection with a signature of ten octets: FF, eight padding octets, 7F." },
  ["handshake.error-reason"] = {
    level = "MUST",
    text = "A sender MUST give an ERROR command one octet with the length of the reason, followed by that many visible characters.",
  },
  ["handshake.no-early-message"] = { level = "MUST", text = "A sender MUST NOT send a message before the handshake is complete." },
  ["heartbeat.after-handshake"] = { level = "MUST", since = "3.1", text = "A sender MUST NOT send a PING command before the handshake is complete." },
  ["heartbeat.context-size"] = { level = "MUST", since = "3.1", text = "A sender MUST NOT send a PING or PONG command with a context of more than 16 octets." },
  ["heartbeat.ping-format"] = {
    level = "MUST",
    since = "3.1",
    text = "A sender MUST begin the data of a PING command with a time-to-live in tenths of a second, as two octets in network order.",
  },
  ["heartbeat.pong"] = {
    level = "MUST",
    since = "3.1",
    text = "A receiver MUST answer each PING command with a PONG command that carries the same context, in the order of the PING commands.",
  },
  ["metadata.identity-first-octet"] = { level = "MUST", text = "A peer MUST NOT announce an identity that begins with a null octet." },
  ["metadata.identity-size"] = { level = "MUST", text = "A peer MUST announce an identity of at most 255 octets." },
  ["metadata.name"] = {
    level = "MUST",
    text = "A sender MUST give each property a name of 1 to 255 letters, digits, hyphens, underscores, full stops or plus signs.",
  },
  ["metadata.repeated"] = { level = "SHOULD", text = "A receiver SHOULD close the connection when Socket-Type or Identity appears twice." },
  ["metadata.socket-type"] = { level = "SHOULD", text = "A peer SHOULD announce its socket type in the property Socket-Type." },
  ["metadata.socket-type-name"] = { level = "MUST", text = "A peer MUST announce as Socket-Type one of the names that this specification lists, in upper case." },
  ["metadata.socket-type-pairs"] = {
    level = "SHOULD",
    text = "A receiver SHOULD close the connection when the announced Socket-Type is not one with which its own type may be connected, letter case included.",
  },
  ["metadata.truncated"] = { level = "MUST", text = "A receiver MUST close the connection when the metadata end inside a property." },
  ["metadata.value"] = { level = "MUST", text = "A sender MUST precede the value of a property by its size as four octets in network order, at most 2^31−1." },
  ["null.as-server-zero"] = { level = "MUST", text = "A peer MUST send zero in the as-server field under NULL." },
  ["null.clear-messages"] = { level = "MUST", text = "A sender MUST send messages as message frames under NULL." },
  ["plain.hello"] = {
    level = "MUST",
    text = "A client MUST send in HELLO the username and the password that its application gave it, each preceded by its size in one octet.",
  },
  ["plain.initiate"] = { level = "MUST", text = "A client MUST answer WELCOME with INITIATE and its metadata." },
  ["plain.ready"] = { level = "MUST", text = "A server MUST answer an INITIATE that it accepts with READY and its metadata." },
  ["plain.welcome"] = { level = "MUST", text = "A server MUST answer HELLO with WELCOME, without data, when its authenticator accepts the credentials." },
  ["publish-subscribe.subscribe-command"] = {
    level = "MUST",
    since = "3.1",
    text = "A sender MUST subscribe and cancel with SUBSCRIBE and CANCEL commands, whose data are the topic, at a peer that announces version 3.1 or higher.",
  },
  ["publish-subscribe.subscribe-message"] = {
    level = "MUST",
    text = "A sender MUST subscribe and cancel with messages of one frame, the octet 01 or 00 followed by the topic, at a peer that announces version 3.0.",
  },
  ["versions.no-ping-to-3-0"] = { level = "MUST", text = "A sender MUST NOT send a PING command to a peer that announces version 3.0." },
}
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

-- What each unit says, and which statements it breaks.

-- These are shown by one frame alone, also where the beginning was not captured.
local of_one_frame = { ["framing.short-command"] = true, ["heartbeat.ping-format"] = true, ["heartbeat.context-size"] = true }

local function judge(item, from)
  return function(id, range, detail)
    if (from.found or from.gap) and not of_one_frame[id] then return end
    -- Whoever announces version 3.0 is not bound by what came with 3.1.
    if statements[id].since and from.minor == 0 then return end
    local entry = range and item:add(fields.statement, range, id) or item:add(fields.statement, id)
    entry:set_generated()
    entry:add_proto_expert_info(experts[id], id .. ": " .. statements[id].text .. (detail and " Here: " .. detail or ""))
  end
end

-- Everything that passed in both directions is known.
local function both_known(from, to)
  return from.greeted and to.greeted and not (from.found or to.found or from.gap or to.gap)
end

local function zeros(range)
  return not range or range:bytes():tohex():match("^0*$") ~= nil
end

local function read_greeting(buffer, offset, size, tree, from, to)
  local range = slice(buffer, offset, size)
  local item = tree:add(fields.greeting, range)
  local breaks = judge(item, from)
  local at, found = offset, {}
  for _, part in ipairs(greeting) do
    local value = slice(buffer, at, math.min(part.octets, offset + size - at))
    if value then item:add(fields["greeting." .. part.name], value) end
    found[part.name], at = value, at + part.octets
  end
  local major, minor = octet(buffer, offset + 10), octet(buffer, offset + 11)
  from.phase, from.greeted = "frames", true
  from.minor = major and (major > 3 and 1 or minor)
  local last = octet(buffer, offset + 9)
  if last and last ~= 0x7f then breaks("greeting.signature", found.signature) end
  if major and major < 3 then
    from.phase = "foreign"
    return "Greeting of version " .. major .. ", which is not read further"
  end
  if size < 64 or buffer:len() - offset < 64 then
    from.left, from.gap = 64 - size, true
    return "Greeting that is cut off"
  end
  local name = found.mechanism:string():match("^[^\0]*")
  from.mechanism = name
  if not zeros(slice(buffer, offset + 12 + #name, 20 - #name)) then breaks("greeting.mechanism", found.mechanism) end
  if not (name:match("^[A-Z0-9][A-Z0-9_-]*$") and name:match("[A-Z0-9]$")) then breaks("greeting.mechanism-name", found.mechanism) end
  if to.mechanism and to.mechanism ~= name then breaks("greeting.mechanism-mismatch", found.mechanism, "the other peer announces " .. to.mechanism .. ".") end
  if name == "NULL" and not zeros(found["as-server"]) then breaks("null.as-server-zero", found["as-server"]) end
  if not zeros(found.filler) then breaks("greeting.filler-zero", found.filler) end
  return string.format("Greeting %d.%d %s", major, minor, name)
end

local function judge_property(name, value, range, breaks, from, to, seen)
  local known = name:lower()
  if (known == "socket-type" or known == "identity") and seen[known] then breaks("metadata.repeated", range) end
  seen[known] = true
  local text = value and value:string() or ""
  if known == "socket-type" then
    from.socket_type = text
    if not peers[text] then breaks("metadata.socket-type-name", range)
    elseif to.socket_type and peers[to.socket_type] and not peers[text][to.socket_type] then
      breaks("metadata.socket-type-pairs", range, text .. " and " .. to.socket_type .. ".")
    end
  elseif known == "identity" and value then
    if value:len() > 255 then breaks("metadata.identity-size", range) end
    if value(0, 1):uint() == 0 then breaks("metadata.identity-first-octet", range) end
  end
end

-- Metadata are a row of properties; what they say that matters later is kept.
local function read_metadata(buffer, offset, stop, tree, breaks, from, to)
  local seen, at = {}, offset
  while at < stop do
    local length = octet(buffer, at) or 0
    local size = slice(buffer, at + 1 + length, 4)
    local value_size = size and size:len() == 4 and size:uint()
    local rest = slice(buffer, at, stop - at)
    if length == 0 then return breaks("metadata.name", rest) end
    if value_size and value_size >= 0x80000000 then return breaks("metadata.value", rest) end
    if not value_size or at + 5 + length + value_size > stop then return breaks("metadata.truncated", rest) end
    local range = slice(buffer, at, 5 + length + value_size)
    local name = buffer(at + 1, length):string()
    local value = slice(buffer, at + 5 + length, value_size)
    local item = tree:add(fields.property, range)
    item:set_text("Property " .. name)
    item:add(fields["property.name"], buffer(at + 1, length))
    if value then item:add(fields["property.value"], value) end
    if value and fields[name:lower()] and property_names[name:lower()] then item:add(fields[name:lower()], value) end
    if not name:match("^[%w%-_.+]+$") then breaks("metadata.name", range) end
    judge_property(name, value, range, breaks, from, to, seen)
    at = at + 5 + length + value_size
  end
  if not seen["socket-type"] then breaks("metadata.socket-type", slice(buffer, offset, stop - offset)) end
end

-- The layout that the model gives the command under the mechanism; any that it has when the mechanism is not known.
local function layout_of(name, mechanism)
  local variants = commands[name]
  for _, command in ipairs(variants or {}) do
    if command.mechanism == mechanism or command.mechanism == "any" then return command end
  end
  return mechanism == nil and variants and variants[1] or nil
end

local function read_layout(command, buffer, offset, stop, tree, breaks, from, to)
  local at, numbers = offset, {}
  local whole = slice(buffer, offset, stop - offset)
  for _, part in ipairs(command.layout) do
    local size = part.octets or part.size_in and numbers[part.size_in] or stop - at
    if at + size > stop or part.least and size < part.least then return command.law and breaks(command.law, whole) end
    local range = slice(buffer, at, size)
    if part.most and size > part.most and part.law then breaks(part.law, range) end
    if part.kind == "metadata" then read_metadata(buffer, at, stop, tree, breaks, from, to)
    elseif range then
      tree:add(fields[command.name:lower() .. "." .. part.name], range)
      if part.kind == "uint8" then numbers[part.name] = range:uint() end
    end
    at = at + size
  end
  if at < stop and command.law then breaks(command.law, slice(buffer, at, stop - at)) end
end

local function judge_heartbeat(name, buffer, offset, stop, breaks, range, from, to)
  local start = name == "PING" and offset + 2 or offset
  local context = slice(buffer, start, math.min(16, stop - start))
  local text = context and context:bytes():tohex() or ""
  if name == "PING" then
    if stop - offset < 2 then return end
    if both_known(from, to) and from.mechanism == "NULL" and to.mechanism == "NULL" and not (from.ready and to.ready) then
      breaks("heartbeat.after-handshake", range)
    end
    if to.greeted and to.minor == 0 then breaks("versions.no-ping-to-3-0", range) end
    from.asked[#from.asked + 1] = text
  elseif both_known(from, to) then
    local oldest = table.remove(to.asked, 1)
    if oldest ~= text then breaks("heartbeat.pong", range) end
  end
end

-- A subscription or cancellation as a command is for peers of version 3.1, as a message for those of 3.0.
local function judge_subscription(form, range, breaks, to)
  if not (to.greeted and to.minor) then return end
  if form == "message" and to.minor >= 1 then breaks("publish-subscribe.subscribe-command", range) end
  if form == "command" and to.minor == 0 then breaks("publish-subscribe.subscribe-message", range) end
end

local function read_command(buffer, offset, size, item, breaks, from, to)
  local stop = offset + size
  local name = command_name(buffer, offset, size)
  local range = slice(buffer, offset, size)
  local whole = from.left == 0 and buffer:len() >= stop
  if not name then
    if whole then breaks("commands.name", range) end
    return "Command without a name"
  end
  item:add(fields.command, buffer(offset + 1, #name))
  local data = offset + 1 + #name
  local command = layout_of(name, from.mechanism)
  if command and whole then read_layout(command, buffer, data, stop, item, breaks, from, to)
  elseif slice(buffer, data, stop - data) then item:add(fields.body, slice(buffer, data, stop - data)) end
  if name == "READY" then from.ready = true end
  if whole and (name == "PING" or name == "PONG") then judge_heartbeat(name, buffer, data, stop, breaks, range, from, to) end
  if name == "SUBSCRIBE" or name == "CANCEL" then judge_subscription("command", range, breaks, to) end
  if name == "MESSAGE" and from.mechanism == "NULL" then breaks("null.clear-messages", range) end
  if name == "ERROR" and whole and stop > data + 1 and slice(buffer, data + 1, stop - data - 1):string():match("[^!-~]") then breaks("handshake.error-reason", range) end
  return name .. ((name == "READY" or name == "INITIATE") and from.socket_type and " " .. from.socket_type or "")
end

local function read_part(buffer, offset, size, more, item, breaks, from, to)
  local range = slice(buffer, offset, size)
  if range then item:add(fields.body, range) end
  if from.part then item:add(fields.part, from.part + 1):set_generated() end
  local first = range and range(0, 1):uint()
  local subscribes = (from.socket_type == "SUB" or from.socket_type == "XSUB") and from.part == 0 and not more and (first == 0 or first == 1)
  if both_known(from, to) and from.mechanism == "NULL" and to.mechanism == "NULL" and not (from.ready and to.ready) then
    breaks("handshake.no-early-message", range)
  end
  from.part = more and (from.part and from.part + 1) or not more and 0 or nil
  if not subscribes then return "message part of " .. size .. " octets" .. (more and ", more follow" or "") end
  local topic = slice(buffer, offset + 1, size - 1)
  local what = first == 1 and "subscribe-message" or "cancel-message"
  item:add(fields[what], range, topic and topic:string() or "")
  judge_subscription("message", range, breaks, to)
  return first == 1 and "subscription as a message" or "cancellation as a message"
end

local function read_frame(buffer, offset, size, tree, from, to)
  local head, header = octet(buffer, offset), nil
  local item = tree:add(fields.frame, slice(buffer, offset, size))
  local breaks = judge(item, from)
  local flags_item = item:add(fields.flags, buffer(offset, 1))
  for _, flag in ipairs(flags) do flags_item:add(fields["flags." .. flag.name], buffer(offset, 1)) end
  flags_item:add(fields["flags.reserved"], buffer(offset, 1))
  local body_size, absurd
  header, body_size, absurd = sizes(buffer, offset)
  local size_range = slice(buffer, offset + 1, header - 1)
  if size_range and size_range:len() == header - 1 then item:add(fields.size, size_range) end
  if absurd then
    breaks("framing.long-above-255", size_range)
    from.phase = "foreign"
    return "frame of an impossible size"
  end
  if not body_size then
    from.phase, from.gap = "opening", true
    return "frame that is cut off"
  end
  local command, more = has(head, flag_mask.command), has(head, flag_mask.more)
  local start, here = offset + header, math.min(body_size, buffer:reported_len() - offset - header)
  from.left = body_size - here
  if head > 7 then breaks("framing.reserved-zero", buffer(offset, 1)) end
  local name = command_name(buffer, start, here)
  local wrapped = from.mechanism == "CURVE" and name == "MESSAGE"
  local info
  if command or wrapped then
    if wrapped and command then breaks("curve.frame-clear-command", buffer(offset, 1)) end
    if more then breaks(wrapped and "curve.frame-more" or "framing.command-more", buffer(offset, 1)) end
    if command and header == 9 and body_size <= 255 then breaks("framing.short-command", size_range) end
    if command and (from.part or 0) > 0 then breaks("framing.command-between", buffer(offset, 1)) end
    info = read_command(buffer, start, here, item, breaks, from, to)
  else
    info = read_part(buffer, start, here, more, item, breaks, from, to)
  end
  item:set_text("Frame: " .. info)
  return info
end

-- From segments to units. Where one ends in a later segment, Wireshark is asked for that one too.

local function read_unit(kind, buffer, offset, size, root, from, to)
  if kind == "greeting" then return read_greeting(buffer, offset, size, root, from, to) end
  if kind == "frame" then return read_frame(buffer, offset, size, root, from, to) end
  if kind == "rest" then from.left = from.left - size end
  local range = slice(buffer, offset, size)
  if range then root:add(kind == "rest" and fields.rest or fields.octets, range) end
  return kind == "rest" and "rest of a frame" or "octets whose frames are not known"
end

local function add_root(buffer, tree)
  return tree:add(protocol, buffer())
end

local function read_segment(buffer, pinfo, tree)
  local total, offset, root, said = buffer:reported_len(), 0, nil, {}
  while offset < total do
    if offset >= buffer:len() and buffer:len() < total then
      -- The rest of the segment was not captured: where the next frame begins is not known.
      local from = directions_before(buffer, pinfo, offset)
      from.phase, from.gap, from.left = "opening", true, 0
      break
    end
    local from, to = directions_before(buffer, pinfo, offset)
    local kind, size = unit(buffer, offset, from)
    local left = total - offset
    if size > left and pinfo.can_desegment > 0 and size <= most_octets then
      local start = slice(buffer, offset, 10)
      if not pinfo.visited then from.pending = start and start:bytes():tohex() end
      pinfo.desegment_offset = offset
      -- Of a header without its end only the header is asked for: what follows tells the rest.
      pinfo.desegment_len = size - left
      break
    end
    -- On a port that was only chosen it is perhaps another protocol.
    if kind == "octets" and not root and not (from.greeted or from.found or to.greeted or to.found) then return 0 end
    size = math.min(size, left)
    root = root or add_root(buffer, tree)
    said[#said + 1] = read_unit(kind, buffer, offset, size, root, from, to)
    offset = offset + size
  end
  if not root then return end
  pinfo.cols.protocol:set("ZMTP")
  pinfo.cols.info:set(table.concat(said, "; ") .. " ")
  pinfo.cols.info:fence()
end

protocol.dissector = read_segment

-- A signature, or a command that the model names: connections that were under way before the capture are known by that.
local function known(buffer)
  if buffer:len() >= 10 and octet(buffer, 0) == 0xff and octet(buffer, 9) == 0x7f then return true end
  if buffer:len() < 4 or octet(buffer, 0) ~= flag_mask.command then return false end
  local name = command_name(buffer, 2, octet(buffer, 1))
  return name ~= nil and commands[name] ~= nil
end

protocol:register_heuristic("tcp", function(buffer, pinfo, tree)
  if not known(buffer) then return false end
  pinfo.conversation = protocol
  read_segment(buffer, pinfo, tree)
  return true
end)

-- Wireshark gives the port of most examples, 5555, to another protocol: without a choice nothing would be asked of the first octets there.
protocol.prefs.ports = Pref.range("TCP ports", "5555", "Ports on which frames are looked for; connections on others are known by their first octets", 65535)
local by_port = DissectorTable.get("tcp.port")
local chosen = ""
local function choose_ports()
  if chosen ~= "" then by_port:remove(chosen, protocol) end
  chosen = tostring(protocol.prefs.ports)
  if chosen ~= "" then by_port:add(chosen, protocol) end
end
protocol.prefs_changed = choose_ports
choose_ports()
by_port:add_for_decode_as(protocol)
