#pragma once
// The low-level SHA functions are deprecated in favour of EVP, but only they keep a digest's state in a plain struct:
// a keyed state can then be copied to the stack, where EVP allocates and looks the algorithm up on every message.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/sha.h>
