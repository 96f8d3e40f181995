/* One end of a measurement with JeroMQ: Bench ROLE ENDPOINT SIZE WARM_MESSAGES WARM_MS MEASURE_MS COUNT. Says what libzmq.c says; processor time is that of the whole process. */
import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

final class Bench {
  private static final ZContext context = new ZContext();
  private static String endpoint;
  private static int size;
  private static long warmMessages;
  private static double warm;
  private static double measure;
  private static int count;
  private static volatile long sent;
  private static volatile double[] sentSince;

  public static void main(String[] words) throws Exception {
    endpoint = words[1];
    size = Integer.parseInt(words[2]);
    warmMessages = Long.parseLong(words[3]);
    warm = Double.parseDouble(words[4]) / 1000;
    measure = Double.parseDouble(words[5]) / 1000;
    count = Integer.parseInt(words[6]);
    context.getContext().setMaxSockets(4096);
    play(words[0]);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static void play(String role) throws Exception {
    switch (role) {
      case "PULL": receiveAll(List.of(bound(SocketType.PULL))); break;
      case "ROUTER": receiveAll(List.of(bound(SocketType.ROUTER))); break;
      case "PUSH": sendAll(connected(SocketType.PUSH)); break;
      case "DEALER": sendAll(connected(SocketType.DEALER)); break;
      case "PUB": publishAll(bound(SocketType.XPUB)); break;
      case "SUB": subscribe(); break;
      case "REP": reply(bound(SocketType.REP)); break;
      case "REQ": request(connected(SocketType.REQ)); break;
      case "CLIENT": makeConnections(); break;
      case "QUEUE": queue(); break;
      case "NEWS": publishToTheDeaf(); break;
      case "START": firstMessage(); break;
      default: throw new IllegalArgumentException("no such role: " + role);
    }
  }

  private static ZMQ.Socket opened(SocketType type) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setLinger(0);
    if (type == SocketType.SUB) socket.subscribe(new byte[0]);
    return socket;
  }

  private static void bindAndSay(ZMQ.Socket socket) {
    if (!socket.bind(endpoint)) throw new IllegalStateException("cannot bind");
    say("{\"endpoint\":\"" + socket.getLastEndpoint() + "\"}");
  }

  private static ZMQ.Socket bound(SocketType type) {
    ZMQ.Socket socket = opened(type);
    if (type == SocketType.XPUB) {
      socket.setXpubNoDrop(true);
      socket.setXpubVerbose(true);
    }
    bindAndSay(socket);
    return socket;
  }

