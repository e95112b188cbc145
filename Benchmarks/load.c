// A closed-loop load generator for signed events: one thread, one epoll, a fixed number of keep-alive connections with
// one request under way on each. Every event is distinct. Prints one line of `key=value` pairs; `generator_cpu_us` is what
// a request cost the generator itself, signing left out.
//
// Usage: GRADEHOOK_SECRET=whsec_… load [-h HOST] -p PORT [-u PATH] [-c CONNECTIONS] [-n EVENTS] [-d SECONDS]
//                                      [-w WARM_UP_SECONDS] [-f FIRST_NUMBER] [-r EVENTS_A_SECOND]
// With -r events start on a schedule, and their latency counts from when they were due; without, each connection sends
// its next event when the last one is answered. It ends after EVENTS (default 200000) or SECONDS (default 60), whichever comes first; what the first WARM_UP_SECONDS
// bring is sent but not counted. Exit status 1 when a connection fails or no answer is counted.
#include "signed_event.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ANSWER_CAPACITY = 16384, FINE_BUCKETS = 100000, COARSE_BUCKETS = 60000 };

struct options {
    const char *host, *path;
    unsigned port, connections;
    unsigned long events, first;
    double seconds, warm_up, rate;
};

struct connection {
    int socket;
    // Whether nothing is under way on it.
    int is_idle;
    size_t sent;
    double started;
    size_t received;
    char request[REQUEST_CAPACITY];
    char answer[ANSWER_CAPACITY];
};

// Latencies to the microsecond below 100 ms, to the millisecond below a minute.
struct histogram {
    unsigned long fine[FINE_BUCKETS], coarse[COARSE_BUCKETS];
    unsigned long count;
    double maximum;
};

struct run {
    struct options options;
    struct event_template template;
    char (*signatures)[SIGNATURE_CHARACTERS];
    unsigned long next, under_way, statuses[600];
    double start, counted_from, counted_to;
    struct histogram latencies;
    int epoll;
    // Connections that wait for the next event to be due, when there is a schedule.
    struct connection **idle;
    unsigned idle_count;
};

static void record(struct histogram *histogram, double seconds) {
    unsigned long micros = (unsigned long)(seconds * 1e6);
    if (micros < FINE_BUCKETS)
        histogram->fine[micros]++;
    else if (micros / 1000 < COARSE_BUCKETS)
        histogram->coarse[micros / 1000]++;
    else
        histogram->coarse[COARSE_BUCKETS - 1]++;
    histogram->count++;
    if (seconds > histogram->maximum) histogram->maximum = seconds;
}

// The latency in milliseconds that `share` of the requests did not exceed.
static double percentile(const struct histogram *histogram, double share) {
    unsigned long wanted = (unsigned long)((double)histogram->count * share), seen = 0;
    for (int i = 0; i < FINE_BUCKETS; i++)
        if ((seen += histogram->fine[i]) > wanted) return (i + 1) / 1e3;
    for (int i = 0; i < COARSE_BUCKETS; i++)
        if ((seen += histogram->coarse[i]) > wanted) return i + 1;
    return histogram->maximum * 1e3;
}

static struct options read_options(int count, char **arguments) {
    struct options options = {"127.0.0.1", "/v1/events", 0, 64, 200000, 0, 60, 0, 0};
    for (int option; (option = getopt(count, arguments, "h:p:u:c:n:d:w:f:r:")) != -1;) switch (option) {
        case 'h': options.host = optarg; break;
        case 'p': options.port = (unsigned)atoi(optarg); break;
        case 'u': options.path = optarg; break;
        case 'c': options.connections = (unsigned)atoi(optarg); break;
        case 'n': options.events = strtoul(optarg, NULL, 10); break;
        case 'd': options.seconds = atof(optarg); break;
        case 'w': options.warm_up = atof(optarg); break;
        case 'r': options.rate = atof(optarg); break;
        case 'f': options.first = strtoul(optarg, NULL, 10); break;
        default: exit(64);
        }
    if (!options.port || !options.connections || !options.events) {
        fprintf(stderr, "load: -p PORT is wanted, -c and -n must be above 0\n");
        exit(64);
    }
    return options;
}

static void sign_all(struct run *run) {
    unsigned char key[256];
    size_t key_length = read_key(key, sizeof key);
    run->signatures = malloc(run->options.events * sizeof *run->signatures);
    if (!run->signatures) die("malloc");
    for (unsigned long i = 0; i < run->options.events; i++)
        sign_event(&run->template, key, key_length, run->options.first + i, run->signatures[i]);
}

static void watch(struct run *run, struct connection *connection, uint32_t events, int operation) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    if (epoll_ctl(run->epoll, operation, connection->socket, &event)) die("epoll_ctl");
}

static void open_connection(struct run *run, struct connection *connection) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)run->options.port)};
    if (inet_pton(AF_INET, run->options.host, &address.sin_addr) != 1) {
        fprintf(stderr, "load: %s is not an IPv4 address\n", run->options.host);
        exit(64);
    }
    connection->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->socket < 0) die("socket");
    if (connect(connection->socket, (struct sockaddr *)&address, sizeof address)) die("connect");
    int yes = 1;
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    watch(run, connection, EPOLLIN, EPOLL_CTL_ADD);
}

