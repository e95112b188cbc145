import CLibcurl
import Cryptography
import Timing

// One method for each option or group of options in use. The options: https://curl.se/libcurl/c/curl_easy_setopt.html
extension Transfer {
    /// Sets what is the same for every request.
    func apply(_ configuration: TransportConfiguration) throws(TransferError) {
        // Signals would go to any thread of the process.
        try set(CURLOPT_NOSIGNAL, 1)
        // Else removing a handle waits for its name look-up to end, and every other transfer with it.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        try set(CURLOPT_TCP_NODELAY, 1)
        // Every transfer has such a buffer while it waits for its answer, and most answers are short. libcurl's own 16 kB
        // are a third of what a waiting call costs.
        try set(CURLOPT_BUFFERSIZE, 4096)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        // An empty text offers every content coding this libcurl can decode.
        try set(CURLOPT_ACCEPT_ENCODING, "")
        try set(CURLOPT_USERAGENT, configuration.userAgent)
        let connectTimeout = min(max(configuration.connectTimeout.inMicroseconds / 1000, 1), 1 << 31)
        try set(CURLOPT_CONNECTTIMEOUT_MS, Int(connectTimeout))
        try apply(configuration.connection)
    }

    private func apply(_ connection: ConnectionProfile) throws(TransferError) {
        // An empty proxy keeps libcurl from asking the environment for one.
        try set(CURLOPT_PROXY, connection.proxy?.url ?? "")
        try set(CURLOPT_NOPROXY, "")
        if let user = connection.proxy?.username { try set(CURLOPT_PROXYUSERNAME, user) }
        if let password = connection.proxy?.password { try set(CURLOPT_PROXYPASSWORD, password.text) }
        if let path = connection.caFile {
            try set(CURLOPT_CAINFO, path)
            try set(CURLOPT_PROXY_CAINFO, path)
            // Else the folder of the system's certificates would be trusted beside the file.
            try check(shim_curl_easy_setopt_string(easy, CURLOPT_CAPATH, nil))
            try check(shim_curl_easy_setopt_string(easy, CURLOPT_PROXY_CAPATH, nil))
        }
        if let path = connection.clientCertificate { try set(CURLOPT_SSLCERT, path) }
        if let path = connection.clientKey { try set(CURLOPT_SSLKEY, path) }
        if let password = connection.clientKeyPassword { try set(CURLOPT_KEYPASSWD, password.text) }
        try set(CURLOPT_SSL_VERIFYPEER, connection.verifiesServer ? 1 : 0)
        try set(CURLOPT_SSL_VERIFYHOST, connection.verifiesServer ? 2 : 0)
    }

    /// Registers the callbacks, all with `context`, which must be this object and outlive the handle.
    func setCallbacks(context: UnsafeMutableRawPointer, errorText: UnsafeMutablePointer<CChar>) throws(TransferError) {
        try check(shim_curl_easy_setopt_write(easy, CURLOPT_WRITEFUNCTION, receiveBody))
        try set(CURLOPT_WRITEDATA, pointer: context)
        try check(shim_curl_easy_setopt_write(easy, CURLOPT_HEADERFUNCTION, receiveHeader))
        try set(CURLOPT_HEADERDATA, pointer: context)
        try set(CURLOPT_PRIVATE, pointer: context)
        try set(CURLOPT_ERRORBUFFER, pointer: errorText)
    }

    /// The object behind a handle that came back from libcurl.
    static func from(easy: UnsafeMutableRawPointer) -> Transfer? {
        var context: UnsafeMutableRawPointer?
        guard shim_curl_easy_getinfo_pointer(easy, CURLINFO_PRIVATE, &context) == CURLE_OK, let context else {
            return nil
        }
        return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    func set(url: String) throws(TransferError) { try set(CURLOPT_URL, url) }

    /// Sets method and body. curl keeps the pointer to `body`, which stays ours.
    func set(method: String, body: UnsafeMutableBufferPointer<UInt8>?, hasBody: Bool) throws(TransferError) {
        // Going back to GET first undoes whatever the request before had set.
        try check(shim_curl_easy_setopt_string(easy, CURLOPT_CUSTOMREQUEST, nil))
        try set(CURLOPT_NOBODY, 0)
        try set(CURLOPT_HTTPGET, 1)
        if method == "HEAD" {
            try set(CURLOPT_NOBODY, 1)
            return
        }
        if hasBody || method == "POST" {
            try set(CURLOPT_POST, 1)
            // Without a pointer curl would ask a read callback for the body, so that none is sent as an empty text.
            let empty: StaticString = ""
            try set(
                CURLOPT_POSTFIELDS,
                pointer: body?.baseAddress.map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(empty.utf8Start))
            try check(shim_curl_easy_setopt_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body?.count ?? 0)))
            if method != "POST" { try set(CURLOPT_CUSTOMREQUEST, method) }
        } else if method != "GET" {
            try set(CURLOPT_CUSTOMREQUEST, method)
        }
    }

    /// Sets the header fields. curl keeps the pointer, which stays ours.
    func set(headers: UnsafeMutablePointer<curl_slist>?) throws(TransferError) {
        try set(CURLOPT_HTTPHEADER, pointer: headers)
    }

    func set(timeoutMilliseconds: Int) throws(TransferError) {
        try set(CURLOPT_TIMEOUT_MS, min(timeoutMilliseconds, 1 << 31))
    }

    /// Copies the header fields into a list of curl's; the caller frees it.
    func makeHeaderList(_ request: ClientRequest) throws(TransferError) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        var hasType = false
        // A line without value takes a field away: no round trip for "100 Continue", no type nobody gave.
        var lines = ["Expect:"]
        for (name, value) in request.headers {
            if name.lowercased() == "content-type" { hasType = true }
            // "Name;" is how curl is told to send a field without value.
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        if !hasType { lines.append("Content-Type:") }
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                throw TransferError(
                    code: .proto, message: "libcurl took no header fields; the process may be out of memory")
            }
            list = longer
        }
        return list
    }

    private func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
        try check(shim_curl_easy_setopt_long(easy, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(TransferError) {
        try check(shim_curl_easy_setopt_string(easy, option, value))
    }

    private func set(_ option: CURLoption, pointer: UnsafeRawPointer?) throws(TransferError) {
        try check(shim_curl_easy_setopt_pointer(easy, option, pointer))
    }

    private func check(_ result: CURLcode) throws(TransferError) {
        guard result == CURLE_OK else {
            throw TransferError(
                code: .proto, message: "libcurl refused an option: \(String(cString: curl_easy_strerror(result)))")
        }
    }
}

private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    return transfer.receive(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    return transfer.receive(header: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}
