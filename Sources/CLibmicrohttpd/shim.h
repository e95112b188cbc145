#pragma once
#include <microhttpd.h>
#include <sys/socket.h>

// What the listener sets on a daemon; one argument for the fixed-arity call below.
struct shim_MHD_settings {
    int listen_socket;
    unsigned int threads;
    unsigned int connections;
    unsigned int connections_per_address;
    size_t connection_memory;
    void *context;
    MHD_AcceptPolicyCallback accept;
    MHD_AccessHandlerCallback access;
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback notify;
    void *(*request_line)(void *context, const char *uri, struct MHD_Connection *connection);
    size_t (*unescape)(void *context, struct MHD_Connection *connection, char *text);
};

// MHD_start_daemon is variadic, which Swift cannot call.
static inline struct MHD_Daemon *shim_MHD_start_daemon(const struct shim_MHD_settings *s) {
    // A pool of one thread is refused by the library: END there leaves the single internal thread.
    struct MHD_OptionItem pool[] = {
        {s->threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)s->threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO | MHD_ALLOW_SUSPEND_RESUME, 0, s->accept, s->context, s->access,
        s->context,
        MHD_OPTION_LISTEN_SOCKET, (MHD_socket)s->listen_socket,
        MHD_OPTION_CONNECTION_LIMIT, s->connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, s->connections_per_address,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, s->connection_memory,
#if MHD_VERSION >= 0x00097701
        MHD_OPTION_CLIENT_DISCIPLINE_LVL, (int)1,
#else
        MHD_OPTION_STRICT_FOR_CLIENT, (int)1,
#endif
        MHD_OPTION_NOTIFY_COMPLETED, s->completed, s->context,
        MHD_OPTION_NOTIFY_CONNECTION, s->notify, s->context,
        MHD_OPTION_URI_LOG_CALLBACK, s->request_line, s->context,
        MHD_OPTION_UNESCAPE_CALLBACK, s->unescape, s->context,
        MHD_OPTION_ARRAY, pool,
        MHD_OPTION_END);
}

// MHD_get_connection_info is variadic; -1 when the library has no socket to tell.
static inline int shim_MHD_get_connection_fd(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

// MHD_get_connection_info is variadic.
static inline const struct sockaddr *shim_MHD_get_client_address(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : NULL;
}

// MHD_get_connection_info is variadic.
static inline void *shim_MHD_get_socket_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

// MHD_get_connection_info is variadic; 0 when the size is not known.
static inline size_t shim_MHD_get_request_header_size(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}

// MHD_get_daemon_info is variadic.
static inline unsigned int shim_MHD_get_current_connections(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    return info ? info->num_connections : 0;
}

// Two kinds at once are no case of the enumeration, which Swift takes for closed.
static inline int shim_MHD_get_connection_values_n(
    struct MHD_Connection *connection, MHD_KeyValueIteratorN iterator, void *context) {
    enum MHD_ValueKind kinds = (enum MHD_ValueKind)(MHD_HEADER_KIND | MHD_GET_ARGUMENT_KIND);
    return MHD_get_connection_values_n(connection, kinds, iterator, context);
}
