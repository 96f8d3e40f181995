/*
 * One end of a measurement with libzmq: libzmq ROLE ENDPOINT SIZE WARM_MESSAGES WARM_MS MEASURE_MS COUNT [SERVER_PUBLIC SERVER_SECRET CLIENT_PUBLIC CLIENT_SECRET].
 * What binds prints the endpoint; what receives prints the figures of its window; what sends sends until SIGTERM, and then says what that took.
 */
#include "libzmq.h"
#include <errno.h>
#include <pthread.h>

/* Each message has a body of its own, as an application would make it. False when the program is to end. */
static int send_one(void *socket) {
  zmq_msg_t message;
  if (zmq_msg_init_size(&message, size) != 0) die("message");
  memset(zmq_msg_data(&message), 'x', size < 64 ? size : 64);
  if (zmq_msg_send(&message, socket, 0) >= 0) return 1;
  zmq_msg_close(&message);
  if (zmq_errno() != EINTR && zmq_errno() != ETERM) die("send");
  return !stopped;
}

static void send_all(void *socket) {
  for (double warmed = 0; warmed < warm_messages && send_one(socket); warmed += 1) {}
  struct cpu from = cpu();
  uint64_t messages = 0;
  while (!stopped && send_one(socket)) messages += 1;
  say_spent(from, (double)messages);
  printf("}\n");
}

/* Nothing is sent before all have subscribed: who came first would keep the others waiting. */
static void publish_all(void *socket, int subscribers) {
  for (int subscribed = 0; subscribed < subscribers; subscribed += 1) receive_and_forget(socket);
  send_all(socket);
}

/* Whole messages that are there, at most 64; waits for the first when `waits`. */
static int take(void *socket, int waits) {
  int messages = 0;
  for (int more = 0; more || messages < 64;) {
    zmq_msg_t message;
    zmq_msg_init(&message);
    if (zmq_msg_recv(&message, socket, waits ? 0 : ZMQ_DONTWAIT) < 0) {
      if (zmq_errno() == EAGAIN) break;
      die("receive");
    }
    waits = 0;
    more = zmq_msg_more(&message);
    zmq_msg_close(&message);
    if (!more) messages += 1;
  }
  return messages;
}

static void receive_all(void **sockets, int count) {
  zmq_pollitem_t *items = malloc((size_t)count * sizeof *items);
  double *missing = malloc((size_t)count * sizeof *missing);
  int waiting = count;
  for (int index = 0; index < count; index += 1) {
    items[index] = (zmq_pollitem_t){sockets[index], 0, ZMQ_POLLIN, 0};
    missing[index] = warm_messages / count + 1;
  }
  struct window window = {0};
  for (;;) {
    int messages = 0;
    if (count > 1 && zmq_poll(items, count, -1) < 0) die("poll");
    for (int index = 0; index < count; index += 1) {
      if (count > 1 && !(items[index].revents & ZMQ_POLLIN)) continue;
      int taken = take(sockets[index], count == 1);
      messages += taken;
      if (missing[index] > 0 && (missing[index] -= taken) <= 0) waiting -= 1;
    }
    if (window_over(&window, messages, waiting == 0)) return;
  }
}

struct end {
  int type;
  const char *endpoint;
};

static void *send_from_thread(void *given) {
  struct end *end = given;
  send_all(connected(end->type, end->endpoint));
  return NULL;
}

/* Two threads of one process. */
static void within_process(int receiver, int sender, const char *endpoint) {
  void *socket = bound(receiver, endpoint);
  struct end end = {sender, endpoint};
  pthread_t thread;
  if (pthread_create(&thread, NULL, send_from_thread, &end) != 0) die("thread");
  receive_all(&socket, 1);
}

static void reply(void *socket) {
  while (!stopped) {
    zmq_msg_t message;
    zmq_msg_init(&message);
    if (zmq_msg_recv(&message, socket, 0) < 0 || zmq_msg_send(&message, socket, 0) < 0) break;
  }
}

static int compare(const void *a, const void *b) {
  double difference = *(const double *)a - *(const double *)b;
  return difference < 0 ? -1 : difference > 0;
}

static double quantile(const double *sorted, size_t count, double part) {
  size_t at = (size_t)((double)count * part);
  return sorted[at < count ? at : count - 1];
}

