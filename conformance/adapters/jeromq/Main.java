import com.google.gson.*;
import java.io.*;
import java.lang.reflect.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.*;
import org.zeromq.*;
import zmq.ZError;

/** The adapter of JeroMQ (protocol: ../PROTOCOL.md). One thread has all sockets; it waits in slices, between which it looks for requests. */
public final class Main {
    private static final long SLICE_MS = 2;
    private static final Gson GSON = new Gson();
    private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private static final ZMQ.Context CONTEXT = ZMQ.context(1);
    private static final LinkedBlockingQueue<String> LINES = new LinkedBlockingQueue<>();
    private static final Map<Integer, Entry> ENTRIES = new LinkedHashMap<>();
    private static final Map<String, Operation> OPERATIONS = new LinkedHashMap<>();
    private static int handles;

    private interface Operation {
        Map<String, Object> act(JsonObject request) throws Exception;
    }

    private static final class Entry {
        ZMQ.Socket socket, monitor;
        Callable<?> endDevice;
        final Map<String, JsonObject> waiting = new LinkedHashMap<>();
    }

    static {
        OPERATIONS.put("hello", request -> Description.hello());
        OPERATIONS.put("open", Main::open);
        OPERATIONS.put("option", request -> setOption(entry(request).socket, text(request, "name"), request.get("value")));
        OPERATIONS.put("bind", Main::bind);
        OPERATIONS.put("unbind", request -> done(entry(request).socket.unbind(text(request, "endpoint"))));
        OPERATIONS.put("connect", request -> call(entry(request).socket, "connect", text(request, "endpoint")));
        if (Description.SPEAKS_3) OPERATIONS.put("disconnect", request -> call(entry(request).socket, "disconnect", text(request, "endpoint")));
        OPERATIONS.put("send", Main::begin);
        OPERATIONS.put("receive", Main::begin);
        OPERATIONS.put("step", request -> step(entry(request)));
        if (Description.HAS_DEVICE) OPERATIONS.put("proxy", Main::proxy);
        OPERATIONS.put("close", Main::close);
    }

    static Iterable<String> operations() {
        return OPERATIONS.keySet();
    }