  private static ZMQ.Socket connected(SocketType type) {
    ZMQ.Socket socket = opened(type);
    socket.connect(endpoint);
    return socket;
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static double now() {
    return System.nanoTime() / 1e9;
  }

  /* User and system seconds of the process, from the ticks that Linux counts. */
  private static double[] cpu() {
    try {
      String text = Files.readString(new File("/proc/self/stat").toPath());
      String[] words = text.substring(text.lastIndexOf(')') + 2).split(" ");
      return new double[] {Double.parseDouble(words[11]) / 100, Double.parseDouble(words[12]) / 100};
    } catch (java.io.IOException error) {
      throw new java.io.UncheckedIOException(error);
    }
  }

  private static String spent(double[] since, double messages) {
    double[] until = cpu();
    return String.format(java.util.Locale.ROOT, "{\"messages\":%.0f,\"userSeconds\":%.4f,\"systemSeconds\":%.4f", messages, until[0] - since[0], until[1] - since[1]);
  }

  /* Messages count after a share of the warm-up of each source and its time, for the time that is measured. */
  private static final class Window {
    private final long[] missing;
    private int waiting;
    private double first;
    private double from;
    private double[] cpuAtStart;
    private double messages;

    Window(int sources) {
      missing = new long[sources];
      Arrays.fill(missing, Math.max(1, warmMessages / sources));
      waiting = sources;
    }

    boolean isOver(int more, int source) {
      double time = now();
      if (first == 0) first = time;
      if (from == 0) {
        long before = missing[source];
        missing[source] -= more;
        if (before > 0 && missing[source] <= 0) waiting -= 1;
        if (waiting == 0 && time >= first + warm) {
          from = time;
          cpuAtStart = cpu();
        }
        return false;
      }
      messages += more;
      if (time < from + measure) return false;
      say(spent(cpuAtStart, messages) + String.format(java.util.Locale.ROOT, ",\"seconds\":%.6f}", time - from));
      return true;
    }
  }

  /* A program that is stopped may be waiting for room, so that the tally does not wait for it. */
  private static void sendAll(ZMQ.Socket socket) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      if (sentSince != null) say(spent(sentSince, sent) + "}");
      Runtime.getRuntime().halt(0);
    }));
    for (long warmed = 0; warmed < warmMessages; warmed += 1) socket.send(new byte[size]);
    sentSince = cpu();
    for (;;) {
      socket.send(new byte[size]);
      sent = sent + 1;
    }
  }

  /* Nothing is sent before all have subscribed: who came first would keep the others waiting. */
  private static void publishAll(ZMQ.Socket socket) {
    for (int subscribed = 0; subscribed < count; subscribed += 1) socket.recv();
    sendAll(socket);
  }

  private static int take(ZMQ.Socket socket, boolean waits) {
    int messages = 0;
    while (messages < 64) {
      if (socket.recv(waits ? 0 : ZMQ.DONTWAIT) == null) break;
      waits = socket.hasReceiveMore();
      if (!waits) messages += 1;
    }
    return messages;
  }

  private static void receiveAll(List<ZMQ.Socket> sockets) {
    Window window = new Window(sockets.size());
    ZMQ.Poller poller = context.createPoller(sockets.size());
    for (ZMQ.Socket socket : sockets) poller.register(socket, ZMQ.Poller.POLLIN);
    for (;;) {
      if (sockets.size() > 1) poller.poll(-1);
      for (int source = 0; source < sockets.size(); source += 1) {
        if (sockets.size() > 1 && !poller.pollin(source)) continue;
        if (window.isOver(take(sockets.get(source), sockets.size() == 1), source)) return;
      }
    }
  }

  private static void subscribe() {
    List<ZMQ.Socket> sockets = new ArrayList<>();
    for (int number = 0; number < count; number += 1) sockets.add(connected(SocketType.SUB));
    receiveAll(sockets);
  }

  private static void reply(ZMQ.Socket socket) {
    for (;;) socket.send(socket.recv());
  }

  private static double trip(ZMQ.Socket socket) {
    long before = System.nanoTime();
    socket.send(new byte[size]);
    socket.recv();
    return (System.nanoTime() - before) / 1e3;
  }

  private static void request(ZMQ.Socket socket) {
    trip(socket);
    double warmUntil = now() + warm;
    for (long warmed = 1; warmed < warmMessages || now() < warmUntil; warmed += 1) trip(socket);
    double[] since = cpu();
    double from = now();
    double[] times = new double[4_000_000];
    int trips = 0;
    while (now() < from + measure && trips < times.length) times[trips++] = trip(socket);
    double seconds = now() - from;
    Arrays.sort(times, 0, trips);
    say(spent(since, trips) + String.format(java.util.Locale.ROOT, ",\"seconds\":%.6f,\"medianUs\":%.2f,\"p99Us\":%.2f,\"p999Us\":%.2f}", seconds,
        times[trips / 2], times[Math.min(trips - 1, trips * 99 / 100)], times[(int) Math.min(trips - 1, trips * 999L / 1000)]));
  }

  private static ZMQ.Socket asked() {
    ZMQ.Socket socket = connected(SocketType.REQ);
    socket.send("x");
    return socket;
  }

  private static void makeConnections() {
    Window window = new Window(1);
    ZMQ.Socket[] sockets = new ZMQ.Socket[count];
    ZMQ.Poller poller = context.createPoller(count);
    for (int index = 0; index < count; index += 1) poller.register(sockets[index] = asked(), ZMQ.Poller.POLLIN);
    for (;;) {
      poller.poll(-1);
      List<Integer> ready = new ArrayList<>();
      for (int index = 0; index < count; index += 1) if (poller.getSocket(index) != null && poller.pollin(index)) ready.add(index);
      List<ZMQ.Socket> done = new ArrayList<>();
      for (int index : ready) done.add(poller.getSocket(index));
      for (ZMQ.Socket socket : done) {
        socket.recv();
        poller.unregister(socket);
        socket.close();
        poller.register(asked(), ZMQ.Poller.POLLIN);
      }
      if (window.isOver(done.size(), 0)) return;
    }
  }

  private static void sendWhenTold(ZMQ.Socket socket) throws Exception {
    say("{\"ready\":true}");
    System.in.read();
    for (int number = 0; number < count; number += 1) socket.send(new byte[size]);
    say("{\"done\":true}");
    while (System.in.read() >= 0) {}
  }

  private static void queue() throws Exception {
    ZMQ.Socket socket = opened(SocketType.PUSH);
    socket.setSndHWM(0);
    socket.connect(endpoint);
    sendWhenTold(socket);
  }

  private static void publishToTheDeaf() throws Exception {
    ZMQ.Socket socket = opened(SocketType.XPUB);
    bindAndSay(socket);
    socket.recv();
    sendWhenTold(socket);
  }

  private static void firstMessage() {
    ZMQ.Socket pull = opened(SocketType.PULL);
    if (!pull.bind("tcp://127.0.0.1:*")) throw new IllegalStateException("cannot bind");
    ZMQ.Socket push = opened(SocketType.PUSH);
    push.connect(pull.getLastEndpoint());
    push.send("first");
    pull.recv();
    say("{\"importMs\":0}");
  }
}