// Sends what is left of the request; asks to be woken when the socket's buffer is full.
static void send_rest(struct run *run, struct connection *connection) {
    while (connection->sent < run->template.length) {
        ssize_t count = send(
            connection->socket, connection->request + connection->sent, run->template.length - connection->sent,
            MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0) {
            connection->sent += (size_t)count;
        } else if (count < 0 && errno == EAGAIN) {
            watch(run, connection, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
            return;
        } else {
            die("send");
        }
    }
}

static int is_over(const struct run *run, double now) {
    return run->next >= run->options.events || now >= run->counted_to;
}

// When the next event may start: at once, unless there is a schedule.
static double next_due(const struct run *run) {
    return run->options.rate > 0 ? run->start + (double)run->next / run->options.rate : 0;
}

// Starts the next event on `connection` when it is due, unless the run is over.
static void start_next(struct run *run, struct connection *connection, double now) {
    if (is_over(run, now)) return;
    double due = next_due(run);
    if (now < due) {
        connection->is_idle = 1;
        run->idle[run->idle_count++] = connection;
        return;
    }
    unsigned long index = run->next++;
    make_request(&run->template, connection->request, run->options.first + index, run->signatures[index]);
    connection->is_idle = 0;
    connection->sent = 0;
    connection->received = 0;
    connection->started = due > 0 ? due : now;
    run->under_way++;
    send_rest(run, connection);
}

// The length of the whole answer once its header is there; 0 before.
static size_t answer_length(const struct connection *connection) {
    const char *end = memmem(connection->answer, connection->received, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t header = (size_t)(end - connection->answer) + 4, body = 0;
    for (const char *line = connection->answer; line && line < end; line = memchr(line, '\n', (size_t)(end - line))) {
        if (*line == '\n') line++;
        if (strncasecmp(line, "content-length:", 15) == 0) body = strtoul(line + 15, NULL, 10);
    }
    if (header + body >= ANSWER_CAPACITY) {
        fprintf(stderr, "load: an answer of %zu bytes\n", header + body);
        exit(1);
    }
    return header + body;
}

static void reconnect(struct run *run, struct connection *connection) {
    close(connection->socket);
    open_connection(run, connection);
}

// Reads what is there; when the answer is complete, counts it and starts the next event.
static void receive(struct run *run, struct connection *connection) {
    ssize_t count = recv(
        connection->socket, connection->answer + connection->received, ANSWER_CAPACITY - 1 - connection->received,
        MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0 && connection->is_idle) {
        // The server closes what is not used for long.
        reconnect(run, connection);
        return;
    }
    if (count <= 0) {
        fprintf(stderr, "load: the server closed a connection %s an answer\n", connection->received ? "within" : "before");
        exit(1);
    }
    connection->received += (size_t)count;
    connection->answer[connection->received] = 0;
    size_t length = answer_length(connection);
    if (!length || connection->received < length) return;
    double now = monotonic_seconds();
    unsigned status = (unsigned)atoi(connection->answer + 9);
    run->under_way--;
    if (now >= run->counted_from && status < 600) {
        run->statuses[status]++;
        record(&run->latencies, now - connection->started);
    }
    if (strcasestr(connection->answer, "\r\nconnection: close")) reconnect(run, connection);
    start_next(run, connection, now);
}

// Starts what has become due; returns for how many milliseconds nothing else will.
static int start_due(struct run *run) {
    double now = monotonic_seconds();
    while (run->idle_count && !is_over(run, now) && next_due(run) <= now)
        start_next(run, run->idle[--run->idle_count], now);
    if (!run->idle_count || is_over(run, now)) return 10000;
    double wait = (next_due(run) - now) * 1e3;
    return wait < 1 ? 1 : (int)wait;
}

static void loop(struct run *run) {
    struct epoll_event events[256];
    for (;;) {
        int patience = start_due(run);
        if (!run->under_way && (!run->idle_count || is_over(run, monotonic_seconds()))) return;
        int ready = epoll_wait(run->epoll, events, 256, patience);
        if (ready < 0 && errno != EINTR) die("epoll_wait");
        if (ready == 0 && patience >= 10000) {
            fprintf(stderr, "load: no answer for 10 seconds, %lu requests are under way\n", run->under_way);
            exit(1);
        }
        for (int i = 0; i < ready; i++) {
            struct connection *connection = events[i].data.ptr;
            if (events[i].events & EPOLLOUT) {
                watch(run, connection, EPOLLIN, EPOLL_CTL_MOD);
                send_rest(run, connection);
            }
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(run, connection);
        }
    }
}

static double processor_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void print(const struct run *run, double seconds, double processor) {
    const struct histogram *latencies = &run->latencies;
    printf("requests=%lu seconds=%.3f per_second=%.0f p50_ms=%.3f p99_ms=%.3f max_ms=%.3f", latencies->count, seconds,
           (double)latencies->count / seconds, percentile(latencies, 0.5), percentile(latencies, 0.99),
           latencies->maximum * 1e3);
    for (int status = 0; status < 600; status++)
        if (run->statuses[status]) printf(" status_%d=%lu", status, run->statuses[status]);
    printf(" generator_cpu_us=%.2f\n", run->next ? processor * 1e6 / (double)run->next : 0);
}

int main(int count, char **arguments) {
    static struct run run;
    run.options = read_options(count, arguments);
    build_template(&run.template, run.options.path);
    sign_all(&run);
    run.epoll = epoll_create1(0);
    struct connection *connections = calloc(run.options.connections, sizeof *connections);
    run.idle = calloc(run.options.connections, sizeof *run.idle);
    if (!connections || !run.idle) die("calloc");
    for (unsigned i = 0; i < run.options.connections; i++) {
        memcpy(connections[i].request, run.template.request, run.template.length);
        open_connection(&run, &connections[i]);
    }
    double processor = processor_seconds();
    run.start = monotonic_seconds();
    run.counted_from = run.start + run.options.warm_up;
    run.counted_to = run.counted_from + run.options.seconds;
    for (unsigned i = 0; i < run.options.connections; i++) start_next(&run, &connections[i], monotonic_seconds());
    loop(&run);
    print(&run, monotonic_seconds() - run.counted_from, processor_seconds() - processor);
    return run.latencies.count ? 0 : 1;
}
