/*
 * libzmq's own trie and radix tree, alone: tries WHICH COUNT, where WHICH is trie or radix. Both are classes that no header declares; the static library has them under these names.
 * Prints the nanoseconds of an insertion, of a look that fails at the last octet, of a look that finds the topic before the end, and the octets of memory of a topic.
 */
#include "bench.h"
#include <unistd.h>

extern void make_trie(void *) __asm__("_ZN3zmq6trie_tC1Ev");
extern int add_to_trie(void *, unsigned char *, size_t) __asm__("_ZN3zmq6trie_t3addEPhm");
extern int check_trie(const void *, const unsigned char *, size_t) __asm__("_ZNK3zmq6trie_t5checkEPKhm");
extern void make_radix(void *) __asm__("_ZN3zmq12radix_tree_tC1Ev");
extern int add_to_radix(void *, const unsigned char *, size_t) __asm__("_ZN3zmq12radix_tree_t3addEPKhm");
extern int check_radix(void *, const unsigned char *, size_t) __asm__("_ZN3zmq12radix_tree_t5checkEPKhm");

static double resident(void) {
  long pages = 0, ignored;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL || fscanf(file, "%ld %ld", &ignored, &pages) != 2) exit(1);
  fclose(file);
  return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

/* The result is a bool, which is one octet. */
static int found(int is_radix, void *set, const char *subject, size_t size) {
  return (is_radix ? check_radix(set, (const unsigned char *)subject, size) : check_trie(set, (const unsigned char *)subject, size)) & 0xff;
}

static double look(int is_radix, void *set, const char *subjects, uint32_t count, size_t size, int expected) {
  uint64_t looks = 200000, hits = 0;
  double from = 0;
  for (int warm = 1; warm >= 0; warm -= 1) {
    from = now();
    for (uint64_t at = 0; at < looks; at += 1) hits += found(is_radix, set, subjects + at * 7919 % count * size, size) != 0;
  }
  if (hits != (expected ? 2 * looks : 0)) {
    fprintf(stderr, "%llu of %llu looks found a topic\n", (unsigned long long)hits, (unsigned long long)(2 * looks));
    exit(1);
  }
  return (now() - from) * 1e9 / (double)looks;
}

int main(int words, char **word) {
  if (words != 3) return 3;
  int is_radix = strcmp(word[1], "radix") == 0;
  uint32_t topics = (uint32_t)strtoul(word[2], NULL, 10), count;
  char *all = malloc((size_t)topics * TOPIC_SIZE), *absent = misses(topics, &count), *present = malloc((size_t)count * (TOPIC_SIZE + 4));
  for (uint32_t number = 0; number < topics; number += 1) text_of(number, all + (size_t)number * TOPIC_SIZE, TOPIC_SIZE);
  for (uint32_t at = 0; at < count; at += 1) {
    memcpy(present + at * (TOPIC_SIZE + 4), all + (uint64_t)at * topics / count * TOPIC_SIZE, TOPIC_SIZE);
    memcpy(present + at * (TOPIC_SIZE + 4) + TOPIC_SIZE, "more", 4);
  }
  void *set = calloc(1, 4096);
  (is_radix ? make_radix : make_trie)(set);
  double before = resident(), from = now();
  for (uint32_t number = 0; number < topics; number += 1) {
    unsigned char *topic = (unsigned char *)all + (size_t)number * TOPIC_SIZE;
    if (is_radix) add_to_radix(set, topic, TOPIC_SIZE);
    else add_to_trie(set, topic, TOPIC_SIZE);
  }
  double insert = (now() - from) * 1e9 / topics, octets = (resident() - before) / topics;
  printf("{\"insertNs\":%.1f,\"missNs\":%.1f,\"hitNs\":%.1f,\"octets\":%.1f}\n", insert, look(is_radix, set, absent, count, TOPIC_SIZE, 0),
         look(is_radix, set, present, count, TOPIC_SIZE + 4, 1), octets);
  return 0;
}
