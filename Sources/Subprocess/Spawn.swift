import CSpawn
import Glibc

/// Starts programs with `posix_spawn`.
enum Spawn {
    /// Starts `command` as the leader of a new process group, so that a terminal's Ctrl-C passes it by and all it starts
    /// can be killed at once, with every signal at its default, and with no open file but the three given.
    static func start(
        _ command: ProcessCommand, input: Int32, output: Int32, errors: Int32
    ) -> Result<pid_t, SpawnError> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        // Ours are marked to be closed; this takes care of what a library may have opened without the mark.
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        if let folder = command.workingDirectory { posix_spawn_file_actions_addchdir_np(&actions, folder) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        prepare(&attributes)
        var id: pid_t = 0
        let environment = command.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let code = withStrings(command.arguments) { arguments in
            withStrings(environment) { posix_spawnp(&id, command.name, &actions, &attributes, arguments, $0) }
        }
        guard code == 0 else {
            let place = command.workingDirectory.map { " in `\($0)`" } ?? ""
            return .failure(SpawnError(command.name, "cannot be started\(place)", errno: code))
        }
        return .success(id)
    }

    /// The service ignores some signals and its threads block them; a program expects neither.
    private static func prepare(_ attributes: inout posix_spawnattr_t) {
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    /// Lends `texts` as the null-terminated array of C strings that exec wants.
    private static func withStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
