/** The adapter of libzmq (protocol: ../PROTOCOL.md). One thread polls the standard input, the sockets on which a request waits, and their monitors. */
#include <errno.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>
#include <zmq.h>
#include "../c/json.h"
#include "description.h"

typedef struct { char *line; long long end; } waiting_t; /* line: the request that waits, or NULL */
typedef struct { void *ends[2], *control; char name[32]; pthread_t thread; } device_t;
typedef struct { int handle; void *socket, *monitor; device_t *device; waiting_t send, receive; } entry_t;

static void *context;
static entry_t *entries;
static int open_count, handles;

static void refuse(long id, const char *code, const char *message) {
    printf("{\"id\":%ld,\"ok\":false,\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}\n", id, code, message);
}

static void answer(long id, int result) {
    const char *code = "failed";
    for (int at = 0; at < COUNT(codes); at++) if (codes[at].number == errno) code = codes[at].name;
    if (result < 0) refuse(id, code, zmq_strerror(errno));
    else printf("{\"id\":%ld,\"ok\":true}\n", id);
}

static long id_of(const char *line) { return atol(member(line, "id")); }

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static entry_t *entry_of(const char *line, const char *name) {
    const char *handle = member(line, name);
    for (int at = 0; handle && at < open_count; at++) if (entries[at].handle == atoi(handle)) return &entries[at];
    return NULL;
}

/* libzmq takes note of what its I/O thread did when the application asks for the state of the socket. */
static void step(void *socket) { zmq_getsockopt(socket, ZMQ_EVENTS, &(int){0}, &(size_t){sizeof(int)}); }

static int set_option(void *socket, const char *name, const char *value) {
    for (int at = 0; at < COUNT(options); at++) {
        if (strcmp(options[at].name, name)) continue;
        octets_t given = octets(*value == '"' || *value == '{' ? value : NULL);
        int whole = strchr("t\"", *value) ? 1 : atoi(value), number = given.size > 8 && whole == 1 ? ZMQ_XPUB_VERBOSER : options[at].number;
        long long large = atoll(value);
        int result = options[at].kind == OCTETS ? zmq_setsockopt(socket, options[at].number, given.data, given.size)
                     : options[at].kind == LARGE ? zmq_setsockopt(socket, options[at].number, &large, sizeof large)
                                                 : zmq_setsockopt(socket, number, &whole, sizeof whole);
        free(given.data);
        return result;
    }
    errno = EPROTONOSUPPORT;
    return -1;
}

static void open_socket(long id, const char *line) {
    octets_t type = octets(member(line, "type"));
    void *socket = NULL;
    for (int at = 0; at < COUNT(types); at++) if (!strcmp(types[at].name, type.data)) socket = zmq_socket(context, types[at].number);
    free(type.data);
    if (!socket) return refuse(id, "unsupported", "no such socket type");
    const char *values = member(line, "options");
    for (int at = 0; values && at < COUNT(options); at++) {
        const char *value = member(values, options[at].name);
        if (value && set_option(socket, options[at].name, value) < 0) return answer(id, -1), (void)zmq_close(socket);
    }
    entries = realloc(entries, (size_t)++open_count * sizeof(entry_t));
    entry_t *entry = &entries[open_count - 1];
    *entry = (entry_t){.handle = ++handles, .socket = socket, .monitor = zmq_socket(context, ZMQ_PAIR)};
    char endpoint[32];
    snprintf(endpoint, sizeof endpoint, "inproc://monitor-%d", handles);
    zmq_socket_monitor(socket, endpoint, ZMQ_EVENT_ALL);
    zmq_setsockopt(entry->monitor, ZMQ_RCVHWM, &(int){0}, sizeof(int)); /* A full queue of events stops the thread that moves messages. */
    zmq_connect(entry->monitor, endpoint);
    printf("{\"id\":%ld,\"ok\":true,\"socket\":%d}\n", id, handles);
}