static double round_trip(void *socket) {
  double before = now();
  zmq_msg_t message;
  send_one(socket);
  zmq_msg_init(&message);
  if (zmq_msg_recv(&message, socket, 0) < 0) die("receive");
  zmq_msg_close(&message);
  return (now() - before) * 1e6;
}

static void request(void *socket) {
  size_t limit = 4000000, count = 0;
  double *times = malloc(limit * sizeof *times);
  if (times == NULL) die("memory");
  round_trip(socket);
  double warm_until = now() + warm;
  for (double warmed = 1; warmed < warm_messages || now() < warm_until; warmed += 1) round_trip(socket);
  struct cpu from_cpu = cpu();
  double from = now();
  while (now() < from + measure && count < limit) times[count++] = round_trip(socket);
  double seconds = now() - from;
  qsort(times, count, sizeof *times, compare);
  say_spent(from_cpu, (double)count);
  printf(",\"seconds\":%.6f,\"medianUs\":%.2f,\"p99Us\":%.2f,\"p999Us\":%.2f}\n", seconds, quantile(times, count, 0.5), quantile(times, count, 0.99),
         quantile(times, count, 0.999));
}

static void subscribers(const char *endpoint, int count) {
  void **sockets = malloc((size_t)count * sizeof *sockets);
  for (int index = 0; index < count; index += 1) sockets[index] = connected(ZMQ_SUB, endpoint);
  receive_all(sockets, count);
}

static int play(const char *role, const char *endpoint, int count) {
  if (strcmp(role, "PULL") == 0 || strcmp(role, "ROUTER") == 0) {
    void *socket = bound(role[0] == 'P' ? ZMQ_PULL : ZMQ_ROUTER, endpoint);
    receive_all(&socket, 1);
  } else if (strcmp(role, "PUSH") == 0 || strcmp(role, "DEALER") == 0) send_all(connected(role[0] == 'P' ? ZMQ_PUSH : ZMQ_DEALER, endpoint));
  else if (strcmp(role, "PUB") == 0) publish_all(bound(ZMQ_XPUB, endpoint), count);
  else if (strcmp(role, "SUB") == 0) subscribers(endpoint, count);
  else if (strcmp(role, "REP") == 0) reply(bound(ZMQ_REP, endpoint));
  else if (strcmp(role, "REQ") == 0) request(connected(ZMQ_REQ, endpoint));
  else if (strcmp(role, "PUSH+PULL") == 0) within_process(ZMQ_PULL, ZMQ_PUSH, endpoint);
  else if (strcmp(role, "DEALER+ROUTER") == 0) within_process(ZMQ_ROUTER, ZMQ_DEALER, endpoint);
  else if (strcmp(role, "CLIENT") == 0) make_connections(endpoint, count);
  else if (strcmp(role, "QUEUE") == 0) queue(endpoint, count);
  else if (strcmp(role, "NEWS") == 0) publish_to_the_deaf(endpoint, count);
  else if (strcmp(role, "TOPICS") == 0) take_topics(endpoint, (uint32_t)count);
  else if (strcmp(role, "START") == 0) first_message();
  else if (strcmp(role, "version") == 0) {
    int major, minor, patch;
    zmq_version(&major, &minor, &patch);
    printf("{\"version\":\"%d.%d.%d\"}\n", major, minor, patch);
  } else return fprintf(stderr, "no such role: %s\n", role), 3;
  return 0;
}

int main(int count, char **words) {
  if (count != 8 && count != 12) return fprintf(stderr, "usage: libzmq ROLE ENDPOINT SIZE WARM_MESSAGES WARM_MS MEASURE_MS COUNT [four keys]\n"), 3;
  size = strtoul(words[3], NULL, 10);
  warm_messages = atof(words[4]);
  warm = atof(words[5]) / 1000;
  measure = atof(words[6]) / 1000;
  keys = count == 12 ? words + 8 : NULL;
  struct sigaction action = {.sa_handler = stop};
  sigaction(SIGTERM, &action, NULL);
  context = zmq_ctx_new();
  zmq_ctx_set(context, ZMQ_MAX_SOCKETS, 4096);
  int code = play(words[1], words[2], atoi(words[7]));
  fflush(stdout);
  _Exit(code);
}
