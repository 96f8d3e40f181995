/*
 * Plain subscribers, which count octets and decode nothing, so that the publisher alone is measured: sink PORT SIZE WARM_MS MEASURE_MS PEERS.
 * Each makes a connection of ZMTP 3.0 to 127.0.0.1 and subscribes to everything.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* A greeting of version 3.0 with NULL, a READY of a SUB, and the message that subscribes to everything. */
static const char greeting[64] = {(char)0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0, 'N', 'U', 'L', 'L'};
static const char ready[] = "\x04\x19\x05READY\x0bSocket-Type\x00\x00\x00\x03SUB";
static const char subscription[] = {0, 1, 1};
static char buffer[1 << 18];

static void die(const char *what) {
  perror(what);
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

static void say(int descriptor, const char *octets, size_t length) {
  if (write(descriptor, octets, length) != (ssize_t)length) die("write");
}

static int subscribed(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) die("connect");
  say(descriptor, greeting, sizeof greeting);
  if (recv(descriptor, buffer, 64, MSG_WAITALL) != 64) die("greeting");
  say(descriptor, ready, sizeof ready - 1);
  say(descriptor, subscription, sizeof subscription);
  return descriptor;
}

int main(int count, char **words) {
  if (count != 6) return fprintf(stderr, "usage: sink PORT SIZE WARM_MS MEASURE_MS PEERS\n"), 3;
  int port = atoi(words[1]), peers = atoi(words[5]);
  double size = atof(words[2]), warm = atof(words[3]) / 1000, measure = atof(words[4]) / 1000;
  struct pollfd items[peers];
  for (int index = 0; index < peers; index += 1) items[index] = (struct pollfd){subscribed(port), POLLIN, 0};
  double octets = 0, begin = now() + warm, from = 0, cpu_at_begin = 0;
  double whole = size + (size > 255 ? 9 : 2);
  for (;;) {
    if (poll(items, (nfds_t)peers, -1) < 0) die("poll");
    for (int index = 0; index < peers; index += 1) {
      if (!(items[index].revents & (POLLIN | POLLHUP))) continue;
      ssize_t length = read(items[index].fd, buffer, sizeof buffer);
      if (length <= 0) die("read");
      octets += (double)length;
    }
    double time = now();
    if (from == 0 && time >= begin) {
      from = time;
      octets = 0;
      cpu_at_begin = cpu();
    } else if (from != 0 && time >= from + measure) {
      printf("{\"messages\":%.0f,\"seconds\":%.6f,\"cpuSeconds\":%.6f}\n", octets / whole, time - from, cpu() - cpu_at_begin);
      return 0;
    }
  }
}
