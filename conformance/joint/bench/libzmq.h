/* The sockets of libzmq.c, and the roles that make connections or whose memory is looked at from outside. */
#include "bench.h"
#include <signal.h>
#include <unistd.h>
#include <zmq.h>

static volatile sig_atomic_t stopped = 0;
static void *context;
static size_t size;
/* Public and secret of the server, then of the client; NULL without CURVE. */
static char **keys;

static void stop(int signal_number) {
  (void)signal_number;
  stopped = 1;
}

static void die(const char *what) {
  fprintf(stderr, "%s: %s\n", what, zmq_strerror(zmq_errno()));
  exit(1);
}

static void set(void *socket, int option, int value) {
  if (zmq_setsockopt(socket, option, &value, sizeof value) != 0) die("option");
}

static void set_key(void *socket, int option, const char *key) {
  if (zmq_setsockopt(socket, option, key, strlen(key) + 1) != 0) die("key");
}

static void *open_socket(int type, int binds) {
  void *socket = zmq_socket(context, type);
  if (socket == NULL) die("socket");
  set(socket, ZMQ_LINGER, 0);
  if (type == ZMQ_SUB && zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "", 0) != 0) die("subscribe");
  if (keys != NULL && binds) {
    set(socket, ZMQ_CURVE_SERVER, 1);
    set_key(socket, ZMQ_CURVE_SECRETKEY, keys[1]);
  } else if (keys != NULL) {
    set_key(socket, ZMQ_CURVE_SERVERKEY, keys[0]);
    set_key(socket, ZMQ_CURVE_PUBLICKEY, keys[2]);
    set_key(socket, ZMQ_CURVE_SECRETKEY, keys[3]);
  }
  return socket;
}

static void bind_and_say(void *socket, const char *endpoint) {
  char address[256];
  size_t length = sizeof address;
  if (zmq_bind(socket, endpoint) != 0) die(endpoint);
  if (zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, address, &length) != 0) die("last endpoint");
  printf("{\"endpoint\":\"%s\"}\n", address);
  fflush(stdout);
}

/* An XPUB waits for the slowest subscriber; one that is not to wait is made by its role. */
static void *bound(int type, const char *endpoint) {
  void *socket = open_socket(type, 1);
  if (type == ZMQ_XPUB) {
    set(socket, ZMQ_XPUB_NODROP, 1);
    set(socket, ZMQ_XPUB_VERBOSE, 1);
  }
  bind_and_say(socket, endpoint);
  return socket;
}

static void *connected(int type, const char *endpoint) {
  void *socket = open_socket(type, 0);
  if (zmq_connect(socket, endpoint) != 0) die(endpoint);
  return socket;
}

static void receive_and_forget(void *socket) {
  zmq_msg_t message;
  zmq_msg_init(&message);
  if (zmq_msg_recv(&message, socket, 0) < 0) die("receive");
  zmq_msg_close(&message);
}

static void *asked(const char *endpoint) {
  void *socket = connected(ZMQ_REQ, endpoint);
  if (zmq_send(socket, "x", 1, 0) < 0) die("send");
  return socket;
}

/* Each connection carries one request and its reply, which shows that it is of use. */
static void make_connections(const char *endpoint, int count) {
  zmq_pollitem_t *items = malloc((size_t)count * sizeof *items);
  for (int index = 0; index < count; index += 1) items[index] = (zmq_pollitem_t){asked(endpoint), 0, ZMQ_POLLIN, 0};
  struct window window = {0};
  for (double all = 0;;) {
    int made = 0;
    if (zmq_poll(items, count, -1) < 0) die("poll");
    for (int index = 0; index < count; index += 1) {
      if (!(items[index].revents & ZMQ_POLLIN)) continue;
      receive_and_forget(items[index].socket);
      zmq_close(items[index].socket);
      items[index].socket = asked(endpoint);
      made += 1;
    }
    all += made;
    if (window_over(&window, made, all >= warm_messages)) return;
  }
}

static void send_when_told(void *socket, int count) {
  printf("{\"ready\":true}\n");
  fflush(stdout);
  wait_for_word();
  for (int sent = 0; sent < count; sent += 1) {
    zmq_msg_t message;
    if (zmq_msg_init_size(&message, size) != 0) die("message");
    memset(zmq_msg_data(&message), 'x', size < 64 ? size : 64);
    if (zmq_msg_send(&message, socket, 0) < 0) die("send");
  }
  printf("{\"done\":true}\n");
  fflush(stdout);
  wait_for_word();
}

static void queue(const char *endpoint, int count) {
  void *socket = open_socket(ZMQ_PUSH, 0);
  set(socket, ZMQ_SNDHWM, 0);
  if (zmq_connect(socket, endpoint) != 0) die(endpoint);
  send_when_told(socket, count);
}

static void publish_to_the_deaf(const char *endpoint, int count) {
  void *socket = open_socket(ZMQ_XPUB, 1);
  bind_and_say(socket, endpoint);
  receive_and_forget(socket);
  send_when_told(socket, count);
}

static double publish(void *socket, const char *subjects, uint32_t count, uint32_t sends) {
  double from = now();
  for (uint64_t sent = 0; sent < sends; sent += 1)
    if (zmq_send(socket, subjects + sent * 7919 % count * TOPIC_SIZE, TOPIC_SIZE, 0) < 0) die("send");
  return (now() - from) * 1e9 / sends;
}

static void take_topics(const char *endpoint, uint32_t topics) {
  void *socket = open_socket(ZMQ_XPUB, 1);
  bind_and_say(socket, endpoint);
  receive_and_forget(socket);
  double from = now();
  for (uint32_t taken = 1; taken < topics; taken += 1) receive_and_forget(socket);
  printf("{\"insertNs\":%.1f}\n", (now() - from) * 1e9 / (topics > 1 ? topics - 1 : 1));
  fflush(stdout);
  uint32_t count;
  char *subjects = misses(topics, &count);
  wait_for_word();
  publish(socket, subjects, count, 100000);
  printf("{\"publishNs\":%.1f}\n", publish(socket, subjects, count, 100000));
  fflush(stdout);
  wait_for_word();
}

static void first_message(void) {
  void *pull = open_socket(ZMQ_PULL, 1);
  char address[256];
  size_t length = sizeof address;
  if (zmq_bind(pull, "tcp://127.0.0.1:*") != 0 || zmq_getsockopt(pull, ZMQ_LAST_ENDPOINT, address, &length) != 0) die("bind");
  void *push = connected(ZMQ_PUSH, address);
  if (zmq_send(push, "first", 5, 0) < 0) die("send");
  receive_and_forget(pull);
  printf("{\"importMs\":0}\n");
}
