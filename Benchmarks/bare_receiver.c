// The yardstick: the least a receiver of signed events can do over libmicrohttpd. It reads the body, checks the
// HMAC-SHA256 of Standard Webhooks over "{id}.{timestamp}.{body}" and the timestamp's age, and answers 202 or 401. It
// keeps nothing, parses nothing, counts nothing.
//
// Usage: GRADEHOOK_SECRET=whsec_… bare_receiver PORT THREADS
#include "signed_event.h"

#include <microhttpd.h>
#include <openssl/crypto.h>
#include <signal.h>

static unsigned char key[256];
static size_t key_length;

// The text to be signed as it grows: the id and the timestamp are put in front before the first bytes of the body come.
struct delivery {
    char *text;
    size_t length;
    size_t capacity;
};

static void append(struct delivery *delivery, const char *bytes, size_t count) {
    if (delivery->length + count > delivery->capacity) {
        delivery->capacity = (delivery->length + count) * 2;
        delivery->text = realloc(delivery->text, delivery->capacity);
        if (!delivery->text) die("realloc");
    }
    memcpy(delivery->text + delivery->length, bytes, count);
    delivery->length += count;
}

static const char *header(struct MHD_Connection *connection, const char *name) {
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value ? value : "";
}

static int holds(struct MHD_Connection *connection, const struct delivery *delivery) {
    long age = (long)time(NULL) - atol(header(connection, "webhook-timestamp"));
    if (age > 300 || age < -300) return 0;
    const char *signature = header(connection, "webhook-signature");
    if (strlen(signature) != 3 + SIGNATURE_CHARACTERS) return 0;
    unsigned char mac[EVP_MAX_MD_SIZE], encoded[SIGNATURE_CHARACTERS + 1];
    unsigned mac_length = 0;
    if (!HMAC(EVP_sha256(), key, (int)key_length, (unsigned char *)delivery->text, delivery->length, mac, &mac_length))
        return 0;
    EVP_EncodeBlock(encoded, mac, (int)mac_length);
    return CRYPTO_memcmp(encoded, signature + 3, SIGNATURE_CHARACTERS) == 0;
}

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status) {
    static char accepted[] = "{\"status\":\"accepted\"}", refused[] = "{\"status\":\"refused\"}";
    char *text = status == 202 ? accepted : refused;
    struct MHD_Response *response = MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "application/json");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result handle(
    void *context, struct MHD_Connection *connection, const char *path, const char *method, const char *version,
    const char *bytes, size_t *count, void **state) {
    (void)context, (void)path, (void)method, (void)version;
    struct delivery *delivery = *state;
    if (!delivery) {
        delivery = calloc(1, sizeof *delivery);
        if (!delivery) return MHD_NO;
        *state = delivery;
        const char *parts[] = {header(connection, "webhook-id"), ".", header(connection, "webhook-timestamp"), "."};
        for (int i = 0; i < 4; i++) append(delivery, parts[i], strlen(parts[i]));
        return MHD_YES;
    }
    if (*count) {
        append(delivery, bytes, *count);
        *count = 0;
        return MHD_YES;
    }
    return answer(connection, holds(connection, delivery) ? 202 : 401);
}

static void forget(
    void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode reason) {
    (void)context, (void)connection, (void)reason;
    struct delivery *delivery = *state;
    if (!delivery) return;
    free(delivery->text);
    free(delivery);
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: %s PORT THREADS\n", arguments[0]);
        return 64;
    }
    key_length = read_key(key, sizeof key);
    // Blocked before the daemon's threads start, so that the wait below is the one that sees them.
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    sigprocmask(SIG_BLOCK, &ending, NULL);
    unsigned threads = (unsigned)atoi(arguments[2]);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, (uint16_t)atoi(arguments[1]), NULL, NULL, handle, NULL,
        MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_NOTIFY_COMPLETED, forget, NULL, MHD_OPTION_CONNECTION_TIMEOUT,
        30u, MHD_OPTION_END);
    if (!daemon) die("MHD_start_daemon");
    int received;
    sigwait(&ending, &received);
    MHD_stop_daemon(daemon);
    return 0;
}
