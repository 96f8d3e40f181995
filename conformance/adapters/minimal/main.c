/** The smallest useful adapter in C: seven operations over libzmq. What may wait has a thread, which tries until its time is over. The complete one is ../libzmq/main.c. */
#include <errno.h>
#include <pthread.h>
#include <unistd.h>
#include "../c/base64.h"

#define COUNT(of) ((int)(sizeof of / sizeof *of))
typedef struct { const char *name; int number; } name_t;

/* GAP 1: Include your library. Name its socket types, and the values of errno that it leaves, with the protocol's words. */
/* ELSE static const name_t types[] = {{"DEALER", 0}, {"ROUTER", 0}}; */
/* ELSE static const name_t codes[] = {{"unsupported", ENOTSUP}, {"closed", ENOTSOCK}, {"would-block", EAGAIN}}; */
#include <zmq.h>
static const name_t types[] = {{"REQ", ZMQ_REQ}, {"REP", ZMQ_REP}, {"DEALER", ZMQ_DEALER}, {"ROUTER", ZMQ_ROUTER}};
static const name_t codes[] = {{"unsupported", ENOTSUP}, {"closed", ENOTSOCK}, {"would-block", EAGAIN}, {"wrong-state", EFSM}, {"no-route", EHOSTUNREACH}, {"address-in-use", EADDRINUSE}};
/* END */

/* GAP 2: Its name and exact version, the version of ZMTP that it announces (3.1 or 3.0), and the socket types of gap 1. */
/* ELSE #define IMPLEMENTATION "{\"name\":\"unnamed\",\"version\":\"0\",\"language\":\"C\"}" */
/* ELSE #define DECLARED "\"protocol\":\"3.1\",\"socketTypes\":[\"DEALER\",\"ROUTER\"]" */
#define IMPLEMENTATION "{\"name\":\"libzmq\",\"version\":\"4.3.4\",\"language\":\"C++\"}"
#define DECLARED "\"protocol\":\"3.1\",\"socketTypes\":[\"REQ\",\"REP\",\"DEALER\",\"ROUTER\"]"
/* END */
static const char hello[] = ",\"version\":1,\"implementation\":" IMPLEMENTATION ",\"choices\":{},\"capabilities\":{" DECLARED ",\"transports\":[\"tcp\"],\"mechanisms\":[\"NULL\"],\"options\":[],\"events\":[],\"operations\":[\"hello\",\"open\",\"bind\",\"connect\",\"send\",\"receive\",\"close\"]}";

/* NULL, with errno, when there is none. */
static void *open_socket(int type) {
    /* GAP 3: Open a socket of this type, which is a number of gap 1. */
    /* ELSE return (void)type, errno = ENOSYS, NULL; */
    static void *context;
    if (!context) context = zmq_ctx_new();
    return zmq_socket(context, type);
    /* END */
}

/* This and those below give -1, with errno, when it is refused, otherwise 0. */
static int bind_socket(void *socket, char *endpoint, size_t size) {
    /* GAP 4: Bind, and write there the endpoint as it is bound: for port 0 with the port that the system chose. */
    /* ELSE return (void)socket, (void)endpoint, (void)size, errno = ENOSYS, -1; */
    if (zmq_bind(socket, endpoint) < 0) return -1;
    return zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint, &size);
    /* END */
}

static int connect_socket(void *socket, const char *endpoint) {
    /* GAP 5: Begin to connect. Do not wait for the connection. */
    /* ELSE return (void)socket, (void)endpoint, errno = ENOSYS, -1; */
    return zmq_connect(socket, endpoint);
    /* END */
}

static int send_part(void *socket, octets_t part, int more) {
    /* GAP 6: Try once to send a part, and say whether more follow. Do not wait; EAGAIN says that there is no room. More than 0 is as good as 0. */
    /* ELSE return (void)socket, (void)part, (void)more, errno = ENOSYS, -1; */
    return zmq_send(socket, part.data, part.size, ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0));
    /* END */
}

/* More than 0 when another part follows. What the part holds is used before the next call. */
static int receive_part(void *socket, octets_t *part) {
    /* GAP 7: Try once to receive a part. Do not wait; EAGAIN says that there is none. */
    /* ELSE return (void)socket, (void)part, errno = ENOSYS, -1; */
    static zmq_msg_t *message;
    if (!message) zmq_msg_init(message = malloc(sizeof *message));
    if (zmq_msg_recv(message, socket, ZMQ_DONTWAIT) < 0) return -1;
    *part = (octets_t){zmq_msg_data(message), zmq_msg_size(message)};
    return zmq_msg_more(message);
    /* END */
}

static int close_socket(void *socket) {
    /* GAP 8: Close the socket. */
    /* ELSE return (void)socket, errno = ENOSYS, -1; */
    return zmq_close(socket);
    /* END */
}

