import COpenSSL

/// The version of the OpenSSL that is loaded, e.g. `3.0.22`; the headers' version may differ.
package var libraryVersion: String {
    OpenSSL_version(OPENSSL_FULL_VERSION_STRING).map { String(cString: $0) } ?? "unknown"
}
