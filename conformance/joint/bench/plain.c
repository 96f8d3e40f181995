/*
 * Plain peers, which know just enough of ZMTP 3.0 to be spoken to, so that the other side alone is measured: plain ROLE PORT SIZE WARM_MESSAGES WARM_MS MEASURE_MS COUNT.
 * SUB: COUNT subscribers that count octets and decode nothing. HOLD: COUNT connections that then say nothing. HUGE: the same, which then declare a frame of 2^62 octets and send 100
 * of them. DEAF: a subscriber that reads nothing. TOPICS: COUNT subscriptions of one connection.
 */
#include "bench.h"
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* A greeting of version 3.0 with NULL, and the READY of a type. */
static const char greeting[64] = {(char)0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0, 'N', 'U', 'L', 'L'};
static const char ready_sub[] = "\x04\x19\x05READY\x0bSocket-Type\x00\x00\x00\x03SUB";
static const char ready_push[] = "\x04\x1a\x05READY\x0bSocket-Type\x00\x00\x00\x04PUSH";
static const char everything[] = {0, 1, 1};
static const char huge[109] = {2, 0x40};
static char buffer[1 << 18];
static int port;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void say(int descriptor, const char *octets, size_t length) {
  for (size_t sent = 0; sent < length;) {
    ssize_t now_sent = write(descriptor, octets + sent, length - sent);
    if (now_sent <= 0) die("write");
    sent += (size_t)now_sent;
  }
}

static void hear(int descriptor, size_t length) {
  if (recv(descriptor, buffer, length, MSG_WAITALL) != (ssize_t)length) die("read");
}

/* A connection after the handshake: the READY of the other side has come. */
static int connected(const char *ready, size_t ready_length) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) die("connect");
  say(descriptor, greeting, sizeof greeting);
  hear(descriptor, 64);
  say(descriptor, ready, ready_length);
  hear(descriptor, 2);
  hear(descriptor, (size_t)(unsigned char)buffer[1]);
  return descriptor;
}

static int subscriber(void) { return connected(ready_sub, sizeof ready_sub - 1); }

static void count_octets(int peers, double size) {
  struct pollfd *items = malloc((size_t)peers * sizeof *items);
  double *missing = malloc((size_t)peers * sizeof *missing);
  double whole = size + (size > 255 ? 9 : 2);
  int waiting = peers;
  for (int index = 0; index < peers; index += 1) {
    items[index] = (struct pollfd){subscriber(), POLLIN, 0};
    say(items[index].fd, everything, sizeof everything);
    missing[index] = warm_messages / peers + 1;
  }
  struct window window = {0};
  for (;;) {
    double octets = 0;
    if (poll(items, (nfds_t)peers, -1) < 0) die("poll");
    for (int index = 0; index < peers; index += 1) {
      if (!(items[index].revents & (POLLIN | POLLHUP))) continue;
      ssize_t length = read(items[index].fd, buffer, sizeof buffer);
      if (length <= 0) die("read");
      octets += (double)length;
      if (missing[index] > 0 && (missing[index] -= (double)length / whole) <= 0) waiting -= 1;
    }
    if (window_over(&window, octets / whole, waiting == 0)) return;
  }
}

static void hold(int count, int declares) {
  for (int index = 0; index < count; index += 1) {
    int descriptor = connected(ready_push, sizeof ready_push - 1);
    if (declares) say(descriptor, huge, sizeof huge);
  }
  printf("{\"connections\":%d}\n", count);
  fflush(stdout);
  wait_for_word();
}

static void subscribe_to(int count) {
  int descriptor = subscriber();
  char *frames = malloc((size_t)count * (TOPIC_SIZE + 3));
  for (int number = 0; number < count; number += 1) {
    char *frame = frames + (size_t)number * (TOPIC_SIZE + 3);
    memcpy(frame, "\x00\x15\x01", 3);
    text_of((uint32_t)number, frame + 3, TOPIC_SIZE);
  }
  say(descriptor, frames, (size_t)count * (TOPIC_SIZE + 3));
  wait_for_word();
}

int main(int count, char **words) {
  if (count < 8) return fprintf(stderr, "usage: plain ROLE PORT SIZE WARM_MESSAGES WARM_MS MEASURE_MS COUNT\n"), 3;
  const char *role = words[1];
  port = atoi(words[2]);
  warm_messages = atof(words[4]);
  warm = atof(words[5]) / 1000;
  measure = atof(words[6]) / 1000;
  int number = atoi(words[7]);
  if (strcmp(role, "SUB") == 0) count_octets(number, atof(words[3]));
  else if (strcmp(role, "HOLD") == 0) hold(number, 0);
  else if (strcmp(role, "HUGE") == 0) hold(number, 1);
  else if (strcmp(role, "TOPICS") == 0) subscribe_to(number);
  else if (strcmp(role, "DEAF") == 0) {
    say(subscriber(), everything, sizeof everything);
    wait_for_word();
  } else return fprintf(stderr, "no such role: %s\n", role), 3;
  return 0;
}
