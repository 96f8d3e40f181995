/*
 * One end of a measurement with libzmq: libzmq ROLE ENDPOINT SIZE WARM_MS MEASURE_MS PEERS.
 * What binds prints the endpoint; what receives prints the figures of its window; what sends sends until SIGTERM, and then says what that took.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <zmq.h>

static volatile sig_atomic_t stopped = 0;
static void *context;
static size_t size;
static double warm, measure;
static int peers;

static void stop(int signal_number) {
  (void)signal_number;
  stopped = 1;
}

static void die(const char *what) {
  fprintf(stderr, "%s: %s\n", what, zmq_strerror(zmq_errno()));
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void *open_socket(int type) {
  void *socket = zmq_socket(context, type);
  int linger = 0, no_drop = 1;
  if (socket == NULL) die("socket");
  zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
  if (type == ZMQ_SUB && zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "", 0) != 0) die("subscribe");
  if (type == ZMQ_PUB && zmq_setsockopt(socket, ZMQ_XPUB_NODROP, &no_drop, sizeof no_drop) != 0) die("no drop");
  return socket;
}

static void *bound(int type, const char *endpoint) {
  void *socket = open_socket(type);
  char address[256];
  size_t length = sizeof address;
  if (zmq_bind(socket, endpoint) != 0) die(endpoint);
  if (zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, address, &length) != 0) die("last endpoint");
  printf("{\"endpoint\":\"%s\"}\n", address);
  fflush(stdout);
  return socket;
}

static void *connected(int type, const char *endpoint) {
  void *socket = open_socket(type);
  if (zmq_connect(socket, endpoint) != 0) die(endpoint);
  return socket;
}

/* Each message has a body of its own, as an application would make it. */
static void send_all(void *socket) {
  double cpu_at_start = cpu();
  uint64_t messages = 0;
  while (!stopped) {
    zmq_msg_t message;
    if (zmq_msg_init_size(&message, size) != 0) die("message");
    memset(zmq_msg_data(&message), 'x', size < 64 ? size : 64);
    if (zmq_msg_send(&message, socket, 0) < 0) {
      zmq_msg_close(&message);
      if (zmq_errno() == EINTR || zmq_errno() == ETERM) break;
      die("send");
    }
    messages += 1;
  }
  printf("{\"messages\":%llu,\"cpuSeconds\":%.6f}\n", (unsigned long long)messages, cpu() - cpu_at_start);
}

/* Counts whole messages from `warm` seconds after the first on, for `measure` seconds. */
static void receive_all(void **sockets, int count) {
  zmq_pollitem_t items[count];
  uint64_t messages = 0;
  double begin = 0, cpu_at_begin = 0, from = 0;
  for (int index = 0; index < count; index += 1) items[index] = (zmq_pollitem_t){sockets[index], 0, ZMQ_POLLIN, 0};
  for (unsigned turn = 0;; turn += 1) {
    if (count > 1 && zmq_poll(items, count, -1) < 0) die("poll");
    for (int index = 0; index < count; index += 1) {
      if (count > 1 && !(items[index].revents & ZMQ_POLLIN)) continue;
      for (int more = 1, taken = 0; taken < 64; taken += 1) {
        zmq_msg_t message;
        zmq_msg_init(&message);
        if (zmq_msg_recv(&message, sockets[index], count > 1 || taken > 0 ? ZMQ_DONTWAIT : 0) < 0) {
          if (zmq_errno() == EAGAIN) break;
          die("receive");
        }
        more = zmq_msg_more(&message);
        zmq_msg_close(&message);
        if (!more) messages += 1;
      }
    }
    double time = now();
    if (begin == 0) begin = time + warm;
    if (from == 0 && time >= begin) {
      from = time;
      messages = 0;
      cpu_at_begin = cpu();
    } else if (from != 0 && time >= from + measure) {
      printf("{\"messages\":%llu,\"seconds\":%.6f,\"cpuSeconds\":%.6f}\n", (unsigned long long)messages, time - from, cpu() - cpu_at_begin);
      return;
    }
  }
}

static void *send_from_thread(void *endpoint) {
  void *socket = connected(ZMQ_PUSH, endpoint);
  send_all(socket);
  zmq_close(socket);
  return NULL;
}

/* Two threads of one process. */
static void within_process(const char *endpoint) {
  void *socket = bound(ZMQ_PULL, endpoint);
  pthread_t sender;
  if (pthread_create(&sender, NULL, send_from_thread, (void *)endpoint) != 0) die("thread");
  receive_all(&socket, 1);
  fflush(stdout);
  _Exit(0);
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

static void request(void *socket) {
  size_t limit = 2000000, count = 0;
  double *times = malloc(limit * sizeof *times), start = now();
  if (times == NULL) die("memory");
  for (double before = start; before < start + warm + measure && count < limit;) {
    zmq_msg_t message;
    before = now();
    zmq_msg_init_size(&message, size);
    memset(zmq_msg_data(&message), 'x', size < 64 ? size : 64);
    if (zmq_msg_send(&message, socket, 0) < 0) die("send");
    zmq_msg_init(&message);
    if (zmq_msg_recv(&message, socket, 0) < 0) die("receive");
    zmq_msg_close(&message);
    if (before >= start + warm) times[count++] = (now() - before) * 1e6;
  }
  qsort(times, count, sizeof *times, compare);
  printf("{\"messages\":%zu,\"medianUs\":%.2f,\"p99Us\":%.2f,\"p999Us\":%.2f}\n", count, quantile(times, count, 0.5), quantile(times, count, 0.99),
         quantile(times, count, 0.999));
}

static void subscribers(const char *endpoint) {
  void *sockets[peers];
  for (int index = 0; index < peers; index += 1) sockets[index] = connected(ZMQ_SUB, endpoint);
  receive_all(sockets, peers);
}

int main(int count, char **words) {
  if (count != 7) return fprintf(stderr, "usage: libzmq ROLE ENDPOINT SIZE WARM_MS MEASURE_MS PEERS\n"), 3;
  const char *role = words[1], *endpoint = words[2];
  size = strtoul(words[3], NULL, 10);
  warm = atof(words[4]) / 1000;
  measure = atof(words[5]) / 1000;
  peers = atoi(words[6]);
  struct sigaction action = {.sa_handler = stop};
  sigaction(SIGTERM, &action, NULL);
  context = zmq_ctx_new();
  if (strcmp(role, "version") == 0) {
    int major, minor, patch;
    zmq_version(&major, &minor, &patch);
    printf("{\"version\":\"%d.%d.%d\"}\n", major, minor, patch);
  } else if (strcmp(role, "PULL") == 0 || strcmp(role, "ROUTER") == 0) {
    void *socket = bound(role[0] == 'P' ? ZMQ_PULL : ZMQ_ROUTER, endpoint);
    receive_all(&socket, 1);
  } else if (strcmp(role, "PUSH") == 0 || strcmp(role, "DEALER") == 0) send_all(connected(role[0] == 'P' ? ZMQ_PUSH : ZMQ_DEALER, endpoint));
  else if (strcmp(role, "PUB") == 0) send_all(bound(ZMQ_PUB, endpoint));
  else if (strcmp(role, "SUB") == 0) subscribers(endpoint);
  else if (strcmp(role, "REP") == 0) reply(bound(ZMQ_REP, endpoint));
  else if (strcmp(role, "REQ") == 0) request(connected(ZMQ_REQ, endpoint));
  else if (strcmp(role, "PIPE") == 0) within_process(endpoint);
  else return fprintf(stderr, "no such role: %s\n", role), 3;
  fflush(stdout);
  _Exit(0);
}
