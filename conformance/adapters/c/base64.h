/** Base64, which C lacks (RFC 4648, section 4). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { char *data; size_t size; } octets_t;

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The octets of a text that begins here, with its quotation mark. */
static octets_t from_base64(const char *text) {
    octets_t result = {malloc(strcspn(text + 1, "\"") + 1), 0};
    unsigned bits = 0, count = 0;
    for (const char *found; *++text && (found = strchr(alphabet, *text));) {
        bits = bits << 6 | (unsigned)(found - alphabet);
        if ((count += 6) >= 8) result.data[result.size++] = (char)(bits >> (count -= 8));
    }
    return result;
}

static void print_base64(const unsigned char *data, size_t size) {
    for (size_t at = 0; at < size; at += 3) {
        unsigned bits = (unsigned)data[at] << 16 | (at + 1 < size ? data[at + 1] << 8 : 0) | (at + 2 < size ? data[at + 2] : 0);
        for (size_t sextet = 0; sextet < 4; sextet++) putchar(at + sextet > size ? '=' : alphabet[bits >> (18 - 6 * sextet) & 63]);
    }
}
