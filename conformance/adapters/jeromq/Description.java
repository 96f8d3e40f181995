import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zeromq.ZMQ;
import zmq.ZError;

/** What JeroMQ is, can do and chooses (the observed behaviour, not its documentation), and its names for what the protocol calls by those of zeromq.js. */
final class Description {
    static final Map<String, Integer> TYPES = new LinkedHashMap<>();
    static final Map<String, String> SETTERS = new LinkedHashMap<>();
    static final Map<Integer, String> EVENTS = new LinkedHashMap<>();
    static final Map<Integer, String> CODES = Map.of(
            ZError.EAGAIN, "would-block", ZError.EFSM, "wrong-state", ZError.EHOSTUNREACH, "no-route", ZError.EADDRINUSE, "address-in-use",
            ZError.EINVAL, "invalid", ZError.EADDRNOTAVAIL, "invalid", ZError.ENOTSOCK, "closed", ZError.ETERM, "closed",
            ZError.EPROTONOSUPPORT, "unsupported", ZError.ENOTSUP, "unsupported");

    static {
        Object[][] types = {
            {"REQ", ZMQ.REQ}, {"REP", ZMQ.REP}, {"DEALER", ZMQ.DEALER}, {"ROUTER", ZMQ.ROUTER}, {"PUB", ZMQ.PUB}, {"XPUB", ZMQ.XPUB}, {"SUB", ZMQ.SUB},
            {"XSUB", ZMQ.XSUB}, {"PUSH", ZMQ.PUSH}, {"PULL", ZMQ.PULL}, {"PAIR", ZMQ.PAIR}};
        for (Object[] type : types) TYPES.put((String) type[0], (Integer) type[1]);
        // setImmediate means the contrary of what libzmq and zeromq.js mean by it.
        String[][] setters = {
            {"backlog", "setBacklog"}, {"conflate", "setConflate"}, {"correlate", "setReqCorrelate"}, {"handover", "setRouterHandover"},
            {"curvePublicKey", "setCurvePublicKey"}, {"curveSecretKey", "setCurveSecretKey"}, {"curveServer", "setCurveServer"},
            {"curveServerKey", "setCurveServerKey"}, {"plainPassword", "setPlainPassword"}, {"plainServer", "setPlainServer"},
            {"plainUsername", "setPlainUsername"}, {"zapDomain", "setZapDomain"},
            {"handshakeInterval", "setHandshakeIvl"}, {"heartbeatInterval", "setHeartbeatIvl"}, {"heartbeatTimeout", "setHeartbeatTimeout"},
            {"heartbeatTimeToLive", "setHeartbeatTtl"}, {"immediate", "setDelayAttachOnConnect"}, {"linger", "setLinger"}, {"mandatory", "setRouterMandatory"},
            {"maxMessageSize", "setMaxMsgSize"}, {"noDrop", "setXpubNoDrop"}, {"probeRouter", "setProbeRouter"}, {"receiveHighWaterMark", "setRcvHWM"},
            {"reconnectInterval", "setReconnectIVL"}, {"reconnectMaxInterval", "setReconnectIVLMax"}, {"relaxed", "setReqRelaxed"},
            {"routingId", "setIdentity"}, {"sendHighWaterMark", "setSndHWM"}, {"subscribe", "subscribe"}, {"unsubscribe", "unsubscribe"}};
        List<String> methods = Arrays.stream(ZMQ.Socket.class.getMethods()).map(method -> method.getName()).toList();
        for (String[] setter : setters) if (methods.contains(setter[1])) SETTERS.put(setter[0], setter[1]);
        Object[][] events = {
            {ZMQ.EVENT_ACCEPTED, "accept"}, {ZMQ.EVENT_ACCEPT_FAILED, "accept:error"}, {ZMQ.EVENT_LISTENING, "bind"}, {ZMQ.EVENT_BIND_FAILED, "bind:error"},
            {ZMQ.EVENT_CONNECTED, "connect"}, {ZMQ.EVENT_CONNECT_DELAYED, "connect:delay"}, {ZMQ.EVENT_CONNECT_RETRIED, "connect:retry"},
            {ZMQ.EVENT_CLOSED, "close"}, {ZMQ.EVENT_CLOSE_FAILED, "close:error"}, {ZMQ.EVENT_DISCONNECTED, "disconnect"}};
        // A socket of 0.3.6 that is monitored fails to bind a port that was left open.
        if (methodOf("setHandshakeIvl")) for (Object[] event : events) EVENTS.put((Integer) event[0], (String) event[1]);
    }

    private static final Method DEVICE = Arrays.stream(ZMQ.class.getMethods()).filter(method -> method.getName().equals("proxy") && method.getParameterCount() == 4).findFirst().orElse(null);
    static final boolean HAS_DEVICE = DEVICE != null;

    /** By name, since old versions have no device that can be ended. */
    static void runDevice(ZMQ.Socket front, ZMQ.Socket back, ZMQ.Socket ending) {
        try {
            DEVICE.invoke(null, front, back, null, ending);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }
    static final boolean SPEAKS_3 = methodOf("setHandshakeIvl");

    static final Map<String, String> CHOICES = new LinkedHashMap<>();

    static Map<String, Object> hello() {
        String version = ZMQ.class.getResource("ZMQ.class").getPath().replaceAll(".*jeromq-([0-9][^!]*)\\.jar.*", "$1");
        Map<String, Object> hello = new LinkedHashMap<>();
        hello.put("version", 1);
        hello.put("implementation", Map.of("name", "JeroMQ", "version", version, "language", "Java", "url", "https://github.com/zeromq/jeromq"));
        hello.put("capabilities", Map.of(
                "protocol", SPEAKS_3 ? "3.0" : "2.0",
                "socketTypes", TYPES.keySet(),
                "transports", List.of("tcp", "inproc"),
                "mechanisms", methodOf("setCurveServer") ? List.of("NULL", "PLAIN", "CURVE") : List.of("NULL"),
                "options", SETTERS.keySet(),
                "operations", Main.operations(),
                "events", EVENTS.values()));
        hello.put("choices", CHOICES);
        return hello;
    }

    private static boolean methodOf(String name) {
        return Arrays.stream(ZMQ.Socket.class.getMethods()).anyMatch(method -> method.getName().equals(name));
    }
}
