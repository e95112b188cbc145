// Measures how long a service needs from its start to the first accepted event: starts the given command, connects and
// posts a signed event again and again until the answer is 202, prints the milliseconds, stops the command.
//
// Usage: GRADEHOOK_SECRET=whsec_… first_event PORT COMMAND [ARGUMENT]…
#include "signed_event.h"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const double patience_seconds = 10;

// Posts the request once; returns the status, 0 when nobody listens yet.
static int post(unsigned port, const char *request, size_t length) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int client = socket(AF_INET, SOCK_STREAM, 0), status = 0;
    if (client < 0) die("socket");
    char answer[512];
    if (connect(client, (struct sockaddr *)&address, sizeof address) == 0
        && send(client, request, length, MSG_NOSIGNAL) == (ssize_t)length) {
        ssize_t count = recv(client, answer, sizeof answer - 1, 0);
        answer[count > 0 ? count : 0] = 0;
        if (count > 12) status = atoi(answer + 9);
    }
    close(client);
    return status;
}

int main(int count, char **arguments) {
    if (count < 3) {
        fprintf(stderr, "usage: %s PORT COMMAND [ARGUMENT]...\n", arguments[0]);
        return 64;
    }
    unsigned port = (unsigned)atoi(arguments[1]);
    unsigned char key[256];
    size_t key_length = read_key(key, sizeof key);
    struct event_template template;
    char signature[SIGNATURE_CHARACTERS];
    build_template(&template, "/v1/events");
    sign_event(&template, key, key_length, 1, signature);
    make_request(&template, template.request, 1, signature);

    double start = monotonic_seconds();
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)) _exit(127);
        execvp(arguments[2], arguments + 2);
        _exit(127);
    }
    int status = 0;
    double now = start;
    while (status != 202 && now - start < patience_seconds) {
        status = post(port, template.request, template.length);
        now = monotonic_seconds();
        // A short rest leaves the processor to the service that is starting.
        if (status != 202) usleep(100);
    }
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
    if (status != 202) {
        fprintf(stderr, "first_event: no event was accepted within %.0f s, the last status was %d\n", patience_seconds,
                status);
        return 1;
    }
    printf("%.1f\n", (now - start) * 1e3);
    return 0;
}