/* Handles count from 1; a closed socket is NULL. */
static struct { void **of; int handles; } sockets;

/* What follows a mark, or NULL. The harness writes no spaces, and within a text a quotation mark has a backslash before it. */
static const char *find(const char *line, const char *mark) {
    const char *at = strstr(line, mark);
    return at ? at + strlen(mark) : NULL;
}

static long number(const char *line, const char *mark) { return find(line, mark) ? atol(find(line, mark)) : 0; }

static int begin(const char *line, const char *more) { return printf("{\"id\":%ld,\"ok\":true%s", number(line, "\"id\":"), more); }

/* This and those below give -1, with errno, when it is refused, 0 when it is done, more when the answer has been begun. */
static int open_one(const char *line) {
    for (int at = 0; at < COUNT(types); at++) {
        const char *type = find(line, "\"type\":\"");
        if (strncmp(type, types[at].name, strlen(types[at].name)) || type[strlen(types[at].name)] != '"') continue;
        sockets.of = realloc(sockets.of, (size_t)(++sockets.handles + 1) * sizeof(void *));
        sockets.of[sockets.handles] = open_socket(types[at].number);
        return sockets.of[sockets.handles] ? begin(line, "") + printf(",\"socket\":%d", sockets.handles) : -1;
    }
    return errno = ENOTSUP, -1;
}

static int send_message(void *socket, const char *line) {
    int result = 0;
    for (const char *at = find(line, "\"parts\":["); *at == '"' && result >= 0; at += *at == ',') {
        octets_t part = from_base64(at);
        at = strchr(at + 1, '"') + 1;
        result = send_part(socket, part, *at == ',');
        free(part.data);
    }
    return result < 0 ? -1 : 0;
}

static int receive_message(void *socket, const char *line) {
    octets_t part;
    int more = receive_part(socket, &part);
    if (more < 0) return -1;
    begin(line, ",\"parts\":[\"");
    while (print_base64((void *)part.data, part.size), more > 0) {
        more = receive_part(socket, &part);
        printf("\",\"");
    }
    return printf("\"]");
}

static int act(const char *line) {
    long handle = number(line, "\"socket\":");
    void *socket = handle > 0 && handle <= sockets.handles ? sockets.of[handle] : NULL;
    char endpoint[512] = "";
    if (find(line, "\"endpoint\":\"")) sscanf(find(line, "\"endpoint\":\""), "%511[^\"]", endpoint);
    if (find(line, "\"op\":\"hello\"")) return begin(line, hello);
    if (find(line, "\"op\":\"open\"")) return open_one(line);
    if (find(line, "\"socket\":") && !socket) return errno = ENOTSOCK, -1;
    if (find(line, "\"op\":\"bind\"")) return bind_socket(socket, endpoint, sizeof endpoint) < 0 ? -1 : begin(line, "") + printf(",\"endpoint\":\"%s\"", endpoint);
    if (find(line, "\"op\":\"connect\"")) return connect_socket(socket, endpoint);
    if (find(line, "\"op\":\"send\"")) return send_message(socket, line);
    if (find(line, "\"op\":\"receive\"")) return receive_message(socket, line);
    if (!find(line, "\"op\":\"close\"")) return errno = ENOTSUP, -1;
    sockets.of[handle] = NULL;
    return close_socket(socket);
}

/* The library and the output belong to one thread at a time. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

/* What would block is tried again each millisecond, until its time is over; that of -1 never is. */
static void *answer(void *line) {
    long timeout = number(line, "\"timeoutMs\":");
    pthread_mutex_lock(&turn);
    int result = act(line);
    for (long waited = 0; result < 0 && errno == EAGAIN && waited != timeout; waited++) {
        pthread_mutex_unlock(&turn);
        usleep(1000);
        pthread_mutex_lock(&turn);
        result = act(line);
    }
    const char *code = "failed";
    for (int at = 0; at < COUNT(codes); at++) if (codes[at].number == errno) code = codes[at].name;
    if (result < 0) printf("{\"id\":%ld,\"ok\":false,\"error\":{\"code\":\"%s\",\"message\":\"%s\"}", number(line, "\"id\":"), code, strerror(errno));
    if (result == 0) begin(line, "");
    printf("}\n");
    fflush(stdout);
    pthread_mutex_unlock(&turn);
    return free(line), NULL;
}

int main(void) {
    char *line = NULL;
    for (size_t size = 0; getline(&line, &size, stdin) > 0; line = NULL, size = 0) {
        pthread_t thread;
        if (number(line, "\"timeoutMs\":") == 0) answer(line);
        else if (pthread_create(&thread, NULL, answer, line) == 0) pthread_detach(thread);
    }
    _exit(0);
}
