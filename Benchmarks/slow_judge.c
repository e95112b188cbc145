// A stand-in for a chat model: answers every POST like OpenAI's chat completions, after a fixed time and without using
// the processor meanwhile. Requests wait as suspended connections in a queue that one thread empties.
//
// Usage: slow_judge PORT MILLISECONDS
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// All wait equally long, so the queue is in order of their due times.
struct waiting {
    struct MHD_Connection *connection;
    struct timespec due;
    struct waiting *next;
};

enum phase { NEW, READING, WAITED };

static struct waiting *oldest, *newest;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrival;
static long delay_ms;

static char completion[] =
    "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1795251600,\"model\":\"slow-judge\",\"choices\":[{"
    "\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":"
    "\"{\\\"reason\\\":\\\"The answer names the right effect.\\\",\\\"score\\\":4}\"}}],"
    "\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":14,\"total_tokens\":134}}";

static int is_due(const struct timespec *due) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > due->tv_sec || (now.tv_sec == due->tv_sec && now.tv_nsec >= due->tv_nsec);
}

static void *resume_in_time(void *unused) {
    (void)unused;
    pthread_mutex_lock(&lock);
    for (;;) {
        if (!oldest) {
            pthread_cond_wait(&arrival, &lock);
        } else if (!is_due(&oldest->due)) {
            struct timespec due = oldest->due;
            pthread_cond_timedwait(&arrival, &lock, &due);
        } else {
            struct waiting *first = oldest;
            oldest = first->next;
            if (!oldest) newest = NULL;
            MHD_resume_connection(first->connection);
            free(first);
        }
    }
    return NULL;
}

static void wait_in_queue(struct MHD_Connection *connection) {
    struct waiting *entry = calloc(1, sizeof *entry);
    if (!entry) abort();
    entry->connection = connection;
    MHD_suspend_connection(connection);
    pthread_mutex_lock(&lock);
    clock_gettime(CLOCK_MONOTONIC, &entry->due);
    entry->due.tv_nsec += delay_ms % 1000 * 1000000;
    entry->due.tv_sec += delay_ms / 1000 + entry->due.tv_nsec / 1000000000;
    entry->due.tv_nsec %= 1000000000;
    if (newest) newest->next = entry; else oldest = entry;
    newest = entry;
    pthread_cond_signal(&arrival);
    pthread_mutex_unlock(&lock);
}

static enum MHD_Result handle(
    void *context, struct MHD_Connection *connection, const char *path, const char *method, const char *version,
    const char *bytes, size_t *count, void **state) {
    (void)context, (void)path, (void)method, (void)version, (void)bytes;
    enum phase *phase = *state;
    if (!phase) {
        phase = calloc(1, sizeof *phase);
        *state = phase;
        return phase ? MHD_YES : MHD_NO;
    }
    if (*count) {
        *count = 0;
        *phase = READING;
        return MHD_YES;
    }
    if (delay_ms && *phase != WAITED) {
        *phase = WAITED;
        wait_in_queue(connection);
        return MHD_YES;
    }
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(completion), completion, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "application/json");
    enum MHD_Result result = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return result;
}

static void forget(
    void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode reason) {
    (void)context, (void)connection, (void)reason;
    free(*state);
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: %s PORT MILLISECONDS\n", arguments[0]);
        return 64;
    }
    delay_ms = atol(arguments[2]);
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ending, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&arrival, &monotonic);
    pthread_t resumer;
    if (pthread_create(&resumer, NULL, resume_in_time, NULL)) return 1;
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO, (uint16_t)atoi(arguments[1]), NULL,
        NULL, handle, NULL, MHD_OPTION_CONNECTION_LIMIT, 20000u, MHD_OPTION_NOTIFY_COMPLETED, forget, NULL,
        MHD_OPTION_END);
    if (!daemon) {
        perror("MHD_start_daemon");
        return 1;
    }
    int received;
    sigwait(&ending, &received);
    // Waiting requests are dropped with the process: a stand-in owes nobody an answer.
    _Exit(0);
}
