#include "CSimdjson.h"

#include <simdjson.h>

#define CSIMDJSON_TEXT_OF(x) #x
#define CSIMDJSON_TEXT(x) CSIMDJSON_TEXT_OF(x)

const char *csimdjson_version(void) noexcept { return CSIMDJSON_TEXT(SIMDJSON_VERSION); }
