import com.google.gson.*;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.*;
// GAP 2: Import your library.
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.ZError;
// END

/** The smallest useful adapter in Java: seven operations over JeroMQ. One thread has all sockets, and tries what waits between two looks at its input. The complete one is ../jeromq/Main.java. */
public final class Main {
    // GAP 3: Its name and exact version, and the version of ZMTP that it announces (3.1 or 3.0).
    // ELSE private static final Map<String, String> IMPLEMENTATION = Map.of("name", "unnamed", "version", "0", "language", "Java");
    // ELSE private static final String PROTOCOL = "3.1";
    private static final Map<String, String> IMPLEMENTATION = Map.of("name", "JeroMQ", "version", "0.6.0", "language", "Java");
    private static final String PROTOCOL = "3.0";
    // END

    // GAP 4: What your library calls a socket, and the socket types that it has.
    // ELSE private static final Map<Integer, Object> SOCKETS = new HashMap<>();
    // ELSE private static final Map<String, Integer> TYPES = Map.of("DEALER", 0, "ROUTER", 0);
    private static final Map<Integer, ZMQ.Socket> SOCKETS = new HashMap<>();
    private static final Map<String, Integer> TYPES = Map.of("REQ", ZMQ.REQ, "REP", ZMQ.REP, "DEALER", ZMQ.DEALER, "ROUTER", ZMQ.ROUTER);
    private static final ZMQ.Context CONTEXT = ZMQ.context(1);
    // END

    private static void open(int handle, String type) {
        // GAP 5: Open a socket of this type, which is one of gap 4, and put it at its handle.
        // ELSE throw new Refusal("failed", "gap 5 is not filled");
        SOCKETS.put(handle, CONTEXT.socket(TYPES.get(type)));
        // END
    }

    private static String bind(int handle, String endpoint) {
        // GAP 6: Bind, and give the endpoint as it is bound: for port 0 with the port that the system chose.
        // ELSE throw new Refusal("failed", "gap 6 is not filled");
        return endpoint.replaceAll("0$", "" + SOCKETS.get(handle).bindToRandomPort(endpoint.replaceAll(":0$", "")));
        // END
    }

    private static void connect(int handle, String endpoint) {
        // GAP 7: Begin to connect. Do not wait for the connection.
        // ELSE throw new Refusal("failed", "gap 7 is not filled");
        SOCKETS.get(handle).connect(endpoint);
        // END
    }

    private static void send(int handle, List<byte[]> parts) {
        // GAP 8: Try once to send a message. Do not wait; without room throw a refusal that says would-block.
        // ELSE throw new Refusal("failed", "gap 8 is not filled");
        for (int at = 0; at < parts.size(); at++) {
            int more = at < parts.size() - 1 ? ZMQ.SNDMORE : 0;
            if (!SOCKETS.get(handle).send(parts.get(at), ZMQ.DONTWAIT | more)) throw new ZMQException(SOCKETS.get(handle).errno());
        }
        // END
    }

    private static List<byte[]> receive(int handle) {
        // GAP 9: Try once to receive a message, and give its parts. Do not wait; without a message throw a refusal that says would-block.
        // ELSE throw new Refusal("failed", "gap 9 is not filled");
        List<byte[]> parts = new ArrayList<>();
        do {
            byte[] part = SOCKETS.get(handle).recv(ZMQ.DONTWAIT);
            if (part == null) throw new ZMQException(SOCKETS.get(handle).errno());
            parts.add(part);
        } while (SOCKETS.get(handle).hasReceiveMore());
        return parts;
        // END
    }

    private static void close(int handle) {
        // GAP 10: Close the socket, and forget it.
        // ELSE throw new Refusal("failed", "gap 10 is not filled");
        SOCKETS.remove(handle).close();
        // END
    }