static void tell_events(entry_t *entry) {
    zmq_msg_t part;
    zmq_msg_init(&part);
    while (zmq_msg_recv(&part, entry->monitor, ZMQ_DONTWAIT) >= 0) {
        int number = *(unsigned short *)zmq_msg_data(&part);
        zmq_msg_recv(&part, entry->monitor, 0);
        for (int at = 0; at < COUNT(events); at++) if (events[at].number == number) printf("{\"event\":\"%s\",\"socket\":%d", events[at].name, entry->handle);
        if (zmq_msg_size(&part) > 0) printf(",\"endpoint\":"), print_text(zmq_msg_data(&part), zmq_msg_size(&part));
        printf("}\n");
    }
    zmq_msg_close(&part);
}

static void *run_device(void *of) {
    device_t *device = of;
    zmq_proxy_steerable(device->ends[0], device->ends[1], NULL, device->control);
    return NULL;
}

static void begin_device(long id, entry_t *front, entry_t *back) {
    device_t *device = front->device = back->device = malloc(sizeof(device_t));
    *device = (device_t){.ends = {front->socket, back->socket}, .control = zmq_socket(context, ZMQ_PAIR)};
    snprintf(device->name, sizeof device->name, "inproc://device-%d", front->handle);
    zmq_bind(device->control, device->name);
    pthread_create(&device->thread, NULL, run_device, device);
    answer(id, 0);
}

static void end_device(device_t *device) {
    void *control = zmq_socket(context, ZMQ_PAIR);
    zmq_connect(control, device->name);
    zmq_send(control, "TERMINATE", 9, 0);
    pthread_join(device->thread, NULL);
    for (int at = 0; at < open_count; at++) if (entries[at].device == device) entries[at].device = NULL;
    zmq_close(control);
    zmq_close(device->control);
    free(device);
}

static void close_socket(entry_t *entry) {
    if (entry->device) end_device(entry->device);
    for (int at = 0; at < 2; at++) {
        waiting_t *waiting = at ? &entry->send : &entry->receive;
        if (waiting->line) refuse(id_of(waiting->line), "closed", "the socket is closed");
        free(waiting->line);
    }
    zmq_socket_monitor(entry->socket, NULL, 0);
    tell_events(entry);
    zmq_close(entry->monitor);
    zmq_close(entry->socket);
    *entry = entries[--open_count];
}

static int send_message(void *socket, const char *line) {
    const char *at = member(line, "parts") + 1;
    for (int more = 1, result = 0; more; at = after(at) + 1) {
        octets_t part = from_base64(at);
        more = *after(at) == ',';
        result = zmq_send(socket, part.data, part.size, ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0));
        free(part.data);
        if (result < 0) return -1;
    }
    answer(id_of(line), 0);
    return 0;
}

static int receive_message(void *socket, const char *line) {
    zmq_msg_t part;
    zmq_msg_init(&part);
    if (zmq_msg_recv(&part, socket, ZMQ_DONTWAIT) < 0) return -1;
    printf("{\"id\":%ld,\"ok\":true,\"parts\":[\"", id_of(line));
    for (print_base64(zmq_msg_data(&part), zmq_msg_size(&part)); zmq_msg_more(&part); print_base64(zmq_msg_data(&part), zmq_msg_size(&part)))
        printf("\",\""), zmq_msg_recv(&part, socket, 0);
    printf("\"]}\n");
    return zmq_msg_close(&part);
}

static void attempt(void *socket, waiting_t *waiting, int (*act)(void *, const char *)) {
    if (!waiting->line) return;
    step(socket);
    if (act(socket, waiting->line) < 0) {
        if (errno == EAGAIN && now() < waiting->end) return;
        answer(id_of(waiting->line), -1);
    }
    free(waiting->line);
    waiting->line = NULL;
}

static void bind_socket(long id, void *socket, const char *endpoint) {
    char bound[512];
    if (zmq_bind(socket, endpoint) < 0 || zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, bound, &(size_t){sizeof bound}) < 0) return answer(id, -1);
    printf("{\"id\":%ld,\"ok\":true,\"endpoint\":", id), print_text(bound, strlen(bound)), printf("}\n");
}

