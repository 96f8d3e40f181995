/** JSON, which C lacks, as far as the adapter protocol (../PROTOCOL.md) needs it. Values are read where they stand in the line. */
#include "base64.h"

/* Where the value ends that begins here; the text of a member; the value of a text. */
static const char *after(const char *at) {
    int depth = 0;
    do {
        if (*at == '"') while (*++at != '"') at += *at == '\\';
        else depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
        at++;
    } while (*at && (depth > 0 || !strchr(",:}]", *at)));
    return at;
}

static const char *member(const char *object, const char *name) {
    size_t length = strlen(name);
    for (const char *at = strchr(object, '"'); at && *at == '"';) {
        const char *value = after(at) + 1, *end = after(value += strspn(value, " "));
        if (!strncmp(at + 1, name, length) && at[length + 1] == '"') return value;
        at = *end == ',' ? strchr(end, '"') : NULL;
    }
    return NULL;
}

static octets_t octets(const char *value) {
    if (value && *value == '{') return from_base64(member(value, "base64"));
    octets_t result = {calloc(value ? (size_t)(after(value) - value) + 1 : 1, 1), 0};
    for (const char *at = value; at && *++at && *at != '"';) {
        unsigned code = (unsigned char)*at;
        if (*at == '\\' && *++at == 'u') sscanf(at + 1, "%4x", &code), at += 4;
        else if (at[-1] == '\\') code = (unsigned char)(strchr("n\nt\tr\rb\bf\f", *at) ? strchr("n\nt\tr\rb\bf\f", *at)[1] : *at);
        result.data[result.size++] = (char)code;
    }
    return result;
}

static void print_text(const char *data, size_t size) {
    putchar('"');
    for (; size-- > 0; data++) (unsigned char)*data < 32 || *data == '"' || *data == '\\' ? printf("\\u%04x", *data) : putchar(*data);
    putchar('"');
}
