/* What the programs in C of the bench share. texts.ts and this make the same topics. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define TOPIC_SIZE 20

struct cpu {
  double user, system;
};

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct cpu cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (struct cpu){(double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6, (double)usage.ru_stime.tv_sec + (double)usage.ru_stime.tv_usec / 1e6};
}

static inline void say_spent(struct cpu from, double messages) {
  struct cpu to = cpu();
  printf("{\"messages\":%.0f,\"userSeconds\":%.6f,\"systemSeconds\":%.6f", messages, to.user - from.user, to.system - from.system);
}

/* When messages count: after `warm_messages` of each source and `warm` seconds, for `measure` seconds. */
static double warm_messages, warm, measure;

struct window {
  double first, from, messages;
  struct cpu cpu;
};

/* True when the window is over, and its figures are said. `warmed` tells that no source lacks its share. */
static inline int window_over(struct window *window, double messages, int warmed) {
  double time = now();
  if (window->first == 0) window->first = time;
  if (window->from == 0) {
    if (!warmed || time < window->first + warm) return 0;
    window->from = time;
    window->cpu = cpu();
    return 0;
  }
  window->messages += messages;
  if (time < window->from + measure) return 0;
  say_spent(window->cpu, window->messages);
  printf(",\"seconds\":%.6f}\n", time - window->from);
  fflush(stdout);
  return 1;
}

/* Waits for a line on the standard input; a bench that is gone needs no programs. */
static inline void wait_for_word(void) {
  char line[64];
  if (fgets(line, sizeof line, stdin) == NULL) exit(1);
}

static inline void text_of(uint32_t number, char *text, int size) {
  uint32_t state = (number + 1) * 2654435761u;
  for (int at = 0; at < size; at += 1) {
    state = state * 1664525u + 1013904223u;
    text[at] = (char)('a' + (state >> 24) % 26);
  }
}

/* At most ten thousand topics that nobody wants, which a look finds only at the last octet. */
static inline char *misses(uint32_t topics, uint32_t *count) {
  *count = topics < 10000 ? topics : 10000;
  char *all = malloc((size_t)*count * TOPIC_SIZE);
  for (uint32_t at = 0; at < *count; at += 1) {
    text_of((uint32_t)((uint64_t)at * topics / *count), all + at * TOPIC_SIZE, TOPIC_SIZE - 1);
    all[at * TOPIC_SIZE + TOPIC_SIZE - 1] = 'A';
  }
  return all;
}
