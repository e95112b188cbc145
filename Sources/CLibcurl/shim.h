#pragma once
// The checks of argument types are macros over constant options; the shims below take the option as a variable.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
// Swift's Glibc module leaves these two out, and the thread that drives libcurl sleeps in them.
#include <sys/epoll.h>
#include <sys/eventfd.h>

// curl_easy_setopt is variadic, which Swift cannot call: one shim for each kind of argument.
static inline CURLcode shim_curl_easy_setopt_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

// curl_easy_setopt is variadic. curl copies the text of every option this is used for.
static inline CURLcode shim_curl_easy_setopt_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

// curl_easy_setopt is variadic. curl keeps the pointer and does not own what it points to.
static inline CURLcode shim_curl_easy_setopt_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}

// curl_easy_setopt is variadic; sizes are 64 bits wide.
static inline CURLcode shim_curl_easy_setopt_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

// curl_easy_setopt is variadic; the callbacks for body and header lines share one type.
static inline CURLcode shim_curl_easy_setopt_write(CURL *easy, CURLoption option, curl_write_callback value) {
    return curl_easy_setopt(easy, option, value);
}

// curl_easy_getinfo is variadic.
static inline CURLcode shim_curl_easy_getinfo_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

// curl_easy_getinfo is variadic.
static inline CURLcode shim_curl_easy_getinfo_pointer(CURL *easy, CURLINFO info, void **value) {
    return curl_easy_getinfo(easy, info, value);
}

// curl_multi_setopt is variadic.
static inline CURLMcode shim_curl_multi_setopt_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// curl_multi_setopt is variadic.
static inline CURLMcode shim_curl_multi_setopt_pointer(CURLM *multi, CURLMoption option, void *value) {
    return curl_multi_setopt(multi, option, value);
}

// curl_multi_setopt is variadic.
static inline CURLMcode shim_curl_multi_setopt_socket(CURLM *multi, curl_socket_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, value);
}

// curl_multi_setopt is variadic.
static inline CURLMcode shim_curl_multi_setopt_timer(CURLM *multi, curl_multi_timer_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, value);
}

// A macro with a cast.
static inline curl_socket_t shim_curl_socket_timeout(void) {
    return CURL_SOCKET_TIMEOUT;
}

// A member of a union without a name for its type.
static inline CURLcode shim_curl_message_result(const CURLMsg *message) {
    return message->data.result;
}
