// No exception may reach Swift: simdjson reports by error code here, and everything else is noexcept.
#define SIMDJSON_EXCEPTIONS 0
#include "CSimdjson.h"

#include <simdjson.h>

#include <memory>
#include <new>

using simdjson::dom::parser;

static_assert(csimdjson_error_depth == simdjson::DEPTH_ERROR, "codes differ from the header's");
static_assert(csimdjson_error_number == simdjson::NUMBER_ERROR, "codes differ from the header's");

namespace {

// A parser holds about ten bytes for each byte of the largest document it has seen. One that grew beyond this is
// freed, not kept, so that a single huge document does not cost its memory for ever.
constexpr size_t largest_kept_capacity = 256 * 1024;

// Each thread keeps one idle parser. While it is lent out, a parse inside that parse gets a new one.
thread_local std::unique_ptr<parser> idle;

simdjson::error_code reserve(parser &lent, size_t length, size_t depth) noexcept {
    size_t capacity = 4096;
    while (capacity < length) { capacity *= 2; }
    // simdjson counts the innermost scalar as a level, hence one more.
    if (lent.capacity() < capacity || lent.max_depth() != depth + 1) {
        if (auto error = lent.allocate(std::max(capacity, lent.capacity()), depth + 1)) { return error; }
    }
    return lent.doc.capacity() < capacity ? lent.doc.allocate(capacity) : simdjson::SUCCESS;
}

csimdjson_document failure(simdjson::error_code error) noexcept { return {nullptr, nullptr, nullptr, int32_t(error)}; }

}  // namespace

csimdjson_document csimdjson_parse(const uint8_t *bytes, size_t length, size_t depth) noexcept {
    if (length == 0) { return failure(simdjson::EMPTY); }
    if (length > simdjson::SIMDJSON_MAXSIZE_BYTES) { return failure(simdjson::CAPACITY); }
    std::unique_ptr<parser> lent = std::move(idle);
    if (!lent) { lent.reset(new (std::nothrow) parser()); }
    if (!lent) { return failure(simdjson::MEMALLOC); }
    simdjson::error_code error = reserve(*lent, length, depth);
    if (!error) { error = lent->parse(bytes, length, true).error(); }
    if (error) {
        csimdjson_release(lent.release());
        return failure(error);
    }
    const uint64_t *tape = lent->doc.tape.get();
    const uint8_t *strings = lent->doc.string_buf.get();
    return {tape, strings, lent.release(), 0};
}

void csimdjson_release(void *returned) noexcept {
    std::unique_ptr<parser> lent(static_cast<parser *>(returned));
    if (lent && !idle && lent->capacity() <= largest_kept_capacity) { idle = std::move(lent); }
}

const char *csimdjson_error_message(int32_t error) noexcept {
    return simdjson::error_message(static_cast<simdjson::error_code>(error));
}
