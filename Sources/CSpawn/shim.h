#pragma once
#include <spawn.h>
// Swift's Glibc module leaves this one out, and the thread that minds the processes is woken by it.
#include <sys/eventfd.h>

// GNU's additions, which the headers show only to those who ask before anything else is included; Swift's Glibc module
// does not. In glibc since 2.29 (addchdir_np), 2.34 (addclosefrom_np) and 2.9 (pipe2).
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
extern int pipe2(int ends[2], int flags);
