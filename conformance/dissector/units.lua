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
