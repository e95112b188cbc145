// Distinct signed events (Standard Webhooks, 1.3 kB) as ready-to-send HTTP requests, for the programs in this folder.
//
// One request is built once; each event then differs from it only in its number, which stands in the delivery id, the
// event id and the trace id, and in its signature. Signatures are made in advance, so that sending an event costs the
// generator four short copies and no digest.
#ifndef SIGNED_EVENT_H
#define SIGNED_EVENT_H

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NUMBER_DIGITS = 10, SIGNATURE_CHARACTERS = 44, REQUEST_CAPACITY = 4096 };

// A request with the places in it that differ between events.
struct event_template {
    char request[REQUEST_CAPACITY];
    size_t length;
    size_t number_places[3];
    size_t signature_place;
    // What is signed: "{id}.{timestamp}.{body}", with its own places for the number.
    char signed_text[REQUEST_CAPACITY];
    size_t signed_length;
    size_t signed_places[3];
};

// Stops the program with a message.
static inline void die(const char *message) {
    perror(message);
    exit(1);
}

static const char event_number_mark[] = "NNNNNNNNNN";

// Notes where the number stands in `text`; there must be exactly `count` places.
static inline void find_places(const char *text, size_t places[], size_t count) {
    size_t found = 0;
    for (const char *at = strstr(text, event_number_mark); at; at = strstr(at + NUMBER_DIGITS, event_number_mark)) {
        if (found < count) places[found] = (size_t)(at - text);
        found++;
    }
    if (found != count) {
        fprintf(stderr, "signed_event.h: %zu places for the number, %zu expected\n", found, count);
        exit(1);
    }
}

// Builds the template for deliveries to `path` signed at the present second.
static inline void build_template(struct event_template *template, const char *path) {
    char question[512] = "", answer[512] = "", body[2048];
    for (int i = 0; i < 20; i++) strcat(question, "Why is the sky blue? ");
    for (int i = 0; i < 15; i++) strcat(answer, "Because of Rayleigh scattering. ");
    int body_length = snprintf(
        body, sizeof body,
        "{\"id\":\"evt_%s\",\"type\":\"trace\",\"timestamp\":\"2026-11-20T09:00:00Z\",\"trace\":{\"id\":\"bench-%s\","
        "\"name\":\"qa\",\"timestamp\":\"2026-11-20T08:59:58Z\",\"input\":{\"question\":\"%s\"},\"output\":\"%s\","
        "\"expectedOutput\":\"Rayleigh scattering\",\"tags\":[\"prod\"],\"environment\":\"production\","
        "\"metadata\":{\"attempt\":1,\"latency_ms\":1234.5}}}",
        event_number_mark, event_number_mark, question, answer);
    long now = (long)time(NULL);
    template->length = (size_t)snprintf(
        template->request, sizeof template->request,
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
        "webhook-id: msg_%s\r\nwebhook-timestamp: %ld\r\n"
        "webhook-signature: v1,SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS\r\n\r\n%s",
        path, body_length, event_number_mark, now, body);
    template->signed_length = (size_t)snprintf(
        template->signed_text, sizeof template->signed_text, "msg_%s.%ld.%s", event_number_mark, now, body);
    find_places(template->request, template->number_places, 3);
    find_places(template->signed_text, template->signed_places, 3);
    template->signature_place = (size_t)(strstr(template->request, "v1,SSSS") - template->request) + 3;
}

static inline void write_number(char *text, const size_t places[3], const char digits[NUMBER_DIGITS]) {
    for (int i = 0; i < 3; i++) memcpy(text + places[i], digits, NUMBER_DIGITS);
}

static inline void format_number(char digits[NUMBER_DIGITS], unsigned long number) {
    for (int i = NUMBER_DIGITS - 1; i >= 0; i--, number /= 10) digits[i] = (char)('0' + number % 10);
}

// Signs the event `number` into `signature`, which is not terminated.
static inline void sign_event(
    struct event_template *template, const unsigned char *key, size_t key_length, unsigned long number,
    char signature[SIGNATURE_CHARACTERS]) {
    char digits[NUMBER_DIGITS];
    format_number(digits, number);
    write_number(template->signed_text, template->signed_places, digits);
    unsigned char mac[EVP_MAX_MD_SIZE], encoded[SIGNATURE_CHARACTERS + 1];
    unsigned mac_length = 0;
    if (!HMAC(EVP_sha256(), key, (int)key_length, (unsigned char *)template->signed_text, template->signed_length, mac,
              &mac_length)) die("HMAC");
    EVP_EncodeBlock(encoded, mac, (int)mac_length);
    memcpy(signature, encoded, SIGNATURE_CHARACTERS);
}

// Turns `request`, a copy of the template's, into that of the event `number`.
static inline void make_request(
    const struct event_template *template, char *request, unsigned long number,
    const char signature[SIGNATURE_CHARACTERS]) {
    char digits[NUMBER_DIGITS];
    format_number(digits, number);
    write_number(request, template->number_places, digits);
    memcpy(request + template->signature_place, signature, SIGNATURE_CHARACTERS);
}

// Decodes the secret `whsec_…` of the environment variable GRADEHOOK_SECRET; returns the length of the key.
static inline size_t read_key(unsigned char *key, size_t capacity) {
    const char *text = getenv("GRADEHOOK_SECRET");
    if (!text || strncmp(text, "whsec_", 6) != 0) {
        fprintf(stderr, "GRADEHOOK_SECRET must be set to whsec_ and base64\n");
        exit(1);
    }
    text += 6;
    size_t length = strlen(text);
    if (length % 4 || length / 4 * 3 > capacity) {
        fprintf(stderr, "GRADEHOOK_SECRET is too long or not padded base64\n");
        exit(1);
    }
    int decoded = EVP_DecodeBlock(key, (const unsigned char *)text, (int)length);
    for (size_t end = length; end > 0 && text[end - 1] == '='; end--) decoded--;
    if (decoded <= 0) {
        fprintf(stderr, "GRADEHOOK_SECRET is not base64\n");
        exit(1);
    }
    return (size_t)decoded;
}

static inline double monotonic_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

#endif