    private static String codeOf(RuntimeException error) {
        // GAP 11: What its errors mean: the protocol's word for this one. At least would-block is needed, unless gaps 8 and 9 say it.
        // ELSE return "failed";
        Map<Integer, String> codes = Map.of(ZError.EAGAIN, "would-block", ZError.EFSM, "wrong-state", ZError.EHOSTUNREACH, "no-route", ZError.EADDRINUSE, "address-in-use");
        return error instanceof ZMQException known ? codes.getOrDefault(known.getErrorCode(), "failed") : "failed";
        // END
    }

    private static final class Refusal extends RuntimeException {
        final String code;

        Refusal(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    private static final Gson GSON = new Gson();
    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private static final LinkedBlockingQueue<JsonObject> REQUESTS = new LinkedBlockingQueue<>();
    private static final List<JsonObject> WAITING = new ArrayList<>();
    private static final List<String> OPERATIONS = List.of("hello", "open", "bind", "connect", "send", "receive", "close");
    private static int handles;

    public static void main(String[] arguments) throws InterruptedException {
        new Thread(() -> {
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).lines().forEach(line -> REQUESTS.add(GSON.fromJson(line, JsonObject.class)));
            Runtime.getRuntime().halt(0);
        }).start();
        while (true) {
            JsonObject request = WAITING.isEmpty() ? REQUESTS.take() : REQUESTS.poll(2, TimeUnit.MILLISECONDS);
            if (request != null) {
                long timeoutMs = request.has("timeoutMs") ? request.get("timeoutMs").getAsLong() : 0;
                request.addProperty("end", timeoutMs < 0 ? Long.MAX_VALUE : System.currentTimeMillis() + timeoutMs);
                WAITING.add(request);
            }
            WAITING.removeIf(Main::answer);
        }
    }

    /** Whether it is answered; what would block waits on until its end. */
    private static boolean answer(JsonObject request) {
        Map<String, Object> line = new LinkedHashMap<>(Map.of("id", request.get("id").getAsLong(), "ok", true));
        try {
            line.putAll(act(request.get("op").getAsString(), request));
        } catch (RuntimeException error) {
            String code = error instanceof Refusal refusal ? refusal.code : codeOf(error);
            if (code.equals("would-block") && System.currentTimeMillis() < request.get("end").getAsLong()) return false;
            line.putAll(Map.of("ok", false, "error", Map.of("code", code, "message", error.toString())));
        }
        OUT.print(GSON.toJson(line) + "\n");
        return true;
    }

    private static Map<String, Object> act(String op, JsonObject request) {
        int handle = request.has("socket") ? request.get("socket").getAsInt() : 0;
        if (request.has("socket") && !SOCKETS.containsKey(handle)) throw new Refusal("closed", "no socket " + handle);
        if (op.equals("hello")) return hello();
        if (op.equals("open") && !TYPES.containsKey(request.get("type").getAsString())) throw new Refusal("unsupported", "no socket type " + request.get("type"));
        if (op.equals("open")) open(++handles, request.get("type").getAsString());
        else if (op.equals("bind")) return Map.of("endpoint", bind(handle, request.get("endpoint").getAsString()));
        else if (op.equals("connect")) connect(handle, request.get("endpoint").getAsString());
        else if (op.equals("send")) send(handle, request.getAsJsonArray("parts").asList().stream().map(part -> Base64.getDecoder().decode(part.getAsString())).toList());
        else if (op.equals("receive")) return Map.of("parts", receive(handle).stream().map(Base64.getEncoder()::encodeToString).toList());
        else if (op.equals("close")) close(handle);
        else throw new Refusal("unsupported", "no operation " + op);
        return op.equals("open") ? Map.of("socket", handles) : Map.of();
    }

    private static Map<String, Object> hello() {
        Map<String, Object> capabilities = Map.of("protocol", PROTOCOL, "socketTypes", TYPES.keySet(), "transports", List.of("tcp"), "mechanisms", List.of("NULL"),
                "options", List.of(), "events", List.of(), "operations", OPERATIONS);
        return Map.of("version", 1, "implementation", IMPLEMENTATION, "capabilities", capabilities, "choices", Map.of());
    }
}
