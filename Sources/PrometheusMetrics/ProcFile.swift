import Glibc

/// Reads files of `/proc` and the figures in them.
enum ProcFile {
    /// The whole file; nil when it cannot be opened or read. Files of `/proc` tell no size in advance.
    static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Glibc.close(descriptor) }
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            guard count > 0 else { return contents }
            contents += chunk.prefix(count)
        }
    }

    /// How many entries a directory has; nil when it cannot be read.
    static func entryCount(_ path: String) -> Int? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var count = 0
        while let entry = readdir(directory) {
            // Only the directory itself and its parent begin with a dot here.
            if entry.pointee.d_name.0 != CChar(bitPattern: UInt8(ascii: ".")) { count += 1 }
        }
        return count
    }

    /// Total and resident pages, the first two fields of `/proc/self/statm`.
    static func memoryPages(_ contents: [UInt8]) -> (virtual: Int, resident: Int)? {
        let fields = words(contents[...])
        guard fields.count >= 2, let virtual = Int(fields[0]), let resident = Int(fields[1]) else { return nil }
        return (virtual, resident)
    }

    /// Clock ticks from boot to the start of the process, field 22 of `/proc/self/stat`.
    static func startTicks(_ contents: [UInt8]) -> Int? {
        // Field 2, the program's name, may hold spaces and parentheses: the fields after it begin at the last one.
        guard let end = contents.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = words(contents[(end + 1)...])
        return fields.count >= 20 ? Int(fields[19]) : nil
    }

    /// The boot time in seconds since the Unix epoch, the line `btime` of `/proc/stat`.
    static func bootTime(_ contents: [UInt8]) -> Int? {
        let line = contents.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: "btime ".utf8) }
        return line.flatMap { words($0).last }.flatMap { Int($0) }
    }

    private static func words(_ bytes: ArraySlice<UInt8>) -> [String] {
        bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.map { String(decoding: $0, as: UTF8.self) }
    }
}
