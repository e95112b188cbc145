#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define CSIMDJSON_NOEXCEPT noexcept
extern "C" {
#else
#define CSIMDJSON_NOEXCEPT
#endif

/// The outcome of a parse. `tape` is null when it failed; `error` then says why.
typedef struct {
    /// The words of the document in simdjson's tape format.
    /// https://github.com/simdjson/simdjson/blob/v3.0.1/doc/tape.md
    const uint64_t *tape;
    /// The unescaped strings the tape points into: a native 32-bit length, then the bytes.
    const uint8_t *strings;
    /// What `csimdjson_release` wants back; never null when `tape` is not.
    void *parser;
    /// simdjson's error code, 0 for success.
    int32_t error;
} csimdjson_document;

/// The error codes Swift tells apart.
enum { csimdjson_error_depth = 4, csimdjson_error_number = 9 };

/// Parses and validates `length` bytes, which may nest `depth` containers deep. Nothing of `bytes` is kept.
/// What is returned stays valid, on any thread, until it is released.
csimdjson_document csimdjson_parse(const uint8_t *bytes, size_t length, size_t depth) CSIMDJSON_NOEXCEPT;

/// Takes back the parser of a successful parse, for the calling thread to use again.
void csimdjson_release(void *parser) CSIMDJSON_NOEXCEPT;

/// simdjson's sentence about an error code; static storage.
const char *csimdjson_error_message(int32_t error) CSIMDJSON_NOEXCEPT;

/// The version of simdjson compiled against, e.g. `3.0.1`: it has no way to ask the library; static storage.
const char *csimdjson_version(void) CSIMDJSON_NOEXCEPT;

#ifdef __cplusplus
}
#endif