    public static void main(String[] arguments) throws Exception {
        // JeroMQ writes what it thinks of its peers to the standard output, where only answers may stand.
        System.setOut(System.err);
        // A thread of the implementation that ends by an exception leaves it useless: its death is told as one.
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            error.printStackTrace();
            Runtime.getRuntime().halt(70);
        });
        Thread reader = new Thread(() -> {
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).lines().forEach(LINES::add);
            Runtime.getRuntime().halt(0);
        });
        reader.start();
        while (true) {
            OUT.flush();
            String line = LINES.poll(SLICE_MS, TimeUnit.MILLISECONDS);
            if (line != null) take(GSON.fromJson(line, JsonObject.class));
            if (LINES.isEmpty()) ENTRIES.forEach(Main::attend);
        }
    }

    private static void take(JsonObject request) {
        String op = text(request, "op");
        try {
            if (!OPERATIONS.containsKey(op)) throw new UnsupportedOperationException("no operation " + op);
            Map<String, Object> result = OPERATIONS.get(op).act(request);
            if (result != null) answer(request, result);
        } catch (InvocationTargetException error) {
            refuse(request, error.getCause());
        } catch (Exception error) {
            refuse(request, error);
        }
    }

    private static Map<String, Object> begin(JsonObject request) {
        long timeoutMs = request.get("timeoutMs").getAsLong();
        request.addProperty("end", timeoutMs < 0 ? Long.MAX_VALUE : System.currentTimeMillis() + timeoutMs);
        entry(request).waiting.put(text(request, "op"), request);
        attempt(entry(request), text(request, "op"));
        return null;
    }

    private static void attend(int handle, Entry entry) {
        for (ZMQ.Event event; entry.monitor != null && (event = ZMQ.Event.recv(entry.monitor, ZMQ.DONTWAIT)) != null; ) {
            String name = Description.EVENTS.get(event.getEvent());
            if (name == null) continue;
            Map<String, Object> told = new LinkedHashMap<>(Map.of("event", name, "socket", handle));
            if (event.getAddress() != null && !event.getAddress().isEmpty()) told.put("endpoint", event.getAddress());
            OUT.print(GSON.toJson(told) + "\n");
        }
        for (String op : List.copyOf(entry.waiting.keySet())) attempt(entry, op);
    }

    private static void attempt(Entry entry, String op) {
        JsonObject request = entry.waiting.get(op);
        try {
            step(entry);
            Map<String, Object> result = op.equals("send") ? send(entry.socket, request) : receive(entry.socket);
            if (result == null && System.currentTimeMillis() < request.get("end").getAsLong()) return;
            if (result == null) throw new ZMQException(ZError.EAGAIN);
            answer(request, result);
        } catch (Exception error) {
            refuse(request, error);
        }
        entry.waiting.remove(op);
    }

    private static Map<String, Object> send(ZMQ.Socket socket, JsonObject request) {
        int last = request.getAsJsonArray("parts").size() - 1, at = 0;
        for (JsonElement part : request.getAsJsonArray("parts")) {
            if (!socket.send(Base64.getDecoder().decode(part.getAsString()), ZMQ.DONTWAIT | (at++ < last ? ZMQ.SNDMORE : 0))) return null;
        }
        return Map.of();
    }

    private static Map<String, Object> receive(ZMQ.Socket socket) {
        byte[] part = socket.recv(ZMQ.DONTWAIT);
        if (part == null) return null;
        List<String> parts = new ArrayList<>(List.of(Base64.getEncoder().encodeToString(part)));
        while (socket.hasReceiveMore()) parts.add(Base64.getEncoder().encodeToString(socket.recv(0)));
        return Map.of("parts", parts);
    }

    private static Map<String, Object> open(JsonObject request) throws Exception {
        Integer type = Description.TYPES.get(text(request, "type"));
        if (type == null) throw new UnsupportedOperationException("no socket type " + text(request, "type"));
        Entry entry = new Entry();
        entry.socket = CONTEXT.socket(type);
        JsonObject options = request.getAsJsonObject("options");
        if (options != null) for (String name : options.keySet()) setOption(entry.socket, name, options.get(name));
        handles += 1;
        ENTRIES.put(handles, entry);
        if (Description.EVENTS.isEmpty()) return Map.of("socket", handles);
        entry.socket.monitor("inproc://monitor-" + handles, ZMQ.EVENT_ALL);
        entry.monitor = CONTEXT.socket(ZMQ.PAIR);
        entry.monitor.connect("inproc://monitor-" + handles);
        return Map.of("socket", handles);
    }

    private static Map<String, Object> setOption(ZMQ.Socket socket, String name, JsonElement value) throws Exception {
        String setter = Description.SETTERS.get(name);
        if (setter == null) throw new UnsupportedOperationException("no option " + name);
        if (value.isJsonObject()) return call(socket, setter, Base64.getDecoder().decode(text(value.getAsJsonObject(), "base64")));
        if (value.getAsJsonPrimitive().isBoolean()) return call(socket, setter, value.getAsBoolean());
        return value.getAsJsonPrimitive().isNumber() ? call(socket, setter, value.getAsLong()) : call(socket, setter, value.getAsString().getBytes(StandardCharsets.UTF_8));
    }

    // What a method takes and gives differs between the versions.
    private static Map<String, Object> call(ZMQ.Socket socket, String name, Object value) throws Exception {
        List<Class<?>> kinds = value instanceof Boolean ? List.of(boolean.class) : value instanceof Long ? List.of(long.class, int.class) : List.of(value.getClass());
        for (Method method : ZMQ.Socket.class.getMethods()) {
            if (!method.getName().equals(name) || method.getParameterCount() != 1 || !kinds.contains(method.getParameterTypes()[0])) continue;
            Object result = method.invoke(socket, method.getParameterTypes()[0] == int.class ? (Object) ((Long) value).intValue() : value);
            return done(!Boolean.FALSE.equals(result));
        }
        throw new IllegalArgumentException(name + " takes no " + value.getClass().getSimpleName());
    }

    private static Map<String, Object> done(boolean result) {
        if (!result) throw new IllegalArgumentException("the call gave false");
        return Map.of();
    }

    private static Map<String, Object> bind(JsonObject request) throws Exception {
        String endpoint = text(request, "endpoint");
        if (!endpoint.endsWith(":0")) call(entry(request).socket, "bind", endpoint);
        else endpoint = endpoint.replaceAll("0$", "" + entry(request).socket.bindToRandomPort(endpoint.replaceAll(":0$", "")));
        return Map.of("endpoint", endpoint);
    }

    private static Map<String, Object> step(Entry entry) {
        if (entry.endDevice == null) entry.socket.getEvents();
        return Map.of();
    }

    private static Map<String, Object> proxy(JsonObject request) {
        Entry front = ENTRIES.get(request.get("frontend").getAsInt()), back = ENTRIES.get(request.get("backend").getAsInt());
        ZMQ.Socket control = CONTEXT.socket(ZMQ.PAIR), ending = CONTEXT.socket(ZMQ.PAIR);
        control.bind("inproc://device-" + request.get("frontend"));
        ending.connect("inproc://device-" + request.get("frontend"));
        Thread thread = new Thread(() -> {
            Description.runDevice(front.socket, back.socket, ending);
            ending.close();
        });
        thread.start();
        front.endDevice = back.endDevice = () -> {
            control.send("TERMINATE");
            thread.join();
            control.close();
            return front.endDevice = back.endDevice = null;
        };
        return Map.of();
    }

    private static Map<String, Object> close(JsonObject request) throws Exception {
        Entry entry = entry(request);
        if (entry.endDevice != null) entry.endDevice.call();
        for (JsonObject waiting : entry.waiting.values()) refuse(waiting, new ZMQException(ZError.ENOTSOCK));
        if (entry.monitor != null) {
            entry.socket.monitor(null, 0);
            entry.monitor.close();
        }
        entry.socket.close();
        ENTRIES.remove(request.get("socket").getAsInt());
        return Map.of();
    }

    private static Entry entry(JsonObject request) {
        Entry entry = ENTRIES.get(request.get("socket").getAsInt());
        if (entry == null) throw new ZMQException(ZError.ENOTSOCK);
        return entry;
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).getAsString();
    }

    private static void answer(JsonObject request, Map<String, Object> result) {
        Map<String, Object> answer = new LinkedHashMap<>(Map.of("id", request.get("id").getAsLong(), "ok", true));
        answer.putAll(result);
        OUT.print(GSON.toJson(answer) + "\n");
    }

    private static void refuse(JsonObject request, Throwable error) {
        String code = error instanceof UnsupportedOperationException ? "unsupported" : error instanceof IllegalArgumentException ? "invalid" : error instanceof IllegalStateException ? "wrong-state" : "failed";
        if (error instanceof ZMQException known) code = Description.CODES.getOrDefault(known.getErrorCode(), "failed");
        Object fault = Map.of("code", code, "message", error.toString());
        OUT.print(GSON.toJson(Map.of("id", request.get("id").getAsLong(), "ok", false, "error", fault)) + "\n");
    }
}
