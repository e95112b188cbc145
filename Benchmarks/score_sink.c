// A stand-in for Langfuse that takes scores in arrays as fast as they come, and tells how many there were.
//
// Usage: score_sink PORT        GET /count answers with the number of scores received
#include <microhttpd.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static atomic_long scores;

struct request {
    char *body;
    size_t size;
};

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, const char *text) {
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), (void *)text, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, "Content-Type", "application/json");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

// Each score of an array has one "dataType"; a text cannot hold it, since its quotes would be escaped.
static long count_scores(const struct request *request) {
    long count = 0;
    const char *place = request->body, *end = request->body + request->size;
    while ((place = memmem(place, (size_t)(end - place), "\"dataType\":", 11))) {
        count++;
        place += 11;
    }
    return count;
}

static enum MHD_Result handle(
    void *context, struct MHD_Connection *connection, const char *path, const char *method, const char *version,
    const char *bytes, size_t *size, void **state) {
    (void)context, (void)version;
    struct request *request = *state;
    if (!request) {
        *state = calloc(1, sizeof *request);
        return *state ? MHD_YES : MHD_NO;
    }
    if (*size) {
        char *grown = realloc(request->body, request->size + *size);
        if (!grown) return MHD_NO;
        memcpy(grown + request->size, bytes, *size);
        request->body = grown;
        request->size += *size;
        *size = 0;
        return MHD_YES;
    }
    if (!strcmp(path, "/api/public/health")) return answer(connection, 200, "{\"status\":\"OK\",\"version\":\"4.60.0\"}");
    if (!strcmp(path, "/api/public/projects")) return answer(connection, 200, "{\"data\":[{\"id\":\"bench\"}]}");
    if (!strcmp(path, "/count")) {
        char text[32];
        snprintf(text, sizeof text, "%ld\n", atomic_load(&scores));
        return answer(connection, 200, text);
    }
    if (!strcmp(method, "POST") && !strcmp(path, "/api/public/scores")) {
        if (request->body) atomic_fetch_add(&scores, count_scores(request));
        return answer(connection, 200, "{}");
    }
    return answer(connection, 404, "{\"message\":\"Not found\"}");
}

static void forget(
    void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode reason) {
    (void)context, (void)connection, (void)reason;
    struct request *request = *state;
    if (request) free(request->body);
    free(request);
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: %s PORT\n", arguments[0]);
        return 64;
    }
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ending, NULL);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, (uint16_t)atoi(arguments[1]), NULL, NULL, handle, NULL,
        MHD_OPTION_CONNECTION_LIMIT, 1000u, MHD_OPTION_NOTIFY_COMPLETED, forget, NULL, MHD_OPTION_END);
    if (!daemon) {
        perror("MHD_start_daemon");
        return 1;
    }
    int received;
    sigwait(&ending, &received);
    MHD_stop_daemon(daemon);
    return 0;
}