static void handle(const char *line) {
    long id = id_of(line), timeout = member(line, "timeoutMs") ? atol(member(line, "timeoutMs")) : 0;
    octets_t op = octets(member(line, "op")), text = octets(member(line, member(line, "endpoint") ? "endpoint" : "name"));
    entry_t *entry = entry_of(line, "socket"), *front = entry_of(line, "frontend"), *back = entry_of(line, "backend");
    waiting_t waiting = {NULL, timeout < 0 ? 1LL << 62 : now() + timeout};
    if (!strcmp(op.data, "hello")) say_hello(id);
    else if (!strcmp(op.data, "open")) open_socket(id, line);
    else if (!strstr(operations, op.data)) refuse(id, "unsupported", "no such operation");
    else if (front && back) begin_device(id, front, back);
    else if (!entry) refuse(id, "closed", "there is no such socket");
    else if (!strcmp(op.data, "close")) close_socket(entry), answer(id, 0);
    else if (entry->device) answer(id, 0); /* another thread has the socket */
    else if (!strcmp(op.data, "option")) answer(id, set_option(entry->socket, text.data, member(line, "value")));
    else if (!strcmp(op.data, "bind")) bind_socket(id, entry->socket, text.data);
    else if (!strcmp(op.data, "unbind")) answer(id, zmq_unbind(entry->socket, text.data));
    else if (!strcmp(op.data, "connect")) answer(id, zmq_connect(entry->socket, text.data));
    else if (!strcmp(op.data, "disconnect")) answer(id, zmq_disconnect(entry->socket, text.data));
    else if (!strcmp(op.data, "step")) step(entry->socket), answer(id, 0);
    else if (!strcmp(op.data, "send")) waiting.line = strdup(line), entry->send = waiting, attempt(entry->socket, &entry->send, send_message);
    else waiting.line = strdup(line), entry->receive = waiting, attempt(entry->socket, &entry->receive, receive_message);
    free(op.data);
    free(text.data);
}

/* The time until the first waiting request gives up; the items: the input, then a socket and its monitor for each entry. */
static long prepare(zmq_pollitem_t *items) {
    long long first = 1LL << 62;
    items[0] = (zmq_pollitem_t){.fd = STDIN_FILENO, .events = ZMQ_POLLIN};
    for (int at = 0; at < open_count; at++) {
        entry_t *entry = &entries[at];
        short wanted = (short)((entry->send.line ? ZMQ_POLLOUT : 0) | (entry->receive.line ? ZMQ_POLLIN : 0));
        items[2 * at + 1] = (zmq_pollitem_t){.socket = entry->monitor, .events = ZMQ_POLLIN};
        items[2 * at + 2] = (zmq_pollitem_t){.socket = wanted ? entry->socket : entry->monitor, .events = wanted};
        if (entry->send.line && entry->send.end < first) first = entry->send.end;
        if (entry->receive.line && entry->receive.end < first) first = entry->receive.end;
    }
    return first == 1LL << 62 ? -1 : first > now() ? (long)(first - now()) : 0;
}

int main(void) {
    size_t size = 0, capacity = 1 << 16;
    char *input = malloc(capacity);
    context = zmq_ctx_new();
    zmq_ctx_set(context, ZMQ_MAX_SOCKETS, 8192);
    while (1) {
        zmq_pollitem_t items[2 * open_count + 1];
        fflush(stdout);
        zmq_poll(items, 2 * open_count + 1, prepare(items));
        for (int at = 0; at < open_count; at++) {
            tell_events(&entries[at]);
            attempt(entries[at].socket, &entries[at].send, send_message);
            attempt(entries[at].socket, &entries[at].receive, receive_message);
        }
        if (!items[0].revents) continue;
        if (size + 1 == capacity) input = realloc(input, capacity *= 2);
        ssize_t count = read(STDIN_FILENO, input + size, capacity - size - 1);
        if (count <= 0) _exit(0);
        input[size += (size_t)count] = 0;
        char *line = input;
        for (char *end; (end = strchr(line, '\n')); line = end + 1) *end = 0, handle(line);
        memmove(input, line, size = (size_t)(input + size - line));
    }
}
