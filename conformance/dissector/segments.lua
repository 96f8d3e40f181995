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
